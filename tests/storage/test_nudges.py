"""Looks at people in the database: the earliest wins, and many are asked about as each would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.nudges import rhythm_of
from domain.people import Invitation, Person, Role
from domain.tasks import Doing, Task
from domain.territory import zone_of
from storage.database import Database
from storage.due import NUDGE, DueThing
from tests.follow_up.unit import open_client
from tests.storage.hands import NOON, SARI, join, session_of
from tests.storage.test_tasks import found, plan, task
from tests.world import BARUGA, KACE

TODAY = date(2026, 11, 22)
ALWAYS = NOON + timedelta(days=3650)


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


async def joins(database: Database, chat: int, invitation: Invitation) -> Person:
    who = database.keyring.who("staff", chat)
    async with database.transaction() as store:
        await session_of(database, store, chat)
        await store.people.add(who, "Pak Budi", invitation, NOON)
        person = await store.people.by_who(who)
    assert person is not None
    return person


async def looks(database: Database) -> dict[int, datetime]:
    async with database.transaction() as store:
        ready = await store.nudges.ready(ALWAYS, 100)
        return await store.nudges.take(list(ready), ALWAYS)


def of(person: Person, day: date) -> datetime:
    return rhythm_of(person).moment(day)


async def test_a_task_has_its_person_looked_at_on_its_day(database: Database) -> None:
    rina, sari = await join(database), await join(database, SARI, BARUGA)
    await plan(database, task(rina.id, due=day(5)), replace(task(sari.id, "BRG-1", due=day(2)), unit=BARUGA))
    assert await looks(database) == {rina.id: of(rina, day(5)), sari.id: of(sari, day(2))}
    assert zone_of(sari.unit.code if sari.unit else None) != zone_of(rina.unit.code if rina.unit else None)


async def test_the_earliest_look_wins(database: Database) -> None:
    rina = await join(database)
    for due in (5, 2, 8):
        await plan(database, task(rina.id, f"AMT-2611-000{due}", due=day(due)))
    assert await looks(database) == {rina.id: of(rina, day(2))}


async def test_what_is_due_today_after_this_mornings_moment_waits_for_tomorrow(database: Database) -> None:
    rina = await join(database)
    await plan(database, task(rina.id), task(rina.id, "AMT-2611-0002", due=day(-3)))
    assert await looks(database) == {rina.id: of(rina, day(1))}


async def test_what_is_anybodys_has_each_petugas_of_the_satker_looked_at(database: Database) -> None:
    ours = Invitation(Role.PETUGAS, satker="BNNK-PGK")
    budi, tini, gone = [await joins(database, chat, ours) for chat in (1, 2, 3)]
    await joins(database, 4, Invitation(Role.PETUGAS, satker="BNNP-SULTRA"))
    async with database.transaction() as store:
        await store.people.leaves(gone.id, TODAY)
    await plan(database, task(None, due=day(4)))
    assert await looks(database) == {each.id: of(each, day(4)) for each in (budi, tini)}


async def test_what_was_looked_at_later_than_now_is_looked_at_anew(database: Database) -> None:
    rina = await join(database)
    await plan(database, task(rina.id, due=day(2)))
    async with database.transaction() as store:
        await store.nudges.looked({rina.id: NOON + timedelta(days=900)}, NOON + timedelta(days=30))
        assert await store.nudges.is_ahead(NOON)
        await store.nudges.put_back(NOON)
        assert not await store.nudges.is_ahead(NOON)
    assert await looks(database) == {rina.id: NOON}


async def test_of_two_processes_one_uses_a_slot(database: Database, another: Database) -> None:
    thing = DueThing("nudge:7:2026-11-22", NUDGE, 7, NOON)
    for each, used in ((database, {thing.slot}), (another, set()), (database, set())):
        async with each.transaction() as store:
            assert await store.due.use([thing], NOON) == used


# --- Many at once -----------------------------------------------------------------------------------


async def settle(database: Database, slot: str, on: date) -> None:
    before = await found(database, slot)
    async with database.transaction() as store:
        store.tasks.change(before, before.settled(Doing("AMT-2611-0999", on, NOON)), NOON)


@pytest.fixture
async def office(database: Database) -> list[Person]:
    """Two agents of one satker, one of another, one who has left; two petugas; and overseers."""
    rina, joko = await join(database), await join(database, 11, KACE)
    sari, gone = await join(database, SARI, BARUGA), await join(database, 12)
    budi = await joins(database, 1, Invitation(Role.PETUGAS, satker="BNNK-PGK"))
    anwar = await joins(database, 2, Invitation(Role.PETUGAS, satker="BNNP-SULTRA"))
    tini = await joins(database, 3, Invitation(Role.BNNP, territory="19"))
    await open_client(database, rina.id, "K-7Q4-2F", "Teratai", key=1)
    tasks = [
        replace(task(rina.id, "AMT-1", due=day(1)), client=1),
        task(rina.id, "AMT-2", due=day(0)),
        task(rina.id, "AMT-3", due=day(9)),
        replace(task(joko.id, "KCE-1", due=day(2)), unit=KACE),
        replace(task(None, "KCE-2", due=day(1)), unit=KACE),
        replace(task(sari.id, "BRG-1", due=day(1)), unit=BARUGA),
        replace(task(None, "BRG-2", due=day(7)), unit=BARUGA),
        task(gone.id, "AMT-4", due=day(1)),
        task(None, "AMT-5", due=day(0)),
    ]
    await plan(database, *tasks)
    await settle(database, "AMT-5:persetujuan:1", TODAY)
    async with database.transaction() as store:
        await store.people.leaves(gone.id, TODAY)
    return [rina, joko, sari, replace(gone, left_on=TODAY), budi, anwar, tini]


async def test_many_are_told_what_each_would_see(database: Database, office: list[Person]) -> None:
    until = day(2)
    async with database.reading() as store:
        together = await store.waiting.due(office, until)
        each = {person.id: await store.tasks.due_for(person, until) for person in office}
    assert {key: listed for key, listed in together.items() if listed} == {
        key: listed for key, listed in each.items() if listed
    }
    assert [sorted(listed.task.about for listed in each[person.id]) for person in office] == [
        ["AMT-1", "AMT-2"], ["KCE-1"], ["BRG-1"], [], ["AMT-4", "KCE-2"], [], [],
    ]  # fmt: skip
    assert [listed.word for listed in together[office[0].id]] == ["", "Teratai"]


async def test_the_next_day_of_each_is_that_of_their_first_task(database: Database, office: list[Person]) -> None:
    rina, joko, sari, _, budi, anwar, _ = office
    async with database.reading() as store:
        assert await store.waiting.next_days(office) == {
            rina.id: day(0), joko.id: day(2), sari.id: day(1), budi.id: day(1), anwar.id: day(7),
        }  # fmt: skip


async def test_only_what_was_done_in_time_is_praised(database: Database) -> None:
    rina = await join(database)
    done: list[Task] = [task(rina.id, f"AMT-{n}", due=day(-n)) for n in range(1, 5)]
    await plan(database, *done)
    for n, on in ((1, day(-1)), (2, day(-5)), (3, day(0))):  # 3 was late; 4 is open
        await settle(database, f"AMT-{n}:persetujuan:1", on)
    async with database.reading() as store:
        assert await store.waiting.done_in_time([rina], day(-7), day(-1)) == {rina.id: 2}
        assert await store.waiting.done_in_time([rina], day(-1), day(-1)) == {rina.id: 1}
        assert await store.waiting.done_in_time([], day(-7), day(-1)) == {}
