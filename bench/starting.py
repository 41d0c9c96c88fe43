"""How long the first answer takes, from the moment in which `suar run` is typed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.contenders import ROOT, stop
from bench.cores import on_the_bots
from bench.load import Say
from simulator import Bot, Person, Simulator

STAFF_TOKEN = "100:AAAA-bench-staff"
HELP_TOKEN = "200:AAAA-bench-help"
PATIENCE = 60.0


@dataclass(frozen=True)
class Starting:
    """Seconds until the first answer: with an empty folder, and again with what the first start has left there."""

    fresh: list[float]
    again: list[float]

    @property
    def first(self) -> float:
        return median(self.fresh)

    @property
    def later(self) -> float:
        return median(self.again)


async def measure(folder: Path, rounds: int, say: Say) -> Starting:
    found = Starting([], [])
    for number in range(1, rounds + 1):
        place = folder / f"start-{number}"
        place.mkdir()
        found.fresh.append(await _first_answer(place))
        found.again.append(await _first_answer(place))
        say(f"start {number} of {rounds}: {found.fresh[-1]:.1f} s, and again {found.again[-1]:.1f} s")
    return found


async def _first_answer(folder: Path) -> float:
    """Somebody has written already; the program is started; the answer comes."""
    sim = Simulator(record=False)
    staff = sim.add_bot(STAFF_TOKEN, "bench_staff_bot")
    sim.add_bot(HELP_TOKEN, "bench_help_bot")
    async with sim.serve() as api:
        rina = sim.add_person("Rina", language="id")
        rina.open(staff)
        began = perf_counter()
        with on_the_bots():
            process = _run(folder, api)
        try:
            await sim.until(lambda: _is_answered(sim, staff, rina), PATIENCE)
            return perf_counter() - began
        finally:
            await stop(process)


def _is_answered(sim: Simulator, bot: Bot, person: Person) -> bool:
    return bool(sim.chat(bot, person).answer.id)


def _run(folder: Path, api: str) -> subprocess.Popen[bytes]:
    environment = {
        "SUAR_STAFF_TOKEN": STAFF_TOKEN,
        "SUAR_HELP_TOKEN": HELP_TOKEN,
        "SUAR_TELEGRAM_API": api,
        "SUAR_DATABASE_URL": f"sqlite:///{folder / 'suar.db'}",
        "SUAR_KEYS": str(folder / "keys.json"),
        "PYTHONPATH": str(ROOT),
    }
    # Nothing of the surroundings goes along: a .env file or SUAR_ variables would be somebody's own.
    return subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run"], cwd=folder, env=environment, stderr=subprocess.DEVNULL
    )
