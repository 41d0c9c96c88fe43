"""Tens of thousands at once: databases take some 32,766 values in one statement, and a morning has more letters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.letters import Show
from domain.messages import Message
from storage.cards import Arrived
from storage.database import Database
from storage.outbox import LEASE
from storage.sealing import Who
from storage.store import Store
from tests.storage.hands import NOON, Clock

MANY = 40_000


def chats(database: Database) -> dict[Who, int]:
    return {database.keyring.who("staff", chat): chat for chat in range(1, MANY + 1)}


async def write_to_all(store: Store, everybody: dict[Who, int]) -> list[int]:
    """One letter to everybody; gives the ids of the letters."""
    for session in (await store.sessions.load("staff", everybody, "id")).values():
        store.outbox.show(session, Show(1, Message("Selamat pagi")))
    await store.flush()
    return [letter.id for _, letter in store.outbox.claimed]


@pytest.mark.soak
async def test_forty_thousand_letters_are_put_renewed_and_settled(
    database: Database, another: Database, clock: Clock
) -> None:
    everybody = chats(database)
    async with database.transaction() as store:
        letters = await write_to_all(store, everybody)
    assert len(letters) == MANY
    clock.move(seconds=15)
    async with database.transaction() as store:
        waits, aging = await store.leaving.look("staff", letters, LEASE / 2)
        assert (waits, sorted(aging)) == (False, sorted(letters))
        await store.leaving.renew(aging)
    clock.move(seconds=15)
    async with another.transaction() as store:
        assert await store.leaving.claim("staff") == []
    async with database.transaction() as store:
        await store.leaving.settle(letters, [Arrived(who, 1, 1, chat, NOON) for who, chat in everybody.items()])
    async with database.reading() as store:
        assert await store.outbox.count() == 0
        assert await store.cards.message_of(next(iter(everybody)), 1) == 1


@pytest.mark.soak
async def test_forty_thousand_chats_that_were_talking_are_found_again(database: Database, clock: Clock) -> None:
    everybody = chats(database)
    async with database.transaction() as store:
        await store.sessions.load("staff", everybody, "id")
    async with database.transaction() as store:
        found = await store.sessions.active_between("staff", NOON - timedelta(hours=1), NOON)
    assert {session.who: session.chat for session in found} == everybody


async def test_forty_thousand_updates_are_taken_once(database: Database) -> None:
    numbers = range(MANY)
    async with database.transaction() as store:
        assert await store.updates.take("staff", numbers) == set(numbers)
    async with database.transaction() as store:
        assert await store.updates.take("staff", range(MANY + 1)) == {MANY}


async def test_forty_thousand_processes_that_are_gone_can_be_freed(database: Database) -> None:
    gone = [f"gone {number}" for number in range(MANY)]
    async with database.transaction() as store:
        await store.leaving.free(gone)
        await store.files.free(gone)
        await store.leases.free(gone)
