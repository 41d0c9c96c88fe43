"""A digest: the facts of a place in a period, beside those of the period before, as its readers may see them.

It is made where files are made and read where messages are written, so it can be packed as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.periods import Length, Period, of_key
from domain.small_cells import Table

Values = Mapping[str, int | None]  # by figure; None is hidden, what is missing is not known

REPORTS = "laporan"
UNITS_THAT_REPORTED = "unit_lapor"
ACTIVE = "klien.aktif"
IN_TIME = "pantau"  # of a hundred
CHECK_INS = "pantau.semua"
NO_RELAPSE = {"tak_kambuh.3": 3, "tak_kambuh.6": 6}  # of a hundred, after so many months
COHORT = ".semua"  # behind a rate: of how many it is
RATES = frozenset((IN_TIME, *NO_RELAPSE))
SENT, ARRIVED = "laporan.rujukan", "rujukan.sampai.ya"


class Level(StrEnum):
    """What a digest is about. The words for satker and above are those of targets."""

    UNIT = "unit"
    SATKER = "satker"
    PROVINCE = "provinsi"
    NATION = "nasional"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """A place that somebody may know the figures of. The nation has no code."""

    level: Level
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the places that a place is made of: a unit, a satker, a province; or the whole of them.

    `reported` is the day of its newest report. `silent` and `units` count units: how many have not reported, of how
    many that should. `streak`: for how many periods in a row all check-ins were in time. Units by stage and track.
    """

    code: str
    name: str
    now: Values
    before: Values
    reported: date | None = None
    reported_before: date | None = None  # the day of the newest report before the period
    silent: int = 0
    units: int = 0
    streak: int = 0
    stages: Mapping[str, Mapping[str, int]] | None = None
    goals: Mapping[str, int] | None = None

    def units_in(self, stage: str) -> int:
        return sum((self.stages or {}).get(stage, {}).values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral of which nobody knows yet how it ended."""

    client: str
    unit: str
    facility: str
    day: date
    status: str


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The index of the survey: in hundredths, its grade, and how many answered."""

    index: int
    grade: str
    respondents: int


@dataclass(frozen=True, slots=True)
class Month:
    """The tables of a month by indicator, as this reader may see them."""

    since: date
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told of a place. `people` is the period that counts of people are about, where that is another one."""

    scope: Scope
    period: Period
    people: Period
    as_of: date
    hides: bool
    whole: Part
    parts: tuple[Part, ...] = ()
    trend: tuple[tuple[Period, Values], ...] = ()
    sustained: int = 0  # units that are sustained by what they did
    ikm: Satisfaction | None = None
    referrals: tuple[Waiting, ...] = ()
    shown: tuple[Month, ...] = ()  # tables of months that nobody was shown before

    @property
    def is_monthly(self) -> bool:
        return self.people.length is Length.MONTH


def change(part: Part, figure: str) -> int | None:
    """How much a figure has risen since the period before, if both are known."""
    now, before = part.now.get(figure), part.before.get(figure)
    return now - before if now is not None and before is not None else None


def percent(part: int, whole: int) -> int | None:
    """How many of a hundred, half up; but all only if it is all, and none only if it is none. Of nothing nothing."""
    if not whole:
        return None
    nearest = (200 * part + whole) // (2 * whole)
    return part // whole * 100 if part in {0, whole} else min(max(nearest, 1), 99)


# --- As JSON -------------------------------------------------------------------------------------


def packed(digest: Digest) -> dict[str, Any]:
    """The digest as JSON holds it."""
    held: dict[str, Any] = _plain(asdict(digest))
    return held


def unpacked(held: Mapping[str, Any]) -> Digest:
    """The digest that was packed."""
    trend = tuple((_period(period), values) for period, values in held["trend"])
    ikm = held["ikm"]
    return Digest(
        scope=Scope(Level(held["scope"]["level"]), held["scope"]["place"]),
        period=_period(held["period"]),
        people=_period(held["people"]),
        as_of=date.fromisoformat(held["as_of"]),
        hides=held["hides"],
        whole=_part(held["whole"]),
        parts=tuple(map(_part, held["parts"])),
        trend=trend,
        sustained=held["sustained"],
        ikm=Satisfaction(**ikm) if ikm is not None else None,
        shown=tuple(map(_month, held["shown"])),
        referrals=tuple(Waiting(**{**each, "day": date.fromisoformat(each["day"])}) for each in held["referrals"]),
    )


def _plain(held: Any) -> Any:
    if isinstance(held, dict):
        if held.keys() == {"length", "since"}:
            return Period(**held).key
        return {name: _plain(value) for name, value in held.items()}
    if isinstance(held, list | tuple):
        return [_plain(each) for each in held]
    return held.isoformat() if isinstance(held, date) else held


def _month(held: Mapping[str, Any]) -> Month:
    tables = {
        name: Table(tuple(each["rows"]), tuple(each["columns"]), tuple(map(tuple, each["counts"])))
        for name, each in held["tables"].items()
    }
    return Month(date.fromisoformat(held["since"]), tables)


def _period(held: str) -> Period:
    return of_key(held)


def _part(held: Mapping[str, Any]) -> Part:
    days = {name: date.fromisoformat(held[name]) if held[name] else None for name in ("reported", "reported_before")}
    return Part(**{**held, **days})
