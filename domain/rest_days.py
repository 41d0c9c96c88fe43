"""Days on which people rest: Sundays and the national holidays of Indonesia."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from holidays import country_holidays

SUNDAY = 6

RestDay = Callable[[date], bool]


def rest_days() -> RestDay:
    """Whether a day is one of them."""
    holidays = country_holidays("ID")
    return lambda day: day.weekday() == SUNDAY or day in holidays


def no_rest_day(_day: date) -> bool:
    """Where every day is like another."""
    return False
