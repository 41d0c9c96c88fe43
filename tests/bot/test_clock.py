"""The clock stops between two ticks, and in the middle of one only when that does not end."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import pytest

from bot.clocks import real_now
from scheduler.clock import Clock, Job
from storage.database import Database
from tests.world import World


async def test_a_job_that_needs_a_chat_in_which_somebody_is_at_work_is_done_a_moment_later(world: World) -> None:
    who = world.who(await world.joined("Rina"))
    runs = []

    async def work(database: Database, _now: datetime) -> int:
        async with database.transaction() as store:
            assert await store.sessions.of(who) is not None
            runs.append("done")
        return 1

    job = Job("needs it", timedelta(hours=1), work)
    async with world.running.database.transaction() as store:
        await store.sessions.of(who)
        ticking = asyncio.ensure_future(world.running.clock.tick(job))
        await asyncio.sleep(0.1)
    await ticking
    assert runs == ["done"]


async def test_the_tick_that_runs_is_waited_for_and_no_other_begins(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    runs, began, go_on = [], asyncio.Event(), asyncio.Event()

    async def work(_database: Database, _now: datetime) -> int:
        began.set()
        await go_on.wait()
        runs.append("done")
        return 0

    jobs = [Job(name, timedelta(hours=1), work) for name in ("first", "second")]
    caplog.set_level(logging.WARNING)
    await world.running.clock.stop()
    clock = Clock(world.running.database, jobs, real_now)
    clock.start()
    await began.wait()
    stopping = asyncio.ensure_future(clock.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    go_on.set()
    await stopping
    assert runs == ["done"]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_tick_that_does_not_end_is_cut_off(world: World) -> None:
    """A program that is told to stop must stop, also when the database keeps a tick waiting."""
    began, ended = asyncio.Event(), []

    async def work(database: Database, _now: datetime) -> int:
        async with database.transaction():
            began.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("cut")
        return 0

    await world.running.clock.stop()
    clock = Clock(world.running.database, [Job("endless", timedelta(hours=1), work)], real_now, patience=0.05)
    clock.start()
    await began.wait()
    await asyncio.wait_for(clock.stop(), 10)
    assert ended == ["cut"]
    async with world.running.database.transaction():
        pass  # nothing holds it
