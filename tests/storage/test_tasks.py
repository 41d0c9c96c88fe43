"""Tasks in the database: planned once, settled once, on exactly the lists of those whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.people import Person, Role
from domain.tasks import Doing, State, Task, What, slot_of
from storage.database import Database
from storage.tasks import Act, Link
from tests.follow_up.unit import open_client
from tests.storage.hands import NOON, RINA, SARI, join
from tests.world import AIR_MESU, BARUGA, KACE

TODAY = date(2026, 11, 22)
BUDI = Person(0, Role.PETUGAS, "Pak Budi", "BNNK-PGK-01", None, "BNNK-PGK", "19.71")
FAR = Person(0, Role.PETUGAS, "Pak Anwar", "BNNP-SULTRA-01", None, "BNNP-SULTRA", "74")
OVERSEERS = (
    Person(0, Role.BNNP, "Bu Tini", "19-01", None, None, "19"),
    Person(0, Role.PUSAT, "Pak Hasan", "PUSAT-01", None, None, None),
)


def task(person: int | None, number: str = "AMT-2611-0001", kind: str = "persetujuan", due: date = TODAY) -> Task:
    return Task(slot_of(number, kind), AIR_MESU, person, None, number, kind, kind, 1, TODAY, due, due)


async def plan(database: Database, *tasks: Task) -> None:
    async with database.transaction() as store:
        for each in tasks:
            store.tasks.plan(each, NOON)


async def listed(database: Database, person: Person, until: date = TODAY) -> list[str]:
    async with database.reading() as store:
        return [each.task.slot for each in await store.tasks.due_for(person, until)]


async def found(database: Database, slot: str) -> Task:
    async with database.reading() as store:
        return next(each for each in await store.tasks.touched_by(slot.partition(":")[0]) if each.slot == slot)


def act(what: What, person: Person) -> Act:
    return Act(what, person.id, NOON)


async def test_a_slot_is_planned_once_whoever_plans_it(database: Database, another: Database) -> None:
    rina = await join(database)
    await plan(database, task(rina.id), task(rina.id))
    await plan(another, task(rina.id, due=TODAY + timedelta(days=9)))
    assert await listed(database, rina, date.max) == ["AMT-2611-0001:persetujuan:1"]
    assert (await found(database, "AMT-2611-0001:persetujuan:1")).due == TODAY


async def test_what_is_planned_in_a_transaction_is_seen_in_it(database: Database) -> None:
    rina = await join(database)
    async with database.transaction() as store:
        store.tasks.plan(task(rina.id), NOON)
        assert len(await store.tasks.due_for(rina, TODAY)) == 1


async def test_the_most_urgent_comes_first_and_only_what_is_due_counts(database: Database) -> None:
    rina = await join(database)
    dues = (TODAY + timedelta(days=5), TODAY - timedelta(days=2), TODAY)
    await plan(database, *(task(rina.id, f"AMT-2611-000{n}", due=due) for n, due in enumerate(dues)))
    assert await listed(database, rina, TODAY + timedelta(days=7)) == [
        f"AMT-2611-000{n}:persetujuan:1" for n in (1, 2, 0)
    ]
    async with database.reading() as store:
        assert len(await store.tasks.due_for(rina, TODAY)) == 2


@pytest.mark.parametrize("unit", [KACE, BARUGA])
async def test_each_task_is_on_one_list_only(database: Database, unit: str) -> None:
    rina, sari = await join(database, RINA), await join(database, SARI, unit)
    await plan(database, task(rina.id), task(None, "AMT-2611-0002"))
    assert await listed(database, rina) == ["AMT-2611-0001:persetujuan:1"]
    assert await listed(database, BUDI) == ["AMT-2611-0002:persetujuan:1"]
    for nobody in (sari, FAR, *OVERSEERS, replace(rina, left_on=TODAY)):
        assert await listed(database, nobody) == []
        async with database.reading() as store:
            assert await store.tasks.find(nobody, (await found(database, "AMT-2611-0001:persetujuan:1")).id) is None


async def test_of_two_who_act_at_once_one_is_told(database: Database, another: Database) -> None:
    rina = await join(database)
    await plan(database, task(rina.id))
    same = await found(database, "AMT-2611-0001:persetujuan:1")
    async with database.transaction() as store:
        assert await store.tasks.close(same, act(What.DONE, rina))
    async with another.transaction() as store:
        assert not await store.tasks.put_off(same, TODAY + timedelta(days=3), act(What.LATER, rina))
        assert [each.what for each in await store.tasks.acts_on(same.id)] == [What.DONE]


async def test_a_task_that_was_handed_on_meanwhile_stays_where_it_is(database: Database) -> None:
    rina, sari = await join(database, RINA), await join(database, SARI)
    await plan(database, task(rina.id))
    same = await found(database, "AMT-2611-0001:persetujuan:1")
    async with database.transaction() as store:
        assert await store.tasks.hand_to(same, sari.id, act(What.HANDED, rina))
        assert not await store.tasks.close(same, act(What.DONE, rina))
    assert await listed(database, sari) == [same.slot]


async def test_a_report_does_not_settle_what_somebody_has_closed_meanwhile(
    database: Database, another: Database
) -> None:
    rina = await join(database)
    await plan(database, task(rina.id))
    before = await found(database, "AMT-2611-0001:persetujuan:1")
    async with another.transaction() as store:
        await store.tasks.close(before, act(What.DONE, rina))
    async with database.transaction() as store:
        store.tasks.change(before, before.settled(Doing("AMT-2611-0009", TODAY, NOON)), NOON)
    assert (await found(database, before.slot)).state is State.CLOSED


async def test_the_word_of_a_client_is_for_their_agent_alone(database: Database) -> None:
    rina = await join(database)
    await open_client(database, rina.id, "K-7Q4-2F", "Teratai", key=1)
    await plan(database, replace(task(rina.id, kind="pemantauan"), client=1))
    async with database.reading() as store:
        [own] = await store.tasks.of_client(rina, 1)
        [other] = await store.tasks.of_client(BUDI, 1)
    assert (own.word, own.code) == ("Teratai", "K-7Q4-2F")
    assert (other.word, other.code) == ("", "K-7Q4-2F")


async def test_tasks_go_with_their_client(database: Database) -> None:
    rina, sari = await join(database, RINA), await join(database, SARI, BARUGA)
    await open_client(database, rina.id, "K-7Q4-2F", "Teratai", key=1)
    await plan(
        database,
        replace(task(rina.id, kind="pemantauan"), client=1),
        replace(task(None, "AMT-2611-0002", "asistensi"), client=1),
        task(rina.id, "AMT-2611-0003"),
    )
    async with database.transaction() as store:
        await store.tasks.hand_over_client(1, sari.id, NOON)
    assert await listed(database, sari) == ["AMT-2611-0001:pemantauan:1"]
    assert await listed(database, FAR) == ["AMT-2611-0002:asistensi:1"]
    assert await listed(database, BUDI) == []
    assert await listed(database, rina) == ["AMT-2611-0003:persetujuan:1"]


async def test_tasks_end_with_their_client_and_come_back_when_that_was_a_mistake(database: Database) -> None:
    rina = await join(database)
    await open_client(database, rina.id, "K-7Q4-2F", "Teratai", key=1)
    await plan(database, replace(task(rina.id, kind="pemantauan"), client=1), task(rina.id, "AMT-2611-0003"))
    async with database.transaction() as store:
        await store.tasks.close_client(1, "AMT-2611-0005")
    assert await listed(database, rina) == ["AMT-2611-0003:persetujuan:1"]
    async with database.transaction() as store:
        await store.tasks.reopen_client(1, "AMT-2611-0004", NOON)
        assert len(await store.tasks.due_for(rina, TODAY)) == 1
        await store.tasks.reopen_client(1, "AMT-2611-0005", NOON)
        assert len(await store.tasks.due_for(rina, TODAY)) == 2


async def test_a_unit_settles_only_what_names_neither_person_nor_client(database: Database) -> None:
    rina = await join(database)
    await open_client(database, rina.id, "K-7Q4-2F", "Teratai", key=1)
    await plan(
        database,
        task(None, "AMT-2611-0001", "asistensi"),
        task(rina.id, "AMT-2611-0002", "asistensi"),
        replace(task(None, "AMT-2611-0003", "asistensi"), client=1),
    )
    async with database.reading() as store:
        waiting = await store.tasks.settled_or_waiting({"asistensi"}, Link(unit=AIR_MESU), Doing("N", TODAY, NOON))
    assert [each.about for each in waiting] == ["AMT-2611-0001"]
