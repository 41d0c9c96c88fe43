"""What changed in the lives of clients, and by which report. Nothing is overwritten: a correction adds an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from domain.clients import Change, Event, holding
from storage.programme_tables import ClientEventRow, ClientRow
from storage.work import Work


def event_of(row: Row[Any]) -> Event:
    return Event(row.id, row.number, row.day, row.after)


class ClientEvents:
    """The events of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, client: int, what: Change) -> list[Event]:
        query = select(ClientEventRow).where(ClientEventRow.client == client, ClientEventRow.what == what.value)
        return [event_of(row) for row in await self._work.run(query)]

    async def note(self, client: int, what: Change, event: Event, by: int, at: datetime) -> str:
        """Note what a report changed. Gives what holds now, which may be something else: the latest day counts."""
        await self._lock(client)
        events = await self.of(client, what)
        said = [each for each in events if each.number == event.number]
        latest = max(said, key=lambda each: each.id, default=None)
        if latest is not None and (latest.day, latest.after) == (event.day, event.after):
            return holding(events)
        fresh = Event(self._work.ids.new(), event.number, event.day, event.after)
        row = {"id": fresh.id, "client": client, "what": what.value, "before": holding(events), "after": fresh.after}
        more = {"day": fresh.day, "at": at, "by": by, "number": fresh.number}
        await self._work.run(self._work.insert(ClientEventRow).values(**row, **more))
        return holding([*events, fresh])

    async def clients_of(self, number: str, what: Change) -> set[int]:
        """The clients for whom this report has changed something."""
        query = select(ClientEventRow.client).where(
            ClientEventRow.number == number, ClientEventRow.what == what.value
        )
        return set((await self._work.run(query)).scalars())

    async def _lock(self, client: int) -> None:
        """Two reports about a client take their turns: each must see what the other changed."""
        if self._work.locks_rows:
            await self._work.run(select(ClientRow.id).where(ClientRow.id == client).with_for_update())
