"""How many units shall reach a stage in a year: of a satker, a province, the nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, literal, or_, select, true

from domain.access import Action, Reach, Record, reach
from domain.people import Person
from storage.programme_tables import TargetRow
from storage.reach import within_satker
from storage.tables import SatkerRow
from storage.work import Work


class Level(StrEnum):
    """Whose target it is. The words are those of the form."""

    SATKER = "satker"
    PROVINCE = "provinsi"
    NATION = "nasional"


@dataclass(frozen=True, slots=True)
class Target:
    """A target. `place` is a satker's code, a province's, or empty for the nation."""

    year: int
    level: str
    place: str
    stage: str
    amount: int


class Targets:
    """The targets of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, number: str, target: Target, by: int, at: datetime) -> None:
        """Keep a target; of a correction, in the place of the old one: it is as new as the first report was."""
        values = {
            "year": target.year,
            "level": target.level,
            "place": target.place,
            "stage": target.stage,
            "amount": target.amount,
        }
        put = self._work.insert(TargetRow).values(number=number, at=at, by=by, **values)
        await self._work.run(put.on_conflict_do_update(index_elements=["number"], set_=values))

    async def of(self, person: Person, year: int) -> dict[tuple[str, str, str], int]:
        """The targets of a year that this person may see, by level, place and stage. The newest one holds."""
        may = _within(person, Action.SEE, TargetRow.level, TargetRow.place)
        query = select(TargetRow).where(TargetRow.year == year, may).order_by(TargetRow.at, TargetRow.number)
        return {(row.level, row.place, row.stage): row.amount for row in await self._work.run(query)}

    async def may_set(self, person: Person, level: str, place: str) -> bool:
        """Whether this person may set targets there."""
        there = select(SatkerRow.code).where(SatkerRow.code == place) if level == Level.SATKER else select(literal(1))
        may = _within(person, Action.ADD, literal(level), literal(place))
        return (await self._work.run(there.where(may).limit(1))).first() is not None


def _within(person: Person, action: Action, level: Any, place: Any) -> ColumnElement[bool]:
    """What this person may do this with, of targets on a level, for a place."""
    satker = within_satker(person, action, Record.TARGET, place)
    return or_(
        and_(level == Level.SATKER.value, satker),
        and_(level == Level.PROVINCE.value, _of_province(person, action, place)),
        and_(level == Level.NATION.value, _of_nation(person, action)),
    )


def _of_province(person: Person, action: Action, place: Any) -> ColumnElement[bool]:
    own = reach(person.role, action, Record.TARGET) is Reach.PROVINCE and person.is_active and person.territory
    return place == (person.territory or "")[:2] if own else _of_nation(person, action)


def _of_nation(person: Person, action: Action) -> ColumnElement[bool]:
    return true() if reach(person.role, action, Record.TARGET) is Reach.NATION and person.is_active else false()
