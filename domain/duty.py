"""Who is on duty, when somebody is next, and by when an answer can be promised. Pure: the moment is an argument.

Moments are local ones, by the clock on the wall where the satker is. Indonesia's zones never change their clocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
PROMISE_RULE, HEAD_RULE = "janji_jam", "kepala"  # what a satker decides for itself, by the questions of its form


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on duty, on which days, from when to when. One that ends no later than it begins ends the day after."""

    person: int
    second: int | None
    days: frozenset[str]
    since: time
    until: time


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who is on duty now, and who stands in for them."""

    person: int
    second: int | None


NOBODY = 0
OFFICE_HOURS = (Shift(NOBODY, None, frozenset(DAYS[:5]), time(8), time(16)),)  # promised by where there is no roster


def on_duty(shifts: Sequence[Shift], local: datetime) -> list[OnDuty]:
    """Those who are on duty at this moment."""
    now = [OnDuty(shift.person, shift.second) for shift in shifts if _runs(shift, local)]
    return list(dict.fromkeys(now))


def next_duty(shifts: Sequence[Shift], local: datetime) -> datetime | None:
    """The next moment at which somebody is on duty; this one, if somebody is. None: there is no roster."""
    coming = [turn for shift in shifts for turn in turns(shift, local, range(-1, 8))]
    return min((max(begins, local) for begins, ends in coming if local < ends), default=None)


def next_shift(shifts: Sequence[Shift], local: datetime) -> datetime | None:
    """When the next shift begins after this moment, whoever is on duty now."""
    coming = [begins for shift in shifts for begins, _ in turns(shift, local, range(-1, 8)) if begins > local]
    return min(coming, default=None)


def promise(shifts: Sequence[Shift], hours: int, local: datetime) -> datetime:
    """By when an answer is promised: so many hours after somebody is on duty, or after an office would open."""
    begins = next_duty(shifts, local) or next_duty(OFFICE_HOURS, local) or local
    return begins + timedelta(hours=hours)


def _runs(shift: Shift, local: datetime) -> bool:
    return any(begins <= local < ends for begins, ends in turns(shift, local, range(-1, 1)))


def turns(shift: Shift, local: datetime, around: range) -> Iterator[tuple[datetime, datetime]]:
    """When the shift begins and ends, on the days around this moment that it is for."""
    for days in around:
        day = local.date() + timedelta(days=days)
        if DAYS[day.weekday()] in shift.days:
            last = day if shift.since < shift.until else day + timedelta(days=1)
            yield datetime.combine(day, shift.since, local.tzinfo), datetime.combine(last, shift.until, local.tzinfo)
