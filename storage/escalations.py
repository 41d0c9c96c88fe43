"""What people are told of because nobody has acted: since when, and who sees to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, exists, or_, select, update

from domain.access import Action, Record
from domain.concerns import Concern
from domain.people import Person
from domain.raised import Raised
from storage.programme_tables import EscalationRow
from storage.reach import within_satker
from storage.work import Work

OPEN = EscalationRow.ended_on.is_(None)


class Escalations:
    """The escalations of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    # --- By the clock ---

    async def renew(self, satkers: Collection[str], there: Mapping[str, Concern], today: date) -> list[Raised]:
        """What people of these satkers may be told of, now that only this is there, by its keys.

        What is there no longer ends, what is new begins, and what nobody sees to any more begins anew.
        """
        known = await self._open(satkers)
        gone = [each.id for each in known if each.key not in there]
        over = [each.id for each in known if each.rests_until is not None and not each.rests(today)]
        fresh = sorted(there.keys() - {each.key for each in known})
        await self._work.run_for(gone, "keys", _END, today=today)
        await self._work.run_for(over, "keys", _BEGIN_ANEW, today=today)
        if fresh:
            await self._work.put_if_absent(EscalationRow, [self._new_row(there[key], today) for key in fresh])
        return await self._open(satkers) if gone or over or fresh else known

    async def forget(self, before: date) -> None:
        """Drop what ended long ago."""
        await self._work.run(delete(EscalationRow).where(EscalationRow.ended_on < before))

    async def _open(self, satkers: Collection[str]) -> list[Raised]:
        rows = await self._work.run_for(sorted(satkers), "satkers", _OF_SATKERS)
        return [_raised(row) for row in rows]

    def _new_row(self, concern: Concern, today: date) -> dict[str, Any]:
        what = {"key": concern.key, "satker": concern.satker, "since": concern.since}
        return {"id": self._work.ids.new(), **what, "raised_on": today, "turn": 1}

    # --- For a person ---

    async def any(self, person: Person) -> bool:
        """Whether there is anything that this person could see to."""
        return bool(await self._work.connection.scalar(select(exists().where(OPEN, _may(person, Action.SEE)))))

    async def of(self, person: Person) -> dict[str, Raised]:
        """What this person may see to, by its key."""
        rows = await self._work.run(select(EscalationRow).where(OPEN, _may(person, Action.SEE)))
        return {row.key: _raised(row) for row in rows}

    async def find(self, person: Person, key: int) -> Raised | None:
        """One of them that has not ended."""
        query = select(EscalationRow).where(EscalationRow.id == key, OPEN, _may(person, Action.CHANGE))
        row = (await self._work.run(query)).first()
        return _raised(row) if row else None

    async def take(self, raised: Raised, person: Person, until: date, today: date, now: datetime) -> bool:
        """This person sees to it until then. False when somebody else does already."""
        free = or_(EscalationRow.rests_until.is_(None), EscalationRow.rests_until <= today)
        taken = update(EscalationRow).where(EscalationRow.id == raised.id, OPEN, free)
        done = await self._work.run(taken.values(taken_by=person.id, taken_at=now, rests_until=until))
        return bool(done.rowcount)


def _may(person: Person, action: Action) -> Any:
    return within_satker(person, action, Record.CONCERN, EscalationRow.satker)


def _raised(row: Row[Any]) -> Raised:
    return Raised(
        row.id, row.key, row.satker, row.since, row.raised_on, row.turn, row.taken_by, row.rests_until
    )  # fmt: skip


def _these() -> Any:
    return and_(EscalationRow.id.in_(bindparam("keys", expanding=True)), OPEN)


_OF_SATKERS = select(EscalationRow).where(EscalationRow.satker.in_(bindparam("satkers", expanding=True)), OPEN)
_END = update(EscalationRow).where(_these()).values(ended_on=bindparam("today"))
_BEGIN_ANEW = (
    update(EscalationRow)
    .where(_these())
    .values(raised_on=bindparam("today"), turn=EscalationRow.turn + 1, taken_by=None, taken_at=None, rests_until=None)
)
