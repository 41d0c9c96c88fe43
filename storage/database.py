"""The database: SQLite by default, PostgreSQL by URL. A transaction is everything or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from domain.letters import Letter
from storage.ids import Ids
from storage.refusals import is_away, remedy_for
from storage.sealing import Keyring
from storage.store import Store
from storage.work import Work

BUSY_MILLISECONDS = 30_000
READING = "suar_reading"
POSTGRES_OPTIONS = {"host", "port", "ssl", "passfile", "prepared_statement_cache_size"}
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


class DatabaseDown(Exception):
    """The database does not answer. Nothing was saved; try again later."""


class Unusable(DatabaseDown):
    """The database is there, but somebody has to do something before it can be used. The text says what."""

    def __init__(self, why: str) -> None:
        super().__init__(f"SUAR_DATABASE_URL: {why}.")


class BadDatabaseUrl(ValueError):
    """The URL is not one that Suar can use."""


def real_now() -> datetime:
    """Real time, for leases and limits. People's time is an argument everywhere else."""
    return datetime.now(UTC)


class Database:
    """Opens transactions. On SQLite one writer at a time per process, so that nobody waits inside SQLite."""

    def __init__(self, url: str, keyring: Keyring, *, holder: str, real: Callable[[], datetime] = real_now) -> None:
        self.url = read_url(url)
        self.keyring = keyring
        self.holder = holder
        self._real = real
        self._ids = Ids()
        self._engine = make_engine(self.url)
        self._outlets: dict[str, Callable[[list[Letter]], None]] = {}
        self._fetchers: dict[str, Callable[[], None]] = {}
        self._writing = asyncio.Lock() if is_sqlite(self.url) else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """Everything done with the store is saved together, or not at all.

        Raises `DatabaseDown` when the database does not answer. What the store noted with `after_commit` runs
        once all is saved.
        """
        async with self._turn_to_write():
            with _named_errors():
                async with self._connected() as connection, connection.begin():
                    store = self._store(connection)
                    yield store
                    await store.flush()
        for afterwards in store.afterwards:
            afterwards()
        for bot, outlet in self._outlets.items():
            outlet([letter for to, letter in store.outbox.claimed if to == bot])
        for bot in store.files.asked_of & self._fetchers.keys():
            self._fetchers[bot]()

    def deliver_through(self, bot: str, outlet: Callable[[list[Letter]], None]) -> None:
        """Hand the letters of this bot over as soon as they are saved, instead of waiting for somebody to look."""
        self._outlets[bot] = outlet

    def fetch_through(self, bot: str, wake: Callable[[], None]) -> None:
        """Say when a file of this bot is to be fetched, as soon as that is saved."""
        self._fetchers[bot] = wake

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """Read only: does not wait for the writer."""
        with _named_errors():
            async with self._connected() as connection:
                await connection.execution_options(**{READING: True})
                yield self._store(connection)

    async def run_sync(self, work: Callable[[Connection], Any]) -> Any:
        """Run what only knows plain connections (Alembic) in one transaction."""
        with _named_errors():
            async with self._connected() as connection, connection.begin():
                return await connection.run_sync(work)

    async def answers(self) -> bool:
        """Whether the database answers a simple question."""
        try:
            with _named_errors():
                async with self._connected() as connection:
                    await connection.execution_options(**{READING: True})
                    await connection.execute(text("select 1"))
        except DatabaseDown:
            return False
        return True

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection. Only here an `OSError` means the database: a socket or host that is not there."""
        try:
            connection = await self._engine.connect()
        except OSError as away:
            raise DatabaseDown(type(away).__name__) from away
        try:
            yield connection
        finally:
            await connection.close()

    def _turn_to_write(self) -> AbstractAsyncContextManager[Any]:
        return self._writing or nullcontext()

    def _store(self, connection: AsyncConnection) -> Store:
        delivers = frozenset(self._outlets)
        return Store(Work(connection, self.keyring, self._ids, self.holder, self._real(), delivers))


def read_url(url: str) -> URL:
    """The URL with the asynchronous driver. Raises `BadDatabaseUrl`."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        raise BadDatabaseUrl("it cannot be read") from None
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    backend = parsed.drivername.partition("+")[0]
    if backend not in drivers:
        raise BadDatabaseUrl("it cannot be read")
    parsed = parsed.set(drivername=drivers[backend])
    return _checked_sqlite(parsed) if is_sqlite(parsed) else _checked_postgres(parsed)


def _checked_sqlite(url: URL) -> URL:
    if url.database in {None, "", ":memory:"}:
        raise BadDatabaseUrl("it names no file")
    return url


def _checked_postgres(url: URL) -> URL:
    """Its driver would stumble over options that it does not know, and calls `sslmode` by another name."""
    options = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    for unknown in sorted(options.keys() - POSTGRES_OPTIONS):
        raise BadDatabaseUrl(f"Suar does not know the option {unknown}")
    if options.get("ssl", "prefer") not in SSL_MODES:
        raise BadDatabaseUrl(f"sslmode is one of {', '.join(SSL_MODES)}")
    if not 0 < (url.port or 5432) < 65536:
        raise BadDatabaseUrl("there is no such port")
    return url.set(query=options)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def make_engine(url: URL) -> AsyncEngine:
    """An engine whose transactions cannot lose updates: on SQLite each that may write begins IMMEDIATE."""
    if not is_sqlite(url):
        return create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise BadDatabaseUrl(f"its folder cannot be made ({failed.strerror})") from None
    engine = create_async_engine(url, pool_size=5, max_overflow=5)
    _try_to_open(engine, url)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _try_to_open(engine: AsyncEngine, url: URL) -> None:
    """Open the file once here: the driver's thread, when it fails, may speak to a loop that has ended meanwhile."""
    words, options = engine.dialect.create_connect_args(url)
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect
    try:
        connect(*words, **options).close()
    except sqlite3.Error as failed:
        raise Unusable(remedy_for(failed) or str(failed)) from failed


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them DEFERRED, and two that read first
    # and write later lose each other's updates.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class _named_errors:  # noqa: N801  # used as a verb
    """Turn the many ways in which a database can be away, or of no use, into two."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None or isinstance(error, DatabaseDown):
            return
        remedy = remedy_for(error)
        if remedy:
            raise Unusable(remedy) from error
        if is_away(error):
            raise DatabaseDown(type(error).__name__) from error
