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

from domain.nudges import HOURS, WITHIN, Part, Rhythm
from domain.rest_days import no_rest_day, rest_days
from domain.timing import is_quiet

WIB, WITA, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
MONDAY = date(2026, 11, 23)
SOMEBODY = 7_316_911_872_512_000_001


def at(clock: str, zone: ZoneInfo = WIB, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def rhythm(hour: int = 8, zone: ZoneInfo = WIB, person: int = SOMEBODY) -> Rhythm:
    return Rhythm(person, zone, hour)


def waits(
    clock: str, hour: int = 8, *, busy_until: datetime | None = None, reachable: bool = True
) -> datetime | None:
    return rhythm(hour).not_before(at(clock), busy_until=busy_until, reachable=reachable)


OWN, TOMORROW = rhythm().moment(MONDAY), rhythm().moment(MONDAY + timedelta(days=1))
EVENING = rhythm().evening(MONDAY)


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_everybody_has_a_moment_of_their_own_within_twenty_minutes_of_eight(zone: ZoneInfo) -> None:
    moments = [rhythm(8, zone, SOMEBODY + n).moment(MONDAY) - at("08:00", zone) for n in range(3000)]
    assert min(moments) >= timedelta()
    assert max(moments) < WITHIN
    minutes = Counter(moment // timedelta(minutes=1) for moment in moments)
    assert min(minutes[minute] for minute in range(20)) > 100
    assert max(minutes.values()) < 200


def test_the_moment_of_a_person_is_the_same_every_day_and_in_every_process() -> None:
    assert rhythm().moment(MONDAY) == at("08:00") + timedelta(seconds=100)
    assert timedelta(days=1) == TOMORROW - OWN


def test_who_chose_an_hour_has_their_moment_within_twenty_minutes_of_it() -> None:
    for hour in HOURS:
        assert rhythm(hour).moment(MONDAY) == at(f"{hour:02}:00") + timedelta(seconds=100)


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        *(("00:00", OWN), ("07:59", OWN), ("08:25", None), ("14:59", None)),
        *(("15:00", EVENING), ("18:31", EVENING), ("18:40", None), ("20:00", TOMORROW), ("23:59", TOMORROW)),
    ],
)
def test_people_are_told_from_their_moment_on_until_the_afternoon_and_in_the_evening(
    clock: str, until: datetime | None
) -> None:
    assert waits(clock) == until


@pytest.mark.parametrize(
    ("hour", "clock", "parts"),
    [
        *((8, "14:59", "day"), (8, "15:00", ""), (8, "18:35", "evening"), (8, "20:00", "")),
        *((7, "13:59", "day"), (7, "14:00", ""), (13, "18:35", "day evening"), (13, "20:00", "")),
        *((18, "17:59", ""), (18, "18:05", "day"), (18, "18:35", "day evening"), (18, "19:59", "day evening")),
        *((19, "18:35", ""), (19, "19:05", "day evening"), (19, "20:00", "")),
    ],
)
def test_who_chose_a_late_hour_is_told_until_the_night_and_never_in_it(hour: int, clock: str, parts: str) -> None:
    assert rhythm(hour).parts(at(clock)) == {Part(each) for each in parts.split()}


def test_whoever_is_busy_is_left_alone_until_they_are_not() -> None:
    assert waits("08:25", busy_until=at("08:31")) == at("08:31")
    assert waits("15:00", busy_until=at("15:05")) == EVENING


def test_who_cannot_be_reached_waits_for_another_day() -> None:
    assert waits("08:25", reachable=False) == waits("18:40", reachable=False) == TOMORROW


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
    assert rhythm().next_moment(at(clock), day) == expected


# --- Whatever the clock does -----------------------------------------------------------------------


@dataclass
class Life:
    """Somebody for whom there is always something due, and how they are looked at."""

    rhythm: Rhythm
    next: datetime
    looked_at: datetime | None = None
    told: list[datetime] = field(default_factory=list)

    def days(self) -> list[date]:
        return [self.rhythm.today(moment) for moment in self.told]

    def look(self, now: datetime, busy: bool, reachable: bool) -> None:
        if self.looked_at is not None and self.looked_at > now:  # the clock was put back
            self.next = now
        if self.next > now:
            return
        today, until = self.rhythm.today(now), now + timedelta(minutes=2) if busy else None
        later = self.rhythm.not_before(now, busy_until=until, reachable=reachable)
        if later is None and Part.DAY in self.rhythm.parts(now) and today not in self.days():
            self.told.append(now)
        self.next, self.looked_at = later or self.rhythm.next_moment(now, today + timedelta(days=1)), now
        assert self.next > now


RHYTHMS = st.builds(Rhythm, st.just(SOMEBODY), st.sampled_from([WIB, WITA, WIT]), st.sampled_from(HOURS))
STEPS = st.tuples(st.integers(-4000, 4000), st.booleans(), st.booleans())  # minutes, busy, reachable


@given(RHYTHMS, st.lists(STEPS, max_size=200))
def test_whatever_the_clock_does_nobody_is_told_twice_a_day_or_at_night(
    theirs: Rhythm, steps: Iterable[tuple[int, bool, bool]]
) -> None:
    now = at("06:00", theirs.zone)
    life = Life(theirs, now)
    for minutes, busy, reachable in steps:
        now += timedelta(minutes=minutes)
        life.look(now, busy, reachable)
    assert max(Counter(life.days()).values(), default=0) <= 1
    for moment in life.told:
        local = moment.astimezone(theirs.zone)
        assert not is_quiet(local)
        assert theirs.hour <= local.hour < theirs.hour + 7


@given(RHYTHMS, st.integers(-30, 30), st.integers(1, 60))
def test_wherever_the_clock_was_before_each_day_that_passes_has_its_word(
    theirs: Rhythm, astray: int, every: int
) -> None:
    """Some days away and back; then a week in which the clock goes as it should."""
    start = at("20:00", theirs.zone)
    life = Life(theirs, start)
    life.look(start + timedelta(days=astray, hours=-8), False, True)
    before = set(life.days())
    for minute in range(0, 7 * 24 * 60, every):
        life.look(start + timedelta(minutes=minute), False, True)
    week = {MONDAY + timedelta(days=n) for n in range(1, 8)}
    assert set(life.days()) | before >= week
    ordinary = [moment for moment in life.told if moment >= start and theirs.today(moment) not in before]
    for moment in ordinary:
        assert moment - theirs.moment(theirs.today(moment)) < timedelta(minutes=every)


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


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 3, 23)])
def test_joint_leave_is_a_day_of_rest_where_that_is_wanted(day: date) -> None:
    assert not rest_days()(day)
    assert rest_days(joint_leave=True)(day)
    assert rest_days(joint_leave=True)(date(2026, 12, 25))
