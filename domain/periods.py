"""The stretches of time that people reckon in, by the calendar on their wall: days, weeks, months, years."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

MONTHS = 12


class Length(IntEnum):
    """How long a period is. The numbers stand on buttons: never change one."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    YEAR = 4


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time that began on a day."""

    length: Length
    since: date

    @property
    def until(self) -> date:
        """Its last day."""
        return self.after().since - timedelta(days=1)

    def after(self) -> Period:
        return self.moved(1)

    def before(self) -> Period:
        return self.moved(-1)

    def moved(self, steps: int) -> Period:
        """The period so many later, or earlier."""
        match self.length:
            case Length.DAY | Length.WEEK:
                days = steps * (7 if self.length is Length.WEEK else 1)
                return Period(self.length, self.since + timedelta(days=days))
            case Length.MONTH:
                return month(number_of(self.since) + steps)
        return Period(self.length, date(self.since.year + steps, 1, 1))

    def is_over(self, today: date) -> bool:
        return self.until < today

    def as_far(self, other: Period, today: date) -> date:
        """The last day of this one that is fairly compared with another one, as far as that has come."""
        return (
            min(self.until, self.since + (other.seen(today) - other.since))
            if not other.is_over(today)
            else self.until
        )

    def seen(self, today: date) -> date:
        """The last day of it that figures can hold for."""
        return min(self.until, today)

    @property
    def key(self) -> str:
        """What stands for it in slots and specs: week:2026-11-16."""
        return f"{self.length.name.lower()}:{self.since}"


def of_key(key: str) -> Period:
    """The period that `key` stands for."""
    length, _, since = key.partition(":")
    return Period(Length[length.upper()], date.fromisoformat(since))


def containing(length: Length, day: date) -> Period:
    """The period of this length that a day lies in."""
    match length:
        case Length.DAY:
            return Period(length, day)
        case Length.WEEK:
            return Period(length, day - timedelta(days=day.weekday()))
        case Length.MONTH:
            return month(number_of(day))
    return Period(length, date(day.year, 1, 1))


def last_over(length: Length, today: date) -> Period:
    """The newest period of this length that is over."""
    return containing(length, today).before()


def last_told(today: date, day: int) -> Period:
    """The newest month of which overseers are told: from this day of the next one on, when most of it is entered."""
    newest = last_over(Length.MONTH, today)
    return newest if today.day >= day else newest.before()


def run_up(period: Period, count: int) -> list[Period]:
    """This period and those before it, the oldest first."""
    return [period.moved(-back) for back in reversed(range(count))]


def months_of(period: Period) -> list[Period]:
    """The months of a year; of anything else the months that it touches."""
    first, last = number_of(period.since), number_of(period.until)
    return [month(number) for number in range(first, last + 1)]


def month(number: int) -> Period:
    """The month of this number, counted from January of the year 0."""
    year, place = divmod(number, MONTHS)
    return Period(Length.MONTH, date(year, place + 1, 1))


def number_of(day: date) -> int:
    """The number of the month of a day."""
    return day.year * MONTHS + day.month - 1


def earlier_by(day: date, months: int) -> date:
    """The same day so many months before; in a shorter month its last one."""
    first = month(number_of(day) - months).since
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
