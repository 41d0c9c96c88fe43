"""Chats of the help bot: each has a case and a key of its own, and nothing leads from the rows to the account."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event

from domain.help_cases import HelpCase, Sender, State
from domain.letters import Erase, Show
from domain.messages import Message
from scheduler.erasures import drop_keys_of_nobody, finish_erasures
from scheduler.lookup_keys import renew_lookup_key
from storage.cards import Arrived
from storage.case_key import CaseGone
from storage.case_keys import CaseKeys, keys_url
from storage.database import Database
from storage.sealing import Keyring, Shut
from storage.sessions import Session
from storage.store import Store
from tests.storage.hands import NOON, Clock

MELATI, DAHLIA = 7_000_000_011, 7_000_000_012


@pytest.fixture
async def database(database_url: str, keyring: Keyring, clock: Clock, tmp_path: Path) -> AsyncIterator[Database]:
    keys = CaseKeys(keys_url(str(f"sqlite:///{tmp_path / 'case-keys.db'}"), database_url, tmp_path), keyring)
    await keys.prepare(NOON, 1)
    made = Database(database_url, keyring, holder="ours", real=clock, case_keys=keys)
    made.deliver_through("help", lambda letters: None)
    yield made
    await made.close()


async def visit(store: Store, chat: int = MELATI) -> Session:
    found = await store.doors.open("help", [chat])
    return (await store.sessions.load_help("help", found, "id", NOON))[next(iter(found))]


async def test_what_has_left_for_somebody_who_works_here_is_settled_without_a_question_about_keys(
    database: Database,
) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        other = await visit(store, DAHLIA)
    asked = questions_to(database.case_keys)
    staffs = Arrived(b"s" * 16, 1, 1, 51, NOON, None, session.case)
    families = [Arrived(each.who, 1, 1, 51, NOON, each.case, each.case) for each in (session, other)]
    async with database.transaction() as store:
        assert await store.leaving.settle([], [staffs]) == []
    assert len(asked) == 0
    async with database.transaction() as store:
        assert await store.leaving.settle([], families) == []
    assert len(asked) == 1  # whose key masks the message, for both at once


def questions_to(keys: CaseKeys | None) -> list[object]:
    """What the store is asked from now on."""
    assert keys is not None
    asked: list[object] = []
    event.listen(keys._engine.sync_engine, "begin", asked.append)
    return asked


async def test_a_chat_is_found_again_and_its_case_with_it(database: Database) -> None:
    async with database.transaction() as store:
        first = await visit(store)
        first.notes["said"] = "takut"
    async with database.transaction() as store:
        again = await visit(store)
    assert (again.who, again.case, again.chat) == (first.who, first.case, MELATI)
    assert again.notes == {"said": "takut"}
    assert isinstance(again.help, HelpCase)
    assert again.help.state is State.TOUCHED


async def test_the_store_of_keys_is_asked_once_for_a_chat_that_is_known(database: Database) -> None:
    async with database.transaction() as store:
        await visit(store)
    asked = questions_to(database.case_keys)
    async with database.transaction() as store:
        await visit(store)
    assert len(asked) == 1


async def test_two_chats_have_two_cases(database: Database) -> None:
    async with database.transaction() as store:
        assert (await visit(store)).case != (await visit(store, DAHLIA)).case


async def test_the_name_of_a_chat_is_chance(database: Database, keyring: Keyring) -> None:
    async with database.transaction() as store:
        session = await visit(store)
    assert session.who != keyring.who("help", MELATI)


async def test_without_its_key_a_case_cannot_be_read(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        case = session.case
        assert case is not None
        await store.help_messages.add(case, Sender.FAMILY, "anak saya", NOON, message_id=17)
        await store.help.keep_about(case, {"hubungan": "orang_tua"})
    async with database.transaction() as store:
        store.case_seals.doom(case)
    async with database.transaction() as store:
        with pytest.raises(CaseGone):
            await store.help_messages.of(case)
        with pytest.raises(Shut):
            await store.help.about(case)
        anew = await visit(store)
    assert anew.case != case
    assert anew.notes == {}


async def test_messages_come_back_as_they_were_said_with_every_version(database: Database) -> None:
    async with database.transaction() as store:
        case = (await visit(store)).case
        assert case is not None
        said = await store.help_messages.add(case, Sender.FAMILY, "anak saya", NOON, message_id=17)
        await store.help_messages.edit(said, "anak saya pakai", NOON)
        await store.help_messages.add(case, Sender.STAFF, "Selamat pagi", NOON)
    async with database.reading() as store:
        kept = await store.help_messages.of(case)
        found = await store.help_messages.by_message(case, 17)
    assert [(each.number, each.version, each.text) for each in kept] == [
        (1, 1, "anak saya"),
        (1, 2, "anak saya pakai"),
        (2, 1, "Selamat pagi"),
    ]
    assert found is not None
    assert found.text == "anak saya pakai"


async def test_telegrams_message_ids_are_masked_and_come_back(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        session.card = 1
        await store.leaving.settle([], [Arrived(session.who, 1, 1, 51, NOON, session.case)])
        await store.traces.note(session, 50)
    async with database.transaction() as store:
        again = await visit(store)
        assert again.shown is not None
        assert again.shown.message_id == 51
        assert await store.cards.messages_of(again) == [51]
        assert await store.traces.deletable(again) == [50]
        assert await store.cards.message_of(again.who, 1) != 51  # as the row has it


async def test_a_letter_of_an_erased_case_is_dropped(database: Database) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        store.outbox.show(session, Show(0, Message("Ada balasan untuk Anda.")))
        case = session.case
    database._real.move(minutes=1)  # type: ignore[attr-defined]
    async with database.transaction() as store:
        assert case is not None
        store.case_seals.doom(case)
    async with database.transaction() as store:
        assert await store.leaving.claim("help") == []
        assert await store.outbox.count("help") == 0


async def test_a_chat_that_begins_anew_gets_a_new_case_and_an_old_card_is_not_taken_for_the_present(
    database: Database,
) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        first = session.case
        session.card = 3
        session.notes["said"] = "takut"
        await store.leaving.settle([], [Arrived(session.who, 3, 1, 51, NOON, session.case)])
    async with database.transaction() as store:
        session = await visit(store)
        await store.sessions.begin_anew(session, NOON)
        store.outbox.erase(session, (51,))
        store.outbox.show(session, Show(session.card, Message("Halo.")))
    async with database.transaction() as store:
        again = await visit(store)
        letters = await store.leaving.claim("help")
    assert again.case not in {first, None}
    assert (again.card, again.notes, again.shown) == (4, {}, None)
    assert letters == []  # they are under way here already


async def test_a_letter_that_deletes_is_sealed_under_the_new_case(database: Database, clock: Clock) -> None:
    async with database.transaction() as store:
        session = await visit(store)
        old = session.case
        await store.sessions.begin_anew(session, NOON)
        store.outbox.erase(session, (51,))
        assert old is not None
        store.case_seals.doom(old)
    clock.move(minutes=1)
    async with database.transaction() as store:
        (letter,) = await store.leaving.claim("help")
    assert letter.what == Erase((51,))
    assert letter.chat == MELATI


# --- Time passes ---------------------------------------------------------------------------------


async def test_after_a_week_a_chat_is_kept_under_a_new_lookup_key_and_still_found(
    database: Database, clock: Clock
) -> None:
    assert database.case_keys is not None
    (old,) = await database.case_keys.generations()
    async with database.transaction() as store:
        session = await visit(store)
    clock.move(days=8)
    assert await renew_lookup_key(database, NOON) == 1
    clock.move(hours=1)  # what was begun under the old one is over by the next look
    assert await renew_lookup_key(database, NOON) == 0
    (new,) = await database.case_keys.generations()
    assert new.number > old.number
    assert new.key != old.key
    async with database.transaction() as store:
        again = await visit(store)
    assert (again.who, again.case) == (session.who, session.case)


async def test_within_a_week_the_lookup_key_stays(database: Database, clock: Clock) -> None:
    async with database.transaction() as store:
        await visit(store)
    clock.move(days=6)
    assert await renew_lookup_key(database, NOON) == 0


async def test_an_erasure_that_a_backup_brought_back_is_done_again(database: Database) -> None:
    assert database.case_keys is not None
    async with database.transaction() as store:
        case = (await visit(store)).case
        assert case is not None
        await store.help_messages.add(case, Sender.FAMILY, "anak saya", NOON)
    await database.case_keys.destroy([case], NOON)  # as it was when the backup was made, but for the key
    assert await finish_erasures(database, NOON) == 1
    async with database.reading() as store:
        assert await store.help.of(case) is None
        assert await store.help_messages.count(case) == 0


async def test_an_erasure_that_was_cut_short_before_the_key_was_destroyed_is_finished(database: Database) -> None:
    assert database.case_keys is not None
    async with database.transaction() as store:
        session = await visit(store)
        assert session.case is not None
        await store.erasing.erase(session.case, session.who, NOON)
        store.case_seals.doomed.clear()  # the power fails here
    assert await database.case_keys.of([session.case])
    await finish_erasures(database, NOON)
    assert not await database.case_keys.of([session.case])


async def test_keys_of_cases_that_were_never_saved_go_after_a_day(database: Database, clock: Clock) -> None:
    assert database.case_keys is not None
    await database.case_keys.make([7], NOON)
    async with database.transaction() as store:
        case = (await visit(store)).case
        assert case is not None
    assert await drop_keys_of_nobody(database, NOON) == 0
    clock.move(days=2)
    assert await drop_keys_of_nobody(database, NOON) == 1
    assert set(await database.case_keys.of([7, case])) == {case}


async def test_nothing_is_left_of_a_destroyed_key_in_its_file(database: Database, tmp_path: Path) -> None:
    assert database.case_keys is not None
    await database.case_keys.make([7], NOON)
    sealed = _kept(tmp_path)
    assert _holds(tmp_path, sealed)
    await database.case_keys.destroy([7], NOON)
    assert not _holds(tmp_path, sealed)


def _holds(folder: Path, sealed: bytes) -> bool:
    return any(sealed in path.read_bytes() for path in folder.glob("case-keys.db*"))


def _kept(folder: Path) -> bytes:
    with sqlite3.connect(folder / "case-keys.db") as connection:
        found: bytes = connection.execute('select "key" from case_keys where "case" = 7').fetchone()[0]
    return found


async def test_when_the_keyring_is_rotated_the_keys_of_cases_are_sealed_anew(
    database: Database, keyring: Keyring
) -> None:
    assert database.case_keys is not None
    before = await database.case_keys.make([7], NOON)
    keyring.keys[2] = b"k" * 32  # type: ignore[index]
    keyring.__post_init__()
    assert await database.case_keys.count_under(1) == 2  # and the lookup key
    assert await database.case_keys.seal_anew() == 2
    assert await database.case_keys.count_under(1) == 0
    assert (await database.case_keys.of([7]))[7].key == before[7].key


async def test_keys_of_before_a_restore_are_kept_for_a_newer_backup(database: Database, clock: Clock) -> None:
    assert database.case_keys is not None
    await database.case_keys.make([7], NOON)
    clock.move(days=3)
    async with database.transaction() as store:
        await store.help.note_restored()  # of an older backup, which does not know the case
    await database.case_keys.make([8], clock())
    clock.move(days=2)
    assert await drop_keys_of_nobody(database, NOON) == 1
    assert set(await database.case_keys.of([7, 8])) == {7}
