"""The keys of help cases, in a store of their own: to destroy a key is to erase what it sealed, in every backup.

The store is a small SQLite file beside the database, or a PostgreSQL database of its own where several machines share
it. It is never part of a backup of the main database. A key is on disk before anything is sealed under it.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.case_key import CaseKey, Content, Generation
from storage.engines import READING, Patience, connected, is_sqlite, make_engine, named_errors, read_url
from storage.moments import UtcDateTime
from storage.sealing import Keyring

SETTING = "SUAR_CASE_KEYS"
FILE = "case-keys.db"
KEY = 32
AT_ONCE = 10_000  # SQLite takes 32,766 values in a statement
PATIENCE = Patience(connecting=5.0, answering=10.0)  # all questions here are small, and a whole batch waits for them


STORE = MetaData()  # its tables
_IDENTITY = Table("identity", STORE, Column("id", BigInteger, primary_key=True, autoincrement=False))
_KEYS = Table(
    "case_keys",
    STORE,
    Column("case", BigInteger, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),  # sealed under the keyring: one stolen file is not enough
    Column("made_at", UtcDateTime, nullable=False),
)
_GENERATIONS = Table(
    "generations",
    STORE,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
_ERASURES = Table(
    "erasures",
    STORE,
    Column("case", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)


_KINDS = {_KEYS.name: ("case", "case"), _GENERATIONS.name: ("lookup", "number")}


class CaseKeys:
    """The store. Every change is on disk when it returns."""

    def __init__(self, url: URL, keyring: Keyring, patience: Patience = PATIENCE) -> None:
        # A write-ahead log would keep a destroyed key for a while.
        self._engine = make_engine(url, patience, journal="DELETE")
        self._keyring = keyring
        self._generations: list[Generation] = []

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with named_errors(SETTING):
            async with connected(self._engine) as connection:
                yield await connection.execution_options(**{READING: True})

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with named_errors(SETTING):
            async with connected(self._engine) as connection, connection.begin():
                yield connection

    async def prepare(self, now: datetime, identity: int) -> int:
        """Make the tables and the first lookup key where there are none. Gives the identity of the store."""
        async with self._writing() as connection:
            await connection.run_sync(STORE.create_all)
            known = await connection.scalar(select(_IDENTITY.c.id))
            if known is None:
                await connection.execute(insert(_IDENTITY).values(id=identity))
                await connection.execute(insert(_GENERATIONS).values(self._generation(1, now)))
            return int(known or identity)

    async def close(self) -> None:
        await self._engine.dispose()

    # --- Keys of cases ---

    async def of(self, cases: Collection[int]) -> dict[int, CaseKey]:
        """The keys of these cases, as far as they are there."""
        if not cases:
            return {}
        query = select(_KEYS.c.case, _KEYS.c.key).where(_KEYS.c.case.in_(sorted(cases)))
        async with self._reading() as connection:
            return {row.case: self._key(row) for row in await connection.execute(query)}

    async def make(self, cases: Sequence[int], now: datetime) -> dict[int, CaseKey]:
        """Fresh keys for new cases."""
        made = {case: CaseKey(case, AESGCM.generate_key(256)) for case in cases}
        rows = [self._row(case, key.key, now) for case, key in made.items()]
        async with self._writing() as connection:
            await connection.execute(insert(_KEYS), rows)
        return made

    async def destroy(self, cases: Collection[int], now: datetime) -> None:
        """Erase these cases: their keys are gone for good, and that is remembered."""
        every = sorted(set(cases))
        async with self._writing() as connection:
            for first in range(0, len(every), AT_ONCE):
                some = every[first : first + AT_ONCE]
                await connection.execute(delete(_KEYS).where(_KEYS.c.case.in_(some)))
                put = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
                listed = put(_ERASURES).on_conflict_do_nothing()  # the clock may finish the same erasure just now
                await connection.execute(listed, [{"case": case, "at": now} for case in some])

    async def made_between(self, since: datetime, before: datetime) -> list[int]:
        """The cases whose keys were made in that time."""
        query = select(_KEYS.c.case).where(_KEYS.c.made_at >= since, _KEYS.c.made_at < before)
        async with self._reading() as connection:
            return list((await connection.execute(query)).scalars())

    async def erased(self) -> dict[int, datetime]:
        """The cases that were erased, and when."""
        async with self._reading() as connection:
            return {row.case: row.at for row in await connection.execute(select(_ERASURES))}

    async def count_erased(self) -> int:
        async with self._reading() as connection:
            return int(await connection.scalar(select(func.count()).select_from(_ERASURES)) or 0)

    async def held(self) -> set[int]:
        """The cases whose keys are here."""
        async with self._reading() as connection:
            return set((await connection.execute(select(_KEYS.c.case))).scalars())

    # --- All of it ---

    async def content(self) -> Content:
        """All that is here, to be copied."""
        async with self._reading() as connection:
            identity = int(await connection.scalar(select(_IDENTITY.c.id)) or 0)
            keys = (await connection.execute(select(_KEYS))).all()
        generations, erasures = await self.generations(), await self.erased()
        opened = {row.case: (self._key(row).key, row.made_at) for row in keys if row.case not in erasures}
        return Content(identity, opened, generations, erasures)

    async def is_unused(self) -> bool:
        """Whether no case was ever begun or erased here."""
        return not await self.held() and not await self.erased()

    async def put_back(self, content: Content) -> None:
        """Be the store that this was copied from. Only for one that is unused."""
        held: list[tuple[Table, list[dict[str, Any]]]] = [(_IDENTITY, [{"id": content.identity}])]
        held.append((_KEYS, [self._row(case, key, made) for case, (key, made) in content.keys.items()]))
        held.append((_GENERATIONS, [self._generation_row(each) for each in content.generations]))
        held.append((_ERASURES, [{"case": case, "at": at} for case, at in content.erasures.items()]))
        async with self._writing() as connection:
            for table, rows in held:
                await connection.execute(delete(table))
                if rows:
                    await connection.execute(insert(table), rows)
        self._generations = []

    # --- Rotation of the keyring ---

    async def count_under(self, number: int) -> int:
        """How many keys here are sealed under this key of the keyring."""
        return sum(sealed[0] == number for _, _, sealed in await self._all())

    async def seal_anew(self) -> int:
        """Seal under the newest key of the keyring what an older one sealed. Gives how many there were."""
        newest = self._keyring.newest
        older = [each for each in await self._all() if each[2][0] != newest]
        async with self._writing() as connection:
            for table, number, sealed in older:
                kind, column = _KINDS[table.name]
                fresh = self._keyring.seal(self._keyring.open(sealed, _place(kind, number)), _place(kind, number))
                await connection.execute(update(table).where(table.c[column] == number).values(key=fresh))
        return len(older)

    async def _all(self) -> list[tuple[Table, int, bytes]]:
        found = []
        async with self._reading() as connection:
            for table in (_KEYS, _GENERATIONS):
                column = table.c[_KINDS[table.name][1]]
                found += [(table, row[0], row[1]) for row in await connection.execute(select(column, table.c.key))]
        return found

    # --- Lookup keys ---

    async def generations(self) -> list[Generation]:
        """The lookup keys in use, the newest first."""
        query = select(_GENERATIONS).order_by(_GENERATIONS.c.number.desc())
        async with self._reading() as connection:
            self._generations = [
                Generation(row.number, self._keyring.open(row.key, _place("lookup", row.number)), row.made_at)
                for row in await connection.execute(query)
            ]
        return self._generations

    async def remembered_generations(self) -> list[Generation]:
        """As they were when they were last asked for: enough to find a chat, but not to say that it is new."""
        return self._generations or await self.generations()

    async def begin_generation(self, now: datetime) -> Generation:
        """A new lookup key, from now on the one that chats are kept under."""
        newest = (await self.generations())[0]
        async with self._writing() as connection:
            await connection.execute(insert(_GENERATIONS).values(self._generation(newest.number + 1, now)))
        return (await self.generations())[0]

    async def end_generation(self, number: int) -> None:
        """Destroy a lookup key: nobody can look up any more what was kept under it."""
        async with self._writing() as connection:
            await connection.execute(delete(_GENERATIONS).where(_GENERATIONS.c.number == number))
        self._generations = []

    def _generation(self, number: int, now: datetime) -> dict[str, Any]:
        return self._generation_row(Generation(number, os.urandom(KEY), now))

    def _generation_row(self, made: Generation) -> dict[str, Any]:
        key = self._keyring.seal(made.key, _place("lookup", made.number))
        return {"number": made.number, "key": key, "made_at": made.made_at}

    def _row(self, case: int, key: bytes, made_at: datetime) -> dict[str, Any]:
        return {"case": case, "key": self._keyring.seal(key, _place("case", case)), "made_at": made_at}

    def _key(self, row: Any) -> CaseKey:
        return CaseKey(row.case, self._keyring.open(row.key, _place("case", row.case)))


def _place(kind: str, number: int) -> str:
    return f"case_keys.{kind}.{number}"


def keys_url(named: str, database_url: str, keyring: Path) -> URL:
    """Where the store is: as it is named, or else beside the database; beside the keyring, where that is no file.

    Raises `BadDatabaseUrl`.
    """
    if named:
        return read_url(named)
    database = read_url(database_url)
    beside = Path(database.database or "") if is_sqlite(database) else keyring
    return read_url(f"sqlite:///{beside.with_name(FILE)}")
