"""When people are told of their work: on duty, by day, on no day of rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.duty import DAYS, OFFICE_HOURS, Shift
from domain.duty_hours import is_time, next_time
from domain.rest_days import no_rest_day, rest_days
from domain.territory import zone_of

WIB = zone_of("19")
BUDI = 77
RESTS = rest_days()


def at(day: int, clock: str = "08:00") -> datetime:
    """In November 2026; the first is a Sunday."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), WIB)


def shift(since: str, until: str, days: tuple[str, ...] = DAYS) -> Shift:
    return Shift(BUDI, None, frozenset(days), time.fromisoformat(since), time.fromisoformat(until))


@pytest.mark.parametrize(
    ("shifts", "moment", "may"),
    [
        ((), at(23), True),  # a Monday, in the hours of an office
        ((), at(23, "07:59"), False),
        ((), at(23, "16:00"), False),
        ((), at(21), False),  # a Saturday
        ((shift("13:00", "22:00"),), at(21, "13:00"), True),
        ((shift("13:00", "22:00"),), at(21, "12:59"), False),
        ((shift("13:00", "22:00"),), at(21, "20:00"), False),  # on duty for families, but it is evening
        ((shift("13:00", "22:00"),), at(22, "13:00"), False),  # a Sunday
        ((shift("20:00", "06:00"),), at(23), True),  # a roster for nights only: the hours of an office
        ((shift("20:00", "10:00"),), at(23, "09:59"), True),  # the end of a night
        ((shift("20:00", "10:00"),), at(23, "10:00"), False),
    ],
)
def test_who_may_be_told_now(shifts: tuple[Shift, ...], moment: datetime, may: bool) -> None:
    assert is_time(shifts, RESTS, moment) is may


def test_the_next_moment_is_on_a_working_day_in_the_first_minutes_of_duty() -> None:
    def after(moment: datetime, *shifts: Shift) -> datetime:
        return next_time(shifts, RESTS, BUDI, WIB, moment).astimezone(WIB)

    share = after(at(23, "00:00")) - at(23)
    assert timedelta() <= share < timedelta(minutes=20)
    assert after(at(20, "17:00")) == at(23) + share  # from Friday evening to Monday
    assert after(at(20, "17:00"), shift("13:00", "22:00")) == at(21, "13:00") + share
    assert after(at(20, "09:00"), shift("08:00", "12:00"), shift("14:00", "18:00")) == at(20, "14:00") + share
    christmas = datetime(2026, 12, 24, 17, tzinfo=WIB)
    assert after(christmas) == datetime(2026, 12, 28, 8, tzinfo=WIB) + share


def test_where_every_day_is_like_another_a_sunday_is_a_day_of_duty() -> None:
    assert is_time((shift("08:00", "16:00"),), no_rest_day, at(22))
    assert not is_time(OFFICE_HOURS, no_rest_day, at(22))


CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SHIFTS = st.builds(
    Shift, st.just(1), st.none(), st.frozensets(st.sampled_from(DAYS), min_size=1), CLOCKS, CLOCKS
)  # fmt: skip


@given(st.lists(SHIFTS, max_size=3), st.integers(0, 700 * 24 * 60), st.integers(1, 99))
def test_whatever_the_roster_there_is_a_next_moment_and_never_at_night(
    shifts: list[Shift], minutes: int, person: int
) -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)]
    for _ in range(3):
        moments.append(next_time(shifts, RESTS, person, WIB, moments[-1]))
    for before, after in pairwise(moments):
        local = after.astimezone(WIB)
        assert before < after <= before + timedelta(days=28)
        assert time(8) <= local.time() < time(20, 20)
        assert not RESTS(local.date())
