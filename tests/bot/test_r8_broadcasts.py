"""R8: while many are told something, Telegram's limits are kept, and whoever talks with us is answered as ever.

Simulated: the whole program beside a stand-in for Telegram that enforces 30 a second in all and 1 a second per chat,
in time that leaps; a petugas writes to all agents again and again, some agents go on reporting, there are troubles.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import quantiles

import pytest

from bot.budget import budget_of
from bot.clocks import write_clock
from bot.pace import Limits
from domain.people import Invitation, Role
from simulator import Event, Fault, Person
from tests.by_hand import Desk, by_hand
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk
from tests.world import AIR_MESU, SUNDAY_EVENING, World, a_world

BEGIN = SUNDAY_EVENING + timedelta(hours=14)  # Monday, 09.05
TICK = 3.0  # seconds
REPORT = ("/lapor", "[Penjangkauan]", "[Hari ini]")
STEPS = ("[Keluarga]", "[‹ Kembali]")
NIGHT, MORNING = 19, 8
MOST_BETWEEN = 45  # sendings to others between a press and its answer; a slice is twice as many
QUICK_ENOUGH = 1.0  # seconds, p95


class Leaping(World):
    """A world whose machine lives in time that leaps."""

    def real(self) -> datetime:
        return datetime.fromtimestamp(self.sim.clock.time(), UTC)


@dataclass
class Day:
    """A day in which a satker writes to its agents."""

    desk: Desk
    chance: Random
    budi: Talk
    agents: Sequence[Person]
    talkers: Sequence[Talk]
    said: list[str] = field(default_factory=list)
    got: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    told_at: list[float] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    before_a_troubled: list[int] = field(default_factory=list)
    stepping: dict[int, int] = field(default_factory=dict)

    @property
    def world(self) -> World:
        return self.desk.world

    def hear(self, event: Event) -> None:
        text = event.message.text if event.message is not None else ""
        if event.by == "bot" and event.kind == "sent" and text.startswith("Dari Budi"):
            self.got[event.person_id].append(text.splitlines()[2])
            self.told_at.append(_now())

    async def take_forever(self) -> None:
        """As polling does: what has arrived is taken."""
        while True:
            await self.desk.takes(self.desk.arrived())
            await asyncio.sleep(0.1)

    async def tick_forever(self) -> None:
        """As the clock does, in people's time as it leaps."""
        began = _now()
        while True:
            write_clock(self.world.folder / "clock", BEGIN + timedelta(seconds=_now() - began))
            for job in self.world.running.clock.jobs:
                if job.name in {"broadcasts", "nudges", "reminders"}:
                    await self.world.running.clock.tick(job)
            await asyncio.sleep(TICK)

    # --- What people do ---

    async def does(self, talk: Talk, line: str) -> float:
        """Somebody does something and waits for the answer; gives how long."""
        version, began = _card_version(talk), _now()
        if line.startswith("["):
            talk.person.press(talk.bot, line.strip("[]"))
        else:
            talk.person.write(talk.bot, line)
        await self.world.sim.until(lambda: _card_version(talk) != version, 120)
        self.between.append(bisect_right(self.told_at, _now()) - bisect_left(self.told_at, began))
        return _now() - began

    async def writes(self) -> None:
        """The petugas writes to all agents."""
        self.said.append(f"Kabar {len(self.said) + 1}")
        for line in ("/menu", "[Tulis ke agen]", f"[Semua agen · {len(self.agents)}]", self.said[-1], "[Kirim]"):
            await self.does(self.budi, line)

    async def talk_until(self, done: asyncio.Event, waits: list[float], pause: float) -> None:
        """The talkers go on with their reports."""
        async with asyncio.TaskGroup() as group:
            for talk in self.talkers:
                group.create_task(self._talk(talk, done, waits, pause))

    async def _talk(self, talk: Talk, done: asyncio.Event, waits: list[float], pause: float) -> None:
        steps = cycle(STEPS if self.stepping.get(talk.person.id, 0) % 2 == 0 else STEPS[::-1])
        await asyncio.sleep(self.chance.uniform(0, pause))
        while not done.is_set():
            waits.append(await self.does(talk, next(steps)))
            self.stepping[talk.person.id] = self.stepping.get(talk.person.id, 0) + 1
            await asyncio.sleep(self.chance.uniform(pause, 2 * pause))

    # --- What happens ---

    async def talks_for(self, seconds: float, waits: list[float], pause: float) -> None:
        done = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.talk_until(done, waits, pause))
            await asyncio.sleep(seconds)
            done.set()

    async def broadcast(self, pause: float, retry_after: int = 180) -> None:
        """All are told something, while some talk with us and some have trouble, one of them longer than it takes to
        tell the others."""
        trouble = self._troubles(retry_after)
        await self.writes()
        done = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.talk_until(done, self.meanwhile, pause))
            await self._all_are_told(trouble)
            done.set()

    async def _all_are_told(self, busy: int) -> None:
        """Who is at a form is told later. How many were told before somebody whom a 429 held up is kept."""
        word = self.said[-1]
        waiting = {person.id for person in self.agents} - {talk.person.id for talk in self.talkers}
        told_before = 0
        while not all(word in self.got[chat] for chat in waiting):
            await asyncio.sleep(0.5)
            if word not in self.got[busy]:
                told_before = sum(word in self.got[chat] for chat in waiting)
        self.before_a_troubled.append(told_before)

    def _troubles(self, retry_after: int) -> int:
        """A 429 for one agent, and calls that fail. Gives whom the 429 is for."""
        first = len(self.talkers)
        busy, *others = self.chance.sample(range(first, len(self.agents)), 9)
        self.world.sim.faults.add(Fault("429", chat=self.agents[busy].id, retry_after=retry_after, times=1))
        for place in others:
            kind = self.chance.choice(["5xx", "cut_before"])
            self.world.sim.faults.add(Fault(kind, chat=self.agents[place].id, times=self.chance.randint(1, 2)))
        return self.agents[busy].id


