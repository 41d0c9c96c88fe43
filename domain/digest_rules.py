"""What digests show, praise and ask for, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path

from domain import concerns
from domain.indicator_rules import Indicators
from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "digest.toml"

Words = Mapping[str, str]  # by language


class Kind(StrEnum):
    """Kinds of praise."""

    IN_TIME = "in_time"
    ALL_REPORTED = "all_reported"
    BACK = "back"
    GOAL = "goal"
    MORE = "more"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is called, and what it means."""

    name: str
    labels: Words
    definition: Words


@dataclass(frozen=True, slots=True)
class Silence:
    """When a unit counts as not reporting."""

    days: int
    stages: frozenset[str]


@dataclass(frozen=True, slots=True)
class DigestRules:
    """Everything that digests go by. `praise` says how much it takes for each kind, the first kinds first."""

    version: str
    checked_on: date
    source: str
    shown: tuple[str, ...]
    trend: tuple[str, ...]
    trend_periods: int
    at: time
    month_day: int
    silence: Silence
    goals: Mapping[str, int]
    urgent: frozenset[concerns.Kind]
    most_praise: int
    praise: Mapping[Kind, int]
    rising: tuple[str, ...]
    figures: Mapping[str, Figure]

    def figure(self, name: str, indicators: Indicators) -> Figure | None:
        """A figure of ours, or else the indicator of that name."""
        found = next((each for each in indicators.every if each.name == name), None)
        if name in self.figures or found is None:
            return self.figures.get(name)
        return Figure(name, found.labels, found.definition)


def shipped_digest() -> DigestRules:
    """The rules that come with Suar."""
    return read_digest(SHIPPED.read_text("utf-8"))


def read_digest(text: str) -> DigestRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows(
        "version", "checked_on", "source", "shown", "trend", "trend_periods", "times", "silence", "goals", "praise",
        "figures", "urgent",
    )  # fmt: skip
    times, silence, goals, praise = map(top.inner, ("times", "silence", "goals", "praise"))
    times.knows("at", "month_day")
    silence.knows("days", "stages")
    praise.knows("most", *Kind)
    kinds = [Kind(name) for name in praise.values if name != "most"]
    return DigestRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        shown=_in_order(top, "shown"),
        trend=_in_order(top, "trend"),
        trend_periods=top.number("trend_periods", 2),
        at=times.clock("at"),
        month_day=times.number("month_day", 1),
        silence=Silence(silence.days("days", 1), silence.names("stages")),
        goals={name: goals.number(name) for name in goals.values},
        urgent=_urgent(top),
        most_praise=praise.number("most", 1),
        praise={kind: praise.inner(kind).number("least", 1) for kind in kinds},
        rising=_in_order(praise.inner(Kind.MORE), "of") if Kind.MORE in kinds else (),
        figures={table.name: _figure(table) for table in top.tables("figures")},
    )


def _urgent(top: Table) -> frozenset[concerns.Kind]:
    names = top.names("urgent")
    if unknown := names - {kind.value for kind in concerns.Kind}:
        raise top.mistake("urgent", f"has {min(unknown)}; take some of {', '.join(concerns.Kind)}")
    return frozenset(map(concerns.Kind, names))


def _in_order(table: Table, key: str) -> tuple[str, ...]:
    table.names(key)  # says what is wrong with it
    return tuple(table.values[key])


def _figure(table: Table) -> Figure:
    return Figure(table.name, table.labels(), table.inner("definition").labels())
