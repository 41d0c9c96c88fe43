"""Days, weeks, months and years, and what lies before them."""

from datetime import date

import pytest

from domain.periods import Length, Period, containing, earlier_by, last_over, months_of, of_key, run_up

TUESDAY = date(2026, 11, 24)


def test_a_week_begins_on_monday_and_ends_on_sunday() -> None:
    week = containing(Length.WEEK, TUESDAY)
    assert (week.since, week.until) == (date(2026, 11, 23), date(2026, 11, 29))


def test_a_monday_lies_in_the_week_that_it_begins() -> None:
    assert containing(Length.WEEK, date(2026, 11, 23)).since == date(2026, 11, 23)


def test_months_before_january_are_of_the_year_before() -> None:
    january = containing(Length.MONTH, date(2026, 1, 31))
    assert (january.before().since, january.before().until) == (date(2025, 12, 1), date(2025, 12, 31))


def test_february_of_a_leap_year_has_29_days() -> None:
    assert containing(Length.MONTH, date(2028, 2, 3)).until == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("length", "since"),
    [
        (Length.DAY, date(2026, 11, 23)),
        (Length.WEEK, date(2026, 11, 16)),
        (Length.MONTH, date(2026, 10, 1)),
        (Length.YEAR, date(2025, 1, 1)),
    ],
)
def test_the_newest_period_that_is_over(length: Length, since: date) -> None:
    assert last_over(length, TUESDAY) == Period(length, since)


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    week = Period(Length.WEEK, date(2026, 11, 16))
    assert not week.is_over(date(2026, 11, 22))
    assert week.is_over(date(2026, 11, 23))


def test_figures_of_a_period_that_goes_on_hold_for_today() -> None:
    assert containing(Length.MONTH, TUESDAY).seen(TUESDAY) == TUESDAY
    assert last_over(Length.MONTH, TUESDAY).seen(TUESDAY) == date(2026, 10, 31)


@pytest.mark.parametrize("length", list(Length))
def test_a_key_leads_back_to_its_period(length: Length) -> None:
    period = containing(length, TUESDAY)
    assert of_key(period.key) == period


def test_the_run_up_to_a_month_crosses_the_year() -> None:
    assert [each.since.month for each in run_up(containing(Length.MONTH, date(2026, 2, 1)), 4)] == [11, 12, 1, 2]


def test_a_year_has_twelve_months_and_a_week_one_or_two() -> None:
    assert len(months_of(containing(Length.YEAR, TUESDAY))) == 12
    assert len(months_of(Period(Length.WEEK, date(2026, 11, 30)))) == 2


def test_three_months_before_the_last_of_may_is_the_last_of_february() -> None:
    assert earlier_by(date(2026, 5, 31), 3) == date(2026, 2, 28)
