"""R8: whatever is to be sent, Telegram's limits are kept, and one chat's trouble is nobody else's.

Simulated: a delivery beside a stand-in for Telegram that counts 30 a second in all and 1 a second per chat, in time
that leaps; what a day's work puts into the outbox, with a rush now and then, and troubles at random.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.arrivals import Arrivals
from bot.delivery import SENDERS, Delivery
from bot.pace import Limits
from domain.letters import Show
from domain.messages import Message
from simulator import Bot, Event, Fault, Simulator
from storage.database import Database
from storage.sealing import new_keyring
from tests.by_hand import by_hand
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.storage.hands import session_of
from tests.world import STAFF_TOKEN

CHATS = 300
WITNESS = 0  # this chat gets no 429, and looks how long its letters take
RUSH_EVERY = 20  # minutes
LONGEST_WAIT = 3.0  # seconds for the witness, outside a rush


@dataclass
class Day:
    """A day at the outbox."""

    sim: Simulator
    bot: Bot
    database: Database
    delivery: Delivery
    chance: Random
    people: list[int] = field(default_factory=list)
    put: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    arrived: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    waits: list[float] = field(default_factory=list)
    calls: int = 0

    def hear(self, event: Event) -> None:
        if event.by == "bot" and event.kind == "sent" and event.message:
            self.arrived[event.person_id].append(event.message.text)
            self.calls += 1

    async def write(self, *places: int) -> None:
        """One more letter to each of these chats."""
        async with self.database.transaction() as store:
            for place in places:
                chat = self.people[place]
                session = await session_of(self.database, store, chat)
                session.card, session.shown = session.card + 1, None
                self.put[chat].append(f"{len(self.put[chat])}")
                store.outbox.show(session, Show(session.card, Message(self.put[chat][-1])))

    async def minute(self, number: int) -> None:
        """People get what they get, in bursts; sometimes everybody gets a digest, and Telegram is slow as well."""
        if number % RUSH_EVERY == RUSH_EVERY - 1:
            self.sim.faults.add(Fault("latency", seconds=self.chance.randint(1, 40), times=2 * SENDERS))
            await self.write(*range(CHATS), *range(CHATS))
            await asyncio.sleep(120)
        else:
            await self._ask()
            for _ in range(self.chance.randrange(4)):
                place = self.chance.randrange(1, CHATS)
                await self.write(*[place] * self.chance.randint(1, 9))
                self._trouble(self.people[place])
                await asyncio.sleep(self.chance.uniform(0, 10))
        await asyncio.sleep(60 - asyncio.get_running_loop().time() % 60)

    async def _ask(self) -> None:
        clock = asyncio.get_running_loop()
        began, witness = clock.time(), self.people[WITNESS]
        await self.write(WITNESS)
        await self.sim.until(lambda: len(self.arrived[witness]) == len(self.put[witness]), 900)
        self.waits.append(clock.time() - began)

    def _trouble(self, chat: int) -> None:
        kind = self.chance.choice(["429", "429", "5xx", "cut_before", ""])
        if kind:
            retry_after = self.chance.randint(1, 60)
            self.sim.faults.add(Fault(kind, chat=chat, times=self.chance.randint(1, 2), retry_after=retry_after))


@asynccontextmanager
async def a_day(url: str, seed: int) -> AsyncIterator[Day]:
    sim = Simulator(seed=seed, record=False, keep=5)
    loop = asyncio.get_running_loop()
    sim.clock.time = lambda: 1_800_000_000 + loop.time()  # type: ignore[method-assign]
    sim.limits.enforce(True)
    bot = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot")
    database = Database(url, new_keyring(), holder="ours", real=lambda: datetime.fromtimestamp(sim.clock.time(), UTC))
    delivery = Delivery("staff", by_hand(sim)("aiogram", STAFF_TOKEN, ""), database, Arrivals(), Limits())
    database.deliver_through("staff", lambda letters: delivery.take(replace(it, stranger=False) for it in letters))
    day = Day(sim, bot, database, delivery, Random(seed))
    sim.on_event(day.hear)
    for number in range(CHATS):
        person = sim.add_person(f"Agen {number}")
        person.open(bot)
        day.people.append(person.id)
    work = asyncio.ensure_future(delivery.run())
    yield day
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await database.close()


async def send(url: str, seed: int, minutes: int) -> Day:
    async with a_day(url, seed) as day:
        for number in range(minutes):
            await day.minute(number)
        day.sim.faults.clear()
        while not day.delivery.is_idle:
            await asyncio.sleep(1)
    assert day.arrived == day.put, "each letter arrives once, in order"
    return day


def check(day: Day) -> str:
    """No chat gets too much. In all, calls that a slow network held back may arrive together with later ones."""
    violations = day.sim.limits.violations
    assert not [each for each in violations if each.chat is not None]
    assert len(violations) <= day.calls / 1000
    assert max(day.waits) < LONGEST_WAIT
    return f"{day.calls} messages, {len(violations)} early; who had no trouble waited {max(day.waits):.2f} s at most"


def test_r8_the_limits_are_kept_and_one_chat_holds_up_no_other(sqlite_url: str) -> None:
    check(run_leaping(send(sqlite_url, seed=1, minutes=25)))


@pytest.mark.soak
def test_r8_soak(request: pytest.FixtureRequest, sqlite_url: str) -> None:
    said = check(run_leaping(send(sqlite_url, 2, soak_count(request, 24 * 60))))
    request.node.user_properties.append((FIGURE, said))
