"""When somebody is looked at next: one row a person, in a table of its own for each thing that people are told.

Whoever looks at people takes their chats first, and only then asks who is still to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storage.sealing import Who
from storage.tables import PersonRow
from storage.work import Work


class Looks:
    """The looks of one transaction. The table has a `person`, the moment `at`, and when that was last `looked_at`."""

    def __init__(self, work: Work, table: Any) -> None:
        self._work = work
        self._table = table

    async def is_ahead(self, now: datetime) -> bool:
        """Whether somebody was looked at later than now: the clock was put back."""
        ahead = select(self._table.person).where(self._table.looked_at > now).limit(1)
        return await self._work.connection.scalar(ahead) is not None

    async def put_back(self, now: datetime) -> None:
        """Look anew at whoever was looked at later than now: what follows from that look may be far away."""
        ahead = update(self._table).where(self._table.looked_at > now)
        await self._work.run(ahead.values(at=now, looked_at=now))

    async def ready(self, now: datetime, limit: int) -> dict[int, Who]:
        """Whom to look at by now, the longest waiting first, with their chats."""
        query = select(self._table.person, PersonRow.who).join(PersonRow, PersonRow.id == self._table.person)
        rows = await self._work.run(query.where(self._table.at <= now).order_by(self._table.at).limit(limit))
        return {row.person: row.who for row in rows}

    async def take(self, people: Collection[int], now: datetime) -> dict[int, datetime]:
        """Since when these are to be looked at; locked, and without those at whom another process has looked."""
        query = select(self._table.person, self._table.at).where(
            self._table.person.in_(people), self._table.at <= now
        )
        query = query.order_by(self._table.person)
        rows = await self._work.run(query.with_for_update() if self._work.locks_rows else query)
        return {row.person: row.at for row in rows}

    async def looked(self, again: Mapping[int, datetime | None], now: datetime) -> None:
        """These were looked at, and when they are to be looked at again; never, where there is no moment."""
        rows = [{"key": person, "next": at, "now": now} for person, at in sorted(again.items()) if at is not None]
        if rows:
            looked = update(self._table.__table__).where(self._table.person == bindparam("key"))
            await self._work.run(looked.values(at=bindparam("next"), looked_at=bindparam("now")), rows)
        over = sorted(again.keys() - {row["key"] for row in rows})
        if over:
            await self._work.run(delete(self._table).where(self._table.person.in_(over)))
