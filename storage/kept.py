"""The tables that a petugas keeps: facilities, partners, hotlines, who is on duty, and the rules of a satker.

Each row is the newest version of a report, under its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, null, select
from sqlalchemy.orm import aliased

from domain.access import Action, Record
from domain.people import Person
from storage.programme_tables import DutyRow, FacilityRow, HotlineRow, PartnerRow, SatkerRuleRow
from storage.reach import within_satker
from storage.tables import PersonRow, SubmissionRow
from storage.work import Work


class Kind(StrEnum):
    """The tables, by the form that keeps them."""

    FACILITY = "fasilitas"
    PARTNER = "mitra"
    HOTLINE = "hotline"
    DUTY = "jaga"


@dataclass(frozen=True, slots=True)
class Kept:
    """A row. `report` is the id of the report that began it; `facts` are what people look for in such a row."""

    report: int
    number: str
    name: str
    active: bool
    checked_on: date | None
    facts: tuple[str, ...]


_ON_DUTY, _SECOND = aliased(PersonRow), aliased(PersonRow)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table, what kind of record it holds, and which of its columns are shown."""

    table: Any
    record: Record
    name: Any
    facts: tuple[Any, ...]
    checked_on: Any = field(default_factory=null)


_SHAPES: Mapping[Kind, _Shape] = {
    Kind.FACILITY: _Shape(
        FacilityRow, Record.FACILITY, FacilityRow.name, (FacilityRow.phone, FacilityRow.hours), FacilityRow.checked_on
    ),
    Kind.PARTNER: _Shape(PartnerRow, Record.PARTNER, PartnerRow.name, (PartnerRow.contact,)),
    Kind.HOTLINE: _Shape(
        HotlineRow, Record.HOTLINE, HotlineRow.name, (HotlineRow.line, HotlineRow.hours), HotlineRow.checked_on
    ),
    Kind.DUTY: _Shape(
        DutyRow, Record.DUTY, _ON_DUTY.name, (DutyRow.days, DutyRow.since, DutyRow.until, _SECOND.name)
    ),
}


class KeptTables:
    """The kept tables of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, kind: Kind, number: str, satker: str, values: Mapping[str, Any]) -> None:
        """Keep a row; of a correction, in the place of the old one. It stays with the satker that began it."""
        put = self._work.insert(_SHAPES[kind].table).values(number=number, satker=satker, **values)
        await self._work.run(put.on_conflict_do_update(index_elements=["number"], set_=dict(values)))

    async def put_rules(self, number: str, satker: str, rules: Mapping[str, str], since: date) -> None:
        """What a satker decided for itself, from a day on; of a correction, in the place of the old report's rules.

        They stay with the satker that began it.
        """
        held = await self._work.run(select(SatkerRuleRow.satker).where(SatkerRuleRow.number == number).limit(1))
        kept = {"number": number, "satker": held.scalar() or satker, "since": since}
        await self._work.run(delete(SatkerRuleRow).where(SatkerRuleRow.number == number))
        await self._work.put_if_absent(
            SatkerRuleRow, [{**kept, "rule": rule, "value": value} for rule, value in rules.items()]
        )

    async def rows(self, person: Person, kind: Kind) -> list[Kept]:
        """The rows that this person may change, those in use first, by name."""
        shape = _SHAPES[kind]
        table = shape.table
        columns = (SubmissionRow.id, table.number, shape.name, table.active, shape.checked_on, *shape.facts)
        first = and_(SubmissionRow.number == table.number, SubmissionRow.version == 1)
        query = select(*columns).select_from(table).join(SubmissionRow, first)
        if kind is Kind.DUTY:
            query = query.join(_ON_DUTY, _ON_DUTY.id == DutyRow.person)
            query = query.outerjoin(_SECOND, _SECOND.id == DutyRow.second)
        may = within_satker(person, Action.CHANGE, shape.record, table.satker)
        ordered = query.where(may).order_by(table.active.desc(), shape.name, table.number)
        return [_kept(tuple(row)) for row in await self._work.run(ordered)]

    async def may_change(self, person: Person, kind: Kind, number: str) -> bool:
        """Whether this row is there, and this person's to change."""
        shape = _SHAPES[kind]
        may = within_satker(person, Action.CHANGE, shape.record, shape.table.satker)
        query = select(shape.table.number).where(shape.table.number == number, may)
        return (await self._work.run(query)).first() is not None


def _kept(row: Sequence[Any]) -> Kept:
    report, number, name, active, checked_on = row[:5]
    return Kept(report, number, name, active, checked_on, facts=tuple(fact or "" for fact in row[5:]))
