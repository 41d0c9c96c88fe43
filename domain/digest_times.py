"""When which digest is told, and until when it still makes sense to tell it late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.digest_rules import DigestRules
from domain.people import Role
from domain.periods import Length, Period, containing, last_over, of_key
from domain.territory import WIB, WIT, WITA

ZONES = (WIT, WITA, WIB)  # the sun comes from the east
WEEKLY, MONTHLY, DAILY = "weekly", "monthly", "daily"
LENGTHS = {WEEKLY: Length.WEEK, MONTHLY: Length.MONTH, DAILY: Length.DAY}
READERS = {
    WEEKLY: (Role.PETUGAS, Role.BNNP, Role.PUSAT, Role.AGEN),
    MONTHLY: (Role.PETUGAS, Role.BNNP, Role.PUSAT),
    DAILY: (Role.PETUGAS,),
}
MONDAY, SUNDAY = 0, 6


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of a kind about a period."""

    kind: str
    period: Period

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.period.key}"


def edition_of(slot: str) -> Edition:
    """The edition that a reader's slot is for: digest:PERSON:KIND:PERIOD."""
    _, _, kind, period = slot.split(":", 3)
    return Edition(kind, of_key(period))


def slot_of(zone: ZoneInfo, edition: Edition) -> str:
    """The one place for an edition in a zone."""
    return f"digests:{zone.key}:{edition.name}"


def editions(rules: DigestRules, zone: ZoneInfo, now: datetime) -> list[tuple[Edition, datetime]]:
    """Those whose moment has come and whose time is not over, and that moment."""
    today = now.astimezone(zone).date()
    newest = [Edition(kind, _about(kind, today)) for kind in (WEEKLY, MONTHLY, DAILY)]
    due = [(each, moment_of(rules, each, zone)) for each in newest if each.kind != DAILY or _is_daily(today)]
    return [(edition, at) for edition, at in due if at <= now]


def moment_of(rules: DigestRules, edition: Edition, zone: ZoneInfo) -> datetime:
    """When it is told: on the Monday after, in the first week of the next month, on the day itself."""
    day = edition.period.since if edition.kind == DAILY else edition.period.after().since
    if edition.kind == MONTHLY:
        day += timedelta(days=rules.month_day - 1)
    return datetime.combine(day, rules.at, zone).astimezone(UTC)


def is_over(edition: Edition, today: date) -> bool:
    """Whether it comes too late: something newer is there to be told."""
    return edition.period != _about(edition.kind, today)


def _about(kind: str, today: date) -> Period:
    length = LENGTHS[kind]
    return containing(length, today) if kind == DAILY else last_over(length, today)


def _is_daily(today: date) -> bool:
    """On Mondays all of it is in the digest of the week, and on Sundays nobody is told."""
    return today.weekday() not in {MONDAY, SUNDAY}
