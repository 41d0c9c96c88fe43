"""S10: thousands of strangers write to the help bot at once. Simulated, with Telegram's limits as they are."""

from __future__ import annotations

import asyncio
from itertools import cycle
from pathlib import Path

import pytest

from handlers.kit import HELP
from tests.bot.test_flood import CALM, MOST_AHEAD, MOST_TIMES_LONGER, Flood, Waits, a_flood, check, p95
from tests.help.saying import ASKS
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk

GOES_ON = ("/kasus", "[Kembali]")
IN_DANGER = "saya mau bunuh diri"
CARD = "Anda tidak harus menanggung ini sendiri."


async def asks(flood: Flood, name: str) -> Talk:
    """A family that has asked for help before the flood."""
    talk = flood.member(name)
    await flood.does(talk, "/start", *ASKS)
    await flood.world.sim.until(lambda: "Sudah saya simpan" in talk.chat.answer.labels, 60)
    await flood.does(talk, "[Sudah saya simpan]")
    return talk


async def in_danger_is_answered_first(flood: Flood, name: str) -> None:
    """A word of danger of somebody whom nobody knows goes out before the crowd."""
    talk = Talk(flood.world, name, flood.desk.account)
    before, crowd = len(flood.to_strangers), flood.delivery.crowd
    talk.does(IN_DANGER)
    await flood.world.sim.until(lambda: any(CARD in each.text for each in talk.chat.messages), 60)
    assert len(flood.to_strangers) - before <= MOST_AHEAD < crowd


async def play(folder: Path, url: str, forms: Path, strangers: int, calm: int) -> tuple[Flood, Waits]:
    """A family goes on, another one comes back, and somebody is in danger, while strangers write."""
    async with a_flood(folder, url, HELP, forms=forms) as flood:
        melati, mawar = await asks(flood, "Melati"), await asks(flood, "Mawar")
        lines = cycle(GOES_ON)
        before, meanwhile = await flood.goes_on(melati, lines, calm), []
        coming = asyncio.ensure_future(flood.strangers(strangers))
        while not coming.done():
            meanwhile += await flood.goes_on(melati, lines, 1)
            if len(meanwhile) == 5:
                await in_danger_is_answered_first(flood, "Dahlia")
        await flood.goes_on(mawar, cycle(("saya masih takut", *GOES_ON)), 3)
        await in_danger_is_answered_first(flood, "Kamboja")
        await flood.newcomer_is_answered()
    return flood, Waits(before, meanwhile)


def test_s10_strangers_do_not_keep_families_waiting(tmp_path: Path, help_sqlite_url: str, help_forms: Path) -> None:
    flood, _ = run_leaping(play(tmp_path, help_sqlite_url, help_forms, strangers=400, calm=1))
    check(flood)


@pytest.mark.soak
def test_s10_soak_of_families(
    request: pytest.FixtureRequest, tmp_path: Path, help_sqlite_url: str, help_forms: Path
) -> None:
    strangers = soak_count(request, 10_000)
    flood, waits = run_leaping(play(tmp_path, help_sqlite_url, help_forms, strangers, CALM))
    check(flood)
    calm, flooded = p95(waits.calm), p95(waits.in_the_flood)
    assert flooded < MOST_TIMES_LONGER * calm
    said = f"p95 of a family {flooded * 1000:.0f} ms, without them {calm * 1000:.0f} ms"
    got = f"{len(flood.to_strangers)} answers to {strangers} strangers, {flood.busiest(10)} in ten seconds at most"
    request.node.user_properties.append((FIGURE, f"{got}; {said}"))
