"""S10: thousands of strangers write to the help bot at once. Simulated, with Telegram's limits as they are."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from itertools import cycle
from pathlib import Path

import pytest

from bot.admission import AT_ONCE
from bot.budget import CROWD
from bot.hall import MOST_OF_ONE
from handlers.kit import HELP
from simulator.limits import RateLimits
from tests.bot.test_flood import A_SECOND, CALM, MOST_AHEAD, Flood, Waits, a_flood, p95
from tests.help.saying import ASKS, TO_THE_HOURS, count
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk

GOES_ON = ("/kasus", "[Kembali]")
IN_DANGER = "saya mau bunuh diri"
CARD = "Anda tidak harus menanggung ini sendiri."
BUSY = "Sedang banyak yang menulis. Coba lagi sebentar."
MOST_TIMES_LONGER = 2  # on two cores with nothing else to do: 1.2


async def family(flood: Flood, name: str) -> Talk:
    """A family that has asked for help before the flood."""
    talk = flood.member(name)
    await flood.does(talk, "/start", *ASKS)
    await flood.world.sim.until(lambda: "Sudah saya simpan" in talk.chat.answer.labels, 60)
    await flood.does(talk, "[Sudah saya simpan]")
    return talk


async def in_danger_is_answered_first(flood: Flood, name: str) -> None:
    """A word of danger of somebody whom nobody knows goes out before the crowd."""
    talk = Talk(flood.world, name, flood.desk.account)
    before, crowd = len(flood.to_strangers), flood.crowd
    talk.does("halo")
    talk.does(IN_DANGER)
    await flood.world.sim.until(lambda: any(CARD in each.text for each in talk.chat.messages), 60)
    assert len(flood.to_strangers) - before <= MOST_AHEAD < crowd


async def newcomer_gets_on(flood: Flood, name: str) -> None:
    """Once answered for the first time, a newcomer waits neither behind the crowd nor behind who comes then."""
    talk = Talk(flood.world, name, flood.desk.account)
    talk.does("/start")
    await flood.world.sim.until(lambda: bool(talk.chat.answer.rows), 1_000)
    flood.members.add(talk.person.id)
    coming = asyncio.ensure_future(flood.strangers(A_SECOND, "permisi"))
    await flood.does(talk, TO_THE_HOURS[0])
    assert flood.crowd > MOST_AHEAD
    await coming


def in_a_flood(folder: Path, url: str, forms: Path) -> AbstractAsyncContextManager[Flood]:
    return a_flood(folder, url, HELP, forms=forms)


async def play(folder: Path, url: str, forms: Path, strangers: int, calm: int) -> tuple[Flood, Waits]:
    """While strangers write, a family goes on, somebody is in danger, and newcomers are answered and get on."""
    async with in_a_flood(folder, url, forms) as flood:
        melati, lines = await family(flood, "Melati"), cycle(GOES_ON)
        before, meanwhile = await flood.goes_on(melati, lines, calm), []
        coming = asyncio.ensure_future(flood.strangers(strangers))
        await flood.world.sim.until(lambda: flood.crowd > MOST_AHEAD)
        while not coming.done():
            meanwhile += await flood.goes_on(melati, lines, 1)
            if len(meanwhile) == 1:
                await in_danger_is_answered_first(flood, "Dahlia")
        await flood.does(melati, "saya masih takut")
        await flood.newcomer_is_answered()
        await newcomer_gets_on(flood, "Kenanga")
    return flood, Waits(before, meanwhile)


def check(flood: Flood) -> None:
    assert 0 < flood.busiest(10) <= 10 * RateLimits().per_bot / 10  # a tenth of what Telegram takes
    assert max(flood.ahead) <= MOST_AHEAD
    assert flood.biggest_crowd <= CROWD + AT_ONCE


def test_s10_strangers_do_not_keep_families_waiting(tmp_path: Path, help_sqlite_url: str, help_forms: Path) -> None:
    flood, _ = run_leaping(play(tmp_path, help_sqlite_url, help_forms, strangers=90, calm=1))
    check(flood)


def test_s10_words_of_danger_are_no_way_past_a_family(tmp_path: Path, help_sqlite_url: str, help_forms: Path) -> None:
    async def story() -> Flood:
        async with in_a_flood(tmp_path, help_sqlite_url, help_forms) as flood:
            melati = await family(flood, "Melati")
            await flood.strangers(60, IN_DANGER)
            assert flood.crowd > AT_ONCE
            await flood.goes_on(melati, cycle(GOES_ON), 3)
            await flood.newcomer_is_answered(2 * MOST_AHEAD)  # each of those before them gets more than one message
        return flood

    check(run_leaping(story()))


def test_s10_only_strangers_wait_and_cost_nothing_are_told_and_are_not_lost(
    tmp_path: Path, help_sqlite_url: str, help_forms: Path
) -> None:
    async def story() -> None:
        async with in_a_flood(tmp_path, help_sqlite_url, help_forms) as flood:
            melati = await family(flood, "Melati")
            await flood.desk.restart()  # that she has asked before is known by the database alone
            asing = Talk(flood.world, "Asing", flood.desk.account)
            asing.does("/start")
            await flood.world.sim.until(lambda: bool(asing.chat.answer.rows), 60)
            said: list[str] = []
            flood.world.sim.on_event(lambda event: said.append(event.text))
            await flood.strangers(60)
            before = await count(flood.world, "help_cases")
            assert before < 50 < before + flood.crowd
            await flood.desk.stop_delivering()
            for _ in range(MOST_OF_ONE + 1):
                asing.does("[Minta bantuan]")
            await flood.desk.takes(flood.desk.arrived())
            waiting = flood.desk.intake.waiting
            assert waiting > before
            melati.does(GOES_ON[0])
            await flood.desk.takes(flood.desk.arrived())
            assert flood.desk.intake.waiting == waiting
            await flood.desk.intake.close()
            assert (await count(flood.world, "help_cases"), flood.desk.intake.waiting) == (62, 0)
            flood.desk.deliver()
            await flood.world.sim.until(lambda: BUSY in said, 60)

    run_leaping(story())


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
