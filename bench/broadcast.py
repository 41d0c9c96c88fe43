"""How long people who talk with the bot wait for their answers, with and without a message to 5,000 under way."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

from bench.contenders import polled, start, stop
from bench.cores import on_the_bots
from bench.crowd import VISIT
from bench.load import Say
from bench.members import ABOUT, PETUGAS, member
from simulator import Bot, Event, Message, Person, Simulator

TOKEN = "910:AAAA-bench-broadcast"
AGENTS = 5_000
TALKERS = 60
PAUSE = (6.0, 18.0)  # seconds between an answer and the next press: reading, thinking, walking
QUIET_SECONDS = 60.0
LONGEST = 600.0
LATE = 30.0  # no answer after so many seconds is counted as if it had taken them
WORDS = "Rapat Jumat jam 9 di balai desa."


@dataclass(frozen=True)
class Broadcast:
    """Seconds from a press to its card, without and with the message under way, and how that went."""

    without: Sequence[float]
    during: Sequence[float]
    told: int
    seconds: float
    violations: int

    @property
    def ratio(self) -> float:
        return p95(self.during) / p95(self.without)


def p95(waits: Sequence[float]) -> float:
    return quantiles(waits, n=20)[-1]


@dataclass
class Office:
    """A petugas and agents in front of one bot."""

    sim: Simulator
    bot: Bot
    people: dict[int, Person]
    chance: Random = field(default_factory=lambda: Random(1))
    told: set[int] = field(default_factory=set)
    cards: dict[int, Message] = field(default_factory=dict)
    awaited: dict[int, asyncio.Future[None]] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        message = event.message
        if event.kind not in {"sent", "edited"} or event.bot is not self.bot or message is None:
            return
        if WORDS in message.text and not message.markup:
            self.told.add(event.person_id)
        elif message.markup:
            self.cards[event.person_id] = message
            waiting = self.awaited.pop(event.person_id, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(None)

    async def does(self, person: Person, line: str = "") -> None:
        """Write, or press the button with this label, or the next one of a report; and wait for the answer."""
        answered = self.awaited[person.id] = asyncio.get_running_loop().create_future()
        began = perf_counter()
        if line and not line.startswith("["):
            person.write(self.bot, line)
        else:
            card = self.cards[person.id]
            person.press(self.bot, data=_next(card, line.strip("[]")), message_id=card.id)
        with suppress(TimeoutError):
            async with asyncio.timeout(LATE):
                await answered
        self.waits.append(perf_counter() - began)

    async def talks(self, person: Person) -> None:
        """One report after the other, until cancelled."""
        await asyncio.sleep(self.chance.uniform(0, PAUSE[1]))
        await self.does(person, "/menu")
        while True:
            await self.does(person)
            await asyncio.sleep(self.chance.uniform(*PAUSE))

    async def broadcasts(self, say: Say) -> float:
        """The petugas writes to all; gives how long it took until all had it who are not at a form."""
        petugas = self.people[PETUGAS]
        for line in ("/menu", "[Tulis ke agen]", f"[Semua agen · {AGENTS}]", WORDS, "[Kirim]"):
            await self.does(petugas, line)
        began = perf_counter()
        while len(self.told) < AGENTS - TALKERS and perf_counter() - began < LONGEST:
            await asyncio.sleep(10.0)
            say(f"{len(self.told)} of {AGENTS} were told")
        return perf_counter() - began

    def counted(self) -> list[float]:
        """What was waited since this was asked last."""
        waits, self.waits = self.waits, []
        return waits


def _next(card: Message, label: str) -> str:
    buttons = [button for row in (card.markup or {})["inline_keyboard"] for button in row]
    labels = [button["text"] for button in buttons]
    return str(buttons[labels.index(label) if label else VISIT.choose(labels)]["callback_data"])


async def measure(folder: Path, say: Say) -> Broadcast:
    """Telegram's limits hold: it is asked to keep them, and whatever passes them is refused."""
    sim = Simulator(record=False, keep=20)
    sim.limits.enforce(True)
    bot = sim.add_bot(TOKEN, "bench_broadcast_bot")
    people = {number: sim.add_person(f"Rina {number}", "id", id=member(number)) for number in range(AGENTS + 1)}
    for person in people.values():
        person.open(bot)
    bot.queue.clear()  # they joined long ago
    async with sim.serve() as api:
        office = Office(sim, bot, people)
        sim.on_event(office.hear)
        with on_the_bots():
            process = start(_command(api, folder))
        try:
            await polled(bot, process)
            return await _both(office, say)
        finally:
            await stop(process)


async def _both(office: Office, say: Say) -> Broadcast:
    talkers = [office.people[number] for number in range(1, 1 + TALKERS)]
    talking = [asyncio.ensure_future(office.talks(person)) for person in talkers]
    await asyncio.sleep(PAUSE[1])
    office.counted()
    await asyncio.sleep(QUIET_SECONDS)
    without = office.counted()
    seconds = await office.broadcasts(say)
    during = office.counted()
    for talk in talking:
        talk.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
    return Broadcast(without, during, len(office.told), seconds, len(office.sim.limits.violations))


def _command(api: str, folder: Path) -> list[str]:
    place = folder / "broadcast"
    place.mkdir()
    given = ["--api", api, "--token", TOKEN, "--folder", str(place), ABOUT, str(AGENTS)]
    return [sys.executable, "-m", "bench.suar_bot", *given]
