"""Counts of people month by month, for overseers: as they were first shown, or else as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from domain.digest import Scope, Values
from domain.figures import table_of
from domain.periods import MONTHS, Length, Period, months_of
from handlers.digest_facts import Books, asked
from storage.counts import By
from storage.frozen import Tables
from storage.store import Store
from storage.summaries import Sums

WHOLE = ""
Shown = Mapping[str, Values]  # by place; that of the whole stands under ""


class MonthTables:
    """The tables of some months, for some places."""

    def __init__(
        self, books: Books, frozen: Mapping[tuple[Scope, date], Tables], sums: Mapping[Period, Sums]
    ) -> None:
        self._indicators = [each for each in books.shown if each.people]
        self._frozen = frozen
        self._sums = sums

    @classmethod
    async def read(
        cls, store: Store, books: Books, scopes: Collection[Scope], by: By, months: Sequence[Period]
    ) -> MonthTables:
        """Nothing is added up again of what is frozen for all of these places."""
        names = {each.name for each in books.shown if each.people}
        frozen = await store.frozen.of(scopes, [month.since for month in months])
        open_ = [
            month for month in months if any(names - set(frozen.get((each, month.since), ())) for each in scopes)
        ]
        ask, places = store.summaries.sums, asked(scopes)
        sums = {month: await ask(places, by, month.since, month.until, books.counters) for month in open_}
        return cls(books, frozen, sums)

    def of(self, scope: Scope, places: Sequence[str], month: Period) -> tuple[Tables, Tables]:
        """The tables of a month, and those among them that nobody was shown before."""
        frozen = self._frozen.get((scope, month.since), {})
        fresh = {
            each.name: table_of(each, places, self._sums[month], hides=True)
            for each in self._indicators
            if each.name not in frozen
        }
        return {**frozen, **fresh}, fresh


def totals(tables: Tables, places: Sequence[str]) -> Shown:
    """The last column of each table; nothing is known of a place that was not in it yet."""
    shown: dict[str, dict[str, int | None]] = {place: {} for place in places}
    for name, table in tables.items():
        lasts = dict(zip((*table.rows, WHOLE), (line[-1] for line in table.counts), strict=True))
        for place in places:
            shown[place][name] = lasts.get(place)
    return shown


def counted(people: Period, newest: Period) -> list[Period]:
    """The months that a figure about people adds up."""
    months = months_of(people) if people.length is Length.YEAR else [people]
    return [month for month in months if month <= newest]


def earlier(people: Period, newest: Period) -> list[Period]:
    """Those that they are compared with."""
    back = MONTHS if people.length is Length.YEAR else 1
    return [month.moved(-back) for month in counted(people, newest)]
