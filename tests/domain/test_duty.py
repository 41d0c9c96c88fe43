"""Who is on duty, when somebody is next, and by when an answer is promised."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty import DAYS, OFFICE_HOURS, OnDuty, Shift, next_duty, on_duty, promise
from domain.territory import WIB, WIT, WITA

BUDI, SITI, WATI = 1, 2, 3
OFFICE = Shift(BUDI, SITI, frozenset(DAYS[:5]), time(8), time(15, 30))
NIGHT = Shift(WATI, None, frozenset(["sabtu", "minggu"]), time(20), time(6))


def at(clock: str, day: int = 22) -> datetime:
    """A moment of November 2026, by the clock in Makassar. The 22nd is a Sunday."""
    hour, minute = clock.split(".")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=WITA)


@pytest.mark.parametrize(
    ("clock", "day", "who"),
    [
        ("07.59", 23, []), ("08.00", 23, [OnDuty(BUDI, SITI)]), ("15.29", 27, [OnDuty(BUDI, SITI)]),
        ("15.30", 27, []), ("10.00", 28, []), ("20.00", 28, [OnDuty(WATI, None)]), ("19.59", 22, []),
        ("23.59", 22, [OnDuty(WATI, None)]),
    ],
)  # fmt: skip
def test_somebody_is_on_duty_on_their_days_and_in_their_hours(clock: str, day: int, who: list[OnDuty]) -> None:
    assert on_duty([OFFICE, NIGHT], at(clock, day)) == who


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert on_duty([NIGHT], at("05.59", 23)) == [OnDuty(WATI, None)]  # Monday morning, of Sunday's night
    assert on_duty([NIGHT], at("06.00", 23)) == []
    assert on_duty([NIGHT], at("05.59", 21)) == []  # Friday's night is nobody's


def test_who_is_on_duty_twice_is_named_once() -> None:
    assert on_duty([NIGHT, NIGHT, OFFICE], at("21.00")) == [OnDuty(WATI, None)]


def test_a_shift_that_ends_when_it_begins_lasts_a_day() -> None:
    whole = Shift(BUDI, None, frozenset(["minggu"]), time(8), time(8))
    assert on_duty([whole], at("07.59", 23)) == [OnDuty(BUDI, None)]
    assert on_duty([whole], at("08.00", 23)) == []


@pytest.mark.parametrize(
    ("clock", "day", "then"),
    [
        ("16.00", 27, at("20.00", 28)), ("21.00", 28, at("21.00", 28)), ("06.00", 23, at("08.00", 23)),
        ("15.30", 27, at("20.00", 28)),
    ],
)  # fmt: skip
def test_the_next_duty_is_now_or_when_a_shift_begins(clock: str, day: int, then: datetime) -> None:
    assert next_duty([OFFICE, NIGHT], at(clock, day)) == then


def test_a_shift_a_week_comes_again_in_a_week() -> None:
    weekly = Shift(BUDI, None, frozenset(["minggu"]), time(8), time(9))
    assert next_duty([weekly], at("09.00")) == at("08.00", 29)


def test_without_a_roster_nobody_is_ever_on_duty() -> None:
    assert on_duty([], at("10.00", 23)) == []
    assert next_duty([], at("10.00", 23)) is None
    assert next_duty([Shift(BUDI, None, frozenset(["lusa"]), time(8), time(9))], at("10.00", 23)) is None


def test_an_answer_is_promised_from_now_or_from_the_next_duty() -> None:
    assert promise([OFFICE], 2, at("09.15", 23)) == at("11.15", 23)
    assert promise([OFFICE], 2, at("19.05", 22)) == at("10.00", 23)


def test_without_a_roster_an_answer_is_promised_by_office_hours() -> None:
    assert promise([], 2, at("16.00", 27)) == at("10.00", 30)  # Friday evening, answered on Monday
    assert promise([], 24, at("09.15", 23)) == at("09.15", 24)


# --- Whatever the roster is ----------------------------------------------------------------------

CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SHIFTS = st.builds(
    Shift,
    st.integers(1, 9),
    st.none() | st.integers(1, 9),
    st.sets(st.sampled_from(DAYS), min_size=1).map(frozenset),
    CLOCKS,
    CLOCKS,
)
ROSTERS = st.lists(SHIFTS, min_size=1, max_size=5)
MOMENTS = st.builds(
    lambda minutes, zone: datetime(2020, 1, 1, tzinfo=zone) + timedelta(minutes=minutes),
    st.floats(0, 20_000_000),
    st.sampled_from([WIB, WITA, WIT]),
)


@given(ROSTERS, MOMENTS)
def test_the_next_duty_lies_within_a_shift_and_never_in_the_past(shifts: list[Shift], now: datetime) -> None:
    then = next_duty(shifts, now)
    assert then is not None
    assert now <= then <= now + timedelta(days=8)
    assert on_duty(shifts, then)


@given(ROSTERS, MOMENTS, st.floats(0, 1, exclude_max=True))
def test_nobody_is_on_duty_before_the_next_duty(shifts: list[Shift], now: datetime, part: float) -> None:
    then = next_duty(shifts, now)
    assert then is not None
    between = now + (then - now) * part
    assert on_duty(shifts, between) == [] or between == then


@given(ROSTERS, MOMENTS)
def test_somebody_is_on_duty_when_the_wall_clock_says_so(shifts: list[Shift], now: datetime) -> None:
    """Said once more, by itself: a minute of the week is in a shift, or in one that began the day before."""
    today, yesterday, clock = DAYS[now.weekday()], DAYS[now.weekday() - 1], now.time()
    expected = {
        OnDuty(each.person, each.second)
        for each in shifts
        if (today in each.days and each.since <= clock and (clock < each.until or each.until <= each.since))
        or (yesterday in each.days and each.until <= each.since and clock < each.until)
    }
    assert set(on_duty(shifts, now)) == expected


@given(st.just([]) | ROSTERS, st.integers(1, 168), MOMENTS)
def test_a_promise_lies_ahead_by_the_hours_that_somebody_has(shifts: list[Shift], hours: int, now: datetime) -> None:
    promised = promise(shifts, hours, now)
    assert promised >= now + timedelta(hours=hours)
    assert on_duty(shifts or OFFICE_HOURS, promised - timedelta(hours=hours))
    assert promised.utcoffset() == now.utcoffset()
