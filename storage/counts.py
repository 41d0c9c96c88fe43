"""Counters per unit, day and indicator, kept in the transaction of the report that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from storage.programme_tables import IndicatorRow
from storage.work import Work

Key = tuple[str, date, str]  # unit, day, indicator


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
