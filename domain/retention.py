"""How long what is kept: the table is `domain/rules/retention.toml`; whoever forgets reads the periods from it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from domain.rule_tables import Table

SHIPPED = Path(__file__).parent / "rules" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table of the database holds, until when, and why. With a `period`, so long after what `until` says."""

    what: str
    until: str
    why: str
    period: timedelta | None


@cache
def retention() -> Mapping[str, Kept]:
    """Every table of the database and of the store of case keys, by its name."""
    return {name: _kept(Table(name, values)) for name, values in tomllib.loads(SHIPPED.read_text("utf-8")).items()}


def period(table: str) -> timedelta:
    """How long the rows of this table are kept."""
    found = retention()[table].period
    if found is None:
        raise LookupError(f"{table} is kept by no period")
    return found


def _kept(table: Table) -> Kept:
    table.knows("what", "until", "why", "days", "hours")
    unit = next((unit for unit in ("days", "hours") if unit in table.values), None)
    length = timedelta(**{unit: table.number(unit, 1)}) if unit is not None else None
    return Kept(table.text("what"), table.text("until"), table.text("why"), length)
