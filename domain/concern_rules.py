"""The rules of attention as data: what needs it from when on, and who is told. What they mean: docs/escalation.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.concerns import Kind
from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "escalation.toml"

FROM_WHEN = {Kind.CHECK_IN: "missed", Kind.DECREE: "days_before"}  # by which key; all others by `days`
STEPS = ("petugas_after_days", "head_after_days", "rests_days")


@dataclass(frozen=True, slots=True)
class Steps:
    """Who is told of it, so many days after it was first seen, and for how long it rests once somebody sees to it.

    `head`: empty where the head is not told.
    """

    petugas: int
    head: int | None
    rests: int


@dataclass(frozen=True, slots=True)
class ConcernRule:
    """From when on something needs attention: so many check-ins missed, days before or after."""

    from_when: int
    steps: Steps | None  # None: nobody is told by these rules


@dataclass(frozen=True, slots=True)
class ConcernRules:
    """The kinds that are looked for, the most urgent first."""

    version: str
    checked_on: date
    source: str
    kinds: Mapping[Kind, ConcernRule]


def shipped_concerns() -> ConcernRules:
    """The rules that come with Suar."""
    return read_concerns(SHIPPED.read_text("utf-8"))


def read_concerns(text: str) -> ConcernRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "kinds")
    top.inner("kinds").knows(*Kind)
    return ConcernRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        kinds={Kind(table.name): _rule(table) for table in top.tables("kinds")},
    )


def _rule(table: Table) -> ConcernRule:
    kind = Kind(table.name)
    if kind is Kind.HELP:  # by when families are answered, and who is told when they are not, says help.toml
        table.knows()
        return ConcernRule(0, None)
    from_when = FROM_WHEN.get(kind, "days")
    table.knows(from_when, *STEPS)
    least = table.number(from_when, 1) if from_when == "missed" else table.days(from_when, 1)
    return ConcernRule(least, _steps(table) if any(key in table.values for key in STEPS) else None)


def _steps(table: Table) -> Steps:
    petugas = table.days("petugas_after_days")
    head = table.days("head_after_days") if "head_after_days" in table.values else None
    if head is not None and head <= petugas:
        raise table.mistake(
            "head_after_days", "is no later than the petugas; write more days than petugas_after_days"
        )
    return Steps(petugas, head, table.days("rests_days", 1))
