"""Lists that forms may choose from and that come from the database: each person sees what they may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true

from domain.people import Person, Role
from storage.tables import PersonRow, SatkerRow, UnitRow
from storage.work import Work

Query = Select[*tuple[Any, ...]]
MOST_ROWS = 20_000  # what a list of a form may hold


@dataclass(frozen=True, slots=True)
class Listed:
    """A list for one person."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _units(person: Person) -> Query:
    columns = (UnitRow.code.label("name"), UnitRow.name.label("label"), UnitRow.prefix, UnitRow.satker)
    query = select(*columns).join(SatkerRow, SatkerRow.code == UnitRow.satker)
    return query.where(_works_within(person)).order_by(UnitRow.name, UnitRow.code)


def _agents(person: Person) -> Query:
    columns = (PersonRow.code.label("name"), PersonRow.name.label("label"), PersonRow.unit, UnitRow.satker)
    units = select(*columns).join(UnitRow, UnitRow.code == PersonRow.unit)  # only an agen belongs to a unit
    query = units.join(SatkerRow, SatkerRow.code == UnitRow.satker)
    return query.where(_works_within(person)).order_by(PersonRow.name, PersonRow.code)


def _satker(person: Person) -> Query:
    query = select(SatkerRow.code.label("name"), SatkerRow.name.label("label"), SatkerRow.territory)
    return query.where(_serves(person)).order_by(SatkerRow.name, SatkerRow.code)


# One entry for each: the name that forms call it by, and the question put to the database. The columns `name` (what
# is stored) and `label` (what is shown) come first; the others are there to filter by.
DATASETS: Mapping[str, Callable[[Person], Query]] = {
    "units.csv": _units,
    "satker.csv": _satker,
    "agents.csv": _agents,
}


def _works_within(person: Person) -> ColumnElement[bool]:
    """Which units, and who works in them, a person may see."""
    if person.role is Role.AGEN and person.unit is not None:
        return UnitRow.code == person.unit.code
    return _serves(person)


def _serves(person: Person) -> ColumnElement[bool]:
    """Which satkers a person may see: an agen the one that serves their unit."""
    satker = person.unit.satker if person.unit is not None else person.satker
    if person.role in {Role.AGEN, Role.PETUGAS} and satker:
        return SatkerRow.code == satker
    if person.role is Role.BNNP and person.territory:
        return SatkerRow.territory.startswith(person.territory, autoescape=True)
    return true() if person.role is Role.PUSAT else false()


def headers() -> dict[str, bytes]:
    """The lists without their rows, as files: so that a form which names one can be compiled and checked."""
    nobody = Person(0, Role.PUSAT, "", "", None, None, None)
    return {
        name: (",".join(query(nobody).selected_columns.keys()) + "\n").encode() for name, query in DATASETS.items()
    }


class Datasets:
    """The lists of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, person: Person, name: str) -> Listed:
        """A list as this person may see it."""
        query = DATASETS[name](person)
        rows = await self._work.run(query.limit(MOST_ROWS))
        return Listed(tuple(query.selected_columns.keys()), tuple(tuple(str(cell) for cell in row) for row in rows))
