"""Backups, the copy of the case keys and erasing, as somebody types them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.key_copies import open_copy
from storage.sealing import load_keyring
from tests.bot.conftest import Suar
from tests.help.at_rest import ALIAS, CANARY, Told, a_case, said_in, traces_of
from tests.world import World, a_world


async def test_a_backup_is_made_and_restored(suar: Suar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await suar("satker", "add", "BNNK-BTM", "BNNK Batam", "--territory", "21.71"))[0] == 0
    code, printed, said = await suar("backup", "a.backup")
    assert (code, printed) == (0, "")
    assert f"keep a copy of {tmp_path / 'keys.json'} in another place" in said
    assert (await suar("backup", "a.backup"))[2].endswith(
        "There is something at a.backup already: name another file.\n"
    )
    assert "a backup goes into an empty one only" in (await suar("restore", "a.backup"))[2]
    monkeypatch.setenv("SUAR_CASE_KEYS", str(tmp_path / "case-keys.db"))
    monkeypatch.setenv("SUAR_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'suar.db'}")
    assert "none.backup could not be read: No such file" in (await suar("restore", "none.backup"))[2]
    code, _, said = await suar("restore", "a.backup")
    assert (code, "rows restored, as they were on" in said) == (0, True)
    assert "There is a satker BNNK-BTM" in (await suar("satker", "add", "BNNK-BTM", "B", "--territory", "21.71"))[2]


async def test_an_empty_database_is_no_backup(suar: Suar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await suar("migrate"))[0] == 0
    monkeypatch.setenv("SUAR_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    code, _, said = await suar("backup", "a.backup")
    assert (code, "There is nothing in the database yet" in said) == (1, True)


async def test_what_is_no_backup_is_refused(suar: Suar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await suar("migrate"))[0] == 0
    monkeypatch.setenv("SUAR_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    for content in (b"", b"{}", b"[]", b"null\n", b'{"kind": "suar backup", "version": 1}\n', bytes(range(256)) * 50):
        (tmp_path / "b.backup").write_bytes(content)
        code, _, said = await suar("restore", "b.backup")
        assert (code, "b.backup is no backup that suar backup made" in said) == (1, True), content


# --- A case, erased from outside -------------------------------------------------------------------


@pytest.fixture
async def office(
    tmp_path: Path, sqlite_url: str, suar: Suar, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[World, Told]]:
    """A family has asked for help; the office keeps a copy of the case keys."""
    copy = tmp_path / "stick" / "keys.copy"
    async with a_world(tmp_path, sqlite_url, case_keys_copy=copy) as world, world.program():
        monkeypatch.setenv("SUAR_TELEGRAM_API", world.settings.telegram_api)
        monkeypatch.setenv("SUAR_CASE_KEYS_COPY", str(copy))
        told = await a_case(world)
        yield world, told


async def test_a_case_is_erased_from_outside_and_both_chats_are_emptied(
    office: tuple[World, Told], suar: Suar
) -> None:
    world, told = office
    told.family.hears()
    assert CANARY in said_in(told.officer)
    code, printed, said = await suar("erase", f"keluarga {ALIAS.lower()}", "--yes")
    assert (code, printed) == (0, "")
    assert f"Keluarga {ALIAS} is erased: 2 messages can be read no more, in no backup either." in said
    await world.until(lambda: told.officer.shown.startswith(f"Kasus keluarga {ALIAS} sudah dihapus."))
    await world.until(lambda: CANARY not in said_in(told.family))
    await world.until(lambda: CANARY not in said_in(told.officer))
    assert not [line for line in told.family.hears() if line.startswith("bot:")], "the family is told nothing"
    assert not await traces_of(world.settings)
    copy = world.settings.case_keys_copy
    assert copy is not None
    assert told.case not in open_copy(copy.read_bytes(), load_keyring(world.settings.keys)).content.keys


async def test_the_alias_has_to_be_typed_again(
    office: tuple[World, Told], suar: Suar, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, told = office
    monkeypatch.setattr("sys.stdin", _Typed("Pinus-3\n"))
    code, _, said = await suar("erase", ALIAS)
    assert (code, "nothing was erased" in said) == (1, True)
    assert (await world.case_of(told.family)).id == told.case
    monkeypatch.setattr("sys.stdin", _Typed("melati-27\n"))
    assert (await suar("erase", ALIAS))[0] == 0


class _Typed:
    def __init__(self, line: str) -> None:
        self._line = line

    def readline(self) -> str:
        return self._line


async def test_an_alias_that_is_nobodys_is_said(suar: Suar) -> None:
    code, _, said = await suar("erase", "Pinus-3", "--yes")
    assert (code, "There is no help case Pinus-3" in said) == (1, True)


async def test_doctor_says_how_the_copy_of_the_case_keys_is(
    office: tuple[World, Told], suar: Suar, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = office
    copy = world.settings.case_keys_copy
    assert copy is not None
    await world.until(copy.exists)
    code, _, said = await suar("doctor")
    assert (code, "copy of the case keys: ok, of" in said) == (0, True)
    assert "case keys: ok, of 1 help cases" in said
    before = copy.read_bytes()
    copy.unlink()
    assert "copy of the case keys: there is none at" in (await suar("doctor"))[2]
    copy.write_bytes(before[:-1])
    code, _, said = await suar("doctor")
    assert (code, "it is damaged, or sealed under another keyring" in said) == (1, True)
    monkeypatch.setenv("SUAR_CASE_KEYS_COPY", str(world.folder / "case-keys.db"))
    code, _, said = await suar("doctor")
    assert (code, "it is no copy of case keys of this version; name another file" in said) == (1, True)
    monkeypatch.delenv("SUAR_CASE_KEYS_COPY")
    code, _, said = await suar("doctor")
    assert (code, "copy of the case keys: not kept" in said) == (0, True)
