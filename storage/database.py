"""The database: SQLite by default, PostgreSQL by URL. A transaction is everything or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.letters import Letter
from storage.case_keys import CaseKeys
from storage.case_seals import CaseSeals
from storage.engines import (
    READING,
    BadDatabaseUrl,
    DatabaseDown,
    Patience,
    Unusable,
    connected,
    is_sqlite,
    make_engine,
    named_errors,
    read_url,
)
from storage.ids import Ids
from storage.sealing import Keyring
from storage.store import Store
from storage.work import Work

__all__ = ["BadDatabaseUrl", "Database", "DatabaseDown", "Unusable", "is_sqlite", "read_url", "real_now"]


def real_now() -> datetime:
    """Real time, for leases and limits. People's time is an argument everywhere else."""
    return datetime.now(UTC)


class Database:
    """Opens transactions. On SQLite one writer at a time per process, so that nobody waits inside SQLite."""

    def __init__(
        self,
        url: str,
        keyring: Keyring,
        *,
        holder: str,
        real: Callable[[], datetime] = real_now,
        case_keys: CaseKeys | None = None,
        patience: Patience = Patience(),  # noqa: B008  # frozen
    ) -> None:
        self.url = read_url(url)
        self.keyring = keyring
        self.case_keys = case_keys
        self.holder = holder
        self._real = real
        self._ids = Ids()
        self._engine = make_engine(self.url, patience)
        self._outlets: dict[str, Callable[[list[Letter]], None]] = {}
        self._fetchers: dict[str, Callable[[], None]] = {}
        self._makers: list[Callable[[], None]] = []
        self._writing = asyncio.Lock() if is_sqlite(self.url) else None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        """Everything done with the store is saved together, or not at all.

        Raises `DatabaseDown` when the database does not answer. What the store noted with `after_commit` runs
        once all is saved.
        """
        async with self._turn_to_write():
            with named_errors():
                async with connected(self._engine) as connection, connection.begin():
                    store = self._store(connection)
                    yield store
                    await store.flush()
        try:
            await store.case_seals.destroy_doomed(store.real)
        finally:  # all is saved; an erasure that is cut short here is finished by the clock
            self._hand_over(store)

    def _hand_over(self, store: Store) -> None:
        for afterwards in store.afterwards:
            afterwards()
        for bot, outlet in self._outlets.items():
            outlet([letter for to, letter in store.outbox.claimed if to == bot])
        for bot in store.files.asked_of & self._fetchers.keys():
            self._fetchers[bot]()
        for wake in self._makers if store.orders.were_put else ():
            wake()

    def deliver_through(self, bot: str, outlet: Callable[[list[Letter]], None]) -> None:
        """Hand the letters of this bot over as soon as they are saved, instead of waiting for somebody to look."""
        self._outlets[bot] = outlet

    def fetch_through(self, bot: str, wake: Callable[[], None]) -> None:
        """Say when a file of this bot is to be fetched, as soon as that is saved."""
        self._fetchers[bot] = wake

    def make_through(self, wake: Callable[[], None]) -> None:
        """Say when something is to be made, as soon as that is saved."""
        self._makers.append(wake)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Store]:
        """Read only: does not wait for the writer."""
        with named_errors():
            async with connected(self._engine) as connection:
                await connection.execution_options(**{READING: True})
                yield self._store(connection, only_reads=True)

    async def run_sync(self, work: Callable[[Connection], Any]) -> Any:
        """Run what only knows plain connections (Alembic) in one transaction."""
        with named_errors():
            async with connected(self._engine) as connection, connection.begin():
                return await connection.run_sync(work)

    async def answers(self) -> bool:
        """Whether the database answers a simple question."""
        try:
            with named_errors():
                async with connected(self._engine) as connection:
                    await connection.execution_options(**{READING: True})
                    await connection.execute(text("select 1"))
        except DatabaseDown:
            return False
        return True

    async def close(self) -> None:
        await self._engine.dispose()
        if self.case_keys is not None:
            await self.case_keys.close()

    def _turn_to_write(self) -> AbstractAsyncContextManager[Any]:
        return self._writing or nullcontext()

    def _store(self, connection: AsyncConnection, *, only_reads: bool = False) -> Store:
        seals, delivers = CaseSeals(self.case_keys), frozenset(self._outlets)
        work = Work(connection, self.keyring, self._ids, self.holder, self._real(), seals, delivers, only_reads)
        return Store(work)
