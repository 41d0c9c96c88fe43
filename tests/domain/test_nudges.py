"""When people are told what waits for them, whatever the clock does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.nudges import LATEST, PAUSE, WITHIN, moment_of, next_moment, not_before
from domain.rest_days import no_rest_day, rest_days
from domain.timing import MORNING, is_quiet

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
MONDAY = date(2026, 11, 23)
SOMEBODY = 7_316_911_872_512_000_001


def at(clock: str, zone: ZoneInfo = WIB, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def waits(clock: str, *, busy: bool = False, reachable: bool = True) -> datetime | None:
    return not_before(SOMEBODY, WIB, at(clock), busy=busy, reachable=reachable)


OWN, TOMORROW = moment_of(SOMEBODY, MONDAY, WIB), moment_of(SOMEBODY, MONDAY + timedelta(days=1), WIB)


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_everybody_has_a_moment_of_their_own_within_twenty_minutes_of_eight(zone: ZoneInfo) -> None:
    moments = [moment_of(SOMEBODY + n, MONDAY, zone) - at("08:00", zone) for n in range(3000)]
    assert min(moments) >= timedelta()
    assert max(moments) < WITHIN
    minutes = Counter(moment // timedelta(minutes=1) for moment in moments)
    assert min(minutes[minute] for minute in range(20)) > 100
    assert max(minutes.values()) < 200


def test_the_moment_of_a_person_is_the_same_every_day_and_in_every_process() -> None:
    assert moment_of(SOMEBODY, MONDAY, WIB) == at("08:00") + timedelta(seconds=100)
    assert timedelta(days=1) == TOMORROW - OWN


@pytest.mark.parametrize(
    ("clock", "until"),
    [("00:00", OWN), ("07:59", OWN), ("08:25", None), ("14:59", None), ("15:00", TOMORROW), ("23:59", TOMORROW)],
)
def test_people_are_told_from_their_moment_on_until_the_afternoon(clock: str, until: datetime | None) -> None:
    assert waits(clock) == until


def test_whoever_is_at_a_form_is_left_alone_until_a_pause() -> None:
    assert waits("08:25", busy=True) == at("08:25") + PAUSE
    assert waits("15:00", busy=True) == TOMORROW


def test_who_cannot_be_reached_waits_for_another_day() -> None:
    assert waits("08:25", reachable=False) == TOMORROW


@pytest.mark.parametrize(
    ("clock", "day", "expected"),
    [
        ("07:00", MONDAY, OWN),
        ("09:00", MONDAY, TOMORROW),  # today's moment is over
        ("07:00", MONDAY - timedelta(days=9), OWN),
        ("09:00", MONDAY + timedelta(days=1), TOMORROW),
    ],
)
def test_what_is_to_be_done_by_a_day_is_told_on_it_or_as_soon_as_may_be(
    clock: str, day: date, expected: datetime
) -> None:
    assert next_moment(SOMEBODY, WIB, at(clock), day) == expected


# --- Whatever the clock does -----------------------------------------------------------------------


@dataclass
class Life:
    """Somebody for whom there is always something due, and how they are looked at."""

    zone: ZoneInfo
    next: datetime
    looked_at: datetime | None = None
    told: list[datetime] = field(default_factory=list)

    def days(self) -> list[date]:
        return [moment.astimezone(self.zone).date() for moment in self.told]

    def look(self, now: datetime, busy: bool, reachable: bool) -> None:
        if self.looked_at is not None and self.looked_at > now:  # the clock was put back
            self.next = now
        if self.next > now:
            return
        today = now.astimezone(self.zone).date()
        later = not_before(SOMEBODY, self.zone, now, busy=busy, reachable=reachable)
        if later is None and today not in self.days():
            self.told.append(now)
        self.next, self.looked_at = later or next_moment(SOMEBODY, self.zone, now, today + timedelta(days=1)), now
        assert self.next > now


ZONES = st.sampled_from([WIB, WITA, WIT])
STEPS = st.tuples(st.integers(-4000, 4000), st.booleans(), st.booleans())  # minutes, busy, reachable


@given(ZONES, st.lists(STEPS, max_size=200))
def test_whatever_the_clock_does_nobody_is_told_twice_a_day_or_at_night(
    zone: ZoneInfo, steps: Iterable[tuple[int, bool, bool]]
) -> None:
    now = at("06:00", zone)
    life = Life(zone, now)
    for minutes, busy, reachable in steps:
        now += timedelta(minutes=minutes)
        life.look(now, busy, reachable)
    assert max(Counter(life.days()).values(), default=0) <= 1
    for moment in life.told:
        local = moment.astimezone(zone)
        assert not is_quiet(local)
        assert MORNING <= local.time() < LATEST


@given(ZONES, st.integers(-30, 30), st.integers(1, 60))
def test_wherever_the_clock_was_before_each_day_that_passes_has_its_word(
    zone: ZoneInfo, astray: int, every: int
) -> None:
    """Some days away and back; then a week in which the clock goes as it should."""
    start = at("18:00", zone)
    life = Life(zone, start)
    life.look(start + timedelta(days=astray, hours=-8), False, True)
    before = set(life.days())
    for minute in range(0, 7 * 24 * 60, every):
        life.look(start + timedelta(minutes=minute), False, True)
    week = {MONDAY + timedelta(days=n) for n in range(1, 8)}
    assert set(life.days()) | before >= week
    ordinary = [moment for moment in life.told if moment >= start and moment.astimezone(zone).date() not in before]
    for moment in ordinary:
        own = moment_of(SOMEBODY, moment.astimezone(zone).date(), zone)
        assert moment - own < timedelta(minutes=every)


# --- Days of rest -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 11, 22), True),  # a Sunday
        (date(2026, 11, 21), False),  # a Saturday
        (MONDAY, False),
        (date(2026, 12, 25), True),
        (date(2026, 8, 17), True),
        (date(2027, 1, 1), True),
    ],
)
def test_sundays_and_national_holidays_are_days_of_rest(day: date, rests: bool) -> None:
    assert rest_days()(day) is rests
    assert not no_rest_day(day)
