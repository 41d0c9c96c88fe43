"""R2: no effect twice, whatever comes again: updates, presses, lost answers of Telegram, the program itself.

Simulated: the whole program on SQLite beside a stand-in for Telegram. One schedule is one person's way through one
report, in a crowd: what they send comes again at random, in the same batch or steps later, as the same update or as
the same press under a new number; answers of Telegram are lost, and the program dies between.
"""

from __future__ import annotations

import base64
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from domain.letters import Show, unpack
from domain.presses import Do
from simulator import Event, Fault
from tests.bot.kill_agents import Agent
from tests.by_hand import Desk, by_hand
from tests.leaping import run_leaping
from tests.soak import FIGURE, soak_count
from tests.transcript import READING
from tests.world import World, a_world

LONGEST = 60  # steps; a report has about 15
RECEIPT = re.compile(r"✅ Tercatat\. Nomor (\S+),")
CORRECTION = re.compile(r"Koreksi ke-(\d+)")
BEGINNINGS = {Do.BEGIN, Do.CORRECT}
NEW_NUMBERS = 5_000_000_000


@dataclass
class Player(Agent):
    """An agent who goes step by step, now and then leaves a form open, and now and then corrects a report.

    `told` are the numbers and versions of the reports that the bot has confirmed to them.
    """

    told: set[tuple[str, int]] = field(default_factory=set)
    _patience: int = 0
    _enough: int = 0
    _corrects: bool = False

    def begin(self, to_the_end: bool) -> None:
        leaves = not to_the_end and self.chance.random() < 0.2
        self._patience = self.chance.randrange(20) if leaves else LONGEST
        self._enough = len(self.told) + 1
        self._corrects = self.chance.random() < 0.2

    def hear(self, event: Event) -> None:
        """Notice a receipt, also when something else is said right after it."""
        shown = event.message.text if event.message and event.by == "bot" else ""
        if receipt := RECEIPT.match(shown):
            correction = CORRECTION.search(shown)
            self.told.add((receipt[1], 1 + int(correction[1]) if correction else 1))

    def steps(self) -> bool:
        """Do one thing. False when this schedule is over."""
        done = len(self.told) >= self._enough
        if not self._patience or (done and not self._corrects):
            return False
        self._patience -= 1
        if done and "Koreksi" in self.newest.labels:
            self._corrects = False
            self._enough += 1
            self._press("Koreksi")
        else:
            self.act(self.newest)
        return True


