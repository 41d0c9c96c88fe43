"""What every repository of a transaction needs, and the few statements that all of them use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.case_seals import CaseSeals
from storage.ids import Ids
from storage.sealing import Keyring, Seals

Values = Mapping[str, Any]

MOST_AT_ONCE = 10_000  # SQLite takes 32,766 values in a statement, PostgreSQL's driver 32,767


@dataclass(frozen=True)
class Work:
    """One transaction: its connection, the keys, and who is working when (real time)."""

    connection: AsyncConnection
    keyring: Keyring
    ids: Ids
    holder: str
    real: datetime
    cases: CaseSeals
    delivers: frozenset[str] = frozenset()  # the bots whose letters this process sends itself
    only_reads: bool = False  # nothing is changed: nobody has to wait for us, nor we for them

    def seals(self, case: int | None) -> Seals:
        """What seals something of this case; of no case, the keyring. Raises `CaseGone`."""
        return self.keyring if case is None else self.cases.of(case)

    def masked(self, case: int | None, message_id: int, *, staff: bool = False) -> int:
        """A message id of Telegram as it is kept: of a case, only its key tells it. `staff`: of a chat of theirs."""
        return message_id if case is None else self.cases.of(case).mask(message_id, staff=staff)

    def unmasked(self, case: int | None, kept: int, *, staff: bool = False) -> int:
        return kept if case is None else self.cases.of(case).unmask(kept, staff=staff)

    @property
    def locks_rows(self) -> bool:
        """PostgreSQL locks rows; SQLite has one writer at a time."""
        return self.connection.dialect.name == "postgresql"

    async def run(self, statement: Executable, values: Sequence[Values] | Values | None = None) -> CursorResult[Any]:
        return await self.connection.execute(statement, values)

    async def run_for(self, keys: Collection[Any], name: str, statement: Executable, **others: Any) -> list[Row[Any]]:
        """Run a statement about many keys, in parts that a database can take; gives the rows of all."""
        every = list(keys)
        rows: list[Row[Any]] = []
        for first in range(0, len(every), MOST_AT_ONCE):
            result = await self.run(statement, {name: every[first : first + MOST_AT_ONCE], **others})
            rows += result.all() if result.returns_rows else []
        return rows

    def insert(self, table: Any) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what to do when the row is there."""
        into: Table = table.__table__
        return postgresql.insert(into) if self.locks_rows else sqlite.insert(into)

    async def put_if_absent(self, table: Any, rows: Sequence[Values]) -> None:
        """Insert the rows that are not there yet; leave the others as they are."""
        if rows:
            await self.run(self.insert(table).on_conflict_do_nothing(), rows)
