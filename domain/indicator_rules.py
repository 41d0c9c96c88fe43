"""The indicators that people are shown, as data: what each adds up, what it is called, and what it means.

The counters themselves are marked in the forms (`bind::suar:indikator`); here stands the handful that matters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

from domain.rule_tables import BadRules, Table
from domain.voice import LANGUAGES

SHIPPED = Path(__file__).parent / "rules" / "indicators.toml"

Words = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Indicator:
    """One counter, or several that add up (its levels). Counts of `people` are hidden where they are small."""

    name: str
    people: bool
    labels: Words
    definition: Words
    levels: Mapping[str, Words]

    @property
    def key(self) -> int:
        """A number for buttons."""
        return crc32(self.name.encode())

    @property
    def counters(self) -> tuple[str, ...]:
        """The names of the counters that it is made of."""
        return tuple(f"{self.name}.{level}" for level in self.levels) or (self.name,)


@dataclass(frozen=True, slots=True)
class Indicators:
    version: str
    checked_on: date
    source: str
    every: tuple[Indicator, ...]

    @property
    def counters(self) -> tuple[str, ...]:
        return tuple(name for indicator in self.every for name in indicator.counters)

    def by_key(self, key: int) -> Indicator | None:
        return next((indicator for indicator in self.every if indicator.key == key), None)


def shipped_indicators() -> Indicators:
    """The indicators that come with Suar."""
    return read_indicators(SHIPPED.read_text("utf-8"))


def read_indicators(text: str) -> Indicators:
    """The indicators in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "indicators")
    every = tuple(_indicator(table) for table in top.list("indicators", "indicator"))
    _add_up_once(top, every)
    return Indicators(top.text("version"), top.day("checked_on"), top.text("source").strip(), every)


def _indicator(table: Table) -> Indicator:
    table.knows("name", "people", *LANGUAGES, "definition", "levels")
    levels = table.tables("levels") if "levels" in table.values else []
    return Indicator(
        name=table.text("name"),
        people=table.flag("people"),
        labels=table.labels(),
        definition=table.inner("definition").labels(),
        levels={level.name: level.labels() for level in levels},
    )


def _add_up_once(top: Table, every: tuple[Indicator, ...]) -> None:
    """Two tables about the same people would tell together what each hides."""
    names = [indicator.name for indicator in every]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise top.mistake("indicators", f"has {twice} twice; keep one of them")
