"""What of a report leaves Suar in a file, as data: which answers, how coarse, and which never.

Free text and files never do, whatever the rules say. A question that no rule knows goes by its kind, and of most kinds
nothing goes out.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "export.toml"


class Asked(StrEnum):
    """What a question asks for, as far as it matters here."""

    CHOICE = "choice"  # one or several of those that the form itself lists
    SCALE = "scale"
    COUNTED = "counted"  # a number that the form marks with suar:indikator
    NUMBER = "number"
    ACTIVITY_DAY = "activity_day"  # a day that the form marks with suar:arti
    DAY = "day"
    TIME = "time"
    PLACE = "place"
    LISTED = "listed"  # one or several of a list from elsewhere
    WORKED_OUT = "worked_out"
    TEXT = "text"
    FILE = "file"


class Way(StrEnum):
    """How an answer goes out."""

    AS_IS = "as_is"
    YEAR = "year"  # of a day
    AGE = "age"  # an age or a day of birth, as an age band
    AREA = "area"  # a place, to about eleven kilometres
    NOTHING = "nothing"


NEVER = frozenset((Asked.TEXT, Asked.FILE))
FITS: Mapping[Way, frozenset[Asked]] = {
    Way.YEAR: frozenset((Asked.DAY, Asked.ACTIVITY_DAY)),
    Way.AGE: frozenset((Asked.DAY, Asked.NUMBER, Asked.COUNTED)),
    Way.AREA: frozenset((Asked.PLACE,)),
}


@dataclass(frozen=True, slots=True)
class ExportRules:
    """The rules. `questions` are patterns of form.question; the first that fits holds."""

    version: str
    checked_on: date
    source: str
    forms: frozenset[str]
    kinds: Mapping[Asked, Way]
    lists: frozenset[str]
    questions: tuple[tuple[str, Way], ...]
    bands: tuple[int, ...]

    def way(self, form: str, question: str, asked: Asked, listed: str = "") -> Way:
        """How the answers to a question go out."""
        if asked in NEVER or form in self.forms:
            return Way.NOTHING
        if asked is Asked.LISTED and listed not in self.lists:
            return Way.NOTHING
        ruled = self.rule(f"{form}.{question}", asked)
        return ruled if ruled is not None else self.kinds[asked]

    def rule(self, name: str, asked: Asked) -> Way | None:
        """What the rules say of this very question."""
        fitting = (way for pattern, way in self.questions if fits(way, asked) and fnmatchcase(name, pattern))
        return next(fitting, None)

    def band(self, age: int) -> str:
        """The age band, such as 18–25."""
        place = bisect_right(self.bands, age)
        if place == 0:
            return f"<{self.bands[0]}"
        until = self.bands[place] - 1 if place < len(self.bands) else None
        return f"{self.bands[place - 1]}–{until}" if until is not None else f"≥{self.bands[-1]}"


def fits(way: Way, asked: Asked) -> bool:
    """Whether answers of this kind can go out so."""
    return asked in FITS.get(way, Asked)


def age_on(born: date, day: date) -> int:
    """How old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def shipped_export() -> ExportRules:
    """The rules that come with Suar."""
    return read_export(SHIPPED.read_text("utf-8"))


def read_export(text: str) -> ExportRules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "never", "age_bands", "lists", "kinds", "questions")
    return ExportRules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        forms=top.names("never"),
        kinds=_kinds(top.inner("kinds")),
        lists=top.names("lists"),
        questions=tuple((name, _way(top.inner("questions"), name)) for name in top.inner("questions").values),
        bands=top.steps("age_bands"),
    )


def _kinds(table: Table) -> Mapping[Asked, Way]:
    open_ = [asked for asked in Asked if asked not in NEVER]
    table.knows(*open_)
    return {asked: _fitting(table, asked) for asked in open_}


def _fitting(table: Table, asked: Asked) -> Way:
    way = _way(table, asked)
    if not fits(way, asked):
        raise table.mistake(asked, f'cannot go out as "{way}"; write {asked} = "nothing"')
    return way


def _way(table: Table, key: str) -> Way:
    return Way(table.one_of(key, [*Way]))
