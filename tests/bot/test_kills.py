"""R1: at whatever moment the program is killed, no acknowledged answer is lost, and nothing counts twice."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from conversations.context import Context
from conversations.live import LiveForm
from conversations.state import from_json
from conversations.xform import read_form
from domain.people import Invitation, Role
from handlers.invitations import invite
from simulator import Bot, Event, Fault, NeverHappened, Simulator
from storage.database import Database
from storage.sealing import load_keyring, new_keyring, save_keyring
from storage.store import Store
from tests.bot.kill_agents import Agent, Answers, same
from tests.world import AIR_MESU, STAFF_TOKEN

ROOT = Path(__file__).parents[2]
AGENTS = 10
REPORTS_A_KILL = 2  # so much work lies between two kills, however slow the machine is
HANGING = 300.0  # seconds in which something happens on any machine, however busy
NAMES = ("Ani", "Budi", "Cici", "Dewi", "Eka", "Fitri", "Gita", "Hana", "Ika", "Joko")


@dataclass
class Nursery:
    """Starts programs and kills them."""

    process: asyncio.subprocess.Process
    alive: list[int] = field(default_factory=list)
    kills: int = 0

    async def start(self, **settings: object) -> int:
        child = await self._ask(json.dumps(settings))
        self.alive.append(child)
        return child

    async def kill(self, child: int) -> None:
        os.kill(child, signal.SIGKILL)
        self.alive.remove(child)
        self.kills += 1
        await self._ask(f"bury {child}")

    async def _ask(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line.encode() + b"\n")
        return int(await self.process.stdout.readline())


@asynccontextmanager
async def a_nursery() -> AsyncIterator[Nursery]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.kill_target", cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@dataclass
class Trial:
    """Ten agents at work, and the database under them."""

    sim: Simulator
    bot: Bot
    settings: dict[str, object]
    agents: list[Agent]
    chance: Random
    deeds: int = 0

    def open(self) -> Database:
        return Database(
            str(self.settings["database_url"]), load_keyring(Path(str(self.settings["keys"]))), holder="test"
        )

    @property
    def reports(self) -> int:
        """How many reports people were told are recorded."""
        return sum(len(agent.sent) for agent in self.agents)

    def work(self, group: asyncio.TaskGroup, nursery: Nursery, kills: int) -> None:
        """Everybody reports until the kills are done, and until there was something to lose between them."""
        for agent in self.agents:
            group.create_task(agent.work(lambda: nursery.kills >= kills and self.reports >= REPORTS_A_KILL * kills))

    async def a_moment_to_kill(self, kills: int) -> None:
        """Somewhere in the work, once enough was reported since the earlier kills."""
        await self.sim.until(lambda: self.reports >= REPORTS_A_KILL * kills, HANGING)
        await self._a_random_moment()

    async def _a_random_moment(self) -> None:
        """Now and then while the program is still starting."""
        steps = self.chance.choice([0, 1, 10, 40, 100, 200])
        start = self.deeds
        with suppress(NeverHappened):
            await self.sim.until(lambda: self.deeds >= start + steps, 8.0)
        # The moment itself is what is random here; nothing waits for it.
        await asyncio.sleep(self.chance.uniform(0.0, 0.02 if steps else 0.5))

    def count(self, _event: Event) -> None:
        """One more thing that the bot did."""
        self.deeds += 1


@asynccontextmanager
async def a_trial(folder: Path, url: str, seed: int) -> AsyncIterator[Trial]:
    save_keyring(new_keyring(), folder / "keys.json")
    sim = Simulator(seed=seed)
    bot = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot")
    async with sim.serve() as api:
        settings = {
            "staff_token": STAFF_TOKEN,
            "telegram_api": api,
            "database_url": url,
            "keys": str(folder / "keys.json"),
        }
        trial = Trial(sim, bot, settings, [], Random(seed))
        sim.on_event(trial.count)
        database = trial.open()
        for name in NAMES[:AGENTS]:
            async with database.transaction() as store:
                await invite(store, f"token-{name}", Invitation(Role.AGEN, AIR_MESU), None, datetime.now(UTC))
            person = sim.add_person(name, language="id")
            person.open(bot, start=f"token-{name}")
            trial.agents.append(Agent(sim, bot, person, Random(trial.chance.random())))
        await database.close()
        yield trial


async def play(trial: Trial, nursery: Nursery, kills: int) -> None:
    """Kill the program again and again while the agents work; then let them finish in peace."""
    async with asyncio.timeout(HANGING * (1 + kills)), asyncio.TaskGroup() as group:
        trial.work(group, nursery, kills)
        while nursery.kills < kills:
            child = await nursery.start(**trial.settings)
            if trial.chance.random() < 0.5:
                for method in ("sendMessage", "editMessageText"):
                    trial.sim.faults.add(Fault("cut_after", method=method, times=2, chance=0.3))
            await trial.a_moment_to_kill(nursery.kills)
            await nursery.kill(child)
        trial.sim.faults.clear()
        await nursery.start(**trial.settings)


async def drained(database: Database) -> None:
    """Wait until the outbox is empty and everything is settled."""
    async with asyncio.timeout(HANGING):
        while True:
            async with database.reading() as store:
                if not await store.outbox.count():
                    return
            await asyncio.sleep(0.05)


async def check(trial: Trial) -> None:
    """Compare what people were told with what is kept."""
    database = trial.open()
    await drained(database)
    assert not [complaint for agent in trial.agents for complaint in agent.complaints]
    told = {number: draft for agent in trial.agents for number, draft in agent.sent.items()}
    assert len(told) == sum(len(agent.sent) for agent in trial.agents), "two people were told the same number"
    async with database.reading() as store:
        form = read_form((await store.forms.all())[-1].xml)
        assert await store.submissions.count() == len(told)
        assert {number[-4:] for number in told} == {f"{n:04d}" for n in range(1, len(told) + 1)}
        for number, draft in told.items():
            sent = await store.submissions.of_draft(draft)
            assert sent is not None
            assert sent.number == number
        for draft, answers in (pair for agent in trial.agents for pair in agent.given.items()):
            assert_holds(answers_in(form, await kept(store, draft)), answers)
    await database.close()


async def kept(store: Store, draft: int) -> str:
    """What is stored of a draft: as it was sent, or else as it stands."""
    sent = await store.submissions.of_draft(draft)
    if sent is not None:
        return sent.instance.decode()
    found = await store.drafts.of(draft)
    assert found is not None
    return from_json(store.drafts.opened(found)).xml


def answers_in(form: object, xml: str) -> Answers:
    """The answers of a report, as people read them."""
    live = LiveForm.restore(form, xml, Context(datetime.now(UTC), language="Indonesia (id)"))  # type: ignore[arg-type]
    said = {}
    for question in live.questions():
        labels = {choice.value: choice.label for choice in live.choices(question.ref)}
        said[question.name] = ", ".join(
            labels.get(v, v) for v in [live.value(question.ref)] if not labels
        ) or ", ".join(labels[value] for value in live.value(question.ref).split() if value in labels)
    return said


def holds(kept: Answers, told: Answers) -> bool:
    return all(
        same(kept[name] or "(kosong)", answer) or name in {"tgl", "ulang_tgl"} for name, answer in told.items()
    )


def assert_holds(kept: Answers, told: Answers) -> None:
    assert holds(kept, told), f"told {told}, kept {kept}"


@pytest.mark.parametrize("seed", [1])
async def test_r1_no_acknowledged_answer_is_lost_in_25_kills(tmp_path: Path, sqlite_url: str, seed: int) -> None:
    async with a_nursery() as nursery, a_trial(tmp_path, sqlite_url, seed) as trial:
        await play(trial, nursery, kills=25)
        await check(trial)
    assert nursery.kills == 25
    assert trial.reports >= 25 * REPORTS_A_KILL


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
async def test_r1_soak(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str, seed: int) -> None:
    if "soak" not in str(request.config.option.markexpr):
        pytest.skip("pytest -m soak")
    async with a_nursery() as nursery, a_trial(tmp_path, sqlite_url, seed) as trial:
        await play(trial, nursery, kills=100)
        await check(trial)
