"""How much memory the whole program holds after a thousand steps, and after ten thousand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.contenders import SUAR_AIOGRAM, running
from bench.load import CROWD, Say
from simulator import Simulator

HELP_TOKEN = "900:AAAA-bench-help"
FEW, MANY = 1_000, 10_000
MEGABYTE = 1e6


@dataclass(frozen=True)
class Memory:
    """Megabytes of the bot's process. `children` is what processes of its own hold beside it."""

    started: float
    few: float
    many: float
    children: float

    @property
    def grown(self) -> float:
        return self.many - self.few


async def measure(folder: Path, say: Say) -> Memory:
    """Both bots run, as in production; the staff bot is pressed."""
    sim = Simulator(record=False, keep=20)
    sim.add_bot(HELP_TOKEN, "bench_help_bot")
    async with (
        sim.serve() as api,
        running(sim, api, SUAR_AIOGRAM, folder, CROWD, ("--help-token", HELP_TOKEN)) as suar,
    ):
        started = suar.resident()
        await suar.crowd.press_times(FEW, CROWD)
        few = suar.resident()
        say(f"after {FEW} steps: {few / MEGABYTE:.0f} MB")
        await suar.crowd.press_times(MANY - FEW, CROWD)
        suar.crowd.check()
        many = suar.resident()
        say(f"after {MANY} steps: {many / MEGABYTE:.0f} MB")
        children = sum(child.memory_info().rss for child in psutil.Process(suar.process.pid).children(recursive=True))
    return Memory(started / MEGABYTE, few / MEGABYTE, many / MEGABYTE, children / MEGABYTE)
