"""How the aspects of a unit stood when a petugas looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete

from storage.programme_tables import FindingRow
from storage.work import Work

START, END = "awal", "akhir"


class Findings:
    """The findings of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, number: str, unit: str, phase: str, day: date, values: Mapping[str, int]) -> None:
        """What a report found of each aspect, from 1 to 4; of a correction, in the place of what it said before."""
        await self._work.run(delete(FindingRow).where(FindingRow.number == number))
        rows = [
            {"number": number, "aspect": aspect, "unit": unit, "phase": phase, "value": value, "day": day}
            for aspect, value in values.items()
        ]
        if rows:
            await self._work.run(self._work.insert(FindingRow), rows)
