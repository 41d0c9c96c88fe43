"""Digests for overseers: of a province by its satkers, of the nation by provinces.

Units are counted as they are. Of people only whole months that are over are told, from the same tables as [Angka]
shows, so that nothing can be worked out from two of them (decision 13); a year adds up what was shown of its months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.coarse import about, share, share_of_work
from domain.digest import (
    ACTIVE,
    IN_TIME,
    NO_RELAPSE,
    UNITS_THAT_REPORTED,
    Digest,
    Level,
    Month,
    Part,
    Scope,
    Values,
)
from domain.periods import Length, Period
from handlers.digest_facts import (
    Books,
    Read,
    Span,
    asked,
    in_time,
    is_silent,
    line_of,
    newest_month,
    people_of,
    read,
    satisfaction,
    should_report,
    stages_of,
    tracks,
    without_relapse,
)
from handlers.digest_months import WHOLE, MonthTables, Shown, counted, earlier, totals
from storage.counts import By
from storage.store import Store
from storage.summaries import Placed, Sums


async def overseen_digests(
    store: Store, books: Books, scopes: Collection[Scope], period: Period, today: date
) -> dict[Scope, Digest]:
    """The digests of provinces, or of the nation."""
    people, newest = people_of(books, period, today), newest_month(books.digest, today)
    span, people_span, scope = Span(period, today), Span(people, today), asked(scopes)
    by = By.PROVINCE if next(iter(scopes)).level is Level.NATION else By.SATKER
    found = await read(store, books, scope, span, people_span)
    wanted = {*line_of(books, people, hides=True), *counted(people, newest), *earlier(people, newest)}
    months = await MonthTables.read(store, books, scopes, by, sorted(month for month in wanted if month <= newest))
    parts = {each: await _places(store, each) for each in scopes}
    return {
        each: _Overseen(books, span, people_span, found, by, each, parts[each], months).digest() for each in scopes
    }


async def _places(store: Store, scope: Scope) -> tuple[str, Mapping[str, str]]:
    """What a place is called, and what it is made of, by name: in the order of [Angka]."""
    provinces = await store.summaries.provinces()
    if scope.level is Level.NATION:
        return "", provinces
    return provinces.get(scope.place, scope.place), await store.summaries.satkers(asked([scope]))


class _Overseen:
    """One digest in the making."""

    def __init__(
        self,
        books: Books,
        span: Span,
        people: Span,
        found: Read,
        by: By,
        scope: Scope,
        places: tuple[str, Mapping[str, str]],
        months: MonthTables,
    ) -> None:
        self._books, self._span, self._people, self._read = books, span, people, found
        self._by, self._scope, self._months = by, scope, months
        self._name, self._places = places
        self._units: dict[str, list[Placed]] = defaultdict(list)
        for unit in found.units:
            if unit.place(by) in self._places:
                self._units[unit.place(by)].append(unit)
        self._newest = newest_month(books.digest, span.today)
        self._shown: dict[Period, Shown] = {}
        self._fresh: list[Month] = []

    def digest(self) -> Digest:
        every = [unit for units in self._units.values() for unit in units]
        satkers = {unit.satker for unit in every}
        batches = [batch for satker in satkers for batch in self._read.surveyed.get(satker, ())]
        made = Digest(
            scope=self._scope,
            period=self._span.period,
            people=self._people.period,
            as_of=self._span.until,
            hides=True,
            whole=self._part(WHOLE, self._name, every, self._scope),
            parts=tuple(
                self._part(code, name, self._units[code], self._inner(code)) for code, name in self._places.items()
            ),
            trend=tuple(
                (month, self._month(month)[WHOLE])
                for month in line_of(self._books, self._people.period, hides=True)
                if month <= self._newest
            ),
            sustained=stages_of(self._books, self._read, every, self._span.until.year, self._span.until).sustained,
            ikm=satisfaction(self._books, batches, self._span.today),
        )
        return replace(made, shown=tuple(self._fresh))

    def _inner(self, code: str) -> Scope:
        return Scope(Level.PROVINCE if self._by is By.PROVINCE else Level.SATKER, code)

    def _part(self, code: str, name: str, units: Sequence[Placed], scope: Scope) -> Part:
        codes = {unit.code for unit in units}
        day = self._span.until
        awaited = [
            unit for unit in codes if should_report(self._books.digest, self._read.histories.get(unit, ()), day)
        ]
        heard = [self._read.heard[unit].last for unit in codes if unit in self._read.heard]
        reached = stages_of(self._books, self._read, units, day.year, day)
        goals = self._read.goals.get((scope.level, scope.place), {})
        return Part(
            code=code,
            name=name,
            now=self._now(code, codes),
            before=self._before(code, codes),
            reported=max((each for each in heard if each), default=None),
            silent=sum(is_silent(self._books.digest, self._read.heard.get(unit), day) for unit in awaited),
            units=len(awaited),
            stages=tracks(reached),
            goals=dict(goals),
        )

    def _now(self, code: str, units: Collection[str]) -> Values:
        days = self._people.period.since, self._people.until
        values = dict(self._people_values(code, counted(self._people.period, self._newest)))
        values |= self._rates(units, days, self._read.active)
        values[UNITS_THAT_REPORTED] = sum(self._read.reports.get(unit, 0) > 0 for unit in units)
        return {**values, **self._plain(units, self._read.now)}

    def _before(self, code: str, units: Collection[str]) -> Values:
        values = dict(self._people_values(code, earlier(self._people.period, self._newest)))
        values |= self._rates(units, self._people.before, self._read.active_before)
        values[UNITS_THAT_REPORTED] = sum(self._read.reports_before.get(unit, 0) > 0 for unit in units)
        return {**values, **self._plain(units, self._read.before)}

    def _plain(self, units: Collection[str], sums: Sums) -> Values:
        """What is no count of people."""
        return {
            each.name: sum(sums.get((unit, name), 0) for unit in units for name in each.counters)
            for each in self._books.shown
            if not each.people
        }

    def _rates(self, units: Collection[str], days: tuple[date, date], active: Mapping[str, int]) -> Values:
        """What is shown only roughly."""
        check_ins = [each for unit in units for each in self._read.check_ins.get(unit, ())]
        opened = [each for unit in units for each in self._read.opened.get(unit, ())]
        values: dict[str, int | None] = {
            IN_TIME: share_of_work(*in_time(check_ins, days[0], min(days[1], self._people.settled))),
            ACTIVE: about(sum(active.get(unit, 0) for unit in units)),
        }
        for figure, months in NO_RELAPSE.items():
            values[figure] = share(*without_relapse(opened, *days, months))
        return values

    # --- Counts of people, month by month ---

    def _people_values(self, code: str, months: Sequence[Period]) -> Values:
        """Of a month what its tables show; of a year what was shown of its months."""
        shown = [self._month(month)[code] for month in months]
        if self._people.period.length is not Length.YEAR:
            return shown[0] if shown else {}
        people = [each.name for each in self._books.shown if each.people]
        known = {name: [value for values in shown if (value := values[name]) is not None] for name in people}
        return {name: sum(values) if values else None for name, values in known.items()}

    def _month(self, month: Period) -> Shown:
        """The totals of a month by place, as the tables of [Angka] show them."""
        if month not in self._shown:
            tables, fresh = self._months.of(self._scope, tuple(self._places), month)
            self._shown[month] = totals(tables, (*self._places, WHOLE))
            if fresh:
                self._fresh.append(Month(month.since, fresh))
        return self._shown[month]
