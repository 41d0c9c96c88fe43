"""Every role, in every territory, with every record and action: the database hands out what the table says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import select

from domain.access import Action, Record, reach
from domain.people import Person
from storage.database import Database
from storage.programme_tables import (
    ClientRow,
    DutyRow,
    FacilityRow,
    HotlineRow,
    IndicatorRow,
    PartnerRow,
    ReferralRow,
    SatkerRuleRow,
    TargetRow,
    TaskRow,
)
from storage.reach import within, within_satker
from storage.store import Store
from storage.tables import PersonRow, SubmissionRow, UnitRow
from tests.storage.programme import DAY, Country, a_country, settle

AGENT_OF_REFERRAL = select(ClientRow.agent).where(ClientRow.id == ReferralRow.client).scalar_subquery()

# What stands for each record: its key, its unit or satker, and whose it is.
OF_UNITS: dict[Record, tuple[Any, Any, Any, Any]] = {
    Record.CLIENT: (ClientRow.code, ClientRow.unit, ClientRow.agent, None),
    Record.CODE: (ClientRow.code, ClientRow.unit, ClientRow.agent, None),
    Record.CASE: (SubmissionRow.number, SubmissionRow.unit, SubmissionRow.person, SubmissionRow.client.is_not(None)),
    Record.ACTIVITY: (SubmissionRow.number, SubmissionRow.unit, SubmissionRow.person, SubmissionRow.client.is_(None)),
    Record.TASK: (TaskRow.slot, TaskRow.unit, TaskRow.person, None),
    Record.REFERRAL: (ReferralRow.number, ReferralRow.unit, AGENT_OF_REFERRAL, None),
    Record.UNIT: (UnitRow.code, UnitRow.code, None, None),
    Record.AGENT: (PersonRow.code, PersonRow.unit, PersonRow.id, PersonRow.unit.is_not(None)),
    Record.COUNT: (IndicatorRow.unit, IndicatorRow.unit, None, None),
}
OF_SATKERS: dict[Record, tuple[Any, Any]] = {
    Record.FACILITY: (FacilityRow.number, FacilityRow.satker),
    Record.PARTNER: (PartnerRow.number, PartnerRow.satker),
    Record.HOTLINE: (HotlineRow.number, HotlineRow.satker),
    Record.DUTY: (DutyRow.number, DutyRow.satker),
    Record.RULE: (SatkerRuleRow.number, SatkerRuleRow.satker),
    Record.TARGET: (TargetRow.number, TargetRow.place),
}


@pytest.fixture
async def country(database: Database) -> Country:
    made = a_country()
    await settle(database, made)
    return made


def _query(person: Person, action: Action, record: Record) -> Any:
    if record in OF_SATKERS:
        key, satker = OF_SATKERS[record]
        return select(key).where(within_satker(person, action, record, satker))
    key, unit, owner, condition = OF_UNITS[record]
    query = select(key).where(within(person, action, record, unit=unit, owner=owner))
    return query if condition is None else query.where(condition)


async def test_every_role_reaches_what_the_table_says_and_nothing_else(database: Database, country: Country) -> None:
    wrong = []
    async with database.reading() as store:
        for person in country.people:
            for record in (*OF_UNITS, *OF_SATKERS):
                for action in Action:
                    found = await _keys(store, _query(person, action, record)) & country.known(record)
                    wanted = country.expected(person, record, reach(person.role, action, record))
                    if found != wanted:
                        wrong.append((person, record, action, found ^ wanted))
    assert wrong == []


async def _keys(store: Store, query: Any) -> set[str]:
    return set((await store.clients._work.run(query)).scalars())


# The ways by which the programme itself asks: each must hand out no more than the table.
LISTS = {
    "clients.csv": (Record.CLIENT, Action.CHANGE),
    "referrals.csv": (Record.REFERRAL, Action.CHANGE),
    "units.csv": (Record.UNIT, Action.SEE),
    "agents.csv": (Record.AGENT, Action.SEE),
    "facilities.csv": (Record.FACILITY, Action.SEE),
    "partners.csv": (Record.PARTNER, Action.SEE),
    "hotlines.csv": (Record.HOTLINE, Action.SEE),
    "duty.csv": (Record.DUTY, Action.SEE),
    "records.csv": (Record.UNIT, Action.CHANGE),
}


@pytest.mark.parametrize("name", LISTS)
async def test_lists_of_forms_keep_to_the_table(database: Database, country: Country, name: str) -> None:
    record, action = LISTS[name]
    async with database.reading() as store:
        for person in country.people:
            listed = await store.datasets.of(person, name, DAY)
            wanted = country.expected(person, record, reach(person.role, action, record))
            found = {row[0] for row in listed.rows} & country.known(record)
            assert found == wanted - _left(country, record), (person, name)


def _left(country: Country, record: Record) -> set[str]:
    """Those who have left are not on offer."""
    return {each.code for each in country.people if not each.is_active} if record is Record.AGENT else set()


async def test_clients_are_found_only_by_those_who_reach_them(database: Database, country: Country) -> None:
    async with database.reading() as store:
        for person in country.people:
            for action in Action:
                wanted = country.expected(person, Record.CLIENT, reach(person.role, action, Record.CLIENT))
                assert await _found(store, person, country, action) == wanted


async def _found(store: Store, person: Person, country: Country, action: Action) -> Iterable[str]:
    codes = [thing.key for thing in country.things[Record.CLIENT]]
    return {code for code in codes if await store.clients.by_code(person, code, action) is not None}


async def test_units_are_found_only_by_those_who_reach_them(database: Database, country: Country) -> None:
    async with database.reading() as store:
        for person in country.people:
            wanted = country.expected(person, Record.UNIT, reach(person.role, Action.SEE, Record.UNIT))
            units = [thing.key for thing in country.things[Record.UNIT]]
            assert {unit for unit in units if await store.places.unit_for(person, unit) is not None} == wanted
