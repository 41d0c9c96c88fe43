"""A year of one satker, by the simulator's clock: five units, 25 agents and 300 clients, all through the chats.

At its end the counters equal an independent recount, and everybody has been followed up by the rules.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.forms import BUILT_IN
from domain.people import Role
from storage.programme_tables import ClientRow, IndicatorRow, TaskRow
from storage.tables import SubmissionRow
from tests.player import Player
from tests.soak import soak_count
from tests.transcript import Talk
from tests.world import AIR_MESU, KACE, QUICK, World, a_world
from tests.year.recount import recounted

WEEKS = 52
NEW_UNITS = (("19.04.03.2001", "Beluluk"), ("19.04.03.2002", "Jeruk"), ("19.04.03.2003", "Padang Baru"))
AGENTS_A_UNIT = 5
FIRST_NAMES = ("Ani", "Bela", "Cici", "Dodi", "Eko")


@dataclass
class Agent:
    """An agent at work: once a week they look at what is due, and do it."""

    player: Player
    chance: Random
    to_open: int
    done: Counter[str] = field(default_factory=Counter)

    async def works(self) -> None:
        await self._does_what_is_due()
        if self.to_open and self.chance.random() < 0.5:
            self.to_open -= 1
            await self._opens_a_client()
        if self.chance.random() < 0.3:
            await self._reports("Penjangkauan")
        if self.chance.random() < 0.1:
            await self._reports("Sosialisasi")
        if self.done and self.chance.random() < 0.1:
            await self._corrects()

    async def _reports(self, form: str) -> None:
        await self.player.says("/lapor")
        if "[Mulai yang baru]" in self.player.talk.shown:
            await self.player.says("[Mulai yang baru]")
        await self.player.says(f"[{form}]")
        await self.player.fill(AGREES)
        self.done[form] += 1

    async def _opens_a_client(self) -> None:
        await self.player.says("/lapor")
        if "[Mulai yang baru]" in self.player.talk.shown:
            await self.player.says("[Mulai yang baru]")
        await self.player.says("[Persetujuan]")
        await self.player.fill(AGREES)
        await self.player.says("[Lanjut: Klien baru]")
        await self.player.fill()
        self.done["Klien baru"] += 1

    async def _does_what_is_due(self) -> None:
        """From the list of tasks, until nothing is due today."""
        for _ in range(20):
            await self.player.says("/tugas")
            if not _is_due(self.player.talk.shown):
                return
            if self.chance.random() < 0.15:
                await self._puts_off()
            else:
                await self.player.picks("1 ")
                await self.player.fill(AGREES)
                self.done["Tugas"] += 1

    async def _puts_off(self) -> None:
        await self.player.says("[⋯ 1]")
        await self.player.says("[Tunda]")
        await self.player.picks("3 hari lagi")

    async def _corrects(self) -> None:
        await self.player.says("/menu")
        await self.player.says("[Laporan saya]")
        await self.player.picks("1")
        if "[Koreksi]" in self.player.talk.shown:
            await self.player.says("[Koreksi]")
            await self.player.says("[Kirim]")
            self.done["Koreksi"] += 1


# What is answered so that somebody becomes and stays a client; all else is left to chance.
AGREES = {
    "Bacakan ini": "Ya",
    "Berapa umur": "18 tahun ke atas",
    "Setuju ": "Ya",
    "setuju dirujuk": "Ya",
    "Bagaimana hasilnya": "Pikir-pikir dulu",  # clients are opened as planned, not by outreach
}


def _is_due(shown: str) -> bool:
    return "\nTerlambat" in shown or "\nHari ini" in shown


@pytest.fixture
async def satker(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url) as world:
        world.wiring = replace(QUICK, forms=BUILT_IN)
        async with world.program():
            yield world


async def _joined(world: World, units: Sequence[str], clients: int) -> list[Agent]:
    agents = []
    for n, unit in enumerate(units):
        for name in FIRST_NAMES[:AGENTS_A_UNIT]:
            talk = await world.joined(f"{name}{n}", unit=unit)
            share = clients // (len(units) * AGENTS_A_UNIT) + (len(agents) < clients % (len(units) * AGENTS_A_UNIT))
            agents.append(Agent(Player(talk, Random(len(agents))), Random(1000 + len(agents)), share))
    return agents


async def _registers_units(budi: Talk) -> None:
    player = Player(budi, Random(5))
    for code, name in NEW_UNITS:
        await player.says("/lapor")
        await player.says("[Tentang unit ›]")
        await player.says("[Unit baru]")
        await player.says("[Hari ini]")
        await player.says(code)
        await player.says(name)
        await player.fill()


@pytest.mark.soak
async def test_the_counters_of_a_year_equal_an_independent_recount(
    satker: World, request: pytest.FixtureRequest
) -> None:
    clients = soak_count(request, 300)
    budi = await satker.joined("Budi", Role.PETUGAS)
    await _registers_units(budi)
    agents = await _joined(satker, [AIR_MESU, KACE, *(code for code, _ in NEW_UNITS)], clients)
    for _ in range(WEEKS):
        await satker.quiet()
        satker.move(timedelta(days=7))
        async with asyncio.TaskGroup() as group:
            for agent in agents:
                group.create_task(agent.works())
    await satker.quiet()
    held = await _held(satker)
    async with satker.store() as store:
        anew = await recounted(store, {row.number: None for row in held["reports"]})
    kept = Counter({(row.unit, row.day, row.indicator): row.value for row in held["counts"] if row.value})
    assert kept == anew
    assert len(held["clients"]) == clients
    assert _forgotten(held) == []
    assert _doubled(held) == []


def _forgotten(held: dict[str, list[Any]]) -> list[str]:
    """Clients who are accompanied, are in their first six months, and for whom no check-in is planned."""
    today = max(row.day for row in held["reports"])
    planned = {row.client for row in held["tasks"] if row.state == "open" and row.kind == "pemantauan"}
    return [
        row.code
        for row in held["clients"]
        if row.status in {"aktif", "dirujuk", "bina_lanjut"}
        and (today - row.opened_on) < timedelta(days=150)
        and row.id not in planned
    ]


def _doubled(held: dict[str, list[Any]]) -> list[tuple[int, str]]:
    """What somebody would be asked for twice: open tasks of one kind about the same client."""
    open_ = Counter((row.client, row.kind) for row in held["tasks"] if row.state == "open" and row.client)
    return [about for about, times in open_.items() if times > 1 and about[1] != "hasil_rujukan"]


async def _held(world: World) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}

    def work(connection: Connection) -> None:
        for name, row in (
            ("reports", SubmissionRow),
            ("counts", IndicatorRow),
            ("clients", ClientRow),
            ("tasks", TaskRow),
        ):
            found[name] = list(connection.execute(select(*row.__table__.columns)))

    await world.running.database.run_sync(work)
    return found
