"""Digests for those who work with the records: of a unit, and of a satker by its units. Nothing is hidden in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from domain.digest import (
    ACTIVE,
    CHECK_INS,
    COHORT,
    IN_TIME,
    NO_RELAPSE,
    REPORTS,
    UNITS_THAT_REPORTED,
    Digest,
    Level,
    Part,
    Scope,
    Values,
    percent,
)
from domain.periods import Period
from handlers.digest_facts import (
    Books,
    Read,
    Span,
    asked,
    in_time,
    is_silent,
    line_of,
    read,
    satisfaction,
    should_report,
    stages_of,
    tracks,
    without_relapse,
)
from storage.counts import By
from storage.store import Store
from storage.summaries import Asked, Placed, Sums

ALL = 100
STREAK = 8  # periods that are looked back


async def own_digests(
    store: Store, books: Books, scopes: Collection[Scope], period: Period, today: date, *, drawn: bool = True
) -> dict[Scope, Digest]:
    """The digests of units or of satkers."""
    span, scope = Span(period, today), asked(scopes)
    found = await read(store, books, scope, span, span, back=STREAK)
    trend = await _trend(store, books, scope, period, today) if drawn else []
    referrals = await store.summaries.referrals(scope, span.until)
    names = await store.summaries.satkers(scope)
    units = _grouped(found.units, next(iter(scopes)).level)
    making = _Making(books, span, found)
    return {
        each: making.digest(each, names.get(each.place, ""), units.get(each.place, []), trend, referrals)
        for each in scopes
    }


async def _trend(store: Store, books: Books, scope: Asked, period: Period, today: date) -> list[tuple[Period, Sums]]:
    """What is drawn, by satker, or by unit for a unit's own."""
    by = By.UNIT if scope.level is Level.UNIT else By.SATKER
    names = [name for each in books.shown if each.name in books.digest.trend for name in each.counters]
    return [
        (each, await store.summaries.sums(scope, by, each.since, each.seen(today), names))
        for each in line_of(books, period, hides=False)
    ]


def _grouped(units: Iterable[Placed], level: Level) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for unit in units:
        groups[unit.code if level is Level.UNIT else unit.satker].append(unit)
    return groups


class _Making:
    """What was read, made into digests."""

    def __init__(self, books: Books, span: Span, found: Read) -> None:
        self._books = books
        self._span = span
        self._read = found

    def digest(
        self,
        scope: Scope,
        name: str,
        units: Sequence[Placed],
        trend: Sequence[tuple[Period, Sums]],
        referrals: Mapping[str, Sequence[object]],
    ) -> Digest:
        is_unit = scope.level is Level.UNIT
        whole = self._part(scope.place, units[0].name if is_unit and units else name, units)
        year = self._span.until.year
        reached = stages_of(self._books, self._read, units, year, self._span.until)
        goals = self._read.goals.get((scope.level, scope.place))
        batches = self._read.surveyed.get(units[0].satker if units else scope.place, ())
        own = [batch for batch in batches if batch.unit == scope.place] if is_unit else batches
        return Digest(
            scope=scope,
            period=self._span.period,
            people=self._span.period,
            as_of=self._span.until,
            hides=False,
            whole=_with_stages(whole, tracks(reached), goals),
            parts=() if is_unit else tuple(self._part(unit.code, unit.name, [unit]) for unit in units),
            trend=tuple((period, self._added(sums, scope.place, self._books.digest.trend)) for period, sums in trend),
            sustained=reached.sustained,
            ikm=satisfaction(self._books, own, self._span.today),
            referrals=() if is_unit else tuple(referrals.get(scope.place, ())),  # type: ignore[arg-type]
        )

    def _part(self, code: str, name: str, units: Sequence[Placed]) -> Part:
        codes = [unit.code for unit in units]
        heard = [self._read.heard[unit] for unit in codes if unit in self._read.heard]
        awaited = [unit for unit in codes if self._is_awaited(unit)]
        return Part(
            code,
            name,
            now=self._values(codes, self._read.now, self._read.reports, self._read.active, self._now()),
            before=self._values(
                codes, self._read.before, self._read.reports_before, self._read.active_before, self._span.before
            ),
            reported=max((each.last for each in heard if each.last), default=None),
            reported_before=max((each.before for each in heard if each.before), default=None),
            silent=sum(self._is_silent(unit) for unit in awaited),
            units=len(awaited),
            streak=self._streak(codes),
        )

    def _now(self) -> tuple[date, date]:
        return self._span.period.since, self._span.until

    def _is_awaited(self, unit: str) -> bool:
        return should_report(self._books.digest, self._read.histories.get(unit, ()), self._span.until)

    def _is_silent(self, unit: str) -> bool:
        return is_silent(self._books.digest, self._read.heard.get(unit), self._span.until)

    def _values(
        self,
        codes: Sequence[str],
        sums: Sums,
        reports: Mapping[str, int],
        active: Mapping[str, int],
        days: tuple[date, date],
    ) -> Values:
        """Every figure of these units together."""
        check_ins = [each for unit in codes for each in self._read.check_ins.get(unit, ())]
        opened = [each for unit in codes for each in self._read.opened.get(unit, ())]
        done, due = in_time(check_ins, days[0], min(days[1], self._span.settled))
        values: dict[str, int | None] = {
            indicator.name: sum(sums.get((unit, name), 0) for unit in codes for name in indicator.counters)
            for indicator in self._books.shown
        }
        values[REPORTS] = sum(reports.get(unit, 0) for unit in codes)
        values[UNITS_THAT_REPORTED] = sum(reports.get(unit, 0) > 0 for unit in codes)
        values[ACTIVE] = sum(active.get(unit, 0) for unit in codes)
        values[IN_TIME], values[CHECK_INS] = percent(done, due), due
        for figure, months in NO_RELAPSE.items():
            kept, all_ = without_relapse(opened, *days, months)
            values[figure], values[figure + COHORT] = percent(kept, all_), all_
        return values

    def _added(self, sums: Sums, place: str, figures: Sequence[str]) -> Values:
        wanted = [each for each in self._books.shown if each.name in figures]
        return {each.name: sum(sums.get((place, name), 0) for name in each.counters) for each in wanted}

    def _streak(self, codes: Sequence[str]) -> int:
        """For how many periods in a row all check-ins were in time; one without any neither counts nor ends it."""
        check_ins = [each for unit in codes for each in self._read.check_ins.get(unit, ())]
        streak = 0
        for back in range(STREAK + 1):
            period = self._span.period.moved(-back)
            done, due = in_time(check_ins, period.since, min(period.until, self._span.settled))
            if percent(done, due) not in {None, ALL}:
                break
            streak += due > 0
        return streak


def _with_stages(part: Part, stages: Mapping[str, Mapping[str, int]], goals: Mapping[str, int] | None) -> Part:
    return Part(
        part.code, part.name, part.now, part.before, part.reported, part.reported_before, part.silent, part.units,
        part.streak, stages, dict(goals or {}),
    )  # fmt: skip
