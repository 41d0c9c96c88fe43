"""The outbox: letters leave in order, whole chats at a time, and by one process at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest

from domain.letters import Show
from domain.messages import Message
from storage import leaving
from storage.cards import Arrived
from storage.database import Database
from storage.outbox import LEASE
from tests.storage.conftest import Opens
from tests.storage.hands import NOON, RINA, SARI, Clock, claim, claim_letters, put, session_of, text_of

CHATS = range(7_000_000_100, 7_000_000_112)


async def test_letters_are_claimed_in_the_order_in_which_they_were_put(opened: Opens, database: Database) -> None:
    absent = opened("absent")
    await put(absent, "1", "2", chat=RINA)
    await put(absent, "a", chat=SARI)
    await put(absent, "3", chat=RINA)
    claimed = await claim(database)
    assert [text for text in claimed if text.isdecimal()] == ["1", "2", "3"]
    assert "a" in claimed
    assert await claim(database) == []


async def test_what_this_process_puts_is_its_own_at_once(database: Database, another: Database) -> None:
    await put(database, "1")
    assert await claim(another) == []
    assert await claim(database) == []


async def test_a_lease_that_runs_out_is_claimed_by_another(
    database: Database, another: Database, clock: Clock
) -> None:
    await put(database, "1", "2")
    clock.now += LEASE - timedelta(microseconds=1)
    assert await claim(another) == []
    clock.move(microseconds=1)
    assert await claim(another) == ["1", "2"]
    assert await claim(database) == []


async def test_a_lease_that_is_renewed_is_not_claimed(database: Database, another: Database, clock: Clock) -> None:
    held: list[int] = []
    database.deliver_through("staff", lambda letters: held.extend(letter.id for letter in letters))
    await put(database, "1")
    clock.move(seconds=15)
    async with database.transaction() as store:
        assert await store.leaving.look("staff", held, LEASE / 2) == (False, held)
        assert await store.leaving.look("staff", [], LEASE / 2) == (False, [])
        await store.leaving.renew(held)
    clock.move(seconds=15)
    assert await claim(another) == []


async def test_a_letter_is_never_claimed_while_an_earlier_one_of_its_chat_is_under_way(
    database: Database, another: Database, clock: Clock
) -> None:
    await put(database, "1")
    clock.move(seconds=5)
    await put(another, "2")
    assert await claim(another) == []
    assert await claim(database) == []
    clock.move(seconds=15)
    assert await claim(another) == ["1", "2"]


async def test_after_the_earlier_ones_have_left_the_next_can_be_claimed(
    database: Database, another: Database
) -> None:
    gone: list[int] = []
    database.deliver_through("staff", lambda letters: gone.extend(letter.id for letter in letters))
    await put(database, "1")
    await put(another, "2")
    await put(database, "3")
    async with database.transaction() as store:
        await store.leaving.settle(gone, [])
    assert await claim(another) == ["2", "3"]


async def test_letters_of_a_bot_that_this_process_does_not_deliver_wait_for_one_that_does(
    opened: Opens, another: Database
) -> None:
    command_line = opened("command line")
    await put(command_line, "hello")
    await put(another, "to the help side", bot="help")
    assert await claim(another) == ["hello"]
    assert await claim(another, "help") == ["to the help side"]


async def test_a_letter_knows_how_often_it_was_tried(database: Database, another: Database, clock: Clock) -> None:
    await put(database, "1")
    for tries in (1, 2, 3):
        clock.now += LEASE
        assert [letter.tries for letter in await claim_letters(another)] == [tries]


async def test_what_a_dead_process_held_can_be_taken_at_once(database: Database, another: Database) -> None:
    await put(database, "1", "2")
    async with another.transaction() as store:
        assert await store.leaving.holders() == ["ours"]
        await store.leaving.free(["ours"])
    assert await claim(another) == ["1", "2"]


async def test_a_later_state_of_a_card_replaces_one_of_the_same_transaction(database: Database) -> None:
    handed: list[str] = []
    database.deliver_through("staff", lambda letters: handed.extend(map(text_of, letters)))
    async with database.transaction() as store:
        session = await session_of(database, store)
        for text in ("first", "second"):
            store.outbox.show(session, Show(0, Message(text)))
        store.outbox.show(session, Show(1, Message("other card")))
        store.outbox.show(session, Show(0, Message("third")))
    assert handed == ["second", "other card", "third"]


async def test_settling_keeps_the_newest_state_of_a_card_in_whatever_order_it_is_told(database: Database) -> None:
    who = database.keyring.who("staff", RINA)
    await put(database, "1")
    for seq, message_id in ((5, 50), (3, 30), (5, 51)):
        async with database.transaction() as store:
            await store.leaving.settle([], [Arrived(who, 1, seq, message_id, NOON)])
    async with database.reading() as store:
        assert await store.cards.message_of(who, 1) == 51
        assert await store.cards.message_of(who, 2) is None
        session = await store.sessions.of(who)
    assert session is not None
    assert session.shown is not None
    assert (session.shown.message_id, session.shown.seq) == (51, 5)


async def test_a_chat_that_cannot_be_reached_loses_its_own_letters_only(opened: Opens, database: Database) -> None:
    absent = opened("absent")
    await put(absent, "1", "2", chat=RINA)
    await put(absent, "a", chat=SARI)
    async with database.transaction() as store:
        await store.leaving.drop_chat(database.keyring.who("staff", RINA), 99)
        assert await store.outbox.count() == 1
    assert await claim(database) == ["a"]


async def test_a_claim_that_is_not_saved_yet_already_holds_its_chat(
    opened: Opens, database: Database, another: Database
) -> None:
    absent = opened("absent")
    await put(absent, "1")
    async with database.transaction() as store:
        assert [text_of(letter) for letter in await store.leaving.claim("staff")] == ["1"]
        late = asyncio.ensure_future(put(absent, "2"))
        await asyncio.wait({late}, timeout=0.2)  # it may have to wait for us
        other = asyncio.ensure_future(claim(another))
        await asyncio.wait({other}, timeout=0.2)
    await late
    assert await other == []
    assert await claim(another) == []


@pytest.mark.parametrize("seed", range(3))
async def test_two_claimers_at_once_never_take_a_letter_twice_or_out_of_order(
    opened: Opens, clock: Clock, seed: int
) -> None:
    chance, absent = Random(seed), opened("absent")
    claimers = [opened(f"claimer {n}") for n in range(3)]
    sent: dict[int, list[str]] = defaultdict(list)
    put_in: dict[int, list[str]] = defaultdict(list)

    async def work(database: Database) -> None:
        for _ in range(12):
            letters = await claim_letters(database)
            for letter in letters:
                sent[letter.chat].append(text_of(letter))
            await asyncio.sleep(0)
            async with database.transaction() as store:
                await store.leaving.settle([letter.id for letter in letters], [])

    async def write() -> None:
        for n in range(40):
            chat = chance.choice(CHATS)
            put_in[chat].append(str(n))
            await put(absent, str(n), chat=chat)

    await asyncio.gather(write(), *map(work, claimers))
    while letters := await claim_letters(claimers[0]):
        for letter in letters:
            sent[letter.chat].append(text_of(letter))
    assert sent == put_in


async def test_what_a_dead_process_said_to_many_is_taken_over_after_its_answers(
    opened: Opens, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "CHATS_AT_ONCE", 2)
    absent = opened("absent")
    for chat in CHATS:
        async with absent.transaction() as store:
            session = await session_of(absent, store, chat)
            session.in_bulk = chat not in {CHATS[4], CHATS[7]}
            store.outbox.show(session, Show(1, Message("semua" if session.in_bulk else "jawaban")))
    letters = await claim_letters(database)
    assert [(text_of(letter), letter.bulk) for letter in letters] == [("jawaban", False)] * 2
    assert [letter.bulk for letter in await claim_letters(database)] == [True] * 2
