"""The table of access, as conditions of queries: what a person may not see, the database does not hand out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select, true

from domain.access import Action, Reach, Record, reach
from domain.people import Person
from storage.tables import SatkerRow, UnitRow

Column = Any  # a column of a table, whatever it holds


def within(
    person: Person, action: Action, record: Record, *, unit: Column, owner: Column | None = None
) -> ColumnElement[bool]:
    """What this person may do this with, of records that name a unit, and perhaps the person whose they are."""
    how_far = reach(person.role, action, record)
    if not person.is_active:
        return false()
    if how_far is Reach.OWN:
        return owner == person.id if owner is not None else false()
    if how_far is Reach.UNIT:
        return unit == person.unit.code if person.unit is not None else false()
    satkers = _satkers(person, how_far)
    return unit.in_(select(UnitRow.code).where(UnitRow.satker.in_(satkers))) if satkers is not None else false()


def within_satker(person: Person, action: Action, record: Record, satker: Column) -> ColumnElement[bool]:
    """The same for records that name a satker."""
    how_far = reach(person.role, action, record)
    if not person.is_active:
        return false()
    if how_far is Reach.NATION:
        return true()
    if how_far in {Reach.OWN, Reach.UNIT}:  # nobody owns a satker, and no unit does
        return false()
    satkers = _satkers(person, how_far)
    return satker.in_(satkers) if satkers is not None else false()


def within_either(
    person: Person, action: Action, record: Record, *, unit: Column, satker: Column
) -> ColumnElement[bool]:
    """The same for records that name a satker, and perhaps one of its units."""
    if reach(person.role, action, record) is Reach.UNIT:
        return within(person, action, record, unit=unit)
    return within_satker(person, action, record, satker)


def _satkers(person: Person, how_far: Reach) -> Select[str] | None:
    """The satkers that a person reaches."""
    query = select(SatkerRow.code)
    if how_far is Reach.NATION:
        return query
    if how_far is Reach.SATKER and person.home is not None:
        return query.where(SatkerRow.code == person.home)
    if how_far is Reach.PROVINCE and person.territory:
        return query.where(SatkerRow.territory.startswith(person.territory[:2], autoescape=True))
    return None
