"""F25: after a quiet week Telegram numbers its updates anew, from anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from simulator import Fault
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.world import World, a_world

WEEK = timedelta(days=8)


@pytest.fixture
async def polled(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """A world in which a poll does not last long, so that much comes between two of them."""
    async with a_world(tmp_path, database_url) as made:
        made.wiring = replace(made.wiring, long_poll=0.2)
        async with made.program():
            yield made


async def a_quiet_week(world: World) -> None:
    """A week later. The marks of old updates are still there, as if the program had been off."""
    await world.quiet()
    world.machine_waits(WEEK)
    world.move(WEEK)
    await polls(world, 2)
    await world.quiet()


async def polls(world: World, times: int) -> None:
    """Let the program ask Telegram so often for nothing."""

    def count() -> int:
        return sum(call.method == "getUpdates" and call.bot is world.staff for call in world.sim.calls)

    enough = count() + times
    await world.until(lambda: count() >= enough)


async def counted(world: World) -> tuple[int, int]:
    """The reports that were sent, and the updates that were set aside."""
    async with world.store() as store:
        return await store.submissions.count(), await store.quarantine.count()


@pytest.mark.parametrize("first", [100, 950_000_000])
async def test_f25_a_report_is_logged_once_after_the_numbers_began_anew(polled: World, first: int) -> None:
    rina = await polled.joined("Rina")
    await a_quiet_week(polled)
    polled.staff.queue.number_from(first)
    await say_all(rina, *UP_TO_THE_NOTE, "Ibunya ramah", "[Kirim]")
    assert "✅ Tercatat. Nomor AMT-2611-0001" in rina.shown
    assert await counted(polled) == (1, 0)


async def test_f25_numbers_that_were_used_before_the_quiet_week_are_new_after_it(polled: World) -> None:
    polled.staff.queue.number_from(5000)
    rina = await polled.joined("Rina")
    await a_quiet_week(polled)
    polled.staff.queue.number_from(5000)
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    assert await counted(polled) == (1, 0)


async def test_f25_smaller_numbers_that_come_between_two_polls_are_not_confirmed_unseen(polled: World) -> None:
    rina = await polled.joined("Rina")
    await a_quiet_week(polled)
    polled.sim.faults.add(Fault("outage", method="getUpdates"))
    polled.staff.queue.number_from(100)
    rina.does("/lapor")
    polled.sim.faults.clear()
    await polled.until(lambda: "Apa yang mau dicatat?" in rina.shown)
