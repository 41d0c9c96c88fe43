"""Backups: whole, as of one moment, unreadable without the keys, and what was erased does not come back with them."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from bot import backup_commands
from bot.backup_file import BackupWriter, Header, Unreadable, open_backup
from bot.clocks import real_now
from bot.commands import Failed
from bot.key_copy import write_copy
from bot.opening import open_case_keys, open_database
from bot.settings import BadSetting, Settings
from domain.letters import Erase, Show
from domain.messages import Message
from domain.people import Satker
from scheduler.copying import copy_now
from storage.backups import LEFT_OUT, Portion
from storage.database import Database
from storage.help_tables import Table
from storage.key_copies import open_copy
from storage.sealing import load_keyring, new_keyring, save_keyring
from storage.shape import bring_to
from tests.help.at_rest import ALIAS, CANARY, a_case, erases, said_in, traces_of, words_of
from tests.world import SUNDAY_EVENING, World, a_world

OTHER = "suami saya mabuk tiap malam"


@pytest.fixture
async def office(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """An office whose program is not running yet; its case keys lie in a folder of their own."""
    (tmp_path / "keys").mkdir()
    keys = f"sqlite:///{tmp_path / 'keys' / 'case-keys.db'}"
    async with a_world(tmp_path, database_url, case_keys=keys) as made:
        yield made


@pytest.fixture
async def small_office(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite only, for what has nothing to do with the database."""
    async with a_world(tmp_path, sqlite_url) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "suar.backup"


def content(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, new: bytes) -> None:
    path.write_bytes(new)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def back_up(settings: Settings, file: Path) -> None:
    await backup_commands.backup(settings, Namespace(file=file))


async def restore(settings: Settings, file: Path, copy: Path | None = None, without: bool = False) -> None:
    await backup_commands.restore(settings, Namespace(file=file, case_keys=copy, without_case_keys=without))


def elsewhere(world: World, url: str, keys: str = "") -> Settings:
    """The same office with another database, and with another store of case keys, if one is named."""
    return replace(world.settings, database_url=url, case_keys=keys or world.settings.case_keys)


def new_keys(world: World) -> str:
    (world.folder / "new").mkdir()
    return f"sqlite:///{world.folder / 'new' / 'case-keys.db'}"


# --- S2, S3 --------------------------------------------------------------------------------------


