"""R9: the database is off for a quarter of an hour while agents report. Real PostgreSQL, its doors closed.

The short one is simulated: people's, Telegram's and the machine's clocks go on, a few real seconds pass. The long
one really lasts 15 minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.app import App, open_app
from bot.clocks import real_now
from bot.settings import Settings
from simulator import Event
from tests.bot.kill_agents import Agent
from tests.bot.test_kills import Trial, a_trial, check
from tests.bot.test_troubles import sql
from tests.soak import FIGURE, soak_count
from tests.world import QUICK

MINUTES = 15
CATCH_UP = 300.0  # seconds
AWAY = "Saya sempat tidak aktif."


@dataclass
class Outage:
    """A trial whose database can be shut."""

    trial: Trial
    server: str
    waited: timedelta = timedelta()
    over: bool = False
    shown_again: set[int] = field(default_factory=set)

    def real(self) -> datetime:
        return real_now() + self.waited

    def hear(self, event: Event) -> None:
        if event.by == "bot" and event.message and AWAY in event.message.text:
            self.shown_again.add(event.person_id)

    @asynccontextmanager
    async def shut(self) -> AsyncIterator[None]:
        name = make_url(str(self.trial.settings["database_url"])).database
        await sql(self.server, f"alter database {name} allow_connections false")
        await sql(self.server, "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
        yield
        await sql(self.server, f"alter database {name} allow_connections true")

    async def passes(self, minutes: int, really: float) -> None:
        """So many minutes pass, each in so many real seconds."""
        for _ in range(minutes):
            await asyncio.sleep(really)
            step = timedelta(seconds=60 - really)
            self.trial.sim.clock.move(step)
            self.waited += step

    async def catches_up(self, app: App) -> float:
        """Until nothing waits at Telegram or with us, and everybody has heard from us. In seconds."""
        clock = asyncio.get_running_loop()
        began, before = clock.time(), {agent.person.id: agent.newest.version for agent in self.trial.agents}
        async with asyncio.timeout(CATCH_UP):
            for agent in self.trial.agents:
                await self.trial.sim.until(partial(self._has_news, agent, before[agent.person.id]), CATCH_UP)
            while len(self.trial.bot.queue) > len(self.trial.agents) or not app.is_idle:
                await asyncio.sleep(0.01)
        return clock.time() - began

    def _has_news(self, agent: Agent, version: int) -> bool:
        return agent.newest.version != version


async def outage(trial: Trial, server: str, really: float) -> str:
    """Work, a quarter of an hour without a database, and work again. All that was acknowledged is there."""
    power = Outage(trial, server)
    trial.sim.on_event(power.hear)
    settings = Settings(**trial.settings | {"keys": Path(str(trial.settings["keys"]))})  # type: ignore[arg-type]
    async with open_app(settings, ("staff",), replace(QUICK, real=power.real)) as app:
        work = asyncio.ensure_future(app.run())
        await app.ready.wait()
        async with asyncio.TaskGroup() as group:
            for agent in trial.agents:
                group.create_task(agent.work(lambda: power.over))
            await trial.sim.until(lambda: trial.deeds > 200, 60)
            async with power.shut():
                await power.passes(1, really)  # what was saved just before is confirmed now
                confirmed = trial.bot.queue.confirmed
                await power.passes(MINUTES - 1, really)
                assert trial.bot.queue.confirmed == confirmed, "nothing may be confirmed while it cannot be saved"
            caught_up = await power.catches_up(app)
            await trial.sim.until(lambda done=trial.deeds + 200: trial.deeds > done, 60)  # type: ignore[misc]
            power.over = True
        await check(trial)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    expired = trial.bot.queue.expired["callback_query"]
    assert expired
    assert power.shown_again
    sent = sum(len(agent.sent) for agent in trial.agents)
    return (
        f"{sent} reports, 0 acknowledged answers lost; {expired} presses expired, {len(power.shown_again)} people "
        f"were shown their card again; caught up after {caught_up:.1f} s"
    )


async def test_r9_a_quarter_of_an_hour_without_a_database_loses_nothing(
    tmp_path: Path, postgres_url: str, postgres: str
) -> None:
    async with a_trial(tmp_path, postgres_url, seed=5) as trial:
        await outage(trial, postgres, really=0.3)


@pytest.mark.soak
async def test_r9_soak(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str, postgres: str) -> None:
    really = soak_count(request, 60)
    async with a_trial(tmp_path, postgres_url, seed=6) as trial:
        said = await outage(trial, postgres, really)
    request.node.user_properties.append((FIGURE, f"{MINUTES} minutes of {really} s: {said}"))
