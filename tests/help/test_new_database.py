"""A new database beside keys that are in use, as after a disk broke: nothing is begun, and no key is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.opening import open_case_keys, open_database
from bot.settings import BadSetting
from storage.sealing import load_keyring
from tests.help.at_rest import a_case
from tests.help.test_backups import back_up, restore
from tests.world import a_world


async def test_a_new_database_does_not_take_keys_that_are_in_use_for_its_own(tmp_path: Path, sqlite_url: str) -> None:
    keys = f"sqlite:///{tmp_path / 'case-keys.db'}"
    async with a_world(tmp_path, sqlite_url, case_keys=keys) as world:
        async with world.program():
            case = (await a_case(world)).case
        new = replace(world.settings, database_url=f"sqlite:///{tmp_path / 'new.db'}")
        with pytest.raises(BadSetting, match="Put its backup back with suar restore"):
            async with open_database(new, "ours"):
                pass
        store = open_case_keys(new, load_keyring(new.keys))
        assert await store.of([case])
        await store.close()


async def test_a_backup_can_be_put_into_the_database_that_was_refused(tmp_path: Path, sqlite_url: str) -> None:
    file = tmp_path / "suar.backup"
    keys = f"sqlite:///{tmp_path / 'case-keys.db'}"
    async with a_world(tmp_path, sqlite_url, case_keys=keys) as world:
        async with world.program():
            await a_case(world)
        await back_up(world.settings, file)
        new = replace(world.settings, database_url=f"sqlite:///{tmp_path / 'new.db'}")
        with pytest.raises(BadSetting):
            async with open_database(new, "ours"):
                pass
        await restore(new, file)
        async with open_database(new, "ours"):
            pass
