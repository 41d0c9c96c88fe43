"""How long the digests of a Monday take: picture and workbook of every satker, and what the bot feels of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.databases import KINDS, a_database, a_server
from bench.load import Say
from bench.population import populate
from bot.maker import Event, Far, Ready, Where, make_apart
from bot.makers.digest import TOGETHER
from bot.opening import open_database
from bot.settings import Settings
from domain.digest import Level, Scope
from domain.orders import Order
from domain.periods import Length, last_over
from domain.territory import WIB
from handlers.digests import DIGEST, spec_of
from storage.database import Database, real_now
from storage.summaries import Asked

AGENTS, REPORTS = 25_000, 1_000_000
BEAT = 0.005  # seconds
OVERSEERS = 2  # of each province and of the nation


@dataclass(frozen=True)
class Digests:
    """Seconds until all were made (of satkers also of the processor), how many places and files, the bytes of all
    pictures and workbooks, and by how much a beat of the bot's own loop was late meanwhile: the worst, the usual."""

    satkers: float
    processor: float
    overseers: float
    places: int
    files: int
    different: int  # pictures, and as many workbooks
    pictures: int
    workbooks: int
    late: float
    usually_late: float


OfKinds = dict[str, Digests]  # by the kind of database


@dataclass
class Beats:
    """How late the loop is, again and again."""

    late: list[float] = field(default_factory=list)

    async def beat(self) -> None:
        while True:
            due = perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self.late.append(perf_counter() - due)


async def measure(folder: Path, say: Say) -> OfKinds:
    """On each kind of database."""
    found: OfKinds = {}
    with a_server(folder) as server:
        for kind in KINDS:
            say(f"filling {kind}: {AGENTS:,} agents, {REPORTS:,} reports …")
            async with a_database(kind, folder, server) as url:
                found[kind] = await _of_a_kind(url, folder)
            say(f"digests of {found[kind].places} satker: {found[kind].satkers:.1f} s")
    return found


async def _of_a_kind(url: str, folder: Path) -> Digests:
    with TemporaryDirectory(dir=folder) as place:
        settings = Settings(database_url=url, keys=Path(place) / "keys.json")
        async with open_database(settings, "bench") as database:
            await populate(database, AGENTS, REPORTS)
            satkers = await scopes(database, Level.SATKER)
            overseers = [*await scopes(database, Level.PROVINCE), Scope(Level.NATION)]
            where = Where(settings.database_url, str(settings.keys), None)
            return await measure_there(where, satkers, overseers * OVERSEERS, Path(place))


async def scopes(database: Database, level: Level) -> list[Scope]:
    async with database.reading() as store:
        nation = Asked(Level.NATION)
        places = await (store.summaries.satkers(nation) if level is Level.SATKER else store.summaries.provinces())
    return [Scope(level, place) for place in places]


async def measure_there(where: Where, satkers: Sequence[Scope], overseers: Sequence[Scope], folder: Path) -> Digests:
    """As the bot has them made: in processes of their own, one after another, while its loop goes on."""
    beats = Beats()
    beating = asyncio.ensure_future(beats.beat())
    paths: list[Path] = []
    took, used = [], []
    for number, some in enumerate((satkers, overseers)):
        made = folder / str(number)
        made.mkdir()
        began, before = perf_counter(), _of_children()
        await _make(where, _orders(some), made, lambda event: paths.extend(map(Path, getattr(event, "files", ()))))
        took.append(perf_counter() - began)
        used.append(_of_children() - before)
    beating.cancel()
    with suppress(asyncio.CancelledError):
        await beating
    late = sorted(beats.late)
    return Digests(
        satkers=took[0],
        processor=used[0],
        overseers=took[1],
        places=len(satkers),
        files=len(paths),
        different=len({path for path in paths if path.suffix == ".png"}),
        pictures=_bytes(paths, ".png"),
        workbooks=_bytes(paths, ".xlsx"),
        late=late[-1],
        usually_late=late[len(late) // 2],
    )


async def _make(where: Where, orders: Sequence[Order], folder: Path, say: Callable[[Ready], Any]) -> None:
    def heard(event: Event) -> None:
        if not isinstance(event, Far):
            say(event)

    for at in range(0, len(orders), TOGETHER):
        await make_apart(where, DIGEST, orders[at : at + TOGETHER], folder, heard)


def _orders(places: Sequence[Scope]) -> list[Order]:
    """What is ordered on a Monday."""
    now = real_now()
    today = now.astimezone(WIB).date()
    week = last_over(Length.WEEK, today)
    return [
        Order(number, DIGEST, number, {**spec_of(scope, week, today, WIB, "id"), "sent": "weekly"}, now)
        for number, scope in enumerate(places, 1)
    ]


def _of_children() -> float:
    """Seconds of the processor that processes of ours have used, which are over."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _bytes(paths: Sequence[Path], ending: str) -> int:
    return sum(path.stat().st_size for path in set(paths) if path.suffix == ending)


ABOUT = f"""\
Digests are measured on a database that `bench/population` makes up ({AGENTS:,} agents, {REPORTS:,} reports, 207
satker): all weekly digests with picture and workbook, made as the bot has them made, in a process of its own, from
its start to the last file. Meanwhile the bot's own loop beats every {BEAT * 1000:.0f} ms: how late a beat comes is
what people would feel. Alone: `--only digests`.
"""


def table(found: OfKinds) -> list[list[str]]:
    head = [
        "digests of a Monday",
        "s",
        "of processor",
        "files",
        "a picture, KB",
        "a workbook, KB",
        "loop late, ms (worst)",
    ]
    return [head, *(_row(kind, each) for kind, each in found.items())]


def _row(kind: str, found: Digests) -> list[str]:
    about = f"{kind}: {found.places} satker; then overseers, two readers of each place"
    sizes = [f"{size / 1024 / found.different:.0f}" for size in (found.pictures, found.workbooks)]
    late = f"{found.usually_late * 1e3:.1f} ({found.late * 1e3:.0f})"
    spent = f"{found.satkers:.1f} + {found.overseers:.1f}"
    return [about, spent, f"{found.processor:.1f}", str(found.files), *sizes, late]
