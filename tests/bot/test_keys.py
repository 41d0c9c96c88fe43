"""`suar keys`: the keyring gets a new key and all is sealed anew under it, while people go on reporting."""

from __future__ import annotations

import argparse
import asyncio
import os
import stat
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot import keeping_commands, rotating
from bot.commands import Failed
from bot.keeping_commands import drop_old_keys, rotate_keys
from bot.rotating import count_older, seal_anew
from bot.settings import Settings
from domain.files import Wanted
from storage import sealed, sealing
from storage.database import Database
from storage.files import seal
from storage.key_file import LEARNED, add_key
from storage.sealed import BY_THE_KEYRING
from storage.sealing import Keyring, KeyringError, Shut, load_keyring, new_keyring, save_keyring
from storage.submissions import RETURNED
from storage.typed import Typed
from tests.bot.conftest import Suar
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.storage.hands import NOON, RINA, SARI, begin, join, put, report, session_of
from tests.transcript import Talk
from tests.world import World

NOTHING = argparse.Namespace()
WORDS = b"Ibunya ingin bicara lagi."
ANSWERED = "insert into survey_answers values (3, 'BNNK-PGK', null, :month, '444444444', '', '', '', :words)"
ELSEWHERE = "elsewhere"  # a bot that nobody delivers for: what waits for it stays


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(keeping_commands, "LEARNING", 0.2)
    monkeypatch.setattr(rotating, "PAUSE", 0.05)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_keyring(new_keyring(), tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture
async def database(database_url: str, path: Path) -> AsyncIterator[Database]:
    made = Database(database_url, load_keyring(path), holder="ours")
    yield made
    await made.close()


async def does(database: Database, statement: str, **values: object) -> None:
    await database.run_sync(lambda connection: connection.execute(text(statement), values))


async def values(database: Database, name: str) -> list[bytes]:
    """All that is kept in a column."""
    table, column = name.split(".")
    found: list[bytes] = []

    def work(connection: Connection) -> None:
        query = f"select {column} from {table} where {column} is not null"  # noqa: S608  # our own names
        found.extend(connection.execute(text(query)).scalars())

    await database.run_sync(work)
    return found


async def under(database: Database) -> set[int]:
    """The keys that seal anything."""
    return {value[0] for each in BY_THE_KEYRING for value in await values(database, each.name)}


async def fill(database: Database) -> None:
    """Put something into every column that the keyring seals."""
    person = await join(database)
    async with database.transaction() as store:
        session = await session_of(database, store)
        session.notes["held"] = "something"
        draft, sent = await begin(store, person, WORDS), await report(store, person)
        store.typed.note(session, Typed(5, draft.id, ("a",), "text"))
        store.typed.note(session, Typed(6, draft.id, ("a",), "text"))
        await store.reviews.add(sent, RETURNED, person, NOON, question="a", sentence="Belum cocok.")
        assert session.person is not None
        await store.broadcasts.put(17, session.person, None, "Rapat besok.", {}, NOON)
        await store.quarantine.put("staff", 9, "odd", {"text": "x"})
        session.bot = ELSEWHERE
        store.files.ask(session, draft.id, "b", Wanted.PHOTO, "source", message_id=7)
        store.files.ask(session, draft.id, "c", Wanted.PHOTO, "another source", message_id=8)
    async with database.transaction() as store:
        coming, _ = await store.files.claim(ELSEWHERE, 2)
        await store.files.keep(coming.id, seal(database.keyring, coming.id, "x.jpg", "image/jpeg", WORDS))
    await put(database, "a letter", chat=SARI, bot=ELSEWHERE)
    words = database.keyring.seal(WORDS, "survey_answers.words.3")
    await does(database, ANSWERED, month=NOON.date(), words=words)


async def look_at(database: Database) -> None:
    """Everything can be read."""
    who = database.keyring.who("staff", RINA)
    async with database.transaction() as store:
        session = await store.sessions.of(who)
        assert session is not None
        assert (session.chat, session.notes) == (RINA, {"held": "something"})
        typed = await store.typed.find(session, 6)
        assert typed is not None
        assert typed.text == "text"
        sent = await store.submissions.newest("AMT-2611-0001")
        assert sent is not None
        assert sent.instance == b"<data/>"
        assert [each.sentence for each in await store.reviews.of(sent.number)] == ["Belum cocok."]
        assert [body for *_, body in await store.quarantine.all()] == [{"text": "x"}]
        assert session.person is not None
        drafts = await store.drafts.waiting(session.person.id)
        assert {store.drafts.opened(draft) for draft in drafts} == {WORDS, b"{}"}


# --- The rows -------------------------------------------------------------------------------------


async def test_everything_is_sealed_anew_and_can_be_read_without_the_old_key(
    database: Database, path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database)
    assert [each.name for each in BY_THE_KEYRING if not await values(database, each.name)] == []
    add_key(path)
    database.keyring.learn()
    whole = await count_older(database)
    told: list[int] = []
    assert await seal_anew(database, told.append) == []
    assert (sum(told), await under(database), await count_older(database)) == (whole, {2}, 0)
    fresh = load_keyring(path)
    without = Database(database_url, Keyring({2: fresh.keys[2]}, fresh.lookup, fresh.press), holder="without")
    await look_at(without)
    [(key, name)] = [(each.id, each.name) for each in await _kept(database)]
    assert without.keyring.open(name, f"files.name.{key}") == b"x.jpg"
    await without.close()


async def _kept(database: Database) -> list[Any]:
    found: list[Any] = []
    query = text("select id, name from files where name is not null")
    await database.run_sync(lambda connection: found.extend(connection.execute(query)))
    return found


async def test_rows_are_sealed_anew_in_portions(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database)
    add_key(path)
    database.keyring.learn()
    monkeypatch.setattr(rotating, "BY_THE_KEYRING", [sealed.Sealed(each.column, 1) for each in BY_THE_KEYRING])
    await seal_anew(database)
    assert await under(database) == {2}


async def test_what_is_of_a_help_case_is_left_alone(database: Database, path: Path) -> None:
    await fill(database)
    mine = ("sessions.chat", "typed.text", "drafts.state", "files.source", "outbox.body")
    for table in ("sessions", "typed", "drafts", "files", "outbox"):
        await does(database, f'update {table} set "case" = 5')  # noqa: S608  # our own names
    before = {name: await values(database, name) for name in mine}
    add_key(path)
    database.keyring.learn()
    await seal_anew(database)
    assert {name: await values(database, name) for name in mine} == before
    assert {value[0] for value in await values(database, "submissions.instance")} == {2}


# --- The command ----------------------------------------------------------------------------------


async def test_the_keyring_is_rotated_while_people_report(world: World, rina: Talk) -> None:
    """Two programs write; one of them is told nothing. Nothing is lost, and afterwards the old key can go."""
    settings = world.settings
    other = Database(settings.database_url, load_keyring(settings.keys), holder="another")
    person = await join(other, chat=SARI)
    over = asyncio.Event()

    async def goes_on() -> int:
        times = 0
        while not over.is_set():
            async with other.transaction() as store:
                await report(store, person)
            times += 1
            await asyncio.sleep(0)
        return times

    writing = asyncio.ensure_future(goes_on())
    rotation = asyncio.ensure_future(rotate_keys(settings, NOTHING))
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    await rotation
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    over.set()
    times = await writing
    assert times > 20
    assert await under(world.running.database) == {2}
    age(settings.keys)
    await drop_old_keys(settings, NOTHING)
    fresh = Database(settings.database_url, load_keyring(settings.keys), holder="fresh")
    assert fresh.keyring.keys.keys() == {2}
    async with fresh.reading() as store:
        sent = [await store.submissions.newest(f"AMT-2611-{n:04}") for n in range(1, times + 3)]
        assert await store.quarantine.count() == 0
    assert None not in sent
    await fresh.close()
    await other.close()


def age(path: Path) -> None:
    """The file was written long ago."""
    long_ago = time.time() - LEARNED.total_seconds() - 1
    os.utime(path, (long_ago, long_ago))


async def killed_halfway(database: Database, path: Path) -> None:
    """A rotation that gets no further than its second portion; and leaves a half written file, too."""
    add_key(path)
    database.keyring.learn()
    portions = 0

    def dies(_done: int) -> None:
        nonlocal portions
        portions += 1
        if portions == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await seal_anew(database, dies)
    path.with_name("keys.json.new").write_text("{", "utf-8")


async def test_a_rotation_that_was_killed_is_finished_by_the_next_one(
    database: Database, path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(database)
    await killed_halfway(database, path)
    assert await under(database) == {1, 2}
    settings = Settings(database_url=database_url, keys=path)
    await rotate_keys(settings, NOTHING)
    assert "Key 2 was added before" in capsys.readouterr().err
    assert (load_keyring(path).keys.keys(), await under(database)) == ({1, 2}, {2})
    await look_at(database)
    await rotate_keys(settings, NOTHING)
    assert (load_keyring(path).keys.keys(), await under(database)) == ({1, 2, 3}, {3})
    assert not list(path.parent.glob("*.new"))


async def test_a_value_that_was_damaged_is_named_and_all_others_are_sealed_anew(
    database: Database, path: Path, database_url: str
) -> None:
    await fill(database)
    await does(database, "update quarantine set body = :damaged", damaged=b"\1" + bytes(40))
    settings = Settings(database_url=database_url, keys=path)
    with pytest.raises(Failed, match=r"1 value is damaged .* such as quarantine\.body\.\d+: "):
        await rotate_keys(settings, NOTHING)
    assert {value[0] for value in await values(database, "submissions.instance")} == {2}
    age(path)
    with pytest.raises(Failed, match="1 value is still under key 1: run suar keys rotate first"):
        await drop_old_keys(settings, NOTHING)
    assert load_keyring(path).keys.keys() == {1, 2}


async def test_a_key_goes_only_when_no_program_can_still_seal_with_it(
    database: Database, path: Path, database_url: str
) -> None:
    await fill(database)
    settings = Settings(database_url=database_url, keys=path)
    with pytest.raises(Failed, match="one key only"):
        await drop_old_keys(settings, NOTHING)
    await rotate_keys(settings, NOTHING)
    with pytest.raises(Failed, match=r"written not long ago.*: wait 60 minutes"):
        await drop_old_keys(settings, NOTHING)
    age(path)
    await drop_old_keys(settings, NOTHING)
    assert load_keyring(path).keys.keys() == {2}
    await look_at(database)


async def test_what_the_commands_say(suar: Suar, tmp_path: Path) -> None:
    assert (await suar("migrate"))[0] == 0
    code, printed, said = await suar("keys", "rotate")
    assert (code, printed) == (0, "")
    assert f"Key 2 was added. Copy {tmp_path / 'keys.json'} to where you keep its copy." in said
    code, _, said = await suar("keys", "drop")
    assert (code, len(said.splitlines())) == (1, 1)
    age(tmp_path / "keys.json")
    code, _, said = await suar("keys", "drop")
    assert (code, said.splitlines()[-1].startswith("Dropped: key 1. Backups made before need")) == (0, True)


# --- The file -------------------------------------------------------------------------------------


def test_the_file_is_written_anew_as_a_whole_for_this_user_only_also_behind_a_link(
    path: Path, tmp_path: Path
) -> None:
    before = load_keyring(path)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    path.chmod(0o644)
    assert add_key(link) == 2
    after = load_keyring(path)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (after.keys[1], after.lookup, after.press) == (before.keys[1], before.lookup, before.press)
    assert after.keys[2] not in {before.keys[1], before.lookup, before.press}


def test_two_rotations_at_once_add_two_keys(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        added = sorted(pool.map(add_key, [path] * 20))
    assert added == list(range(2, 22))
    assert load_keyring(path).keys.keys() == set(range(1, 22))


def test_where_no_number_is_left_it_is_said(tmp_path: Path) -> None:
    full = new_keyring()
    save_keyring(Keyring({255: full.keys[1]}, full.lookup, full.press), tmp_path / "keys.json")
    with pytest.raises(KeyringError, match="no number is left"):
        add_key(tmp_path / "keys.json")


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="cannot be written anew"):
        add_key(tmp_path / "nowhere" / "keys.json")


# --- A program that runs --------------------------------------------------------------------------


def test_a_program_learns_of_a_key_when_it_meets_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LOOK_EVERY", 3600.0)
    running = load_keyring(path)
    assert running.seal(WORDS, "x")[0] == 1
    add_key(path)
    met = load_keyring(path).seal(WORDS, "x")
    assert running.seal(WORDS, "x")[0] == 1
    assert running.open(met, "x") == WORDS
    assert running.seal(WORDS, "x")[0] == 2


def test_a_program_that_only_seals_learns_of_it_after_a_while(path: Path) -> None:
    running = load_keyring(path)
    add_key(path)
    time.sleep(0.1)
    assert running.seal(WORDS, "x")[0] == 2


def test_a_key_of_another_keyring_is_not_taken_up(path: Path) -> None:
    running, other = load_keyring(path), new_keyring()
    stranger = Keyring({1: other.keys[1], 2: other.keys[1]}, other.lookup, other.press)
    path.unlink()
    save_keyring(stranger, path)
    with pytest.raises(Shut):
        running.open(stranger.seal(WORDS, "x"), "x")
    assert running.seal(WORDS, "x")[0] == 1


def test_a_file_that_is_gone_for_a_while_is_no_trouble(path: Path) -> None:
    running = load_keyring(path)
    add_key(path)
    met = load_keyring(path).seal(WORDS, "x")
    path.rename(path.with_name("away"))
    with pytest.raises(Shut):
        running.open(met, "x")
    time.sleep(0.1)
    assert running.seal(WORDS, "x")[0] == 1
    path.with_name("away").rename(path)
    assert running.open(met, "x") == WORDS


def test_what_is_derived_differs_by_purpose_and_stays_the_same_when_keys_are_added(path: Path) -> None:
    before = load_keyring(path)
    add_key(path)
    assert load_keyring(path).derived("audit") == before.derived("audit")
    assert len({before.derived("audit"), before.derived("anchor"), new_keyring().derived("audit"), before.press}) == 4


async def test_a_program_that_made_the_keyring_itself_learns_too(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    add_key(small_world.settings.keys)
    await asyncio.sleep(0.1)
    await say_all(rina, *UP_TO_THE_NOTE)
    assert {value[0] for value in await values(small_world.running.database, "drafts.state")} == {2}
