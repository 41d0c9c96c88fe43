"""A receipt moves a case to another phone, once: the next move wants the receipt that was given then."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.help.saying import ASKS, messages, say_all, seen
from tests.transcript import Talk
from tests.world import World

MOVE = "[Pindahkan ke HP ini]"


@pytest.fixture
async def asked(small_help: World) -> Talk:
    """Dahlia has asked for help, and has not put the receipt away yet."""
    dahlia = Talk(small_help, "Dahlia", small_help.help)
    await say_all(dahlia, "/start", *ASKS)
    return dahlia


def receipt_of(talk: Talk) -> str:
    """The receipt that stands in a chat."""
    found = [each for text in seen(talk) for each in re.findall(r"\d{4} \d{4} \d{4} \d{4}", text)]
    return found[-1]


def next_second(world: World) -> None:
    """One receipt is tried in a second."""
    world.machine_waits(timedelta(seconds=2))
    world.running.receipts._next_proof = 0.0


async def sends(talk: Talk, receipt: str) -> None:
    """A receipt, a second after the one before."""
    next_second(talk.world)
    await talk.says(receipt)


async def test_a_case_goes_on_from_the_phone_that_has_its_receipt(asked: Talk) -> None:
    world, receipt = asked.world, receipt_of(asked)
    case = await world.case_of(asked)
    fresh = Talk(world, "Anyelir", world.help)
    await sends(fresh, receipt)
    await fresh.says(MOVE)
    assert (await world.case_of(fresh)).id == case.id
    assert (await world.case_of(asked)).id != case.id
    assert receipt_of(fresh) != receipt
    assert [each.text for each in await messages(world, fresh)]


async def test_a_receipt_that_was_used_meanwhile_moves_nothing(asked: Talk) -> None:
    world, receipt = asked.world, receipt_of(asked)
    case = await world.case_of(asked)
    finder, fresh = Talk(world, "Orang Asing", world.help), Talk(world, "Anyelir", world.help)
    await sends(finder, receipt)  # whoever found the paper sends it, and waits
    await sends(fresh, receipt)
    await fresh.says(MOVE)
    await finder.says(MOVE)
    assert (await world.case_of(fresh)).id == case.id
    assert "Tombol itu sudah tidak berlaku." in finder.shown
