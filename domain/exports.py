"""What somebody takes along in a file: what it is, of which time, and of which place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.access import Action, Reach, Record, opens_records, reach
from domain.people import Person, Role
from domain.voice import phrase

KIND = "export"  # of the order
BEGINNING = date(2015, 1, 1)  # before anything that could be recorded


class What(StrEnum):
    """What can be taken along."""

    XLSX = "xlsx"
    CSV = "csv"
    RECAP = "recap"
    HANDOFF = "handoff"


class Time(StrEnum):
    """Of which time."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    ALL = "all"


TIMES = {
    Time.THIS_MONTH: phrase("Bulan ini"),
    Time.LAST_MONTH: phrase("Bulan lalu"),
    Time.THIS_YEAR: phrase("Tahun ini"),
    Time.ALL: phrase("Semua"),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for. Without a place, all that the person may take along; `client` is a code."""

    what: What
    since: date
    until: date
    language: str
    unit: str = ""
    satker: str = ""
    territory: str = ""
    client: str = ""

    def spec(self) -> dict[str, str]:
        """The same as codes and days, to be kept in an order."""
        return {name: str(value) for name, value in asdict(self).items()}

    @property
    def place(self) -> str:
        return self.unit or self.satker or self.territory

    def noted(self, whose: str, rows: int) -> str:
        """What stands of it in the audit: whose records, of which time, and how many rows."""
        return f"{self.client or self.place or whose}:{self.since}..{self.until}:{rows}"


def home_of(person: Person) -> str:
    """The code of the place that somebody belongs to, or oversees; empty for pusat."""
    if person.unit is not None:
        return person.unit.code
    return person.satker or person.territory or ""


def whose(person: Person) -> str:
    """What files and the audit call the records of somebody: an agent's are their own."""
    return person.code if person.role is Role.AGEN else home_of(person) or person.code


def ask_of(spec: Mapping[str, Any]) -> Ask:
    """What an order asks for."""
    since, until = date.fromisoformat(spec["since"]), date.fromisoformat(spec["until"])
    return Ask(**{**spec, "what": What(spec["what"]), "since": since, "until": until})


def days_of(time: Time, today: date) -> tuple[date, date]:
    """The first and the last day of a time."""
    first = today.replace(day=1)
    match time:
        case Time.THIS_MONTH:
            return first, today
        case Time.LAST_MONTH:
            return month_of(first - timedelta(days=1))
        case Time.THIS_YEAR:
            return date(today.year, 1, 1), today
        case _:
            return BEGINNING, today


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month that a day lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def months_between(since: date, until: date) -> list[date]:
    """The first day of each month, of those that have a day in this time."""
    first, found = since.replace(day=1), []
    while first <= until:
        found.append(first)
        first = month_of(first)[1] + timedelta(days=1)
    return found


def may_take(role: Role) -> tuple[What, ...]:
    """What somebody in this role may take along: rows of people only who works with them."""
    if opens_records(role):
        return (What.XLSX, What.CSV, What.RECAP)
    counts = reach(role, Action.EXPORT, Record.COUNT) is not Reach.NOTHING
    return (What.XLSX, What.CSV) if counts else ()
