"""What two do at once, or what is cut short between two stores, neither splits a chat nor leaves an erased word."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from domain.files import Wanted
from domain.letters import Show
from domain.messages import Message
from scheduler.erasures import Finishing
from scheduler.lookup_keys import renew_lookup_key
from storage.cards import Arrived
from storage.case_key import Generation
from storage.case_keys import CaseKeys, keys_url
from storage.database import Database, DatabaseDown
from storage.drafts import Owner
from storage.outbox import LEASE
from storage.sealing import Keyring
from storage.sessions import Session
from storage.store import Store
from storage.tables import CardRow, DraftRow, FileRow, LetterRow, TypedRow
from storage.turns import Crossed
from storage.typed import Typed
from tests.storage.hands import NOON, SARI, Clock, claim, claim_letters, put, session_of, text_of

MELATI = 7_000_000_011
WHILE = 0.2  # seconds in which the other one gets as far as it can


@pytest.fixture
async def database(database_url: str, keyring: Keyring, clock: Clock, tmp_path: Path) -> AsyncIterator[Database]:
    keys = CaseKeys(keys_url(str(f"sqlite:///{tmp_path / 'case-keys.db'}"), database_url, tmp_path), keyring)
    await keys.prepare(NOON, 1)
    made = Database(database_url, keyring, holder="ours", real=clock, case_keys=keys)
    for bot in ("help", "staff"):
        made.deliver_through(bot, lambda letters: None)
    yield made
    await made.close()


async def visit(store: Store) -> Session:
    found = await store.doors.open("help", [MELATI])
    return (await store.sessions.load_help("help", found, "id", NOON))[next(iter(found))]


async def erase(store: Store, session: Session) -> int:
    assert session.case is not None
    erased = session.case
    await store.erasing.erase(erased, session.who, NOON)
    await store.sessions.begin_anew(session, NOON)
    return erased


# --- In one transaction --------------------------------------------------------------------------


async def test_what_came_just_before_an_erasure_is_not_written_after_it(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        draft = store.drafts.begin(Owner(case=session.case), "minta_bantuan", "1", b"takut", NOON)
        store.typed.note(session, Typed(50, draft.id, ("isi",), "anak saya"))
        store.files.ask(session, draft.id, "foto", Wanted.PHOTO, "file-1", message_id=51)
        await erase(store, session)
    async with database.reading() as store:
        counts = [
            await store.erasing._work.connection.scalar(select(func.count()).select_from(table))
            for table in (DraftRow, TypedRow, FileRow)
        ]
    assert counts == [0, 0, 0]


# --- The lookup key ------------------------------------------------------------------------------


async def test_whoever_comes_while_chats_are_moved_to_a_new_lookup_key_is_found_again(
    database: Database, clock: Clock
) -> None:
    assert database.case_keys is not None
    (old,) = await database.case_keys.generations()
    clock.move(days=8)
    await renew_lookup_key(database, NOON)
    known = database.case_keys.generations
    async with database.transaction() as store:
        _knows_only(store, old)
        first = await visit(store)
    async with database.transaction() as store:
        assert (await visit(store)).who == first.who
    clock.move(hours=1)
    assert await renew_lookup_key(database, NOON) == 1
    assert len(await known()) == 1
    async with database.transaction() as store:
        assert (await visit(store)).who == first.who


def _knows_only(store: Store, generation: Generation) -> None:
    """It asked before there was a newer one."""

    async def only() -> list[Generation]:
        return [generation]

    store.case_seals.generations = only  # type: ignore[method-assign]
    store.case_seals.remembered = only  # type: ignore[method-assign]


async def test_a_chat_that_another_replica_has_moved_is_found_by_one_that_remembers_the_earlier_key(
    database: Database, clock: Clock, tmp_path: Path, keyring: Keyring
) -> None:
    async with database.transaction() as store:
        first = await visit(store)
    beside = CaseKeys(keys_url(f"sqlite:///{tmp_path / 'case-keys.db'}", "", tmp_path), keyring)
    here, database.case_keys = database.case_keys, beside
    clock.move(days=8)
    assert await renew_lookup_key(database, NOON) == 1
    clock.move(hours=1)
    await renew_lookup_key(database, NOON)  # the earlier key is destroyed
    database.case_keys = here
    async with database.transaction() as store:
        assert (await visit(store)).who == first.who
    await beside.close()


async def test_a_chat_that_has_two_names_is_found_by_one_and_the_lookup_key_still_ends(
    database: Database, clock: Clock
) -> None:
    assert database.case_keys is not None
    (old,) = await database.case_keys.generations()
    async with database.transaction() as store:
        first = await visit(store)
    clock.move(days=8)
    await renew_lookup_key(database, NOON)
    async with database.transaction() as store:
        _knows_only(store, old)
        assert (await visit(store)).who != first.who  # it does not know that the chat was moved
    async with database.transaction() as store:
        assert (await visit(store)).who == first.who
    clock.move(hours=1)
    await renew_lookup_key(database, NOON)
    assert len(await database.case_keys.generations()) == 1
    async with database.transaction() as store:
        assert (await visit(store)).who == first.who


async def test_whoever_writes_while_their_chat_is_forgotten_is_found_again(database: Database) -> None:
    async with database.transaction() as store:
        first = await visit(store)
    async with database.transaction() as store:
        assert first.case is not None
        await store.erasing.erase(first.case, first.who, NOON)
        await store.erasing.forget_chat(first.case, first.who)
        coming = asyncio.ensure_future(comes(database))
        await asyncio.sleep(WHILE)
    assert (await comes(database)).who == (await coming).who


async def comes(database: Database) -> Session:
    """As the intake does it: what crosses somebody else is begun again."""
    while True:
        with suppress(Crossed):
            async with database.transaction() as store:
                return await visit(store)


# --- Between the two stores ----------------------------------------------------------------------


async def test_what_arrives_before_the_key_of_an_erased_case_is_destroyed_is_taken_away(database: Database) -> None:
    assert database.case_keys is not None
    async with database.transaction() as store:
        session = await visit(store)
        arrived = Arrived(b"s" * 16, 1, 1, 51, NOON, None, session.case)
    async with database.transaction() as store:
        await erase(store, await visit(store))
        store.case_seals.doomed.clear()  # not yet
    async with database.transaction() as store:
        assert await store.leaving.settle([], [arrived]) == [arrived]


async def test_what_arrives_while_its_case_is_erased_is_taken_away(database: Database) -> None:
    """Told while the erasure is not saved yet: on PostgreSQL both are at work at once."""
    async with database.transaction() as store:
        session = await visit(store)
    shown = [of_family(session), to_staff(session)]
    async with database.transaction() as store:
        await erase(store, await visit(store))
        await store.flush()
        settling = asyncio.ensure_future(settled(database, shown))
        await asyncio.sleep(WHILE)
    assert await settling == shown
    assert await cards_of(database, session) == []


async def test_what_arrived_just_before_an_erasure_is_known_to_it(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)

    async def erased() -> list[int]:
        async with database.transaction() as store:
            session = await visit(store)
            assert session.case is not None
            await store.help.hold(session.case)
            known = await store.cards.messages_of(session)
            await erase(store, session)
            await store.cards.forget(session)
            return known

    async with database.transaction() as store:
        assert await store.leaving.settle([], [of_family(session)]) == []
        erasing = asyncio.ensure_future(erased())
        await asyncio.sleep(WHILE)
    assert await erasing == [51]
    assert await cards_of(database, session) == []


def of_family(session: Session) -> Arrived:
    return Arrived(session.who, 1, 1, 51, NOON, session.case, session.case, MELATI)


def to_staff(session: Session) -> Arrived:
    return Arrived(b"s" * 16, 1, 1, 51, NOON, None, session.case)


async def settled(database: Database, arrived: list[Arrived]) -> list[Arrived]:
    async with database.transaction() as store:
        return await store.leaving.settle([], arrived)


async def cards_of(database: Database, session: Session) -> list[int]:
    """The cards that are known of both chats."""
    async with database.reading() as store:
        query = select(CardRow.card).where(CardRow.who.in_([session.who, b"s" * 16]))
        return list((await store.outbox._work.run(query)).scalars())


async def test_what_is_saved_leaves_though_the_keys_cannot_be_reached(database: Database) -> None:
    left: list[object] = []
    database.deliver_through("help", left.extend)
    with pytest.raises(DatabaseDown):
        await _erase_and_say_so(database)
    assert len(left) == 1


async def _erase_and_say_so(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        await erase(store, session)
        store.outbox.show(session, Show(session.card, Message("Sudah dihapus.")))
        store.case_seals.destroy_doomed = _down  # type: ignore[method-assign]


async def _down(_now: object) -> None:
    raise DatabaseDown("away")


async def test_erasures_are_only_read_when_there_is_another(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    assert database.case_keys is not None
    finishing, asked = Finishing(), []
    listed = database.case_keys.erased

    async def counted() -> dict[int, object]:
        asked.append(1)
        return await listed()  # type: ignore[return-value]

    database.case_keys.erased = counted  # type: ignore[method-assign,assignment]
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            await finishing.work(database, NOON)
    assert len(asked) == 1
    async with database.transaction() as store:
        erased = await erase(store, await visit(store))
        store.case_seals.doomed.clear()  # the power fails here
    await finishing.work(database, NOON)
    assert not await database.case_keys.of([erased])


async def test_two_may_destroy_the_same_key(database: Database) -> None:
    assert database.case_keys is not None
    await database.case_keys.make([7, 8], NOON)
    await database.case_keys.destroy([7], NOON)
    await database.case_keys.destroy(range(1, 40_000), NOON)
    assert await database.case_keys.held() == set()


async def test_a_file_of_a_case_that_was_erased_is_fetched_by_nobody_and_goes(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        store.files.ask(session, 0, "thread-1", Wanted.PHOTO, "file-1", message_id=51)
        assert session.case is not None
        store.case_seals.doom(session.case)
    async with database.transaction() as store:
        assert await store.files.claim("help", 3) == []
        assert await store.files.count() == 0


async def test_a_letter_whose_key_cannot_be_asked_for_waits_and_the_others_leave(
    database: Database, clock: Clock
) -> None:
    async with database.transaction() as store:
        to_family = await visit(store)
        of_case = Show(1, Message("Ada balasan untuk Anda."))
        store.outbox.show(to_family, of_case)
        store.outbox.show(await session_of(database, store), Show(1, Message("Halo.")))
        store.outbox.show(await session_of(database, store, SARI), Show(1, Message("Keluarga")), case=to_family.case)
    clock.now += LEASE
    async with database.transaction() as store:
        store.case_seals.load = _down  # type: ignore[method-assign]
        assert [text_of(letter) for letter in await store.leaving.claim("staff")] == ["Halo."]
        assert await store.leaving.claim("help") == []
    clock.now += LEASE
    assert sorted(await claim(database, "staff")) == ["Halo.", "Keluarga"]
    assert [letter.what for letter in await claim_letters(database, "help")] == [of_case]


async def test_a_letter_that_is_damaged_stays_where_it_is_and_the_others_leave(
    database: Database, clock: Clock
) -> None:
    await put(database, "1", "2")
    await put(database, "a", chat=SARI)

    def damage(connection: Connection) -> None:
        connection.execute(update(LetterRow).where(LetterRow.seq == 2).values(body=b"x" * 40))

    await database.run_sync(damage)
    for _ in range(2):
        clock.now += LEASE
        assert sorted(await claim(database)) == ["1", "a"]
    async with database.reading() as store:
        assert await store.outbox.count() == 3


# --- What waits ----------------------------------------------------------------------------------


async def test_what_is_to_be_taken_out_of_a_chat_is_known_while_it_waits(database: Database, clock: Clock) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        store.outbox.wipe(session, 51)
        store.outbox.erase(session, (49, 50))
        store.outbox.show(session, Show(3, Message("Ada balasan.")))
        assert await store.outbox.under_way(session) == ({49, 50, 51}, {3})
    async with database.transaction() as store:
        session = await visit(store)
        assert await store.outbox.under_way(session) == ({49, 50, 51}, {3})


async def test_what_arrives_in_a_chat_whose_case_is_led_elsewhere_is_taken_away(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        arrived = Arrived(session.who, 1, 1, 51, NOON, session.case, session.case, MELATI)
        assert await store.leaving.settle([], [replace(arrived, card=2)]) == []
        await store.sessions.begin_anew(session, NOON)
    async with database.transaction() as store:
        assert await store.leaving.settle([], [arrived]) == [arrived]


# --- Ids -----------------------------------------------------------------------------------------


async def test_the_number_of_a_case_does_not_say_when_somebody_came(database: Database) -> None:
    numbers = []
    async with database.transaction() as store:
        session = await visit(store)
        for _ in range(8):
            numbers.append(session.case)
            await store.sessions.begin_anew(session, NOON)
    assert len({number >> 40 for number in numbers if number is not None}) > 1


async def test_one_receipt_is_tried_in_a_second_whoever_tries(database: Database) -> None:
    """At whatever replica: each counts for itself before, and the database for all."""
    tried = []
    for moment in (NOON, NOON + timedelta(milliseconds=900), NOON + timedelta(seconds=1)):
        async with database.transaction() as store:
            tried.append(await store.help.may_guess(moment))
    assert tried == [True, False, True]
