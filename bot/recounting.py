"""Counting all reports anew, to prove the counters right, or to make them so.

One unit after the other: memory holds the counters of one, and a portion of its reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from conversations.indicators import counted
from handlers.library import Library
from storage.database import Database
from storage.store import Store

AT_ONCE = 200  # reports

Key = tuple[date, str]  # day, indicator


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that does not say what the reports say."""

    unit: str
    day: date
    indicator: str
    kept: int
    right: int


@dataclass(frozen=True, slots=True)
class Recount:
    """The forms to read reports with, and somebody to tell how many have been read."""

    library: Library
    read: Callable[[int], None] = lambda _count: None

    async def differences(self, store: Store) -> AsyncIterator[Difference]:
        """Every counter that is wrong, unit by unit."""
        for unit in await store.places.codes():
            kept, right = await store.counts.of_unit(unit), await self.right(store, unit)
            for day, indicator in sorted(kept.keys() | right.keys()):
                here = Difference(unit, day, indicator, kept[day, indicator], right[day, indicator])
                if here.kept != here.right:
                    yield here

    async def right(self, store: Store, unit: str) -> Counter[Key]:
        """The counters of a unit as its reports make them."""
        found: Counter[Key] = Counter()
        last = 0
        while reports := await store.submissions.counting(unit, last, AT_ONCE):
            for report in reports:
                form = self.library.find(report.form, report.form_version)
                values: Mapping[str, int] = counted(form, report.instance.decode())
                found.update({(report.day, indicator): value for indicator, value in values.items()})
            last = reports[-1].id
            self.read(len(reports))
        return found


async def check(database: Database, recount: Recount) -> list[Difference]:
    """What is wrong at this moment, while the bots go on."""
    async with database.reading() as store:
        await store.counts.hold_still(for_change=False)
        return [each async for each in recount.differences(store)]


async def rebuild(database: Database, recount: Recount, units: set[str]) -> None:
    """Make the counters of these units right, in one transaction. Whoever counts meanwhile waits."""
    async with database.transaction() as store:
        await store.counts.hold_still(for_change=True)
        for unit in sorted(units):
            await store.counts.put(unit, await recount.right(store, unit))
