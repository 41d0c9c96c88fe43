"""The facts of digests: of one place for whoever asks, of all places of a level at once when the week is over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from domain.attained import Attained, UnitYear, attained
from domain.digest import NO_RELAPSE, Satisfaction, Scope
from domain.digest_rules import DigestRules
from domain.ikm import Tally, ikm
from domain.ikm_rules import IkmRules
from domain.indicator_rules import Indicator, Indicators
from domain.periods import Length, Period, earlier_by, last_over, last_told, months_of, run_up
from domain.stage_rules import StageRules
from domain.stages import ORDER, Reached, Stage, standing
from domain.survey_batches import Batch, total
from storage.counts import By
from storage.store import Store
from storage.summaries import Accompanied, Asked, CheckIns, Heard, Placed, Sums

A_YEAR = 12  # months
DAY = timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True)
class Books:
    """The rules that facts go by."""

    digest: DigestRules
    stages: StageRules
    indicators: Indicators
    ikm: IkmRules

    @property
    def shown(self) -> list[Indicator]:
        """The indicators that a digest shows or draws."""
        wanted = {*self.digest.shown, *self.digest.trend}
        return [each for each in self.indicators.every if each.name in wanted]

    @property
    def counters(self) -> list[str]:
        return [name for indicator in self.shown for name in indicator.counters]


@dataclass(frozen=True)
class Span:
    """The days of a period, as far as it has come, and those of the period before that are compared with them."""

    period: Period
    today: date

    @property
    def until(self) -> date:
        return self.period.seen(self.today)

    @property
    def before(self) -> tuple[date, date]:
        earlier = self.period.before()
        return earlier.since, earlier.as_far(self.period, self.today)

    @property
    def settled(self) -> date:
        """The last day of which it is known what was done in time."""
        return min(self.period.until, self.today - DAY)


@dataclass(frozen=True)
class Read:
    """What was read of all units of some places."""

    units: Sequence[Placed]
    now: Sums
    before: Sums
    reports: Mapping[str, int]
    reports_before: Mapping[str, int]
    heard: Mapping[str, Heard]
    check_ins: Mapping[str, Sequence[CheckIns]]  # by unit, as is who was opened
    active: Mapping[str, int]
    active_before: Mapping[str, int]
    opened: Mapping[str, Sequence[Accompanied]]
    histories: Mapping[str, Sequence[Reached]]
    year_reports: Mapping[str, int]
    goals: Mapping[tuple[str, str], Mapping[str, int]]
    surveyed: Mapping[str, Sequence[Batch]]


def asked(scopes: Collection[Scope]) -> Asked:
    """Places of one level, to be asked about together."""
    return Asked(next(iter(scopes)).level, tuple(sorted(scope.place for scope in scopes)))


async def read(store: Store, books: Books, scope: Asked, span: Span, people: Span, back: int = 1) -> Read:
    """Everything that is counted unit by unit. What is about people is asked for the days of `people`, check-ins from
    so many periods before."""
    ask = store.summaries
    since, before = span.period.since, span.before
    year = date(span.until.year, 1, 1)
    first = people.period.moved(-back).since
    cohorts = (
        earlier_by(people.before[0], max(NO_RELAPSE.values())),
        earlier_by(people.until, min(NO_RELAPSE.values())),
    )
    yearly = await ask.sums(
        scope, By.UNIT, year, span.until, [f"laporan.{form}" for form in books.stages.sustained.of]
    )
    return Read(
        units=await ask.units(scope),
        now=await ask.sums(scope, By.UNIT, since, span.until, books.counters),
        before=await ask.sums(scope, By.UNIT, *before, books.counters),
        reports=await ask.reports(scope, since, span.until),
        reports_before=await ask.reports(scope, *before),
        heard=await ask.heard(scope, since, span.until),
        check_ins=_grouped(await ask.check_ins(scope, By.UNIT, first, people.settled), lambda each: each.place),
        active=await ask.active(scope, people.until),
        active_before=await ask.active(scope, people.before[1]),
        opened=_grouped(await ask.opened(scope, *cohorts), lambda each: each.unit),
        histories=await ask.histories(scope, span.until),
        year_reports=_by_unit(yearly),
        goals=await ask.goals(span.until.year),
        surveyed=await ask.surveyed(scope, span.today),
    )


def newest_month(rules: DigestRules, today: date) -> Period:
    """The newest month of which overseers are told."""
    return last_told(today, rules.month_day)


def people_of(books: Books, period: Period, today: date) -> Period:
    """The period that counts of people are about where small ones are hidden: always whole months."""
    newest = newest_month(books.digest, today)
    is_told = period.length is Length.MONTH and period <= newest
    return period if is_told or period.length is Length.YEAR else newest


def line_of(books: Books, period: Period, *, hides: bool) -> list[Period]:
    """The periods of the picture's line."""
    if hides or period.length is Length.YEAR:
        last = months_of(period)[-1] if period.length is Length.YEAR else period
        return run_up(last, books.digest.trend_periods)
    return run_up(period, books.digest.trend_periods)


# --- Of the units of a place -----------------------------------------------------------------------


def in_time(check_ins: Iterable[CheckIns], since: date, until: date) -> tuple[int, int]:
    """How many check-ins of these days were done in time, and how many there were."""
    some = [each for each in check_ins if since <= each.day <= until]
    return sum(each.in_time for each in some), sum(each.due for each in some)


def without_relapse(opened: Iterable[Accompanied], since: date, until: date, months: int) -> tuple[int, int]:
    """Of who was opened so many months before: who has not relapsed in their first months, and how many there are."""
    first, last = earlier_by(since, months), earlier_by(until, months)
    cohort = [each for each in opened if first <= each.since <= last]
    kept = [each for each in cohort if each.relapse is None or earlier_by(each.relapse, months) >= each.since]
    return len(kept), len(cohort)


def stages_of(books: Books, read_: Read, units: Iterable[Placed], year: int, today: date) -> Attained:
    """How far these units have come."""
    years = [
        UnitYear(unit.satker, read_.histories[unit.code], read_.year_reports.get(unit.code, 0))
        for unit in units
        if unit.code in read_.histories
    ]
    return attained(books.stages, years, year, today)


def tracks(found: Attained) -> Mapping[str, Mapping[str, int]]:
    """Units by stage and track, as JSON holds it."""
    return {str(stage): dict(found.by_track[stage]) for stage in (*ORDER, Stage.INACTIVE)}


def should_report(rules: DigestRules, history: Sequence[Reached], day: date) -> bool:
    """Whether a unit is in a stage in which it is missed when it does not report; or nobody has said in which."""
    now = standing(history, day)
    return now is None or now.stage in rules.silence.stages


def is_silent(rules: DigestRules, heard: Heard | None, day: date) -> bool:
    last = heard.last if heard is not None else None
    return last is None or (day - last).days >= rules.silence.days


def satisfaction(books: Books, batches: Iterable[Batch], today: date) -> Satisfaction | None:
    """The index of the last twelve months that are over."""
    last = last_over(Length.MONTH, today).since
    tally: Tally = total(batches, earlier_by(last, A_YEAR - 1), last)
    if not tally.respondents:
        return None
    found = ikm(books.ikm, tally)
    return Satisfaction(int(found.index * 100), found.grade.name, tally.respondents)


def _grouped(every: Iterable[T], key: Callable[[T], str]) -> Mapping[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for each in every:
        groups.setdefault(key(each), []).append(each)
    return groups


def _by_unit(sums: Sums) -> dict[str, int]:
    found: dict[str, int] = {}
    for (unit, _), amount in sums.items():
        found[unit] = found.get(unit, 0) + amount
    return found
