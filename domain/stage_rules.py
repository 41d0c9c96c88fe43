"""What the stages mean, as data: the definition of each, and when a unit counts as sustained."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "stages.toml"

Words = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Sustained:
    """A unit that was in one of these stages in an earlier year and sent so many of these reports this year."""

    stages: frozenset[str]
    reports: int
    of: frozenset[str]


@dataclass(frozen=True, slots=True)
class StageRules:
    """The definitions that figures about units are shown with."""

    version: str
    checked_on: date
    source: str
    sustained: Sustained
    definitions: Mapping[str, Words]


def shipped_stages() -> StageRules:
    """The rules that come with Suar."""
    return read_stages(SHIPPED.read_text("utf-8"))


def read_stages(text: str) -> StageRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "sustained", "definitions")
    sustained = top.inner("sustained")
    sustained.knows("stages", "reports", "of")
    return StageRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        sustained=Sustained(sustained.names("stages"), sustained.number("reports", 1), sustained.names("of")),
        definitions={table.name: table.labels() for table in top.tables("definitions")},
    )
