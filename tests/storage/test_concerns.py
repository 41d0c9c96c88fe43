"""What needs attention: from which day on, and who sees what of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert

from domain.concern_rules import shipped_concerns
from domain.concerns import Concern, Kind
from domain.follow_up_rules import shipped_rules
from domain.people import Person, Role
from domain.tasks import What
from storage.database import Database
from storage.help_tables import HelpCaseRow
from storage.programme_tables import StageRow
from storage.tables import SessionRow
from storage.tasks import Act
from tests.storage.hands import NOON
from tests.storage.programme import DAY, UNITS, Country, a_country, settle

RULES, FOLLOW_UP = shipped_concerns(), shipped_rules()
FIRST, *_ = UNITS


@pytest.fixture
async def country(database: Database) -> Country:
    made = a_country()
    await settle(database, made)
    return made


async def of(database: Database, person: Person, days: int) -> list[Concern]:
    """What this person sees so many days after the day of everything."""
    async with database.reading() as store:
        return await store.concerns.of(person, NOON + timedelta(days=days), RULES, FOLLOW_UP)


async def add(database: Database, row: Any, *values: dict[str, Any]) -> None:
    await database.run_sync(lambda connection: connection.execute(insert(row), list(values)))


def kinds(concerns: Iterable[Concern]) -> Counter[Kind]:
    return Counter(each.kind for each in concerns)


def petugas(country: Country, satker: str = "BNNK-A") -> Person:
    return next(each for each in country.people if each.satker == satker and each.is_active)


def stage(number: str, day: int, stage: str = "ber_sk", until: int | None = None) -> dict[str, Any]:
    return {
        "number": number, "unit": FIRST, "day": DAY + timedelta(days=day), "stage": stage, "track": "", "evidence": "",
        "sk_kind": "", "sk_number": "", "sk_on": DAY if until is not None else None,
        "sk_until": DAY + timedelta(days=until) if until is not None else None, "at": NOON, "by": 1,
    }  # fmt: skip


async def test_each_kind_is_seen_from_its_day_on(database: Database, country: Country) -> None:
    budi, seen = petugas(country), {}
    for day in (1, 7, 8, 13, 14, 29, 30):
        seen[day] = kinds(await of(database, budi, day))
    clients = Counter({Kind.CHECK_IN: 5})
    assert seen[1] == seen[7] == Counter()
    assert seen[8] == seen[13] == clients  # that of the week after was missed, too
    assert seen[14] == seen[29] == clients + Counter({Kind.REFERRAL: 5, Kind.REPORT: 1})
    assert seen[30] == seen[29] + Counter({Kind.UNIT: 2})


async def test_who_says_twice_that_they_did_not_meet_has_missed_two(database: Database, country: Country) -> None:
    agent, budi = country.people[0], petugas(country)
    async with database.transaction() as store:
        [listed] = await store.tasks.due_for(agent, DAY)
        for _ in range(2):
            await store.tasks.put_off(listed.task, DAY + timedelta(days=5), Act(What.NOT_MET, agent.id, NOON))
    [concern] = await of(database, budi, 1)
    assert (concern.kind, concern.about, concern.count, concern.since) == (Kind.CHECK_IN, "K-001-XX", 2, DAY)


async def test_the_newest_decree_counts_and_only_of_a_unit_that_is_at_work(
    database: Database, country: Country
) -> None:
    budi = petugas(country)
    await add(database, StageRow, stage("S-1", 0, until=31))
    assert kinds(await of(database, budi, 0)) == Counter()
    [ending] = await of(database, budi, 1)
    assert (ending.kind, ending.since, ending.unit) == (Kind.DECREE, DAY + timedelta(days=31), FIRST)
    await add(database, StageRow, stage("S-2", 1, stage="operasional"))
    assert len(await of(database, budi, 1)) == 1  # a stage that needs no new decree leaves the old one in force
    await add(database, StageRow, stage("S-3", 1, until=366) | {"number": "S-3"})
    assert await of(database, budi, 1) == []
    assert Kind.DECREE in kinds(await of(database, budi, 400))  # one that has ended
    await add(database, StageRow, stage("S-4", 2, stage="tidak_aktif"))
    assert Kind.DECREE not in kinds(await of(database, budi, 400))
    assert [each.unit for each in await of(database, budi, 400) if each.kind is Kind.UNIT] == ["19.71.01.1001"]


async def test_an_agent_who_cannot_be_written_to_is_seen_by_the_petugas(database: Database, country: Country) -> None:
    agent, budi = country.people[0], petugas(country)
    chat = {
        "who": f"who-{agent.id:012}".encode(), "bot": "staff", "chat": b"", "language": "id", "place": "", "card": 0,
        "asked": 0, "seq": 0, "active_at": NOON, "reachable": False,
    }  # fmt: skip
    await add(database, SessionRow, chat)
    assert await of(database, budi, 2) == []
    [concern] = await of(database, budi, 3)
    assert (concern.kind, concern.about, concern.since) == (Kind.AGENT, "A1", DAY)
    assert await of(database, petugas(country, "BNNK-B"), 3) == []


async def test_families_who_wait_too_long_are_a_number(database: Database, country: Country) -> None:
    case = {
        "who": b"f", "state": "waiting", "alias": None, "satker": "BNNK-A", "urgent": False, "silent": False,
        "level": 0, "begun_at": NOON, "touched_at": NOON, "promised_at": NOON,
    }  # fmt: skip
    await add(database, HelpCaseRow, *({**case, "id": n} for n in (1, 2)), {**case, "id": 3, "state": "closed"})
    [concern] = await of(database, petugas(country), 0)
    assert (concern.kind, concern.count, concern.key) == (Kind.HELP, 2, "help:BNNK-A")


async def test_who_sees_what(database: Database, country: Country) -> None:
    """A petugas the own satker, a bnnp what is about units of the province, an agent and pusat nothing but counts."""
    for person in country.people:
        seen = await of(database, person, 30)
        if person.role is Role.PETUGAS and person.is_active:
            assert {each.satker for each in seen} == {person.satker}
            assert {Kind.CHECK_IN, Kind.REFERRAL, Kind.REPORT, Kind.UNIT} == set(kinds(seen))
        elif person.role is Role.BNNP:
            assert set(kinds(seen)) == {Kind.UNIT}
            assert {each.unit[:2] for each in seen} == {person.territory}
        else:
            assert seen == []


async def test_overseers_see_how_much_there_is_in_each_satker(database: Database, country: Country) -> None:
    async def counts(role: Role) -> dict[str, Counter[Kind]]:
        person = next(each for each in country.people if each.role is role)
        async with database.reading() as store:
            return await store.concerns.counts(person, NOON + timedelta(days=14), RULES, FOLLOW_UP)

    ours = Counter({Kind.CHECK_IN: 5, Kind.REFERRAL: 5, Kind.REPORT: 10})
    assert (await counts(Role.PUSAT))["BNNK-A"] == ours
    assert set(await counts(Role.PUSAT)) == {"BNNK-A", "BNNK-B", "BNNP-C"}
    assert set(await counts(Role.BNNP)) == {"BNNK-A", "BNNK-B"}


async def test_there_are_as_many_questions_as_kinds(database: Database, country: Country) -> None:
    seen: list[str] = []
    engine = database._engine.sync_engine

    def note(*words: Any) -> None:
        seen.append(str(words[2]))

    async with database.reading() as store:
        event.listen(engine, "before_cursor_execute", note)
        every = await store.concerns.of_satkers(
            ["BNNK-A", "BNNK-B", "BNNP-C"], NOON + timedelta(days=30), DAY + timedelta(days=30), RULES, FOLLOW_UP
        )
        event.remove(engine, "before_cursor_execute", note)
    assert len({each.satker for each in every}) == 3
    assert len([each for each in seen if each.lstrip().startswith("SELECT")]) == len(Kind)


async def test_a_kind_that_the_rules_leave_out_is_not_looked_for(database: Database, country: Country) -> None:
    fewer = replace(RULES, kinds={Kind.REFERRAL: RULES.kinds[Kind.REFERRAL]})
    async with database.reading() as store:
        seen = await store.concerns.of(petugas(country), NOON + timedelta(days=40), fewer, FOLLOW_UP)
    assert set(kinds(seen)) == {Kind.REFERRAL}


def test_the_same_matter_keeps_its_key() -> None:
    one = Concern(Kind.CHECK_IN, "S", date(2026, 1, 1), subject=7, count=2)
    assert one.key == replace(one, count=3, since=date(2026, 2, 1)).key
    assert one.key != replace(one, kind=Kind.AGENT).key
