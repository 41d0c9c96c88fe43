"""S9 once more, for the help side: no token and no word of a family is logged, whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.settings import TransportName
from domain.people import Role
from simulator import Fault
from tests import attachments
from tests.bot.test_logs import (
    HELP_CANARY,
    STAFF_CANARY,
    TROUBLES,
    WORDS,
    Said,
    a_world_with_canaries,
    re_library,
    said,
    talk_of_everything,
)
from tests.help.conftest import CHANCE
from tests.help.saying import ASKS, say_all
from tests.transcript import Talk
from tests.world import World

__all__ = ["said"]  # a fixture
METHODS = (
    *("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessage", "deleteMessages"),
    *("getFile", "sendPhoto"),
)


async def a_family_lives_through_everything(world: World) -> str:
    """It asks, writes, sends pictures and erases all of it while everything goes wrong that can. Gives its chat."""
    budi = await world.joined("Budi", Role.PETUGAS)
    melati = Talk(world, "Melati", world.help)
    await say_all(melati, "/start", *ASKS, f"{WORDS} bunuh diri")
    for kind in TROUBLES:
        for method in METHODS:
            world.sim.faults.add(Fault(kind, method=method, times=1, retry_after=1, html=True))
        melati.does(f"{WORDS} {kind}")
        melati.person.photo(world.help, attachments.photo(), WORDS)
        melati.does("/kasus")
        budi.does("/menu")
        await world.quiet(60)
        await world.fetches()
        world.sim.faults.clear()
    await say_all(melati, "/bersihkan", "/hapus", "[Ya, hapus semuanya]", f"{WORDS} lagi")
    melati.person.block(world.help)
    await world.rest(timedelta(days=8))
    return str(melati.person.id)


@pytest.mark.parametrize("library", ["ptb", "aiogram"])
async def test_s9_of_the_help_side_no_token_and_no_words_are_ever_logged(
    library: TransportName,
    tmp_path: Path,
    help_sqlite_url: str,
    help_forms: Path,
    said: Said,
) -> None:
    async with a_world_with_canaries(tmp_path, help_sqlite_url) as world:
        world.wiring = replace(world.wiring, forms=help_forms, chance=count(CHANCE).__next__)
        talk_of_everything("text")
        async with world.program(help_transport=library):
            chat = await a_family_lives_through_everything(world)
    log = said()
    assert "a letter waits" in log
    for canary in (STAFF_CANARY, HELP_CANARY, "canaryStaff", "canaryHelp"):
        assert canary not in log
    ours = [line for line in log.splitlines() if not re_library(line)]
    assert not [line for line in ours if WORDS in line or chat in line]
