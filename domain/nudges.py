"""When somebody is told what waits for them: once a day, at their own moment of the morning, or soon after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from domain.timing import MORNING

WITHIN = timedelta(minutes=20)  # not all at once: Telegram takes 30 messages a second
LATEST = time(15, 0)  # from then on it is too late for today: it is told with what the next day brings
PAUSE = timedelta(minutes=15)


def moment_of(person: int, day: date, zone: ZoneInfo) -> datetime:
    """Their moment of that day, in UTC: always the same for the same person."""
    return datetime.combine(day, MORNING, zone).astimezone(UTC) + _share(person)


def _share(person: int) -> timedelta:
    number = int.from_bytes(blake2b(str(person).encode(), digest_size=4).digest(), "big")
    return timedelta(seconds=number % int(WITHIN.total_seconds()))


def next_moment(person: int, zone: ZoneInfo, now: datetime, day: date | None = None) -> datetime:
    """Their first moment after now; with a day, on that day or later."""
    today = now.astimezone(zone).date()
    own = moment_of(person, max(day or today, today), zone)
    return own if own > now else moment_of(person, today + timedelta(days=1), zone)


def not_before(person: int, zone: ZoneInfo, now: datetime, *, busy: bool, reachable: bool) -> datetime | None:
    """When to look again; None when they may be told now."""
    local = now.astimezone(zone)
    own = moment_of(person, local.date(), zone)
    if now < own:
        return own
    if local.time() >= LATEST or not reachable:
        return next_moment(person, zone, now)
    return now + PAUSE if busy else None


def slot_of(person: int, day: date) -> str:
    """The one place for what they are told on a day by their calendar."""
    return f"nudge:{person}:{day}"
