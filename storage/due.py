"""What is due, when (people's time). A slot is used once, ever."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from storage.tables import DueRow
from storage.work import Work

DRAFT_REMINDER = "draft"
RETURN_NOTICE = "returned"  # the subject is the review
FORM_NOTICE = "form"  # the subject is the form of a satker that a second officer has looked at
RELEASE_ASKED = "release"  # the subject is who could be the second officer
NUDGE = "nudge"  # the subject is the person who was told
ATTENTION = "attention"  # the same, of those who answer for others
RAISED = "raised"  # the subject is what they were told of


@dataclass(frozen=True, slots=True)
class DueThing:
    """One thing to be done, about one subject (its id). Its slot says which and when."""

    slot: str
    kind: str
    subject: int
    at: datetime


class Due:
    """The rows behind the clock."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._planned: list[dict[str, Any]] = []

    def plan(self, thing: DueThing) -> None:
        """Plan it, once. The same slot again changes nothing, also after it was done."""
        self._planned.append(
            {"slot": thing.slot, "kind": thing.kind, "subject": thing.subject, "at": thing.at, "done_at": None}
        )

    async def flush(self) -> None:
        """Write what was planned, in one statement."""
        if self._planned:
            await self._work.put_if_absent(DueRow, self._planned)
            self._planned.clear()

    async def ready(self, kind: str, now: datetime, limit: int) -> list[DueThing]:
        """What is due by now, the oldest first; locked, so that another process takes other rows."""
        await self.flush()
        query = (
            select(DueRow)
            .where(DueRow.done_at.is_(None), DueRow.at <= now, DueRow.kind == kind)
            .order_by(DueRow.at, DueRow.subject)
            .limit(limit)
        )
        if self._work.locks_rows:
            query = query.with_for_update(skip_locked=True)
        return [DueThing(row.slot, row.kind, row.subject, row.at) for row in await self._work.run(query)]

    async def use(self, things: Sequence[DueThing], now: datetime) -> set[str]:
        """Use these slots up at once; gives those that were not used before."""
        if not things:
            return set()
        put = self._work.insert(DueRow).on_conflict_do_nothing().returning(DueRow.slot)
        rows = [
            {"slot": each.slot, "kind": each.kind, "subject": each.subject, "at": each.at, "done_at": now}
            for each in things
        ]
        return set((await self._work.run(put, rows)).scalars())

    async def used(self, slots: Collection[str]) -> set[str]:
        """Those of these slots that were used up, or planned."""
        return {row.slot for row in await self._work.run_for(sorted(slots), "slots", _USED)}

    async def done(self, slot: str, now: datetime) -> None:
        await self._work.run(update(DueRow).where(DueRow.slot == slot).values(done_at=now))

    async def all_done(self, slots: Collection[str], now: datetime) -> None:
        await self._work.run(update(DueRow).where(DueRow.slot.in_(slots)).values(done_at=now))

    async def move(self, slots: Collection[str], at: datetime) -> None:
        """Not yet: look again then."""
        await self._work.run(update(DueRow).where(DueRow.slot.in_(slots)).values(at=at))

    async def forget(self, before: datetime) -> None:
        """Drop what was done long ago."""
        await self._work.run(delete(DueRow).where(DueRow.done_at < before))

    async def count(self, kind: str) -> int:
        query = select(func.count()).select_from(DueRow).where(DueRow.kind == kind, DueRow.done_at.is_(None))
        return int(await self._work.connection.scalar(query) or 0)


_USED = select(DueRow.slot).where(DueRow.slot.in_(bindparam("slots", expanding=True)))