class Crowd:
    """Everybody's schedules, played side by side in shared batches."""

    def __init__(self, world: World, seed: int, size: int) -> None:
        self.world = world
        self.size = size
        self.chance = Random(seed)
        self.desk = Desk(world)
        self.players: dict[int, Player] = {}
        self.begun: Counter[int] = Counter()
        self.reminded: Counter[int] = Counter()
        self.schedules = 0
        self._later: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        self._step = 0
        self._number = NEW_NUMBERS
        world.sim.on_event(self._hear)

    def _hear(self, event: Event) -> None:
        if event.person_id in self.players:
            self.players[event.person_id].hear(event)

    async def gather(self) -> None:
        for number in range(self.size):
            token = await self.world.invitation(token=f"token-{number}")
            person = self.world.sim.add_person(f"Agen{number}", language="id")
            person.open(self.world.staff, start=token)
            player = Player(self.world.sim, self.world.staff, person, Random(self.chance.random()))
            self.players[person.id] = player
        await self._take(self.desk.arrived())

    async def play(self, count: int) -> None:
        while self.schedules < count:
            await self._round()
            if self.chance.random() < 0.5:
                await self._two_mornings()
        await self._round(to_the_end=True)

    async def _round(self, to_the_end: bool = False) -> None:
        for player in self.players.values():
            player.begin(to_the_end)
        playing = list(self.players.values())
        for _ in range(LONGEST):
            playing = [player for player in playing if player.steps()]
            await self._take(self._disturbed(self.desk.arrived()))
            if not playing:
                break
        assert not playing, "somebody cannot go on"
        self.schedules += len(self.players)

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        """Hand them over; sometimes answers of Telegram are lost, sometimes the program dies between two batches."""
        if self.chance.random() < 0.1:
            self.world.sim.faults.add(Fault("cut_after", chance=0.3))
        cut = self.chance.randrange(len(updates) + 1) if self.chance.random() < 0.05 else None
        if cut is not None:
            await self.desk.takes(updates[:cut])
            await self.desk.restart()
            updates = updates[self.chance.randrange(cut + 1) :]  # what was not confirmed comes again
        await self.desk.takes(updates)
        await self.desk.quiet()
        self.world.sim.faults.clear()
        self.world.sim.clock.move(READING)

    # --- What comes again ---

    def _disturbed(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._step += 1
        come = self._later.pop(self._step, [])
        for update in updates:
            self._note_beginning(update)
            come.insert(self.chance.randrange(len(come) + 1) if self.chance.random() < 0.1 else len(come), update)
            if self.chance.random() < 0.2:
                self._again(dict(update), come)
        return come

    def _again(self, update: dict[str, Any], come: list[dict[str, Any]]) -> None:
        """The same update, or the same press under a new number; at once, or some steps later."""
        if "callback_query" in update and self.chance.random() < 0.6:
            self._number += 1
            query = update["callback_query"] | {"id": str(self._number)}
            update = {"update_id": self._number, "callback_query": query}
        if self.chance.random() < 0.6:
            come.append(update)
        else:
            self._later[self._step + self.chance.randint(1, 3)].append(update)

    def _note_beginning(self, update: dict[str, Any]) -> None:
        query = update.get("callback_query")
        if query and base64.urlsafe_b64decode(query["data"] + "==")[0] in BEGINNINGS:
            self.begun[query["from"]["id"]] += 1

    # --- Reminders ---

    async def _two_mornings(self) -> None:
        """For two days nobody does anything, and nothing leaves. The clock ticks often, in program after program."""
        await self.desk.stop_delivering()
        for _ in range(2):
            self.world.move(timedelta(days=1))
            await self._tick()
            await self._tick()
            await self.desk.restart()
            await self.desk.stop_delivering()
            await self._tick()
        drafts = dict(await self._rows("drafts"))
        self.reminded += Counter(await self._reminders_waiting())
        assert {key for key in drafts if drafts[key] == "open"} <= self.reminded.keys(), "a draft is forgotten"
        assert set(self.reminded.values()) <= {1}, "a draft is recalled twice"
        self.desk.deliver()
        await self.desk.quiet()

    async def _tick(self) -> None:
        for job in self.world.running.clock.jobs:
            await self.world.running.clock.tick(job)

    async def _reminders_waiting(self) -> list[int]:
        """The drafts of the reminders in the outbox."""
        rows, opened = await self._rows("outbox"), self.world.running.database.keyring.open
        letters = [unpack(opened(body, f"outbox.body.{key}"))[1] for key, body in rows]
        return [draft_on(each) for each in letters if isinstance(each, Show) and each.message.text.startswith("⏰")]

    # --- What came of it ---

    async def check(self) -> None:
        drafts, sent = await self._rows("drafts"), await self._rows("submissions")
        told = [each for player in self.players.values() for each in player.told]
        assert len(told) == len(set(told)), "two people were told one number"
        assert sorted(sent) == sorted(told), "somebody's report was sent twice, or never"
        assert len(drafts) <= self.begun.total(), "one press began two drafts"
        async with self.world.store() as store:
            assert await store.quarantine.count() == 0

    async def _rows(self, table: str) -> list[tuple[Any, Any]]:
        query = text(ROWS[table])
        return await self.world.running.database.run_sync(lambda c: [tuple(row) for row in c.execute(query)])


ROWS = {
    "drafts": "select id, status from drafts",
    "outbox": "select id, body from outbox",
    "submissions": "select number, version from submissions",
}


def draft_on(show: Show) -> int:
    """Which draft a card is about: it stands in its buttons."""
    buttons = [button.data for row in show.message.rows for button in row]
    return max(int.from_bytes(base64.urlsafe_b64decode(data + "==")[1:9], "big") for data in buttons)


async def play(folder: Path, url: str, seed: int, size: int, count: int) -> Crowd:
    async with a_world(folder, url) as world:
        world.wiring = replace(world.wiring, transport=by_hand(world.sim))
        crowd = Crowd(world, seed, size)
        async with crowd.desk:
            await crowd.gather()
            await crowd.play(count)
            await crowd.check()
    return crowd


def test_r2_nothing_is_done_twice_in_random_schedules(tmp_path: Path, sqlite_url: str) -> None:
    run_leaping(play(tmp_path, sqlite_url, seed=1, size=50, count=200))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_r2_soak(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str, seed: int) -> None:
    crowd = run_leaping(play(tmp_path, sqlite_url, seed, 100, soak_count(request, 100_000) // 10))
    said = f"{crowd.schedules} schedules, {crowd.reminded.total()} reminders, nothing twice"
    request.node.user_properties.append((FIGURE, said))
