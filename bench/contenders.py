"""The bots that are measured, and starting them: each in a process of its own, on the bot's core."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.cores import on_the_bots
from bench.crowd import Crowd
from simulator import Bot, Simulator

ROOT = Path(__file__).parents[1]
STARTING_SECONDS = 60.0


@dataclass(frozen=True)
class Contender:
    """One bot program. `kind` is "suar", "bare" (a) or "ordinary" (b, c)."""

    library: str
    kind: str
    about: str

    @property
    def name(self) -> str:
        return f"{self.kind}, {self.library}"

    def command(self, api: str, token: str, folder: Path, people: int) -> list[str]:
        module = "bench.suar_bot" if self.kind == "suar" else f"bench.{self.kind}_{self.library}"
        given = [sys.executable, "-m", module, "--api", api, "--token", token, "--folder", str(folder)]
        own = ["--transport", self.library, "--people", str(people)] if self.kind == "suar" else []
        return [*given, *own]


SUAR_AIOGRAM = Contender("aiogram", "suar", "Suar on aiogram")
BARE_AIOGRAM = Contender("aiogram", "bare", "(a) stores nothing, aiogram")
ORDINARY_AIOGRAM = Contender("aiogram", "ordinary", "(c) aiogram FSM, a commit per update")
SUAR_PTB = Contender("ptb", "suar", "Suar on python-telegram-bot")
BARE_PTB = Contender("ptb", "bare", "(a) stores nothing, python-telegram-bot")
ORDINARY_PTB = Contender("ptb", "ordinary", "(b) ConversationHandler, a commit per update")

CONTENDERS = (SUAR_AIOGRAM, BARE_AIOGRAM, ORDINARY_AIOGRAM, SUAR_PTB, BARE_PTB, ORDINARY_PTB)


@dataclass
class Running:
    """A contender that runs, with the people in front of it."""

    contender: Contender
    bot: Bot
    crowd: Crowd
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of a core that its process has used so far."""
        times = self.process.cpu_times()
        return times.user + times.system

    def resident(self) -> int:
        """Bytes of memory, of the bot's own process."""
        return int(self.process.memory_info().rss)


@asynccontextmanager
async def running(
    sim: Simulator, api: str, contender: Contender, folder: Path, people: int, extra: Sequence[str] = ()
) -> AsyncIterator[Running]:
    """Start a contender and wait until it polls; stop it in the end."""
    number = len(sim.bots) + 1
    bot = sim.add_bot(f"{number}00:AAAA-bench-{number}", f"bench_{number}_bot", "Bench")
    place = folder / f"{number}-{contender.kind}-{contender.library}"
    place.mkdir()
    with on_the_bots():
        process = start([*contender.command(api, bot.token, place, people), *extra])
    try:
        await polled(bot, process)
        yield Running(contender, bot, Crowd(sim, bot, people), psutil.Process(process.pid))
    finally:
        await stop(process)


def start(command: Sequence[str], **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})


async def polled(bot: Bot, process: subprocess.Popen[bytes]) -> None:
    """Wait until the program asks for updates."""
    async with asyncio.timeout(STARTING_SECONDS):
        while not bot.queue.polled:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args} ended with {process.returncode}")
            await asyncio.sleep(0.02)


async def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    for _ in range(400):
        if process.poll() is not None:
            return
        await asyncio.sleep(0.05)
    process.kill()
    process.wait()
