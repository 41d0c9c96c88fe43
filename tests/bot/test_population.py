"""The made-up population of the benchmarks is one that the bots can work with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.population import populate
from bench.population.people import FIRST_CHAT, FIRST_PERSON
from bot.forms import BUILT_IN
from bot.opening import open_database
from bot.recounting import Recount, check
from tests.programme import rows
from tests.transcript import Talk
from tests.world import QUICK, SUNDAY_EVENING, World, a_world

EARLY = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # Wednesday, 05.30 WIB: nobody is told anything yet
NINE = EARLY + timedelta(hours=3, minutes=30)
AGENTS, SUBMISSIONS, DUE = 40, 1_200, 8
WITH_CLIENT = "select min(person) from tasks where client is not null and state = 'open' and due <= '2026-11-25'"
EVERYBODY = "select count(distinct person) from tasks where state = 'open' and due <= '2026-11-25'"


@pytest.fixture
async def population(tmp_path: Path, empty_database: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, empty_database) as world:
        world.move(EARLY - SUNDAY_EVENING)
        world.wiring = replace(QUICK, forms=BUILT_IN)
        async with open_database(world.settings, "filling up") as database:
            await populate(database, AGENTS, SUBMISSIONS, DUE, EARLY)
        async with world.program():
            yield world


def agent(world: World, number: int) -> Talk:
    name = f"Agen{number}"
    world.people[name] = world.sim.add_person(name, "id", id=FIRST_CHAT + number)
    return Talk(world, name)


async def test_an_agent_of_the_population_finds_tasks_and_clients(population: World) -> None:
    found = await rows(population, WITH_CLIENT)
    first = agent(population, found[0][0] - FIRST_PERSON)
    await first.says("/tugas")
    assert "K-" in first.shown
    assert first.shown.startswith(("Tugas Anda\n\n⏰ Terlambat\n1 ", "Tugas Anda\n\nHari ini\n1 "))
    await first.says("/klien")
    assert first.shown.startswith("Klien saya · ")
    await first.says("/menu")
    await first.says("[Laporan saya]")
    await first.says("[1]")
    assert "✅ Tercatat. Nomor A" in first.shown


async def test_as_many_are_due_as_were_asked_for_and_the_counters_are_right(population: World) -> None:
    database = population.running.database
    assert await rows(population, EVERYBODY) == [(DUE,)]
    assert await rows(population, "select count(*) from submissions") == [(SUBMISSIONS,)]
    assert await check(database, Recount(population.running.kit.library)) == []
    nudges = next(job for job in population.running.clock.jobs if job.name == "nudges")
    assert await nudges.work(database, NINE) == DUE
