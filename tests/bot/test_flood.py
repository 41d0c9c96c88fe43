"""S10, F19: thousands of strangers write to a bot at once. Simulated, with Telegram's limits as they are."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from statistics import quantiles

import pytest

from bot.budget import CROWD, budget_of
from bot.delivery import Delivery
from bot.pace import Limits
from handlers.kit import STAFF
from simulator import Event
from simulator.limits import RateLimits
from tests.by_hand import Desk, by_hand
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk
from tests.world import World, a_world

JOINING = ("[Bu {name}]", "[Saya berjanji menjaga rahasia]")
A_SECOND = 35  # strangers, each of whom does three things
CALM = 100  # things that a member does before the flood, to compare with
A_BATCH = 100
MOST_TIMES_LONGER = 5  # all that strangers write is taken by the same two hands, if not answered
MOST_AHEAD = 10  # three may leave at once, and two or three with each second that an answer takes a busy machine


@dataclass
class Flood:
    """A bot under strangers, and among them those who are none to it: its members, or families that have asked."""

    desk: Desk
    members: set[int] = field(default_factory=set)
    ahead: list[int] = field(default_factory=list)
    to_strangers: list[float] = field(default_factory=list)
    biggest_crowd: int = 0

    @property
    def world(self) -> World:
        return self.desk.world

    async def take_forever(self) -> None:
        """As polling does: what has arrived is taken in batches of a hundred."""
        while True:
            await self.desk.takes(self.desk.arrived())
            self.biggest_crowd = max(self.biggest_crowd, self.crowd)
            await asyncio.sleep(0.02)

    @property
    def delivery(self) -> Delivery:
        return next(side.delivery for side in self.world.running.sides if side.bot == self.desk.bot)

    @property
    def crowd(self) -> int:
        """How many strangers wait, for their answer or to come in."""
        return self.delivery.crowd + self.desk.intake.waiting

    async def joins(self, name: str) -> Talk:
        """Somebody with an invitation gets in."""
        talk = self.member(name)
        for line in (f"/start {await self.world.invitation()}", *JOINING):
            await self.does(talk, line.format(name=name))
        return talk

    def member(self, name: str) -> Talk:
        talk = Talk(self.world, name, self.desk.account)
        self.members.add(talk.person.id)
        return talk

    async def does(self, talk: Talk, *lines: str) -> list[float]:
        """A member does something and waits for the answer; gives how long. What strangers get meanwhile is noted."""
        waits = []
        for line in lines:
            version, before, began = talk.chat.answer.version, len(self.to_strangers), time()
            talk.does(line)
            await self.world.sim.until(lambda version=version: _is_answered(talk, version), 60)  # type: ignore[misc]
            waits.append(time() - began)
            self.ahead.append(len(self.to_strangers) - before)
        return waits

    async def goes_on(self, talk: Talk, lines: Iterator[str], times: int) -> list[float]:
        """So many things of a member, one a second; gives how long each answer took."""
        waits = []
        for _ in range(times):
            waits += await self.does(talk, next(lines))
            await asyncio.sleep(1.0)
        return waits

    async def newcomer_is_answered(self, most_ahead: int = MOST_AHEAD) -> None:
        """Who comes when the crowd still waits, but writes no more, does not wait behind it."""
        await asyncio.sleep(5.0)
        new, before = self.world.sim.add_person("Baru"), len(self.to_strangers)
        crowd = self.crowd
        new.write(self.desk.account, "halo")
        await self.world.sim.until(lambda: self.world.sim.chat(self.desk.account, new).answer.id, 60)
        assert len(self.to_strangers) - before <= most_ahead < crowd

    async def strangers(self, count: int, words: str = "halo") -> None:
        """Strangers open the bot, write, and try an invitation that is none."""
        for number in range(count):
            person = self.world.sim.add_person(f"Asing {words} {number}")
            person.open(self.desk.account)
            person.write(self.desk.account, words)
            person.open(self.desk.account, start="undangan-palsu")
            await asyncio.sleep(1 / A_SECOND)

    def hear(self, event: Event) -> None:
        is_ours = event.by == "bot" and event.bot is self.desk.account
        if is_ours and event.kind in {"sent", "edited"} and event.person_id not in self.members:
            self.to_strangers.append(time())

    def busiest(self, seconds: float) -> int:
        """How many sendings to strangers there were at most in so many seconds."""
        times = self.to_strangers
        return max(bisect_left(times, start + seconds) - number for number, start in enumerate(times))


def _is_answered(talk: Talk, version: int) -> bool:
    """Whether a new card is there; the one before may have lost its buttons first."""
    return talk.chat.answer.version != version and bool(talk.chat.answer.rows)


@asynccontextmanager
async def a_flood(folder: Path, url: str, bot: str = STAFF, **wiring: object) -> AsyncIterator[Flood]:
    async with a_world(folder, url) as world:
        limits = {"limits": Limits(), "budget": budget_of, **wiring}
        world.wiring = replace(world.wiring, transport=by_hand(world.sim), **limits)  # type: ignore[arg-type]
        async with Desk(world, bot) as desk:
            flood = Flood(desk)
            world.sim.on_event(flood.hear)
            taking = asyncio.ensure_future(flood.take_forever())
            yield flood
            taking.cancel()


def p95(waits: Sequence[float]) -> float:
    return quantiles(waits, n=20)[-1]


@dataclass(frozen=True)
class Waits:
    """How long a member waited for each answer."""

    calm: Sequence[float]
    in_the_flood: Sequence[float]


async def play(folder: Path, url: str, strangers: int, calm: int) -> tuple[Flood, Waits]:
    """A member goes on as ever and a new one gets in, while strangers get a tenth of what may be sent at most."""
    async with a_flood(folder, url) as flood:
        rina, lines = await flood.joins("Rina"), cycle(("[Keluarga]", "[‹ Kembali]"))
        await flood.does(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
        before, meanwhile = await flood.goes_on(rina, lines, calm), []
        coming = asyncio.ensure_future(flood.strangers(strangers))
        while not coming.done():
            meanwhile += await flood.goes_on(rina, lines, 1)
        sari = await flood.joins("Sari")
        assert sari.shown.startswith("Terima kasih, Bu Sari.")
        await flood.newcomer_is_answered()
    return flood, Waits(before, meanwhile)


def check(flood: Flood) -> None:
    assert 0 < flood.busiest(10) <= 10 * RateLimits().per_bot / 10  # a tenth of what Telegram takes
    assert max(flood.ahead) <= MOST_AHEAD
    assert flood.biggest_crowd <= CROWD + A_BATCH


def test_f19_strangers_cannot_fill_the_way_out(tmp_path: Path, sqlite_url: str) -> None:
    flood, _ = run_leaping(play(tmp_path, sqlite_url, strangers=400, calm=1))
    check(flood)


@pytest.mark.soak
def test_s10_soak(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> None:
    strangers = soak_count(request, 10_000)
    flood, waits = run_leaping(play(tmp_path, sqlite_url, strangers, CALM))
    check(flood)
    calm, flooded = p95(waits.calm), p95(waits.in_the_flood)
    assert flooded < MOST_TIMES_LONGER * calm
    said = f"p95 of a member {flooded * 1000:.0f} ms, without them {calm * 1000:.0f} ms"
    got = f"{len(flood.to_strangers)} answers to {strangers} strangers, {flood.busiest(10)} in ten seconds at most"
    request.node.user_properties.append((FIGURE, f"{got}; {said}"))


def time() -> float:
    return asyncio.get_running_loop().time()