async def test_s3_what_was_erased_is_in_no_restored_backup(
    office: World, file: Path, empty_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.program():
        told = await a_case(office)
        assert CANARY in said_in(told.family)
        assert CANARY in said_in(told.officer)
        assert len(await traces_of(office.settings)) >= 3, "the search finds what is there"
        await back_up(office.settings, file)
        await erases(office, told)
        assert CANARY not in said_in(told.family)
        assert CANARY not in said_in(told.officer)
    assert not await traces_of(office.settings)
    new = elsewhere(office, empty_database)
    await restore(new, file)
    assert "were erased since: 1 help cases" in capsys.readouterr().err
    assert not await traces_of(new)
    async with open_database(new, "looking") as database, database.reading() as store:
        assert await store.help.of(told.case) is None
        assert told.case in await store.erasing.listed()


async def test_s3_the_search_would_find_words_that_a_backup_brings_back(
    office: World, file: Path, empty_sqlite: str
) -> None:
    async with office.program():
        await a_case(office)
        await back_up(office.settings, file)
    new = elsewhere(office, empty_sqlite)
    await restore(new, file)
    assert len(await traces_of(new)) >= 3


async def test_s2_a_backup_says_nothing_without_the_keys(office: World, file: Path) -> None:
    async with office.program():
        told = await a_case(office)
        await back_up(office.settings, file)
    written = content(file)
    for word in (
        CANARY,
        ALIAS,
        "Budi",
        "BNNK Pangkalpinang",
        str(told.family.person.id),
        str(told.officer.person.id),
    ):
        assert word.encode() not in written
    rows = words_of(open_backup(file, load_keyring(office.settings.keys)).portions())
    assert "BNNK Pangkalpinang" in rows, "with the keyring the rows can be read"
    assert CANARY not in rows
    assert mode(file) == 0o600


async def test_no_key_of_a_case_is_in_a_backup(small_office: World, file: Path) -> None:
    async with small_office.program() as app:
        told = await a_case(small_office)
        assert app.database.case_keys is not None
        key = (await app.database.case_keys.of([told.case]))[told.case]
        await back_up(small_office.settings, file)
    rows = words_of(open_backup(file, load_keyring(small_office.settings.keys)).portions())
    assert key.key.hex() not in rows
    assert key.key not in content(file)


# --- Which keys ----------------------------------------------------------------------------------


async def test_on_a_new_machine_the_copy_of_the_keys_is_put_back(
    office: World, file: Path, empty_sqlite: str, tmp_path: Path
) -> None:
    copy = tmp_path / "stick" / "keys.copy"
    async with office.program(case_keys_copy=copy):
        told = await a_case(office)
        other = await a_case(office, OTHER, "Pinus-3", "Dahlia")
        await back_up(office.settings, file)
        office.machine_waits(timedelta(hours=1))
        await office.ticks()
        assert told.case in open_copy(content(copy), load_keyring(office.settings.keys)).content.keys
        await erases(office, told)
        await office.ticks()
    held = open_copy(content(copy), load_keyring(office.settings.keys)).content
    assert set(held.keys) >= {other.case}
    assert told.case not in held.keys
    assert told.case in held.erasures
    new = elsewhere(office, empty_sqlite, new_keys(office))
    await restore(new, file, copy)
    assert not await traces_of(new)
    assert len(await traces_of(new, OTHER)) >= 3


async def test_an_older_copy_does_not_bring_back_what_a_later_backup_lists_as_erased(
    office: World, file: Path, empty_sqlite: str, tmp_path: Path
) -> None:
    async with office.program() as app:
        told = await a_case(office)
        await copy_now(app.database, lambda content: write_copy(tmp_path / "old.copy", content), real_now())
        await erases(office, told)
        await back_up(office.settings, file)
    new = elsewhere(office, empty_sqlite, new_keys(office))
    await restore(new, file, tmp_path / "old.copy")
    assert not await traces_of(new)
    keys = open_case_keys(new, load_keyring(new.keys))
    assert told.case not in await keys.held()
    await keys.close()


async def test_without_the_keys_a_restore_stops_and_says_what_can_be_done(
    office: World, file: Path, empty_sqlite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.program():
        told = await a_case(office)
        await back_up(office.settings, file)
    new = elsewhere(office, empty_sqlite, new_keys(office))
    with pytest.raises(Failed, match="--without-case-keys erases all help cases"):
        await restore(new, file)
    await restore(new, file, without=True)
    assert "because their keys are lost: 1 help cases" in capsys.readouterr().err
    async with office.program(**_changed(office, new)) as app:
        melati = told.family
        await melati.says("/start")
        assert (await office.case_of(melati)).id != told.case, "the family is somebody new"
        async with app.database.reading() as store:
            assert await store.help.of(told.case) is None
            assert await store.people.by_who(office.who(told.officer)) is not None, "who works here is still known"
    assert not await traces_of(new)


def _changed(world: World, new: Settings) -> dict[str, object]:
    return {"database_url": new.database_url, "case_keys": new.case_keys}


async def test_the_keys_of_another_installation_are_refused(
    small_office: World, file: Path, empty_sqlite: str, tmp_path: Path, sqlite_template: Path
) -> None:
    async with small_office.program():
        await a_case(small_office)
        await back_up(small_office.settings, file)
    other = elsewhere(small_office, f"sqlite:///{tmp_path / 'other.db'}", new_keys(small_office))
    async with open_database(other, "other") as database:
        assert database.case_keys is not None
        await database.case_keys.make([7], SUNDAY_EVENING)
        await copy_now(database, lambda content: write_copy(tmp_path / "other.copy", content), real_now())
    with pytest.raises(Failed, match="is of another installation"):
        await restore(replace(other, database_url=empty_sqlite), file, without=True)
    with pytest.raises(Failed, match="does not belong with this backup"):
        await restore(elsewhere(small_office, empty_sqlite), file, tmp_path / "other.copy")


async def test_cases_whose_keys_are_missing_are_counted_and_left(
    office: World, file: Path, empty_sqlite: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.program() as app:
        await copy_now(app.database, lambda content: write_copy(tmp_path / "early.copy", content), real_now())
        await a_case(office)
        await back_up(office.settings, file)
    new = elsewhere(office, empty_sqlite, new_keys(office))
    await restore(new, file, tmp_path / "early.copy")
    assert "1 help cases cannot be read: their keys are not in the store" in capsys.readouterr().err


async def test_a_family_is_found_although_the_lookup_key_of_the_backup_is_gone(
    office: World, file: Path, empty_sqlite: str
) -> None:
    async with office.program():
        told = await a_case(office)
        await back_up(office.settings, file)
        await office.rest(timedelta(days=8))
        await office.rest(timedelta(hours=1))  # the earlier key goes at the look after
        keys = office.running.database.case_keys
        assert keys is not None
        assert [each.number for each in await keys.generations()] == [2]
    new = elsewhere(office, empty_sqlite)
    await restore(new, file)
    async with open_database(new, "looking") as database, database.transaction() as store:
        found = await store.doors.open("help", [told.family.person.id])
        session = await store.sessions.of(next(iter(found)))
    assert session is not None
    assert session.case == told.case


# --- Whole, and of one moment --------------------------------------------------------------------


async def test_every_row_comes_back_as_it_was_in_either_kind_of_database(
    office: World, file: Path, empty_database: str
) -> None:
    async with office.program():
        await a_case(office)
    # The program has ended: the clock, which goes on by itself, must not move a row between the copy and the look.
    await back_up(office.settings, file)
    before = await _rows(office.settings)
    await restore(elsewhere(office, empty_database), file)
    after = await _rows(elsewhere(office, empty_database))
    after["counters"] = [row for row in after["counters"] if "restored at" not in row]
    assert sum(len(rows) for rows in before.values()) > 60
    moved = LEFT_OUT | {"intakes", "doors"}  # these go on while the program runs, or are found anew
    assert {name: rows for name, rows in before.items() if name not in moved} == {
        name: rows for name, rows in after.items() if name not in moved
    }


async def _rows(settings: Settings) -> dict[str, list[str]]:
    database = Database(settings.database_url, load_keyring(settings.keys), holder="looking")

    def read(connection: Connection) -> dict[str, list[str]]:
        held = MetaData()
        held.reflect(connection)
        return {t.name: sorted(map(repr, connection.execute(t.select()))) for t in held.sorted_tables}

    rows: dict[str, list[str]] = await database.run_sync(read)
    await database.close()
    return rows


async def test_no_table_is_forgotten(world: World) -> None:
    async with world.store() as store:
        tables = {table.name for table in await store.backups._tables()}
    assert tables == set(Table.metadata.tables) - LEFT_OUT


async def test_a_backup_is_as_of_one_moment_though_people_go_on(world: World) -> None:
    database = world.running.database
    async with database.reading() as reading:
        await reading.backups.hold_still()
        counted = await reading.backups.count()
        async with database.transaction() as store:
            await store.places.add_satker(Satker("BNNK-X", "BNNK X", "19.02"), SUNDAY_EVENING)
        portions = [portion async for portion in reading.backups.portions()]
    assert sum(len(portion.rows) for portion in portions) == counted
    assert "BNNK-X" not in words_of(portions)
    async with world.store() as store:
        assert "BNNK-X" in words_of([portion async for portion in store.backups.portions()])


async def test_many_rows_are_read_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.backups.AT_ONCE", 2)
    async with world.store() as store:
        await store.backups.hold_still()  # the program goes on writing
        portions = [portion async for portion in store.backups.portions()]
        counted = await store.backups.count()
    assert max(len(portion.rows) for portion in portions) == 2
    rows = [(portion.table, *map(str, row)) for portion in portions for row in portion.rows]
    assert len(rows) == len(set(rows)) == counted


async def test_a_backup_of_an_earlier_version_grows_to_the_present_shape(
    tmp_path: Path, empty_database: str, file: Path
) -> None:
    old = Settings(
        database_url=empty_database, keys=tmp_path / "keys.json", case_keys=f"sqlite:///{tmp_path / 'k.db'}"
    )
    save_keyring(new_keyring(), old.keys)
    database = Database(old.database_url, load_keyring(old.keys), holder="old")
    await database.run_sync(_old_office)
    await database.close()
    await back_up(old, file)
    new = replace(old, database_url=f"sqlite:///{tmp_path / 'fresh' / 'suar.db'}")
    await restore(new, file)
    async with open_database(new, "looking") as opened, opened.reading() as store:
        assert [satker.code for satker in await store.places.satkers()] == ["BNNK-PGK"]


def _old_office(connection: Connection) -> None:
    bring_to(connection, "0001")
    connection.execute(
        text("insert into satkers (code, name, territory, added_at) values ('BNNK-PGK', 'BNNK', '19.71', 7)")
    )


# --- Refusals ------------------------------------------------------------------------------------


async def _a_backup(world: World, file: Path) -> None:
    async with world.program():
        await a_case(world)
        await back_up(world.settings, file)


async def test_a_backup_that_is_damaged_anywhere_is_refused_before_anything_is_written(
    small_office: World, file: Path, empty_sqlite: str
) -> None:
    await _a_backup(small_office, file)
    whole, chance = content(file), Random(7)
    new = elsewhere(small_office, empty_sqlite)
    for _ in range(30):
        at = chance.randrange(len(whole))
        flipped = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
        for damaged in (flipped, whole[:at]):
            write(file, damaged)
            with pytest.raises(Failed):
                await restore(new, file)
    assert await _is_empty(new)
    write(file, whole)
    await restore(new, file)


async def test_of_the_last_block_every_bit_counts_and_nothing_may_follow(small_office: World, file: Path) -> None:
    await _a_backup(small_office, file)
    whole, keyring = content(file), load_keyring(small_office.settings.keys)

    def is_read(damaged: bytes) -> bool:
        write(file, damaged)
        try:
            return bool(list(open_backup(file, keyring).portions()))
        except Unreadable:
            return False

    assert is_read(whole)
    last = range(len(whole) - 60, len(whole))
    flipped = [whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :] for at in last for bit in range(8)]
    assert not any(map(is_read, [*flipped, whole + b"x", whole[:-1]]))


async def test_blocks_that_changed_places_are_refused(small_office: World, file: Path, empty_sqlite: str) -> None:
    await _a_backup(small_office, file)
    line, _, rest = content(file).partition(b"\n")
    first = 4 + int.from_bytes(rest[:4], "big")
    second = first + 4 + int.from_bytes(rest[first : first + 4], "big")
    write(file, line + b"\n" + rest[first:second] + rest[:first] + rest[second:])
    with pytest.raises(Failed, match="is damaged or not whole"):
        await restore(elsewhere(small_office, empty_sqlite), file)


async def test_a_backup_is_refused_by_another_keyring(small_office: World, file: Path, empty_sqlite: str) -> None:
    await _a_backup(small_office, file)
    save_keyring(new_keyring(), small_office.folder / "other.json")
    with pytest.raises(Failed, match="sealed under another keyring"):
        await restore(replace(elsewhere(small_office, empty_sqlite), keys=small_office.folder / "other.json"), file)
    with pytest.raises(BadSetting, match="there is no keyring"):
        await restore(replace(elsewhere(small_office, empty_sqlite), keys=small_office.folder / "none.json"), file)


async def test_a_database_that_has_tables_is_refused_and_left(small_office: World, file: Path) -> None:
    await _a_backup(small_office, file)
    before = await _rows(small_office.settings)
    with pytest.raises(Failed, match="a backup goes into an empty one only"):
        await restore(small_office.settings, file)
    assert await _rows(small_office.settings) == before


@pytest.mark.parametrize("line", ['"revision": "0999"', '"version": 2'])
async def test_a_backup_of_a_later_version_is_refused(
    small_office: World, file: Path, empty_sqlite: str, line: str
) -> None:
    await _a_backup(small_office, file)
    name = line.partition(":")[0]
    first, _, rest = content(file).partition(b"\n")
    changed = ", ".join(line if part.startswith(name) else part for part in first.decode()[1:-1].split(", "))
    write(file, f"{{{changed}}}\n".encode() + rest)
    with pytest.raises(Failed, match="made by a later version of Suar"):
        await restore(elsewhere(small_office, empty_sqlite), file)


async def test_a_backup_never_writes_over_anything(small_office: World, file: Path) -> None:
    write(file, b"the only copy of something")
    async with small_office.program():
        with pytest.raises(Failed, match="name another file"):
            await back_up(small_office.settings, file)
        with pytest.raises(Failed, match="could not be written"):
            await back_up(small_office.settings, file / "below" / "a.backup")
    assert content(file) == b"the only copy of something"


async def _is_empty(settings: Settings) -> bool:
    database = Database(settings.database_url, load_keyring(settings.keys), holder="looking")
    async with database.reading() as store:
        empty = await store.backups.is_empty()
    await database.close()
    return empty


# --- Cut short -----------------------------------------------------------------------------------

KILLED_BACKUP = """
import os, signal, sys
from pathlib import Path
from bot.backup_file import BackupWriter, Header
from storage.backups import Portion
from storage.sealing import load_keyring
keyring = load_keyring(Path(sys.argv[2]))
with BackupWriter(Path(sys.argv[1]), Header("0001", "2026-11-22", 2, None), keyring) as writer:
    writer.add(Portion("satkers", ["code"], [["x" * 100_000]]))
    os.kill(os.getpid(), signal.SIGKILL)
"""

KILLED_RESTORE = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.backup_file import open_backup
from storage.database import Database
from storage.sealing import load_keyring
keyring = load_keyring(Path(sys.argv[3]))
backup = open_backup(Path(sys.argv[1]), keyring)
def some():
    for number, portion in enumerate(backup.portions()):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield portion
async def restore():
    async with Database(sys.argv[2], keyring, holder="killed").transaction() as store:
        await store.backups.put(backup.header.revision, some())
asyncio.run(restore())
"""


def _killed(script: str, *words: str) -> None:
    ended = subprocess.run([sys.executable, "-c", script, *words], check=False)
    assert ended.returncode == -signal.SIGKILL


async def test_a_killed_backup_leaves_no_half_file_and_can_be_made_again(small_office: World, file: Path) -> None:
    save_keyring(new_keyring(), small_office.settings.keys)
    _killed(KILLED_BACKUP, str(file), str(small_office.settings.keys))
    assert not names_in(file.parent) & {file.name}
    async with small_office.program():
        await back_up(small_office.settings, file)
    assert names_in(file.parent) == {file.name}


async def test_a_backup_that_fails_leaves_nothing(file: Path) -> None:
    def fails() -> None:
        with BackupWriter(file, Header("0001", "2026-11-22", 1, None), new_keyring()) as writer:
            writer.add(Portion("satkers", ["code"], [["x"]]))
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fails()
    assert not list(file.parent.iterdir())


async def test_a_killed_restore_can_be_run_again(office: World, file: Path, empty_database: str) -> None:
    await _a_backup(office, file)
    new = elsewhere(office, empty_database)
    _killed(KILLED_RESTORE, str(file), new.database_url, str(new.keys))
    assert await _is_empty(new)
    await restore(new, file)
    assert len(await traces_of(new)) >= 3


# --- What was on its way -------------------------------------------------------------------------


async def test_old_messages_are_not_sent_again_but_what_takes_something_away_is(
    office: World, file: Path, empty_sqlite: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with office.program():
        rina = await office.joined("Rina")
        who = office.who(rina)
    async with open_database(office.settings, "x") as database:  # it delivers nothing
        async with database.transaction() as store:
            session = await store.sessions.of(who)
            assert session is not None
            store.outbox.show(session, Show(99, Message("Ingat laporan hari ini.")))
            store.outbox.erase(session, (51,))
        await back_up(office.settings, file)
    new = elsewhere(office, empty_sqlite)
    await restore(new, file)
    assert "1 messages that waited to be sent then are not sent now" in capsys.readouterr().err
    async with open_database(new, "y") as database, database.transaction() as store:
        assert [letter.what for letter in await store.leaving.claim("staff")] == [Erase((51,))]


async def test_an_agent_goes_on_where_the_backup_was_made(office: World, file: Path, empty_sqlite: str) -> None:
    async with office.program():
        rina = await office.joined("Rina")
        await rina.says("/lapor")
        await rina.says("[Penjangkauan]")
        await rina.says("[Kemarin]")
        await back_up(office.settings, file)
        await rina.says("[Keluarga]")
    new = elsewhere(office, empty_sqlite)
    await restore(new, file)
    async with office.program(**_changed(office, new)):
        await rina.says("/draf")
        assert "Penjangkauan" in rina.shown
        rina.hears()
