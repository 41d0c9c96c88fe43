"""A month to tap a day in. Days that the form would refuse are not offered."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable
from datetime import date

from domain.messages import Button, Rows
from domain.voice import Voice

NOT_A_DAY = "·"


def calendar_rows(
    month: int,
    voice: Voice,
    *,
    day: Callable[[date], Button],
    leaf: Callable[[str, int], Button],
    plain: Callable[[str], Button],
    allowed: Callable[[date], bool],
) -> Rows:
    """The rows of one month, counted from 1970 as `year * 12 + month - 1`; weeks begin on Monday."""
    year, number = divmod(month, 12)
    weeks = Calendar().monthdatescalendar(year, number + 1)
    heading = (leaf("‹", month - 1), plain(voice.month(date(year, number + 1, 1))), leaf("›", month + 1))
    offered = [[d if d.month == number + 1 and allowed(d) else None for d in week] for week in weeks]
    shown = tuple(tuple(day(d) if d else plain(NOT_A_DAY) for d in week) for week in offered if any(week))
    names = tuple(plain(name) for name in voice.say("Sn Sl Rb Km Jm Sb Mg").split())
    return (heading, names, *shown)
