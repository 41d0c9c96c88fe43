"""When people are looked at next, to be told what waits for them: one row for each who has something to do.

Whoever looks at people takes their chats first and then their rows here, in the order of their keys, as those do who
plan a task: so neither waits for the other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from domain.nudges import Rhythm
from domain.people import USUAL_HOUR, Role
from domain.territory import zone_of
from storage.looks import Looks
from storage.programme_tables import NudgeRow
from storage.tables import PersonRow, UnitRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Expected:
    """Something is to be done by that day: by this person, or else by any petugas of the unit.

    `evening`: they asked to be told this evening.
    """

    person: int | None
    unit: str
    day: date
    now: datetime
    evening: bool = False

    def at(self, rhythm: Rhythm) -> datetime:
        if self.evening:
            return rhythm.evening(rhythm.today(self.now))
        return rhythm.next_moment(self.now, self.day)


class Nudges(Looks):
    """The looks of one transaction."""

    def __init__(self, work: Work) -> None:
        super().__init__(work, NudgeRow)
        self._expected: set[Expected] = set()

    # --- Planning ---

    def expect(self, person: int | None, unit: str, day: date, now: datetime, *, evening: bool = False) -> None:
        """Look at whoever is to do something by that day, when it has come; or this evening."""
        self._expected.add(Expected(person, unit, day, now, evening))

    async def look_at(self, person: int, now: datetime) -> None:
        """Look at somebody now, if there is something to do: their hour is another one."""
        await self._work.run(update(NudgeRow).where(NudgeRow.person == person).values(at=now))

    async def flush(self) -> None:
        """Write the looks, whoever they are at: people keep an earlier one."""
        expected, self._expected = self._expected, set()
        looks: dict[int, tuple[datetime, datetime]] = {}
        for each, rhythm in await self._people(expected):
            at = each.at(rhythm)
            looks[rhythm.person] = min((at, each.now), looks.get(rhythm.person, (at, each.now)))
        if looks:
            put = self._work.insert(NudgeRow)
            earlier = put.on_conflict_do_update(
                index_elements=["person"],
                set_={"at": put.excluded.at, "looked_at": put.excluded.looked_at},
                where=NudgeRow.at > put.excluded.at,
            )
            rows = [{"person": person, "at": at, "looked_at": now} for person, (at, now) in sorted(looks.items())]
            await self._work.run(earlier, rows)

    async def _people(self, expected: Collection[Expected]) -> list[tuple[Expected, Rhythm]]:
        """Whom each of them is for, and by whose hours they live."""
        agents = await self._agents({each.person for each in expected if each.person is not None})
        officers = await self._officers({each.unit for each in expected if each.person is None})
        return [
            (each, rhythm)
            for each in expected
            for rhythm in (officers[each.unit] if each.person is None else agents.get(each.person, []))
        ]

    async def _agents(self, people: Collection[int]) -> dict[int, list[Rhythm]]:
        rows = await self._work.run_for(sorted(people), "keys", _PLACES)
        return {row.id: [_rhythm(row, row.unit or row.territory)] for row in rows}

    async def _officers(self, units: Collection[str]) -> dict[str, list[Rhythm]]:
        officers: dict[str, list[Rhythm]] = {unit: [] for unit in units}
        for row in await self._work.run_for(sorted(units), "units", _OFFICERS):
            officers[row.unit].append(_rhythm(row, row.territory))
        return officers


def _rhythm(row: Row[Any], place: str | None) -> Rhythm:
    return Rhythm(row.id, zone_of(place), row.hour or USUAL_HOUR)


_PLACES = select(PersonRow.id, PersonRow.unit, PersonRow.territory, PersonRow.hour).where(
    PersonRow.id.in_(bindparam("keys", expanding=True))
)
_OFFICERS = (
    select(UnitRow.code.label("unit"), PersonRow.id, PersonRow.territory, PersonRow.hour)
    .join(PersonRow, PersonRow.satker == UnitRow.satker)
    .where(
        UnitRow.code.in_(bindparam("units", expanding=True)),
        PersonRow.role == Role.PETUGAS.value,
        PersonRow.left_on.is_(None),
    )
)
