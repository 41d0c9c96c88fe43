"""A family and the one who answers write in the same moment, and neither waits for the other's end."""

from __future__ import annotations

import logging

import pytest

from domain.help_cases import Sender
from tests.help.answering import a_petugas, roster, taken, versions
from tests.world import World

TIMES = 12
TELLING_OF_TROUBLE = ("does not answer", "failed", "quarantine", "one by one", "could not be")


async def test_who_asks_and_who_answers_write_at_once_and_nothing_is_in_the_others_way(
    help_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    await roster(help_world, dewi)
    melati = await taken(help_world, dewi)
    caplog.set_level(logging.WARNING)
    for n in range(TIMES):
        melati.does(f"melati {n}")
        dewi.does(f"dewi {n}")
        await help_world.quiet()
    said = {(sender, text) for sender, _, text in await versions(help_world, melati)}
    assert said >= {(Sender.FAMILY, f"melati {n}") for n in range(TIMES)}
    assert said >= {(Sender.STAFF, f"dewi {n}") for n in range(TIMES)}
    lines = [record.getMessage() for record in caplog.records]
    assert not [line for line in lines if any(word in line for word in TELLING_OF_TROUBLE)]
