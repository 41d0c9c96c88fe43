"""R14: whatever an update looks like, it is handled or set aside, and nobody else notices.

Simulated: the whole program on SQLite beside a stand-in for Telegram, batches of a hundred straight into the intake.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url

from bot.intake import Intake
from conversations.state import from_json
from conversations.xform import read_form
from simulator import Message
from storage.store import Store
from tests.bot.kill_agents import Agent
from tests.bot.strange import CANARY, strange
from tests.bot.test_kills import answers_in
from tests.by_hand import by_hand
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.soak import FIGURE, soak_count
from tests.transcript import Talk
from tests.world import World, a_world

BATCH = 100
NEIGHBOUR = BATCH // 2
ASIDE = {"English"}  # nobody who reads this test could follow the rest then
STRANGER = 7_900_000_001
ODD_NUMBERS = (None, True, "7", -(2**60), 2**70, [], 1.5)


class Fuzz:
    """Strange updates in batches, with one good one of the neighbour's in each."""

    def __init__(self, world: World, seed: int, members: list[Talk], neighbour: Talk) -> None:
        self.world = world
        self.dice = Random(seed)
        self.members = members
        self.neighbour = neighbour
        self.number = 1_000_000
        self.done = 0
        self.commands = 0

    async def run(self, count: int) -> None:
        while self.done < count:
            for side in self.world.running.sides:
                await self.batch(side.intake)

    async def batch(self, intake: Intake) -> None:
        """One batch. All of it is done afterwards, and the neighbour has their answer."""
        good = [each for talk in self.members for each in good_of(self.world, talk, self.dice)]
        chats = [*(talk.person.id for talk in self.members), STRANGER, -STRANGER, self.members[0].bot.id]
        first = self.number
        updates: list[Any] = [strange(self.dice, first + n, good, chats) for n in range(BATCH)]
        self.number += BATCH
        is_staff = intake.bot == "staff"
        if is_staff:
            updates[NEIGHBOUR] = self._of_the_neighbour(first + NEIGHBOUR)
        await intake.take([*updates, {**updates[0], "update_id": self.dice.choice(ODD_NUMBERS)}])
        await self.world.quiet()
        await self._all_done(intake.bot, range(first, first + BATCH))
        if is_staff:
            assert self.neighbour.shown.startswith("Bantuan" if self.commands % 2 else "Ini menu Anda")
        self.done += BATCH

    def _of_the_neighbour(self, number: int) -> dict[str, Any]:
        self.commands += 1
        said = "/bantuan" if self.commands % 2 else "/menu"
        return {"update_id": number, "message": message_of(self.world, self.neighbour, text=said)}

    async def _all_done(self, bot: str, numbers: range) -> None:
        async with self.world.running.database.transaction() as store:
            assert not await store.updates.take(bot, numbers), "an update was neither done nor set aside"


def message_of(world: World, talk: Talk, **parts: Any) -> dict[str, Any]:
    me = {"id": talk.person.id, "first_name": talk.person.name}
    when = int(world.sim.clock.time()) + 5  # a person reads before they write
    given = {"message_id": 10**6 + world.sim.version, "date": when, "chat": {**me, "type": "private"}}
    return {**given, "from": {**me, "is_bot": False, "language_code": "id"}, **parts}


