"""Every role, in every territory, with every record and action: the database hands out what the table says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from domain.access import Action, Record, reach
from domain.people import Person, Role
from storage.counts import By
from storage.database import Database
from storage.help_tables import SurveyAnswerRow
from storage.kept import Kind
from storage.programme_tables import (
    ClientRow,
    DutyRow,
    EscalationRow,
    FacilityRow,
    HotlineRow,
    IndicatorRow,
    PartnerRow,
    ReferralRow,
    SatkerRuleRow,
    TargetRow,
    TaskRow,
)
from storage.reach import within, within_either, within_satker
from storage.store import Store
from storage.tables import LocalFormRow, PersonRow, SubmissionRow, UnitRow
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
    Record.CONCERN: (EscalationRow.key, EscalationRow.satker),
    Record.LOCAL_FORM: (LocalFormRow.form, LocalFormRow.satker),
}
OF_EITHER = (Record.SURVEY, Record.SUGGESTION)


@pytest.fixture
async def country(database: Database) -> Country:
    made = a_country()
    await settle(database, made)
    return made


def _query(person: Person, action: Action, record: Record) -> Any:
    if record in OF_SATKERS:
        key, satker = OF_SATKERS[record]
        return select(key).where(within_satker(person, action, record, satker))
    if record in OF_EITHER:
        row = SurveyAnswerRow
        return select(row.service).where(within_either(person, action, record, unit=row.unit, satker=row.satker))
    key, unit, owner, condition = OF_UNITS[record]
    query = select(key).where(within(person, action, record, unit=unit, owner=owner))
    return query if condition is None else query.where(condition)


async def test_every_role_reaches_what_the_table_says_and_nothing_else(database: Database, country: Country) -> None:
    wrong = []
    async with database.reading() as store:
        for person in country.people:
            for record in (*OF_UNITS, *OF_SATKERS, *OF_EITHER):
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


# --- Every repository that hands out something for a person -------------------------------------------


async def _alike(store: Store, person: Person, _country: Country) -> set[str]:
    return {client.code for client in await store.clients.alike(person, "L", "18_25")}


async def _clients(store: Store, person: Person, country: Country) -> set[str]:
    keys = {thing.key: 1000 + (thing.owner or 0) for thing in country.things[Record.CLIENT]}
    return {code for code, key in keys.items() if await store.clients.find(person, key) is not None}


async def _timelines(store: Store, person: Person, country: Country) -> set[str]:
    """A timeline of one report each: whose can be counted can be read."""
    things = country.things[Record.CASE]
    return {thing.key for thing in things if await store.cases.count(person, 1000 + (thing.owner or 0))}


async def _agents(store: Store, person: Person, country: Country) -> set[str]:
    units = [thing.key for thing in country.things[Record.UNIT]]
    return {agent.code for unit in units for agent in await store.people.agents_in(person, unit)}


async def _agents_by_code(store: Store, person: Person, country: Country) -> set[str]:
    codes = [thing.key for thing in country.things[Record.AGENT]]
    return {code for code in codes if await store.people.agent_for(person, code) is not None}


async def _units(store: Store, person: Person, _country: Country) -> set[str]:
    return {placed.unit for placed in await store.stages.placed(person)}


async def _targets(store: Store, person: Person, _country: Country) -> set[str]:
    return {place for _level, place, _stage in await store.targets.of(person, 2026)}


async def _sums(store: Store, person: Person, _country: Country) -> set[str]:
    return {unit for unit, _counter in await store.counts.sums(person, By.UNIT, DAY, DAY, ["laporan.x"])}


async def _surveys(store: Store, person: Person, _country: Country) -> set[str]:
    found = await store.surveys.shown(person, date(DAY.year + 1, 1, 1))
    return {batch.unit or satker for satker, batches in found.items() for batch in batches}


async def _kept(store: Store, person: Person, country: Country, kind: Kind, record: Record) -> set[str]:
    numbers = [thing.key for thing in country.things[record]]
    return {number for number in numbers if await store.kept.may_change(person, kind, number)}


async def _facilities(store: Store, person: Person, country: Country) -> set[str]:
    return await _kept(store, person, country, Kind.FACILITY, Record.FACILITY)


async def _duty(store: Store, person: Person, country: Country) -> set[str]:
    return await _kept(store, person, country, Kind.DUTY, Record.DUTY)


async def _referrals(store: Store, person: Person, country: Country) -> set[str]:
    numbers = [thing.key for thing in country.things[Record.REFERRAL]]
    return {number for number in numbers if await store.referrals.client_of(person, number) is not None}


async def _own_tasks(store: Store, person: Person, _country: Country) -> set[str]:
    """Of a petugas only what names nobody is due; here the tasks of who has left."""
    return {listed.task.slot for listed in await store.tasks.due_for(person, DAY)}


async def _tasks_of_clients(store: Store, person: Person, country: Country) -> set[str]:
    things = country.things[Record.CLIENT]
    found = [await store.tasks.of_client(person, 1000 + (thing.owner or 0)) for thing in things]
    return {listed.task.slot for each in found for listed in each}


async def _incoming(store: Store, person: Person, record: Record) -> set[str]:
    lines = await store.reports.incoming(person, everything=True, first=0, most=100)
    return {line.number for line in lines if line.number.endswith(record.name)}


async def _incoming_cases(store: Store, person: Person, _country: Country) -> set[str]:
    return await _incoming(store, person, Record.CASE)


async def _incoming_activities(store: Store, person: Person, _country: Country) -> set[str]:
    return await _incoming(store, person, Record.ACTIVITY)


async def _local_forms(store: Store, person: Person, _country: Country) -> set[str]:
    return {form.form for form in await store.local_forms.listed(person)}


Way = Callable[[Store, Person, Country], Awaitable[set[str]]]
WAYS: dict[Way, tuple[Record, Action]] = {
    _alike: (Record.CLIENT, Action.SEE),
    _clients: (Record.CLIENT, Action.SEE),
    _timelines: (Record.CASE, Action.SEE),
    _agents: (Record.AGENT, Action.SEE),
    _agents_by_code: (Record.AGENT, Action.SEE),
    _units: (Record.UNIT, Action.SEE),
    _targets: (Record.TARGET, Action.SEE),
    _sums: (Record.COUNT, Action.SEE),
    _surveys: (Record.SURVEY, Action.SEE),
    _facilities: (Record.FACILITY, Action.CHANGE),
    _duty: (Record.DUTY, Action.CHANGE),
    _referrals: (Record.REFERRAL, Action.SEE),
    _tasks_of_clients: (Record.TASK, Action.SEE),
    _incoming_cases: (Record.CASE, Action.REVIEW),
    _incoming_activities: (Record.ACTIVITY, Action.REVIEW),
    _local_forms: (Record.LOCAL_FORM, Action.CHANGE),
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
async def test_repositories_keep_to_the_table(database: Database, country: Country, way: Way) -> None:
    record, action = WAYS[way]
    left = _left(country, record)
    async with database.reading() as store:
        for person in country.people:
            found = await way(store, person, country) & country.known(record)
            wanted = country.expected(person, record, reach(person.role, action, record))
            assert found - left == wanted - left, (person, way.__name__)


async def test_a_petugas_takes_up_the_tasks_of_who_has_left_and_no_others(
    database: Database, country: Country
) -> None:
    left = {person.id for person in country.people if not person.is_active}
    async with database.reading() as store:
        for person in country.people:
            wanted = country.expected(person, Record.TASK, reach(person.role, Action.SEE, Record.TASK))
            if person.role is Role.PETUGAS:
                of_left = {thing.key for thing in country.things[Record.TASK] if thing.owner in left}
                wanted &= of_left
            assert await _own_tasks(store, person, country) == wanted, person


async def test_only_the_agents_of_the_own_satker_are_written_to(database: Database, country: Country) -> None:
    working = {person.unit.code for person in country.people if person.unit is not None and person.is_active}
    async with database.reading() as store:
        for person in country.people:
            reached = country.expected(person, Record.UNIT, reach(person.role, Action.ADD, Record.BROADCAST))
            found = {audience.unit for audience in await store.broadcasts.audiences(person)}
            assert found == reached & working, person
