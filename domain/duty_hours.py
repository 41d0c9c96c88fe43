"""When people are told of their work: in the hours of their satker's duty, by day, and on no day of rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from domain.duty import OFFICE_HOURS, Shift, on_duty, turns
from domain.nudges import share_of
from domain.rest_days import RestDay
from domain.timing import MORNING, QUIET_FROM

AHEAD = 28  # days: among so many there is one of each weekday that is no holiday


def is_time(shifts: Sequence[Shift], rests: RestDay, local: datetime) -> bool:
    """Whether somebody may be told at this local moment."""
    by_day = MORNING <= local.time() < QUIET_FROM
    return by_day and not rests(local.date()) and bool(on_duty(_by_day(shifts), local))


def next_time(shifts: Sequence[Shift], rests: RestDay, person: int, zone: ZoneInfo, after: datetime) -> datetime:
    """Their first moment after this one, in UTC. Not all at once: each has some minutes of their own."""
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=count) for count in range(AHEAD))
    working = [day for day in days if not rests(day)]
    used = _by_day(shifts)
    moments = (begins + share_of(person) for day in working for begins in _begins(used, day, zone))
    return min((moment for moment in moments if moment > after), default=after + timedelta(days=AHEAD))


def _begins(shifts: Sequence[Shift], day: date, zone: tzinfo) -> Iterator[datetime]:
    """When somebody is on duty from, on this day, in the hours of the day."""
    morning, evening = (datetime.combine(day, clock, zone) for clock in (MORNING, QUIET_FROM))
    for shift in shifts:
        for begins, ends in turns(shift, morning, range(-1, 1)):
            if max(begins, morning) < min(ends, evening):
                yield max(begins, morning).astimezone(UTC)


def _by_day(shifts: Sequence[Shift]) -> Sequence[Shift]:
    """Where there is no roster, or one for nights and Sundays only, the hours of an office."""
    return shifts if any(next(_begins(shifts, day, UTC), None) for day in _A_WEEK) else OFFICE_HOURS


_A_WEEK = [date(2024, 1, 1) + timedelta(days=days) for days in range(6)]  # from a Monday to a Saturday
