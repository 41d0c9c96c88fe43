"""The monthly recap of a unit (domain brief 8.22): what was done and how often, and who was accompanied."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from domain.clients import PRESENT, Event, Status, holding
from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "recap.toml"
MONTHS = 12  # that the intensity is worked out from
RISKY = ("sedang", "tinggi")  # levels at which a substance is counted
UNSCREENED = "belum"


class Intensity(StrEnum):
    """How often something was done."""

    NEVER = "never"
    ONCE = "once"
    RARE = "rare"
    OFTEN = "often"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class RecapRules:
    """The rules."""

    version: str
    checked_on: date
    activities: tuple[str, ...]
    once: int
    rare: int
    often: int
    routine_months: int

    def intensity(self, months: Sequence[int]) -> Intensity:
        """How often, by the reports of each month."""
        whole = sum(months)
        if sum(1 for reports in months if reports) >= self.routine_months:
            return Intensity.ROUTINE
        steps = ((self.often, Intensity.OFTEN), (self.rare, Intensity.RARE), (self.once, Intensity.ONCE))
        return next((step for least, step in steps if whole >= least), Intensity.NEVER)


@dataclass(frozen=True, slots=True)
class Life:
    """What a recap counts of a client: when they came, how their status changed, what the last screening found."""

    sex: str
    age: str
    opened_on: date
    events: tuple[Event, ...] = ()
    withdrawn_on: date | None = None
    level: str = UNSCREENED
    substances: frozenset[str] = frozenset()  # at a risk that is not low

    def is_accompanied(self, on: date) -> bool:
        """Whether somebody accompanied them at the end of a day."""
        if on < self.opened_on or (self.withdrawn_on is not None and self.withdrawn_on <= on):
            return False
        status = holding(event for event in self.events if event.day <= on)
        return (status or Status.ACTIVE) in PRESENT

    def was_closed(self, since: date, until: date) -> bool:
        """Whether that came to an end in this time."""
        began = self.is_accompanied(since - timedelta(days=1)) or since <= self.opened_on <= until
        return began and not self.is_accompanied(until)


@dataclass(frozen=True, slots=True)
class Tally:
    """People, counted along each line: a client may use several substances."""

    whole: int = 0
    sex: Mapping[str, int] = field(default_factory=dict)
    age: Mapping[str, int] = field(default_factory=dict)
    level: Mapping[str, int] = field(default_factory=dict)
    substance: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clients:
    """Those who came in a month, who were accompanied at its end, and whose time with us ended."""

    new: Tally
    active: Tally
    closed: Tally


def clients_of(lives: Sequence[Life], since: date, until: date) -> Clients:
    """The clients of a unit in a month."""
    return Clients(
        new=tally(life for life in lives if since <= life.opened_on <= until),
        active=tally(life for life in lives if life.is_accompanied(until)),
        closed=tally(life for life in lives if life.was_closed(since, until)),
    )


def tally(lives: Iterable[Life]) -> Tally:
    """These people, counted."""
    every = list(lives)
    return Tally(
        whole=len(every),
        sex=Counter(life.sex for life in every),
        age=Counter(life.age for life in every),
        level=Counter(life.level for life in every),
        substance=Counter(substance for life in every for substance in life.substances),
    )


def shipped_recap() -> RecapRules:
    """The rules that come with Suar."""
    return read_recap(SHIPPED.read_text("utf-8"))


def read_recap(text: str) -> RecapRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "activities", "intensity")
    top.text("source"), top.names("activities")
    inner = top.inner("intensity")
    inner.knows("once", "rare", "often", "routine_months")
    once = inner.number("once", 1)
    rare = inner.number("rare", once + 1)
    return RecapRules(
        top.text("version"), top.day("checked_on"), tuple(top.values["activities"]), once, rare,
        inner.number("often", rare + 1), inner.number("routine_months", 1),
    )  # fmt: skip
