"""The rules of the satisfaction index (IKM), as data: its unsur, their weight, and the grades."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "ikm.toml"
UNSUR = 9
MONTHS = (1, 2, 3, 4, 6, 12)  # what divides a year

Words = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Grade:
    """What an index is called from this one on."""

    name: str
    since: Fraction
    labels: Words


@dataclass(frozen=True, slots=True)
class IkmRules:
    """How marks become an index. The best grade comes first, and the last one begins at 0."""

    version: str
    checked_on: date
    source: str
    weight: Fraction
    period_months: int
    link_days: int
    unsur: tuple[Words, ...]
    grades: tuple[Grade, ...]

    def period(self, day: date) -> date:
        """The first day of the period in which somebody is asked once."""
        return date(day.year, day.month - (day.month - 1) % self.period_months, 1)


def shipped_ikm() -> IkmRules:
    """The rules that come with Suar."""
    return read_ikm(SHIPPED.read_text("utf-8"))


def read_ikm(text: str) -> IkmRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "weight", "period_months", "link_days", "unsur", "grades")
    return IkmRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        weight=_weight(top),
        period_months=_period(top),
        link_days=top.days("link_days", 1),
        unsur=_unsur(top),
        grades=_grades(top),
    )


def _weight(top: Table) -> Fraction:
    weight = _number(top, "weight", "1/9")
    if not 0 < weight * UNSUR <= 1:
        raise top.mistake("weight", f'is "{top.text("weight")}"; nine of it make at most 1: write "1/9" or "0.11"')
    return weight


def _period(top: Table) -> int:
    months = top.number("period_months", 1)
    if months not in MONTHS:
        raise top.mistake("period_months", f"is {months}; take one of {', '.join(map(str, MONTHS))}")
    return months


def _unsur(top: Table) -> tuple[Words, ...]:
    unsur = tuple(table.labels() for table in top.tables("unsur"))
    if len(unsur) != UNSUR:
        raise top.mistake("unsur", f"has {len(unsur)} of them; write nine, in the order of the questions")
    return unsur


def _grades(top: Table) -> tuple[Grade, ...]:
    tables = top.tables("grades")
    grades = tuple(Grade(table.name, _number(table, "from", "76.61"), table.labels()) for table in tables)
    begins = [grade.since for grade in grades]
    if not begins or begins != sorted(set(begins), reverse=True) or begins[-1] != 0:
        raise top.mistake("grades", 'do not go down to 0; write the best first, and the last with from = "0"')
    return grades


def _number(table: Table, key: str, example: str) -> Fraction:
    """Written as a text, because a number with a point would not be exact."""
    written = table.text(key)
    try:
        return Fraction(written)
    except (ValueError, ZeroDivisionError):
        raise table.mistake(key, f'is "{written}"; write a number in quotes, such as {key} = "{example}"') from None
