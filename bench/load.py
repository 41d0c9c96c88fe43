"""Steps a second, processor time a step, and how long a press waits for its card."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from statistics import median
from time import process_time

import psutil

from bench.contenders import Contender, Running, running
from bench.crowd import Tally
from simulator import Simulator

CROWD = 100
QUIET = (1, 10)  # chats at a time, beside the whole crowd

Say = Callable[[str], None]


@dataclass(frozen=True)
class Slice:
    """One stretch of one contender."""

    tally: Tally
    cpu: float
    telegram_cpu: float

    @property
    def rate(self) -> float:
        return self.tally.steps / self.tally.seconds

    @property
    def cpu_a_step(self) -> float:
        return self.cpu / max(1, self.tally.steps)


@dataclass
class Series:
    """All stretches of one contender with so many chats."""

    slices: list[Slice] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(one.rate for one in self.slices)

    @property
    def cpu_a_step(self) -> float:
        return median(one.cpu_a_step for one in self.slices if one.tally.steps)

    @property
    def best(self) -> float:
        """The rate of the least disturbed turn."""
        return max(one.rate for one in self.slices)

    @property
    def telegram_busy(self) -> float:
        return median(one.telegram_cpu / one.tally.seconds for one in self.slices)

    @property
    def stalled(self) -> int:
        return sum(one.tally.stalled for one in self.slices)

    def waited(self, part: float) -> float:
        """So long at most for this part of all presses, in seconds."""
        took = array("d", sorted(each for one in self.slices for each in one.tally.took))
        return took[min(len(took) - 1, int(len(took) * part))] if took else float("nan")


class Measured(dict[tuple[Contender, int], Series]):
    """All series. `others` is the part of the cores that programs other than these used meanwhile."""

    others: float = 0.0


async def measure(contenders: Sequence[Contender], folder: Path, rounds: int, seconds: float, say: Say) -> Measured:
    """Every contender in turn, again and again, so that a busy machine is busy for all of them.

    Few chats vary less: they come in every third round only.
    """
    sim = Simulator(record=False, keep=20)
    found = Measured({(one, chats): Series() for chats in (*QUIET, CROWD) for one in contenders})
    async with sim.serve() as api, AsyncExitStack() as stack:
        bots = [await stack.enter_async_context(running(sim, api, one, folder, CROWD)) for one in contenders]
        for bot in bots:
            await bot.crowd.press_for(2.0, CROWD)  # everybody joins, and caches fill
        before = _cpu_of_all(), process_time() + sum(bot.cpu() for bot in bots)
        for number in range(1, rounds + 1):
            for chats in (CROWD, *QUIET) if number % 3 == 1 else (CROWD,):
                for bot in bots:
                    found[bot.contender, chats].slices.append(await _slice(bot, chats, seconds))
                say(f"round {number} of {rounds}, {chats} at once: " + _rates(bots, found, chats))
        for bot in bots:
            bot.crowd.check()
        (busy, total), ours = _cpu_of_all(), process_time() + sum(bot.cpu() for bot in bots)
        found.others = max(0.0, (busy - before[0][0]) - (ours - before[1])) / (total - before[0][1])
    return found


def _cpu_of_all() -> tuple[float, float]:
    """Seconds that all cores were busy, and all seconds there were."""
    times = psutil.cpu_times()
    total = sum(times)
    return total - times.idle - getattr(times, "iowait", 0.0), total


async def _slice(bot: Running, chats: int, seconds: float) -> Slice:
    used, own = bot.cpu(), process_time()
    before = bot.crowd.steps
    tally = await bot.crowd.press_for(seconds, chats)
    # The warm moments and the last cards count on both sides, so that their quotient is right.
    share = tally.steps / max(1, bot.crowd.steps - before)
    return Slice(tally, (bot.cpu() - used) * share, (process_time() - own) * share)


def _rates(bots: Sequence[Running], found: Measured, chats: int) -> str:
    return ", ".join(f"{bot.contender.name} {found[bot.contender, chats].slices[-1].rate:.0f}" for bot in bots)


def ratio(found: Measured, upper: Contender, lower: Contender, chats: int = CROWD) -> float:
    """The median of the ratios of neighbouring turns. A turn without any step, on a busy machine, counts as it is."""
    pairs = [(one.rate, other.rate) for one, other in _pairs(found, upper, lower, chats)]
    return median(one / other if other else inf for one, other in pairs if one or other)


def cpu_ratio(found: Measured, upper: Contender, lower: Contender, chats: int = CROWD) -> float:
    """The same by processor time: how many steps the one makes in the time that the other needs for one."""
    pairs = _pairs(found, upper, lower, chats)
    return median(o.cpu_a_step / u.cpu_a_step for u, o in pairs if u.tally.steps and o.tally.steps)


def _pairs(found: Measured, upper: Contender, lower: Contender, chats: int) -> list[tuple[Slice, Slice]]:
    return list(zip(found[upper, chats].slices, found[lower, chats].slices, strict=True))


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
