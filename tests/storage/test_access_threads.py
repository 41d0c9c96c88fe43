"""Every person, with a help case of every kind: the database hands out what the table of access says, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from domain.access import Action, Reach, Record, reach
from domain.help_cases import State
from domain.people import Person, Role
from storage.database import Database
from storage.help_tables import HelpCaseRow, HelpGuestRow
from storage.programme_tables import DutyRow
from storage.tables import PersonRow
from tests.storage.hands import NOON
from tests.storage.programme import Country, a_country, person_row, settle

ALL_DAYS = "senin selasa rabu kamis jumat sabtu minggu"
NEVER = ("23:58:00", "23:59:00")  # it is noon


@dataclass(frozen=True)
class Kept:
    """A case, and what decides who reaches it."""

    id: int
    satker: str
    state: State
    holder: Person | None
    guest: Person | None
    level: int
    urgent: bool


@dataclass(frozen=True)
class Desk:
    """Who is on duty in a satker: `first` and `second` now; nobody is where `roster` says only other hours."""

    first: Person | None = None
    second: Person | None = None
    roster: bool = True


@pytest.fixture
async def country(database: Database) -> Country:
    made = a_country()
    extra = [each for each in made.people if each.role is Role.PETUGAS]
    number = max(each.id for each in made.people)
    for each in extra[::2]:  # a second and a third petugas for each satker
        for _ in range(2):
            number += 1
            made.people.append(
                Person(number, Role.PETUGAS, f"P{number}", f"X-{number}", None, each.satker, each.territory)
            )
    await settle(database, made)
    await database.run_sync(
        lambda connection: _add_people(connection, [p for p in made.people if p.code[:2] == "X-"])
    )
    return made


def _add_people(connection: Connection, people: list[Person]) -> None:
    connection.execute(insert(PersonRow), [person_row(each) for each in people])


def officers(country: Country, satker: str) -> list[Person]:
    return [p for p in country.people if p.role is Role.PETUGAS and p.satker == satker and p.is_active]


def cases_of(country: Country) -> list[Kept]:
    """For each satker every kind of case there is."""
    kept: list[Kept] = []
    for satker in ("BNNK-A", "BNNK-B"):
        there = officers(country, satker)
        left = next(p for p in country.people if p.satker == satker and not p.is_active)
        agent = next(p for p in country.people if p.role is Role.AGEN and p.home == satker)
        holders: list[Person | None] = [None, there[2], left, agent]
        for state, holder, level, urgent, guest in product(State, holders, (0, 1), (False, True), (None, there[2])):
            if (state is State.WAITING and holder) or (state is State.TAKEN and not holder):
                continue
            kept.append(Kept(len(kept) + 1, satker, state, holder, guest, level, urgent))
    return kept


async def _settle(database: Database, cases: list[Kept], desks: dict[str, Desk]) -> None:
    def work(connection: Connection) -> None:
        connection.execute(insert(HelpCaseRow), [_row(case) for case in cases])
        guests = [{"case": c.id, "person": c.guest.id, "at": NOON} for c in cases if c.guest]
        connection.execute(insert(HelpGuestRow), guests)
        rows = [_duty(satker, desk) for satker, desk in desks.items() if desk.roster]
        connection.execute(DutyRow.__table__.delete())  # type: ignore[attr-defined]
        if rows:
            connection.execute(insert(DutyRow), rows)

    await database.run_sync(work)


def _row(case: Kept) -> dict[str, object]:
    return {
        "id": case.id, "who": case.id.to_bytes(16, "big"), "state": case.state.value, "alias": f"Melati-{case.id}",
        "satker": case.satker, "unit": None, "about": None, "taken_by": case.holder.id if case.holder else None,
        "urgent": case.urgent, "silent": False, "level": case.level, "told_at": None, "begun_at": NOON,
        "touched_at": NOON, "asked_at": NOON, "promised_at": NOON, "answered_at": None, "closed_at": None,
        "muted_until": None, "receipt": None,
    }  # fmt: skip


def _duty(satker: str, desk: Desk) -> dict[str, object]:
    since, until = ("00:00:00", "00:00:00") if desk.first else NEVER
    person = desk.first or desk.second
    assert person is not None
    return {
        "number": f"D-{satker}", "satker": satker, "person": person.id,
        "second": desk.second.id if desk.second else None, "days": ALL_DAYS, "since": since, "until": until,
        "active": True,
    }  # fmt: skip


def expected(person: Person, case: Kept, action: Action, desks: dict[str, Desk]) -> bool:
    """Who reaches what, said once more, by itself."""
    how_far = reach(person.role, action, Record.THREAD)
    if how_far is Reach.NOTHING or not person.is_active or person.home != case.satker:
        return False
    if case.state is State.TOUCHED:
        return False
    if case.holder is not None and case.holder.id == person.id:
        return True
    if person.role is not Role.PETUGAS:
        return False
    if action is Action.SEE and case.guest is not None and case.guest.id == person.id:
        return True
    desk = desks[case.satker]
    unheld = case.holder is None or not case.holder.is_active
    late = case.level > 0 and case.state is not State.CLOSED
    lent = case.state in {State.TAKEN, State.CLOSED} and case.holder is not None and case.holder.role is Role.AGEN
    if not desk.roster or desk.first == person:
        return unheld or late or lent
    return desk.first is not None and desk.second == person and (late or (unheld and case.urgent))


@pytest.mark.parametrize("roster", ["one on duty", "nobody on duty", "no roster"])
async def test_threads_keep_to_the_table(database: Database, country: Country, roster: str) -> None:
    cases = cases_of(country)
    desks = {}
    for satker in ("BNNK-A", "BNNK-B"):
        first, second, _ = officers(country, satker)
        desks[satker] = {
            "one on duty": Desk(first, second),
            "nobody on duty": Desk(None, second),
            "no roster": Desk(roster=False),
        }[roster]
    await _settle(database, cases, desks)
    async with database.reading() as store:
        for person in country.people:
            for action in Action:
                query = select(HelpCaseRow.id).where(await store.threads._may(person, action, NOON))
                found = set((await store.threads._work.run(query)).scalars())
                wanted = {case.id for case in cases if expected(person, case, action, desks)}
                assert found == wanted, (person, action)
            seen = {case.id for case in cases if expected(person, case, Action.SEE, desks)}
            assert {case.id for case in await store.threads.listed(person, NOON)} == seen


async def test_one_case_is_found_only_by_those_who_reach_it(database: Database, country: Country) -> None:
    cases = cases_of(country)[::7]
    first, second, _ = officers(country, "BNNK-A")
    desks = {"BNNK-A": Desk(first, second), "BNNK-B": Desk(roster=False)}
    await _settle(database, cases, desks)
    async with database.reading() as store:
        for person, case, action in product(country.people, cases, (Action.SEE, Action.CHANGE)):
            found = await store.threads.find(person, case.id, action, NOON) is not None
            assert found == expected(person, case, action, desks), (person, case, action)


async def test_the_menu_counts_what_its_person_may_answer(database: Database, country: Country) -> None:
    cases = cases_of(country)
    desks = {}
    for satker in ("BNNK-A", "BNNK-B"):
        first, second, _ = officers(country, satker)
        desks[satker] = Desk(first, second)
    await _settle(database, cases, desks)
    async with database.reading() as store:
        for person in country.people:
            counted = await store.threads.count(person, NOON)
            seen = [case for case in cases if expected(person, case, Action.SEE, desks)]
            assert counted.waiting == sum(_waits_for(person, case, desks) for case in seen), person
            to_look_at = [each for each in seen if each.state is not State.CLOSED or _was_answered(each, person)]
            assert counted.any == bool(to_look_at), person


def _was_answered(case: Kept, person: Person) -> bool:
    """By this person, or by an agent."""
    return case.holder is not None and (case.holder == person or case.holder.role is Role.AGEN)


def _waits_for(person: Person, case: Kept, desks: dict[str, Desk]) -> bool:
    """Whether it is up to this person to answer. Every case of these tests has a promise."""
    if case.state is State.CLOSED:
        return False
    if case.holder == person:
        return True
    desk = desks[case.satker]
    if desk.first == person:
        return case.state is State.WAITING or case.level > 0
    return desk.second == person and case.level > 0


async def test_of_two_who_take_a_case_at_once_the_first_has_it(database: Database, country: Country) -> None:
    cases = cases_of(country)
    first, second, _ = officers(country, "BNNK-A")
    await _settle(database, cases, {satker: Desk(roster=False) for satker in ("BNNK-A", "BNNK-B")})
    waiting = next(case for case in cases if case.state is State.WAITING and case.satker == "BNNK-A")
    async with database.transaction() as store:
        as_read = await store.threads.find(first, waiting.id, Action.CHANGE, NOON)
        assert as_read is not None
        assert await store.threads.move(as_read, state=State.TAKEN.value, taken_by=first.id)
        assert not await store.threads.move(as_read, state=State.TAKEN.value, taken_by=second.id)
        taken = await store.help.of(waiting.id)
        holder = await store.threads.holder(second, waiting.id)
    assert taken is not None
    assert taken.taken_by == first.id
    assert holder is not None
    assert holder.name == first.name


async def test_colleagues_and_their_questions_stay_within_the_satker(database: Database, country: Country) -> None:
    cases = cases_of(country)
    await _settle(database, cases, {satker: Desk(roster=False) for satker in ("BNNK-A", "BNNK-B")})
    case = next(each for each in cases if each.state is State.TAKEN and each.satker == "BNNK-A")
    async with database.reading() as store:
        for person in country.people:
            colleagues = await store.threads.officers(person)
            is_officer = person.role is Role.PETUGAS and person.is_active
            there = [p for p in officers(country, person.satker or "") if p.id != person.id] if is_officer else []
            assert {each.id for each in colleagues} == {each.id for each in there}
            may = is_officer and person.home == "BNNK-A"
            assert (await store.threads.of_colleagues(person, case.id) is not None) == may
            assert (await store.threads.holder(person, case.id) is not None) == may
            assert {a.id for a in await store.threads.agents(person)} == _agents_seen(country, person)


def _agents_seen(country: Country, person: Person) -> set[int]:
    how_far = reach(person.role, Action.SEE, Record.AGENT)
    if not person.is_active or how_far not in {Reach.UNIT, Reach.SATKER}:
        return set()
    agents = [p for p in country.people if p.role is Role.AGEN and p.is_active and p.id != person.id]
    if how_far is Reach.UNIT:
        return {p.id for p in agents if p.unit == person.unit}
    return {p.id for p in agents if p.home == person.home}
