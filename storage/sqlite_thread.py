"""SQLite in the thread of its driver, with one trip there and back for each statement.

The driver makes a trip for the cursor, one for the statement, one for its rows and one to close it. Each changes
threads twice, which takes longer than most of our statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import aiosqlite

Parameters = Sequence[Any] | dict[str, Any]


class Outcome(NamedTuple):
    """All that a statement gave."""

    rows: list[Any]
    description: Any
    rowcount: int
    lastrowid: int | None


NOTHING = Outcome([], None, -1, None)


async def opened_in_thread(opener: Callable[[], sqlite3.Connection]) -> OneTripConnection:
    """A connection in a thread of its own."""
    opened: OneTripConnection = await OneTripConnection(opener)  # type: ignore[assignment]
    return opened


class OneTripConnection(aiosqlite.Connection):
    """The driver's connection, whose cursors bring everything along."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=1)  # nobody iterates
        self._thread.daemon = True  # it holds up no program that ends

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        return OneTripCursor(self)

    async def outcome(self, what: str, statement: str, parameters: Any) -> Outcome:
        """Execute it in the thread; `what` is the method of the cursor there."""
        given: Outcome = await self._execute(_outcome, self._conn, what, statement, parameters)  # type: ignore[no-untyped-call]
        return given


class OneTripCursor:
    """As much of a cursor as SQLAlchemy asks for."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._outcome = NOTHING

    async def __aenter__(self) -> OneTripCursor:
        return self

    async def execute(self, statement: str, parameters: Parameters = ()) -> OneTripCursor:
        self._outcome = await self._connection.outcome("execute", statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Parameters]) -> OneTripCursor:
        self._outcome = await self._connection.outcome("executemany", statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._outcome.rows

    async def close(self) -> None:
        """In the thread it is closed already."""

    @property
    def description(self) -> Any:
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._outcome.lastrowid


def _outcome(connection: sqlite3.Connection, what: str, statement: str, parameters: Any) -> Outcome:
    cursor = connection.cursor()
    try:
        getattr(cursor, what)(statement, parameters)
        rows = cursor.fetchall()
        return Outcome(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()
