"""Engines: how each database is spoken to. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, ExceptionContext, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.refusals import is_away, remedy_for
from storage.sqlite_thread import opened_in_thread

THE_DATABASE = "SUAR_DATABASE_URL"
BUSY_MILLISECONDS = 30_000
READING = "suar_reading"
CONNECTIONS = 10  # to PostgreSQL, that a process keeps; as many again when it is busy
POSTGRES_OPTIONS = {"host", "port", "ssl", "passfile", "prepared_statement_cache_size"}
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds PostgreSQL may take to let us in, and to answer: one that hangs is one that is away.

    The longest answers are those of migrations, and of counting everything anew.
    """

    connecting: float = 10.0
    answering: float = 120.0


class DatabaseDown(Exception):
    """The database does not answer. Nothing was saved; try again later."""


class Unusable(DatabaseDown):
    """The database is there, but somebody has to do something before it can be used. The text says what."""

    def __init__(self, why: str, setting: str = THE_DATABASE) -> None:
        super().__init__(f"{setting}: {why}.")


class BadDatabaseUrl(ValueError):
    """The URL is not one that Suar can use."""


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


def make_engine(url: URL, patience: Patience, journal: str = "WAL") -> AsyncEngine:
    """An engine whose transactions cannot lose updates: on SQLite each that may write begins IMMEDIATE."""
    if not is_sqlite(url):
        limits = {"timeout": patience.connecting, "command_timeout": patience.answering}
        engine = create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_pre_ping=True, connect_args=limits
        )
        event.listen(engine.sync_engine, "handle_error", _name_silence)
        return engine
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise BadDatabaseUrl(f"its folder cannot be made ({failed.strerror})") from None
    opener = _opener(url)
    _try_to_open(opener)
    engine = create_async_engine(url, pool_size=5, max_overflow=5, async_creator=partial(opened_in_thread, opener))
    event.listen(engine.sync_engine, "connect", lambda connection, _: _prepare_sqlite(connection, journal))
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "invalidate", _roll_back_what_was_cut)
    return engine


def _name_silence(failed: ExceptionContext) -> DatabaseDown | None:
    """The driver says of no answer what anything else that takes too long says: here it can only be the database."""
    silent = isinstance(failed.original_exception, TimeoutError)
    return DatabaseDown("no answer") if silent else None


def _opener(url: URL) -> Callable[[], sqlite3.Connection]:
    words, options = url.get_dialect()().create_connect_args(url)
    return partial(sqlite3.connect, *words, **options)


def _try_to_open(opener: Callable[[], sqlite3.Connection]) -> None:
    """Open the file once here: the driver's thread, when it fails, may speak to a loop that has ended meanwhile."""
    try:
        opener().close()
    except sqlite3.Error as failed:
        raise Unusable(remedy_for(failed) or str(failed)) from failed


def _prepare_sqlite(connection: Any, journal: str) -> None:
    # The driver must not begin transactions by itself: it would begin them DEFERRED, and two that read first
    # and write later lose each other's updates.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _roll_back_what_was_cut(connection: Any, _record: Any, _error: BaseException | None) -> None:
    """End the transaction of a task that was cancelled, before its connection is closed.

    SQLite closes for good only once every result is given up (`sqlite3_close_v2`), and one may live on in the
    traceback of what was cut: until then the lock would stay, and nobody could write.
    """
    with suppress(Exception, asyncio.CancelledError):  # being cut once more changes nothing: it is asked for already
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection. Only here an `OSError` means the database: a socket or host that is not there."""
    try:
        connection = await engine.connect()
    except OSError as away:
        raise DatabaseDown(type(away).__name__) from away
    try:
        yield connection
    finally:
        await _close(connection)


async def _close(connection: AsyncConnection) -> None:
    """Give it back whole, also when our task is cancelled just now: one given back by halves would be thrown away."""
    closing = asyncio.ensure_future(connection.close())
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await closing
        raise


class named_errors:  # noqa: N801  # used as a verb
    """Turn the many ways in which a database can be away, or of no use, into two."""

    def __init__(self, setting: str = THE_DATABASE) -> None:
        self._setting = setting

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None or isinstance(error, DatabaseDown):
            return
        remedy = remedy_for(error)
        if remedy:
            raise Unusable(remedy, self._setting) from error
        if is_away(error):
            raise DatabaseDown(type(error).__name__) from error