def _card_version(talk: Talk) -> int:
    """Of the newest message with buttons: what many are told has none."""
    return next((each.version for each in reversed(talk.chat.messages) if each.from_bot and each.rows), 0)


@asynccontextmanager
async def a_day(folder: Path, url: str, seed: int, agents: int, talkers: int) -> AsyncIterator[Day]:
    async with a_world(folder, url) as made:
        world = Leaping(made.sim, made.staff, made.help, made.settings, made.folder)
        world.wiring = replace(made.wiring, transport=by_hand(made.sim), limits=Limits(), budget=budget_of)
        loop = asyncio.get_running_loop()
        world.sim.clock.time = lambda: BEGIN.timestamp() + loop.time()  # type: ignore[method-assign]
        world.sim.limits.enforce(True)
        write_clock(world.folder / "clock", BEGIN)
        async with Desk(world) as desk:
            names = [f"Agen {number}" for number in range(agents)]
            await _join(world, Invitation(Role.PETUGAS, satker="BNNK-PGK"), "Budi")
            await _join(world, Invitation(Role.AGEN, unit=AIR_MESU), *names)
            talks = [Talk(world, name) for name in names[:talkers]]
            day = Day(desk, Random(seed), Talk(world, "Budi"), [world.person(name) for name in names], talks)
            world.sim.on_event(day.hear)
            at_work = [asyncio.ensure_future(day.take_forever()), asyncio.ensure_future(day.tick_forever())]
            yield day
            for work in at_work:
                work.cancel()
            await asyncio.gather(*at_work, return_exceptions=True)


async def _join(world: World, invitation: Invitation, *names: str) -> None:
    """People who have joined long ago."""
    people = [world.person(name) for name in names]
    for person in people:
        person.open(world.staff)
    world.staff.queue.clear()
    keyring = world.running.database.keyring
    whos = {keyring.who("staff", person.id): person.id for person in people}
    async with world.running.database.transaction() as store:
        await store.sessions.load("staff", whos, "id")
        for who, name in zip(whos, names, strict=True):
            await store.people.add(who, name, invitation, BEGIN)


def check(day: Day) -> None:
    """Nobody is sent too much; everybody is told everything once, in order; nobody waits for somebody else's 429."""
    assert len(day.world.sim.limits.violations) == 0
    assert {tuple(day.got[person.id]) for person in day.agents} == {tuple(day.said)}
    assert max(day.between) <= MOST_BETWEEN
    others = len(day.agents) - len(day.talkers) - 1
    assert min(day.before_a_troubled) >= others


def _now() -> float:
    return asyncio.get_running_loop().time()


async def begin(day: Day) -> None:
    for talk in day.talkers:
        for line in REPORT:
            await day.does(talk, line)


async def short(folder: Path, url: str) -> Day:
    async with a_day(folder, url, seed=1, agents=200, talkers=6) as day:
        await begin(day)
        await day.broadcast(pause=0.5, retry_after=15)
        await asyncio.sleep(16 * 60)  # who was at a form is told after a pause
    return day


def test_r8_a_message_to_many_delays_nobody_and_passes_no_limit(tmp_path: Path, sqlite_url: str) -> None:
    check(run_leaping(short(tmp_path, sqlite_url)))


# --- A whole day ----------------------------------------------------------------------------------


async def a_whole_day(folder: Path, url: str, hours: int) -> Day:
    """Each hour from morning to evening a message to all; once at night, for the morning."""
    async with a_day(folder, url, seed=2, agents=600, talkers=12) as day:
        began = _now()
        await begin(day)
        for number in range(hours):
            hour = (9 + number) % 24
            if MORNING <= hour <= NIGHT:
                await day.talks_for(60, day.calm, pause=1.0)
                await day.broadcast(pause=1.0)
            elif hour == 22:
                await day.writes()
            await asyncio.sleep(3600 - (_now() - began) % 3600)
        await asyncio.sleep(20 * 60)
    return day


@pytest.mark.soak
def test_r8_broadcast_soak(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> None:
    day = run_leaping(a_whole_day(tmp_path, sqlite_url, soak_count(request, 24)))
    check(day)
    calm, meanwhile = p95(day.calm), p95(day.meanwhile)
    assert meanwhile < QUICK_ENOUGH
    figure = (
        f"{len(day.told_at)} messages to many, {len(day.meanwhile)} answers meanwhile: 0 violations; "
        f"answers (p95) took {meanwhile:.2f} s meanwhile and {calm:.2f} s otherwise"
    )
    request.node.user_properties.append((FIGURE, figure))


def p95(waits: Sequence[float]) -> float:
    return quantiles(waits, n=20)[-1]
