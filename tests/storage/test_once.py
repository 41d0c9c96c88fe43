"""What may happen only once: an update, a lease at a time, a slot, an invitation."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from domain.people import Invitation, Role
from storage.database import Database
from storage.due import DRAFT_REMINDER, DueThing
from tests.storage.conftest import Opens
from tests.storage.hands import NOON, Clock, join
from tests.world import AIR_MESU

LENGTH = timedelta(seconds=30)


async def take(database: Database, *updates: int, bot: str = "staff") -> set[int]:
    async with database.transaction() as store:
        return await store.updates.take(bot, updates)


async def test_an_update_is_new_only_once(database: Database) -> None:
    assert await take(database, 3, 1, 3) == {1, 3}
    assert await take(database, 1, 2, 3) == {2}
    assert await take(database, 1, bot="help") == {1}


async def test_an_update_taken_by_two_at_once_is_new_to_one_of_them(database: Database, another: Database) -> None:
    for start in range(0, 100, 5):
        five = range(start, start + 5)
        taken = await asyncio.gather(take(database, *five), take(another, *reversed(five)))
        assert sorted([*taken[0], *taken[1]]) == list(five)


async def test_marks_of_updates_are_forgotten_after_their_time(database: Database, clock: Clock) -> None:
    await take(database, 1)
    clock.move(hours=48, seconds=1)
    await take(database, 2)
    async with database.transaction() as store:
        assert await store.updates.forget() == 1
    assert await take(database, 1, 2) == {1}


async def test_a_mark_that_is_older_than_48_hours_is_of_another_update(database: Database, clock: Clock) -> None:
    await take(database, 1)
    clock.move(hours=47, minutes=59)
    assert await take(database, 1) == set()
    clock.move(minutes=2)
    assert await take(database, 1) == {1}
    assert await take(database, 1) == set()


async def lease(database: Database, name: str = "clock") -> bool:
    async with database.transaction() as store:
        return await store.leases.take(name, LENGTH)


async def test_a_lease_has_one_holder_who_may_keep_it(database: Database, another: Database, clock: Clock) -> None:
    assert await lease(database)
    assert not await lease(another)
    clock.move(seconds=29)
    assert await lease(database)
    clock.move(seconds=29)
    assert not await lease(another)


async def test_a_lease_that_ran_out_goes_to_whoever_asks_first(
    database: Database, another: Database, clock: Clock
) -> None:
    await lease(database)
    clock.move(seconds=30)
    assert await lease(another)
    assert not await lease(database)


async def test_a_lease_can_be_given_back_by_its_holder_only(database: Database, another: Database) -> None:
    await lease(database)
    async with another.transaction() as store:
        await store.leases.release("clock")
    assert not await lease(another)
    async with database.transaction() as store:
        await store.leases.release("clock")
    assert await lease(another)


async def test_what_dead_processes_held_is_free_at_once(database: Database, another: Database) -> None:
    await lease(database)
    await lease(another, "poll:staff")
    async with another.transaction() as store:
        assert sorted(await store.leases.holders()) == ["ours", "theirs"]
        await store.leases.free(["ours"])
    assert await lease(another)
    assert not await lease(database, "poll:staff")


async def test_of_many_who_ask_at_once_one_gets_the_lease(opened: Opens) -> None:
    many = [opened(str(n)) for n in range(4)]
    for name in "abcdef":
        assert sum(await asyncio.gather(*(lease(each, name) for each in many))) == 1


async def plan(database: Database, slot: str, at: timedelta = timedelta()) -> None:
    async with database.transaction() as store:
        store.due.plan(DueThing(slot, DRAFT_REMINDER, 1, NOON + at))


async def ready(database: Database) -> list[str]:
    async with database.reading() as store:
        return [thing.slot for thing in await store.due.ready(DRAFT_REMINDER, NOON, 100)]


async def test_a_slot_is_used_once_ever(database: Database) -> None:
    for _ in range(2):
        await plan(database, "draft:1")
    await plan(database, "draft:1", timedelta(hours=-3))
    assert await ready(database) == ["draft:1"]
    async with database.transaction() as store:
        await store.due.done("draft:1", NOON)
    await plan(database, "draft:1")
    assert await ready(database) == []


async def test_what_is_due_comes_the_oldest_first_and_nothing_before_its_time(database: Database) -> None:
    for hours in (1, -1, 0, -2):
        await plan(database, str(hours), timedelta(hours=hours))
    assert await ready(database) == ["-2", "-1", "0"]
    async with database.transaction() as store:
        await store.due.move(["-2"], NOON + timedelta(minutes=1))
    assert await ready(database) == ["-1", "0"]


async def test_what_was_done_long_ago_is_forgotten_and_what_waits_is_not(database: Database) -> None:
    for slot in ("done", "waits"):
        await plan(database, slot, timedelta(days=-200))
    async with database.transaction() as store:
        await store.due.done("done", NOON - timedelta(days=91))
        await store.due.forget(NOON - timedelta(days=90))
    await plan(database, "done")
    assert await ready(database) == ["waits", "done"]


async def test_two_tickers_at_once_never_do_the_same_thing(database: Database, another: Database) -> None:
    slots = [f"draft:{n}" for n in range(60)]
    for slot in slots:
        await plan(database, slot)
    did: list[str] = []

    async def tick(ticker: Database) -> None:
        while True:
            async with ticker.transaction() as store:
                things = await store.due.ready(DRAFT_REMINDER, NOON, 7)
                await asyncio.sleep(0)
                for thing in things:
                    did.append(thing.slot)
                    await store.due.done(thing.slot, NOON)
            if not things:
                return

    await asyncio.gather(tick(database), tick(another), tick(database))
    assert sorted(did) == sorted(slots)


async def test_an_invitation_is_used_by_one_of_two_at_once(database: Database, another: Database) -> None:
    async def use(by: Database, digest: bytes) -> bool:
        async with by.transaction() as store:
            return await store.invites.use(digest, NOON)

    for n in range(8):
        digest = bytes([n]) * 32
        async with database.transaction() as store:
            await store.invites.put(digest, Invitation(Role.AGEN, AIR_MESU), None, NOON, NOON + timedelta(days=7))
        used = await asyncio.gather(use(database, digest), use(another, digest))
        assert sorted(used) == [False, True]


async def test_people_who_join_at_once_get_codes_of_their_own(database: Database, another: Database) -> None:
    chats = range(7_000_000_200, 7_000_000_212)
    people = await asyncio.gather(*(join((database, another)[chat % 2], chat) for chat in chats))
    assert sorted(person.code for person in people) == [f"AMT-{n:02d}" for n in range(1, 13)]
