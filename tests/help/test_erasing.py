"""Erasing a case: what is said about it, and what happens when nobody asked for it in a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.key_copy import write_copy, writer_of
from bot.opening import open_case_keys
from domain.help_cases import State
from handlers.help_clock import erase_deed
from scheduler.copying import Copying
from storage.key_copies import open_copy, seal_copy
from tests.help.at_rest import ALIAS, CANARY, Told, a_case, erases, said_in
from tests.world import World, a_world


@pytest.fixture
async def office(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url) as made:
        yield made


# --- The certificate -----------------------------------------------------------------------------


async def test_the_certificate_says_by_when_the_copy_of_the_key_is_gone(office: World, tmp_path: Path) -> None:
    async with office.program(case_keys_copy=tmp_path / "keys.copy"):
        told = await a_case(office)
        await erases(office, told)
    assert (
        "Di cadangan, pengelola server masih bisa membukanya sampai paling lambat Senin 23 Nov." in told.family.shown
    )


async def test_the_certificate_says_that_there_is_no_copy_of_the_key(office: World) -> None:
    async with office.program():
        told = await a_case(office)
        await erases(office, told)
    assert "Di cadangan juga tidak bisa dibuka lagi." in told.family.shown
    assert "masih bisa" not in told.family.shown


# --- In silence ----------------------------------------------------------------------------------


async def erase_in_silence(world: World, case: int) -> None:
    """As the clock does it when the case was closed long ago."""
    async with world.running.database.transaction() as store:
        found = await store.help.of(case)
        assert found is not None
        await erase_deed(world.running.kit)(store, found, world.running.clock.now())
    await world.quiet()


async def test_a_case_that_is_over_is_erased_in_silence(world: World) -> None:
    told = await a_case(world)
    told.family.hears()
    await erase_in_silence(world, told.case)
    assert not said_in(told.family).replace("/start", "")
    assert [line.split(": ")[0] for line in told.family.hears() if ": " in line] == ["gone"] * 3
    assert CANARY not in said_in(told.officer)
    assert told.officer.shown.startswith(f"Kasus keluarga {ALIAS} sudah dihapus.")
    assert world.running.database.case_keys is not None
    assert not await world.running.database.case_keys.of([told.case])


async def test_an_officer_who_has_something_else_in_front_keeps_it_and_is_told_nothing(world: World) -> None:
    told = await a_case(world)
    await told.officer.says("/menu")
    before = told.officer.shown
    told.officer.hears()
    await erase_in_silence(world, told.case)
    assert CANARY not in said_in(told.officer)
    assert told.officer.shown == before
    assert not [line for line in told.officer.hears() if line.startswith("bot:")]


async def test_a_chat_in_which_nothing_is_left_is_forgotten_wholly(world: World) -> None:
    told = await a_case(world)
    await erase_in_silence(world, told.case)
    fresh = await world.case_of(told.family)
    assert fresh.state is State.TOUCHED
    await erase_in_silence(world, fresh.id)
    async with world.store() as store:
        assert await store.sessions.of(fresh.who) is None
        assert await store.erasing.all() == []
        assert await store.doors.generations() == set()
    await told.family.says("/start")
    assert (await world.case_of(told.family)).who != fresh.who


async def test_an_officer_in_another_case_stays_in_it(world: World) -> None:
    first = await a_case(world)
    async with world.running.database.transaction() as store:
        await store.turns.wait_for([world.who(first.officer)])
        session = await store.sessions.of(world.who(first.officer))
        assert session is not None
        session.card += 1  # another thread is on a card of its own
        session.notes = {"case": 7}
    await erase_in_silence(world, first.case)
    async with world.store() as store:
        session = await store.sessions.of(world.who(first.officer))
    assert session is not None
    assert session.notes == {"case": 7}


# --- The copy of the keys ------------------------------------------------------------------------


@pytest.fixture
async def told(small_world: World) -> Told:
    return await a_case(small_world)


async def test_the_copy_is_written_soon_after_an_erasure_and_every_hour(small_world: World, told: Told) -> None:
    database, keyring, written = small_world.running.database, small_world.running.database.keyring, []
    copying = Copying(written.append)
    now = small_world.running.clock.now()
    assert [await copying.work(database, now) for _ in range(3)] == [1, 0, 0]
    assert told.case in open_copy(written[-1], keyring).content.keys
    await erases(small_world, told)
    assert [await copying.work(database, now) for _ in range(2)] == [1, 0]
    copy = open_copy(written[-1], keyring).content
    assert told.case not in copy.keys
    assert told.case in copy.erasures
    small_world.machine_waits(timedelta(minutes=59))
    assert await copying.work(database, now) == 0
    small_world.machine_waits(timedelta(minutes=2))
    assert await copying.work(database, now) == 1


async def test_that_the_copy_cannot_be_written_is_said_once_and_again_when_it_can(
    small_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken, written = [True], []

    def write(content: bytes) -> None:
        if broken[0]:
            raise OSError(28, "No space left on device")
        written.append(content)

    copying, database = Copying(write), small_world.running.database
    now = small_world.running.clock.now()
    caplog.set_level("WARNING", "scheduler.copying")
    assert [await copying.work(database, now) for _ in range(3)] == [0, 0, 0]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "No space left on device" in caplog.text
    broken[0] = False
    assert await copying.work(database, now) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert written


async def test_the_earlier_copy_is_overwritten_where_it_lay(tmp_path: Path) -> None:
    path = tmp_path / "stick" / "keys.copy"
    write_copy(path, b"SUAR CASE KEYS 1, the first" * 1000)
    other_name = tmp_path / "still the same file"
    other_name.hardlink_to(path)
    write_copy(path, b"SUAR CASE KEYS 1, the second")
    assert path.read_bytes() == b"SUAR CASE KEYS 1, the second"
    assert set(other_name.read_bytes()) == {0}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["keys.copy"]


def test_two_programs_that_copy_at_once_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "copies" / "keys.copy"
    contents = [b"SUAR CASE KEYS 1, copy %d" % number * 2000 for number in range(8)]
    with ThreadPoolExecutor(8) as writers:
        for done in [writers.submit(write_copy, path, content) for content in contents * 10]:
            done.result()
    assert path.read_bytes() in contents
    assert [each.name for each in path.parent.iterdir()] == ["keys.copy"]


async def test_the_copy_never_takes_the_place_of_anything_else(tmp_path: Path, sqlite_url: str) -> None:
    store = tmp_path / "case-keys.db"  # where it is when nothing says otherwise
    async with a_world(tmp_path, sqlite_url, case_keys_copy=store) as office, office.program() as app:
        told = await a_case(office)
        assert app.database.case_keys is not None
        assert await Copying(writer_of(store)).work(app.database, app.clock.now()) == 0
        assert await app.database.case_keys.of([told.case])
    assert not (store.with_name("case-keys.db.part")).exists()


async def test_a_copy_comes_back_as_it_was_in_a_store_of_either_kind(
    small_world: World, told: Told, empty_database: str
) -> None:
    database = small_world.running.database
    assert database.case_keys is not None
    now = small_world.running.clock.now()
    content = await database.case_keys.content()
    copy = open_copy(seal_copy(content, database.keyring, now), database.keyring)
    assert copy.content == content
    fresh = replace(small_world.settings, case_keys=empty_database)
    keys = open_case_keys(fresh, database.keyring)
    await keys.prepare(now, 7)
    await keys.put_back(copy.content)
    assert await keys.content() == content
    assert (await keys.of([told.case]))[told.case].key == content.keys[told.case][0]
    await keys.close()
