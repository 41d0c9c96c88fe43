"""The dated history of units. Each stage is a report; a correction replaces its own row, and no other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, case, delete, func, select, update

from domain.access import Action, Record
from domain.people import Person
from domain.stages import Decree, Reached
from storage.programme_tables import StageRow
from storage.reach import within
from storage.submissions import REPLACED
from storage.tables import SatkerRow, SubmissionRow, UnitRow
from storage.work import Work

HISTORY = "tahap_unit"  # the form that tells it


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a unit belongs."""

    unit: str
    satker: str
    province: str


class Stages:
    """The stages of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def record(self, reached: Reached, by: int) -> None:
        """Keep a stage; of a correction, in the place of what the report said before. When it was first said, and by
        whom, stays."""
        before = await self.unit_of(reached.number)
        values = _values(reached)
        put = self._work.insert(StageRow).values(number=reached.number, at=reached.at, by=by, **values)
        await self._work.run(put.on_conflict_do_update(index_elements=["number"], set_=values))
        await self._begin_history({reached.unit, before or reached.unit})

    async def forget(self, number: str) -> None:
        """A report was about no stage of this unit after all."""
        before = await self.unit_of(number)
        await self._work.run(delete(StageRow).where(StageRow.number == number))
        if before is not None:
            await self._begin_history({before})

    async def unit_of(self, number: str) -> str | None:
        """The unit that a report is about."""
        return await self._work.connection.scalar(select(StageRow.unit).where(StageRow.number == number))

    async def history(self, person: Person, unit: str) -> list[Reached]:
        """The history of a unit, if this person may see it."""
        return (await self._read(person, StageRow.unit == unit)).get(unit, [])

    async def histories(self, person: Person, until: date) -> dict[str, list[Reached]]:
        """The histories of all units that this person reaches, up to a day."""
        return await self._read(person, StageRow.day <= until)

    async def placed(self, person: Person) -> list[Placed]:
        """Every unit that this person reaches, and where it belongs."""
        query = select(UnitRow.code, UnitRow.satker, func.substr(SatkerRow.territory, 1, 2).label("province"))
        may = within(person, Action.SEE, Record.UNIT, unit=UnitRow.code)
        rows = await self._work.run(query.join(SatkerRow, SatkerRow.code == UnitRow.satker).where(may))
        return [Placed(row.code, row.satker, row.province) for row in rows]

    async def _read(self, person: Person, condition: Any) -> dict[str, list[Reached]]:
        may = within(person, Action.SEE, Record.UNIT, unit=StageRow.unit)
        query = (
            select(StageRow).where(condition, may).order_by(StageRow.unit, StageRow.day, StageRow.at, StageRow.number)
        )
        histories: dict[str, list[Reached]] = {}
        for row in await self._work.run(query):
            histories.setdefault(row.unit, []).append(reached_of(row))
        return histories

    async def _begin_history(self, units: Collection[str]) -> None:
        """A unit is there since the first day of its history, or since it was at work, if that was earlier: a history
        that is begun late makes no report of before impossible."""
        first = select(func.min(StageRow.day)).where(StageRow.unit == UnitRow.code).scalar_subquery()
        work = (SubmissionRow.unit == UnitRow.code, SubmissionRow.status != REPLACED, SubmissionRow.form != HISTORY)
        worked = select(func.min(SubmissionRow.day)).where(*work).scalar_subquery()
        since = case((worked < first, worked), else_=first)
        await self._work.run(update(UnitRow).where(UnitRow.code.in_(units)).values(since=since))


def _values(reached: Reached) -> dict[str, Any]:
    return {
        "unit": reached.unit,
        "day": reached.day,
        "stage": reached.stage,
        "track": reached.track,
        "evidence": reached.evidence,
        "sk_kind": reached.decree.kind,
        "sk_number": reached.decree.number,
        "sk_on": reached.decree.signed_on,
        "sk_until": reached.decree.until,
    }


def reached_of(row: Row[Any]) -> Reached:
    """A row of a history."""
    decree = Decree(row.sk_kind, row.sk_number, row.sk_on, row.sk_until)
    return Reached(row.number, row.unit, row.day, row.stage, row.track, row.evidence, decree, row.at)
