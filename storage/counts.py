"""Counters per unit, day and indicator, kept in the transaction of the report that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, text

from domain.access import Action, Record
from domain.people import Person
from storage.programme_tables import IndicatorRow
from storage.reach import within
from storage.tables import SatkerRow, UnitRow
from storage.work import Work

Key = tuple[str, date, str]  # unit, day, indicator


class By(StrEnum):
    """What sums are grouped by."""

    UNIT = "unit"
    SATKER = "satker"
    PROVINCE = "province"


_PLACE: Mapping[By, ColumnElement[Any] | Any] = {
    By.UNIT: IndicatorRow.unit,
    By.SATKER: UnitRow.satker,
    By.PROVINCE: func.substr(SatkerRow.territory, 1, 2),
}


class Counts:
    """The counters of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._added: Counter[Key] = Counter()

    def add(self, unit: str, day: date, counted: Mapping[str, int], times: int = 1) -> None:
        """Count a report; with `times` -1, take back what an earlier version of it counted."""
        for indicator, value in counted.items():
            self._added[unit, day, indicator] += value * times

    async def flush(self) -> None:
        """Write what was counted, in one statement. In the order of the keys, so that two processes cannot block
        each other for good."""
        rows = [
            {"unit": unit, "day": day, "indicator": indicator, "value": value}
            for (unit, day, indicator), value in sorted(self._added.items())
            if value
        ]
        self._added.clear()
        if rows:
            put = self._work.insert(IndicatorRow)
            added = IndicatorRow.value + put.excluded.value
            await self._work.run(
                put.on_conflict_do_update(index_elements=["unit", "day", "indicator"], set_={"value": added}), rows
            )

    # --- Reading ---

    async def sums(
        self, person: Person, by: By, since: date, until: date, indicators: Sequence[str]
    ) -> dict[tuple[str, str], int]:
        """What these indicators came to from the first day to the last, by place, as far as this person reaches."""
        await self.flush()
        place = _PLACE[by].label("place")
        query = select(place, IndicatorRow.indicator, func.sum(IndicatorRow.value).label("total"))
        query = query.join(UnitRow, UnitRow.code == IndicatorRow.unit).join(
            SatkerRow, SatkerRow.code == UnitRow.satker
        )
        may = within(person, Action.SEE, Record.COUNT, unit=IndicatorRow.unit)
        chosen = (IndicatorRow.indicator.in_(indicators), IndicatorRow.day.between(since, until))
        rows = await self._work.run(query.where(may, *chosen).group_by(place, IndicatorRow.indicator))
        return {(row.place, row.indicator): int(row.total) for row in rows}

    # --- Proving them right ---

    async def hold_still(self, *, for_change: bool) -> None:
        """See reports and counters as they are at one moment, whoever is writing. To change them, let nobody count
        meanwhile. SQLite is asked nothing: a transaction there is one moment, and only one writes."""
        if self._work.locks_rows:
            repeatable = "set transaction isolation level repeatable read"
            lock = "lock table indicator_counts in share row exclusive mode"
            await self._work.run(text(lock if for_change else repeatable))

    async def of_unit(self, unit: str) -> Counter[tuple[date, str]]:
        """Every counter of a unit that is not zero."""
        rows = await self._work.run(select(IndicatorRow).where(IndicatorRow.unit == unit, IndicatorRow.value != 0))
        return Counter({(row.day, row.indicator): row.value for row in rows})

    async def put(self, unit: str, counted: Mapping[tuple[date, str], int]) -> None:
        """These are the counters of the unit, and there are no others."""
        await self._work.run(delete(IndicatorRow).where(IndicatorRow.unit == unit))
        rows = [
            {"unit": unit, "day": day, "indicator": indicator, "value": value}
            for (day, indicator), value in counted.items()
        ]
        if rows:
            await self._work.run(self._work.insert(IndicatorRow), rows)
