"""Days on which people rest: Sundays and the national holidays of Indonesia; joint leave, where that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from holidays import GOVERNMENT, PUBLIC, country_holidays

SUNDAY = 6

RestDay = Callable[[date], bool]


def rest_days(*, joint_leave: bool = False) -> RestDay:
    """Whether a day is one of them. Joint leave (cuti bersama) is that of offices of the state."""
    holidays = country_holidays("ID", categories=(PUBLIC, GOVERNMENT) if joint_leave else (PUBLIC,))
    return lambda day: day.weekday() == SUNDAY or day in holidays


def no_rest_day(_day: date) -> bool:
    """Where every day is like another."""
    return False
