"""Rows on their way into the database, thousands at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from storage.database import Database

AT_ONCE = 5_000  # rows a statement
A_TRANSACTION = 100_000  # rows


class Writer:
    """Collects rows by table. Tables are written in the order in which they were first put: name parents first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self._waiting = 0
        self.written = 0

    def put(self, table: Any, **values: Any) -> None:
        self._rows[table].append(values)
        self._waiting += 1

    async def write_some(self) -> None:
        """Write, if enough has come together for a transaction."""
        if self._waiting >= A_TRANSACTION:
            await self.write()

    async def write(self) -> None:
        await self._database.run_sync(self._insert)
        self.written += self._waiting
        self._waiting = 0
        for rows in self._rows.values():
            rows.clear()

    def _insert(self, connection: Connection) -> None:
        for table, rows in self._rows.items():
            for first in range(0, len(rows), AT_ONCE):
                connection.execute(insert(table.__table__), rows[first : first + AT_ONCE])
