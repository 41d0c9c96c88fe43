"""How long a workbook of very many reports takes to write, in a process of its own, and what memory that wants."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from bench.databases import KINDS, SERVER, a_database, a_server
from bench.load import Say
from bench.population import populate
from bot.opening import open_database
from bot.settings import Settings

SIZES = ((2_000, 100_000), (20_000, 1_000_000))  # agents, and reports
MEGA = 1 << 20
LOOK = 0.02  # seconds
NOTHING = ("--until", "2015-01-01")  # before anything was reported


@dataclass(frozen=True)
class Took:
    """Seconds by the clock and of the processor, megabytes of memory at the peak and at the start (of a process that
    finds nothing), and of the file."""

    seconds: float
    processor: float
    peak: float
    start: float
    file: float

    @property
    def grown(self) -> float:
        return self.peak - self.start


Exports = dict[tuple[str, int], Took]  # by the kind of database, and how many reports


def growth(exports: Exports, kind: str) -> float:
    """How many megabytes ten times as many reports add."""
    (_, few), (_, many) = SIZES
    return exports[kind, many].grown - exports[kind, few].grown


async def measure(folder: Path, say: Say) -> Exports:
    found: Exports = {}
    with a_server(folder) as server:
        for agents, reports in SIZES:
            for kind in KINDS:
                say(f"filling {kind}: {agents:,} agents, {reports:,} reports …")
                async with a_database(kind, folder, server) as url:
                    place = folder / f"{kind}-{reports}"
                    settings = Settings(database_url=url, keys=place / "keys.json")
                    async with open_database(settings, "bench") as database:
                        await populate(database, agents, reports, 0)
                    found[kind, reports] = took = await _export(settings, place)
                say(
                    f"a workbook of {reports:,}: {took.seconds:.0f} s, {took.processor:.0f} of processor, "
                    f"{took.grown:.0f} MB more than at the start"
                )
    return found


async def _export(settings: Settings, place: Path) -> Took:
    """Everything there is, by `suar export`: the same as what is ordered in the chat, but of all satkers."""
    _, _, start = await asyncio.to_thread(_run, settings, place / "nothing.xlsx", *NOTHING)
    seconds, processor, peak = await asyncio.to_thread(_run, settings, place / "all.xlsx")
    return Took(seconds, processor, peak, start, (place / "all.xlsx").stat().st_size / MEGA)


def _run(settings: Settings, out: Path, *words: str) -> tuple[float, float, float]:
    """A process of its own: how many seconds it ran and worked, and how many megabytes it had at its peak."""
    told = {"SUAR_DATABASE_URL": settings.database_url, "SUAR_KEYS": str(settings.keys)}
    command = [sys.executable, "-m", "bot.cli", "export", "--rows", "--out", str(out), *words]
    began = perf_counter()
    silent = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        sys.executable, command, {**os.environ, **told}, file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)]
    )
    os.close(silent)
    peak = 0.0
    while True:
        peak = max(peak, _peak_of(child))
        ended, code, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        sleep(LOOK)
    if code:
        raise RuntimeError("suar export failed")
    return perf_counter() - began, used.ru_utime + used.ru_stime, peak


def _peak_of(child: int) -> float:
    """The most memory it has had so far. What the system tells when a child has ended counts its parent's, too."""
    told = Path(f"/proc/{child}/status").read_text("ascii")
    lines = [line for line in told.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


# --- What is told of it ---------------------------------------------------------------------------

ABOUT = f"""\
An export is measured on databases that `bench/population` makes up: every report, client and counter there is goes
into one workbook, by `suar export --rows`, a process of its own. At the start it has as much memory as one that finds
nothing. Alone: `--only export`, with PostgreSQL embedded, or the one that `{SERVER}` names.
"""


def table(exports: Exports) -> list[list[str]]:
    head = [
        "a workbook of all reports",
        "reports",
        "seconds",
        "of processor",
        "reports/s",
        "MB at the start",
        "more at the peak",
        "file, MB",
    ]
    return [head, *(_row(exports, kind, reports) for kind in KINDS for _, reports in SIZES)]


def _row(exports: Exports, kind: str, reports: int) -> list[str]:
    took = exports[kind, reports]
    speed = f"{reports / took.seconds:,.0f}"
    sizes = [f"{each:.0f}" for each in (took.start, took.grown, took.file)]
    return [kind, f"{reports:,}", f"{took.seconds:.1f}", f"{took.processor:.1f}", speed, *sizes]
