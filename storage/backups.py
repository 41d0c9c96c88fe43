"""All rows of the database, read as they are at one moment, and put into an empty one. What is sealed stays sealed.

Rows are taken as the database has them, not as this program understands them: so SQLite's can be put into PostgreSQL,
and a backup of an earlier version is put into tables of that version, which then grow as any database does.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, MetaData, Table, bindparam, delete, func, insert, inspect, select, text, tuple_, update
from sqlalchemy.engine import Connection

from domain.letters import Show, unpack
from storage.sealing import Shut
from storage.shape import bring_to, revision_of
from storage.tables import CounterRow, LetterRow
from storage.tables import Table as Ours
from storage.work import Work

LEFT_OUT = {"leases"}  # who polls and ticks at this moment means nothing later
AT_ONCE = 500  # rows
HEAVY = {"files": 1, "form_files": 1, "forms": 10}  # rows that may have megabytes each
IDENTITY = "case_keys"  # the counter that names the store of case keys


@dataclass(frozen=True, slots=True)
class Portion:
    """Some rows of a table, ready to be written as JSON."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


class Mismatch(Exception):
    """The rows do not fit the tables of their version. The text names the table."""


class Backups:
    """All rows, in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def hold_still(self) -> None:
        """Whatever is read from now on is as of one moment. To be called before anything else."""
        if self._work.locks_rows:
            await self._work.run(text("set transaction isolation level repeatable read, read only"))

    async def revision(self) -> str | None:
        """The shape that the database has; None for one that is empty."""
        return await self._work.connection.run_sync(revision_of)

    async def keys_identity(self) -> int | None:
        """The store of case keys that belongs with the rows; None where no help case was ever begun."""
        return await self._work.connection.scalar(select(CounterRow.value).where(CounterRow.name == IDENTITY))

    async def count(self) -> int:
        """How many rows there are."""
        counts = [
            await self._work.connection.scalar(select(func.count()).select_from(table))
            for table in await self._tables()
        ]
        return sum(int(count or 0) for count in counts)

    async def portions(self) -> AsyncIterator[Portion]:
        """All rows; a table comes after those that it refers to."""
        for table in await self._tables():
            async for rows in self._rows(table):
                yield Portion(table.name, [column.name for column in table.columns], rows)

    async def _rows(self, table: Table) -> AsyncIterator[list[list[Any]]]:
        # By their keys, some at a time: a cursor of the driver fetches more than memory holds where rows are files.
        keys = list(table.primary_key.columns)
        query = select(table).order_by(*keys).limit(HEAVY.get(table.name, AT_ONCE))
        after: tuple[Any, ...] | None = None
        while True:
            portion = query if after is None else query.where(tuple_(*keys) > after)
            rows = (await self._work.run(portion)).all()
            if not rows:
                return
            yield [[_plain(value) for value in row] for row in rows]
            after = tuple(getattr(rows[-1], key.name) for key in keys)

    async def is_empty(self) -> bool:
        """Whether there is not a table yet."""
        return not await self._work.connection.run_sync(lambda connection: inspect(connection).get_table_names())

    async def put(self, revision: str, portions: Iterable[Portion]) -> int:
        """Make the tables of this revision, fill them, and bring them to the present shape. Gives how many rows.

        Raises `Mismatch`.
        """
        await self._work.connection.run_sync(bring_to, revision)
        tables = {table.name: table for table in await self._tables()}
        done = 0
        for portion in portions:
            rows = _values(tables.get(portion.table), portion)
            await self._work.run(insert(tables[portion.table]), rows)
            done += len(rows)
        await self._work.connection.run_sync(bring_to)
        return done

    async def belong_to(self, identity: int) -> None:
        """From now on the store of this identity has the keys of the help cases."""
        await self._work.put_if_absent(CounterRow, [{"name": IDENTITY, "value": identity}])
        await self._work.run(update(CounterRow).where(CounterRow.name == IDENTITY).values(value=identity))

    async def drop_old_words(self) -> int:
        """Letters that say something were sent by now, or are out of date; those that take something away stay.

        Gives how many were dropped.
        """
        rows = (await self._work.run(select(LetterRow.id, LetterRow.case, LetterRow.body))).all()
        await self._work.cases.load(row.case for row in rows)
        old = [row.id for row in rows if not self._takes_away(row)]
        await self._work.run_for(old, "letters", _DROP)
        return len(old)

    def _takes_away(self, row: Any) -> bool:
        try:
            opened = self._work.seals(row.case).open(row.body, f"outbox.body.{row.id}")
        except Shut:  # nobody can send it
            return False
        return not isinstance(unpack(opened)[1], Show)

    async def _tables(self) -> list[Table]:
        """Our tables as they are in the database, which may have an earlier shape."""

        def reflect(connection: Connection) -> MetaData:
            held = MetaData()
            ours = set(inspect(connection).get_table_names()) & Ours.metadata.tables.keys() - LEFT_OUT
            held.reflect(connection, only=sorted(ours))
            return held

        return (await self._work.connection.run_sync(reflect)).sorted_tables


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _values(table: Table | None, portion: Portion) -> list[dict[str, Any]]:
    if table is None or {column.name for column in table.columns} != set(portion.columns):
        raise Mismatch(portion.table)
    columns = [table.columns[name] for name in portion.columns]
    return [
        {column.name: _of_plain(column, value) for column, value in zip(columns, row, strict=True)}
        for row in portion.rows
    ]


def _of_plain(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None or kind not in {bytes, date}:
        return value
    return base64.b64decode(value) if kind is bytes else date.fromisoformat(value)


_DROP = delete(LetterRow).where(LetterRow.id.in_(bindparam("letters", expanding=True)))