def good_of(world: World, talk: Talk, dice: Random) -> list[dict[str, Any]]:
    """What this person could do just now: write, edit, press a button, block."""
    message = message_of(world, talk, text=dice.choice(["3", "keluarga", "kemarin", "Ibunya ramah"]))
    bot = {"id": talk.bot.id, "is_bot": True, "first_name": "Suar"}
    member = {"user": bot, "status": dice.choice(["member", "kicked"]), "until_date": 0}
    change = {"old_chat_member": member, "new_chat_member": member}
    change |= {name: message[name] for name in ("chat", "from", "date")}
    media = {name: value for name, value in message.items() if name != "text"}
    photo = {"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}
    made: list[dict[str, Any]] = [
        {"message": message},
        {"message": media | {"photo": [photo], "caption": CANARY}},
        {"message": media | {"location": {"latitude": 1.0, "longitude": 2.0}}},
        {"edited_message": message | {"edit_date": message["date"], "message_id": talk.chat.last.id}},
        {"my_chat_member": change},
    ]
    return [*made, *presses_of(message, talk.chat.answer, dice)]


def presses_of(message: dict[str, Any], card: Message, dice: Random) -> list[dict[str, Any]]:
    offered = [button.data for button in card.buttons if button.data and button.label not in ASIDE]
    query = {"id": str(dice.randrange(10**12)), "from": message["from"], "chat_instance": "1"}
    query["message"] = message | {"message_id": card.id}
    return [{"callback_query": query | {"data": data}} for data in offered[:3]]


@pytest.fixture(params=["aiogram", "ptb"])
async def world(request: pytest.FixtureRequest, tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    """The staff bot on each library in turn, and the help bot on the other."""
    other = {"aiogram": "ptb", "ptb": "aiogram"}[request.param]
    async with a_world(tmp_path, sqlite_url, staff_transport=request.param, help_transport=other) as made:
        made.wiring = replace(made.wiring, transport=by_hand(made.sim))
        yield made


async def fuzz(world: World, seed: int, count: int) -> None:
    """Strange updates for people in the middle of a form; then they go on, and send what they began."""
    async with world.program():
        members = [await world.joined(name) for name in ("Rina", "Sari", "Dewi")]
        neighbour = await world.joined("Tuti")
        for number, talk in enumerate(members):
            await say_all(talk, *UP_TO_THE_NOTE[: 2 + number * 4])
        await Fuzz(world, seed, members, neighbour).run(count)
        await nothing_failed(world)
        nothing_is_readable(world)
    async with world.program():
        await every_draft_opens(world)
        for talk in members:
            await talk.says("/lapor")
            await sends_a_report(world, talk)


async def nothing_failed(world: World) -> None:
    """What is set aside could not be read; no handler of ours failed."""
    async with world.store() as store:
        aside = await store.quarantine.all()
    assert aside
    assert not [(error, body) for _, _, error, body in aside if not error.startswith("Unreadable")]


def nothing_is_readable(world: World) -> None:
    main = Path(make_url(world.settings.database_url).database or "")
    for path in main.parent.glob(f"{main.name}*"):
        assert CANARY.encode() not in path.read_bytes()
        assert CANARY.encode("utf-16-le") not in path.read_bytes()


async def every_draft_opens(world: World) -> None:
    def all_drafts(connection: Connection) -> list[int]:
        return list(connection.execute(text("select id from drafts")).scalars())

    async with world.store() as store:
        form = read_form((await store.forms.all())[-1].xml)
        for key in await world.running.database.run_sync(all_drafts):
            answers_in(form, await xml_of(store, key))


async def xml_of(store: Store, key: int) -> str:
    draft = await store.drafts.of(key)
    assert draft is not None
    return from_json(store.drafts.opened(draft)).xml


async def sends_a_report(world: World, talk: Talk) -> None:
    agent = Agent(world.sim, talk.bot, talk.person, Random(talk.name))
    async with asyncio.timeout(60):
        await agent.work(lambda: len(agent.sent) > 0)


def errors_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR and "bot." in each.name]


async def test_r14_strange_updates_are_handled_or_set_aside(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await fuzz(world, seed=1, count=10_000)
    assert not errors_in(caplog)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 7))
async def test_r14_soak(
    request: pytest.FixtureRequest, world: World, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    count = soak_count(request, 1_000_000) // 10
    await fuzz(world, seed, count)
    assert not errors_in(caplog)
    request.node.user_properties.append((FIGURE, f"{count} strange updates, 0 errors of ours"))
