"""The columns of a table that is given out: what stands in them, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | date | datetime | None  # nothing, and an empty text, leave the cell empty


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CHOICE = "choice"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DAY = "day"
    MOMENT = "moment"  # as a clock on a wall shows it: spreadsheets know no zones


NUMBERS = frozenset((Kind.WHOLE, Kind.DECIMAL))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and the sentence that explains it on the sheet of definitions."""

    title: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    width: float = 0  # in letters; 0: what its kind and its heading need


def wall(moment: datetime) -> datetime:
    """A moment without its zone."""
    return moment.replace(tzinfo=None)
