"""When somebody is told what waits for them: once a day at their own hour, or soon after it.

Besides that once in the evening, of what they put off until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from zoneinfo import ZoneInfo

from domain.people import Person
from domain.timing import QUIET_FROM

HOURS = range(7, 20)  # among which people choose: nobody is told at night
WITHIN = timedelta(minutes=20)  # not all at once: Telegram takes 30 messages a second
LONGEST = 7  # hours after theirs it is too late for today: it is told with what the next day brings
EVENING = time(18, 30)
DAY = timedelta(days=1)
PAUSE = timedelta(minutes=15)  # at a form
MOMENT = timedelta(minutes=2)  # of somebody who is talking with us


class Part(StrEnum):
    """What people are told at: each once a day."""

    DAY = "day"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """By whose clock, and at which hour of it, somebody is told."""

    person: int
    zone: ZoneInfo
    hour: int

    def moment(self, day: date) -> datetime:
        """Their moment of that day, in UTC: always the same for the same person and hour."""
        return self._at(day, time(self.hour)) + self._share()

    def evening(self, day: date) -> datetime:
        """When they are told what they put off until that evening; not before their own moment."""
        return max(self.moment(day), self._at(day, EVENING) + self._share())

    def next_moment(self, now: datetime, day: date | None = None) -> datetime:
        """Their first moment after now; with a day, on that day or later."""
        today = self.today(now)
        own = self.moment(max(day or today, today))
        return own if own > now else self.moment(today + DAY)

    def parts(self, now: datetime) -> frozenset[Part]:
        """What it is time for."""
        today = self.today(now)
        too_late = time(min(self.hour + LONGEST, QUIET_FROM.hour))
        begins = {Part.DAY: self.moment(today), Part.EVENING: self.evening(today)}
        ends = {Part.DAY: self._at(today, too_late), Part.EVENING: self._at(today, QUIET_FROM)}
        return frozenset(part for part in Part if begins[part] <= now < ends[part])

    def not_before(self, now: datetime, *, busy_until: datetime | None, reachable: bool) -> datetime | None:
        """When to look again; None when they may be told now."""
        if not reachable:
            return self.next_moment(now)
        if not self.parts(now):
            return self._next_chance(now)
        return busy_until

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def _next_chance(self, now: datetime) -> datetime:
        today = self.today(now)
        chances = (self.moment(today), self.evening(today), self.moment(today + DAY))
        return min(chance for chance in chances if chance > now)

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def _share(self) -> timedelta:
        number = int.from_bytes(blake2b(str(self.person).encode(), digest_size=4).digest(), "big")
        return timedelta(seconds=number % int(WITHIN.total_seconds()))


def rhythm_of(person: Person) -> Rhythm:
    return Rhythm(person.id, person.zone, person.hour)


def slot_of(person: int, day: date, part: Part = Part.DAY) -> str:
    """The one place for what they are told on a day by their calendar."""
    return f"nudge:{person}:{day}" if part is Part.DAY else f"nudge:{person}:{day}:{part}"
