"""Bare counters of the help line: how often something happened at a satker in a month. They outlive every case."""

from __future__ import annotations

from datetime import date

from storage.help_tables import HelpCountRow
from storage.work import Work

ASKED = "asked"
NOWHERE = ""  # where nobody serves the area


class HelpCounts:
    """The counters of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, satker: str | None, day: date, what: str) -> None:
        """One more, in the month of this day."""
        put = self._work.insert(HelpCountRow).values(
            satker=satker or NOWHERE, month=day.replace(day=1), what=what, value=1
        )
        more = {"value": HelpCountRow.value + 1}
        await self._work.run(put.on_conflict_do_update(index_elements=["satker", "month", "what"], set_=more))
