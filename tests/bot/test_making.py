"""Files that are made in a process of their own: shown while they come, given once, and never lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot import making
from bot.maker import Where, make_apart
from bot.makers import Kind
from bot.makers.source import Made, Source, Tell
from domain.messages import File, Incoming, Message, Unknown
from domain.orders import LARGEST_FILE, Order
from handlers.chat import Chat
from handlers.orders import order
from tests.transcript import Talk
from tests.world import World, a_world, making_here

SOON = timedelta(minutes=5)  # by the machine's clock: a lease has run out, a pause is over


@dataclass
class Press:
    """A maker that tests hold in their hands."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    made: list[list[int]] = field(default_factory=list)
    stopped: int = 0

    async def make(self, source: Source, orders: Sequence[Order], tell: Tell) -> AsyncIterator[Made]:
        self.made.append([each.spec["number"] for each in orders])
        try:
            for each in orders:
                await tell(each.id, 1, 4)
                self.begun.set()
                await self.goes_on.wait()
                if each.spec["number"] == 13:
                    raise RuntimeError("this one cannot be made")
                path = source.folder / f"{each.spec['number']}.txt"
                with path.open("wb") as file:
                    file.truncate(each.spec.get("size", 10))
                yield Made(each.id, (path,), {"number": each.spec["number"]})
        except (asyncio.CancelledError, GeneratorExit):
            self.stopped += 1
            raise


async def give(chat: Chat, order: Order, files: Sequence[File], facts: Mapping[str, Any]) -> None:
    if facts["number"] == 14:
        raise RuntimeError("this one cannot be given")
    for file in files:
        chat.beside(Message(f"Ini {file.name}, nomor {facts['number']}.", document=file))


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    monkeypatch.setattr(making, "BEAT_SECONDS", 0.01)
    return Press()


@pytest.fixture
async def resting(tmp_path: Path, database_url: str, press: Press) -> AsyncIterator[World]:
    """A world with one kind of file to be made; the program does not run yet."""
    kinds = {"paper": Kind(press.make, give, together=8)}
    async with a_world(tmp_path, database_url) as made:
        made.wiring = replace(made.wiring, kinds=kinds, work=making_here(kinds))
        yield made


@pytest.fixture
async def world(resting: World) -> AsyncIterator[World]:
    async with resting.program():
        yield resting


async def ask(world: World, talk: Talk, *numbers: int, **more: int) -> None:
    """Somebody asks for papers, all in one message."""
    side = world.running.sides[0]
    async with world.running.database.transaction() as store:
        await store.turns.wait_for([world.who(talk)])
        session = await store.sessions.of(world.who(talk))
        assert session is not None
        chat = Chat(
            world.running.kit, store, session, Incoming(0, session.chat, Unknown("test")), side.desk.now(), []
        )
        for number in numbers:
            await order(chat, "paper", {"number": number, **more})


async def soon(world: World) -> None:
    """Pauses are over, and who makes files looks again."""
    world.machine_waits(SOON)
    assert world.running.making is not None
    world.running.making.wake()
    await world.quiet()


def said(talk: Talk) -> list[str]:
    """What stands in the chat, the buttons aside."""
    return [message.text for message in talk.chat.messages if message.from_bot and not message.deleted_by]


async def test_what_is_ordered_comes_and_its_progress_goes(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 7)
    await world.until(press.begun.is_set)
    await world.until(lambda: "sedang dibuat: 25%" in rina.shown)
    assert "[Batal]" in rina.shown
    press.goes_on.set()
    await world.quiet()
    assert "(berkas) Ini 7.txt, nomor 7." in rina.shown
    assert not any("sedang dibuat" in text for text in said(rina))


async def test_the_chat_goes_on_meanwhile(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 7)
    await world.until(press.begun.is_set)
    rina.does("/menu")
    await world.until(lambda: "Ini menu Anda, Bu Rina." in rina.shown)


async def test_who_takes_it_back_gets_nothing_and_nobody_goes_on_making_it(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 7)
    await world.until(lambda: "sedang dibuat: 25%" in rina.shown)
    rina.does("[Batal]")
    await world.until(lambda: press.stopped)
    await world.quiet()
    assert rina.shown == "Berkasnya tidak jadi dibuat."


@pytest.mark.parametrize("number", [13, 14])  # it cannot be made, or not be given
async def test_what_comes_to_nothing_is_tried_again_and_then_given_up_with_a_sentence(
    world: World, press: Press, number: int
) -> None:
    press.goes_on.set()
    rina = await world.joined("Rina")
    await ask(world, rina, number)
    await world.quiet()
    assert "sedang dibuat" in rina.shown
    for _ in range(making.MOST_TRIES):
        await soon(world)
    assert press.made == [[number]] * making.MOST_TRIES
    assert rina.shown.startswith("⚠️ Maaf, berkasnya gagal dibuat.")


async def test_one_that_cannot_be_made_spoils_no_others(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    budi = await world.joined("Budi")
    await ask(world, rina, 1, 13)
    await ask(world, budi, 2, 3)
    press.goes_on.set()
    for _ in range(making.MOST_TRIES):
        await soon(world)
    given = sorted(text for text in said(rina) + said(budi) if ".txt" in text)
    assert given == ["Ini 1.txt, nomor 1.", "Ini 2.txt, nomor 2.", "Ini 3.txt, nomor 3."]


async def test_what_is_too_large_for_telegram_is_said_so(world: World, press: Press) -> None:
    press.goes_on.set()
    rina = await world.joined("Rina")
    await ask(world, rina, 7, size=LARGEST_FILE + 1)
    await world.quiet()
    assert rina.shown == "⚠️ Berkasnya terlalu besar untuk Telegram. Pilih masa yang lebih pendek."


async def test_nobody_has_more_than_three_made_at_once(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 1, 2, 3, 4)
    press.goes_on.set()
    await world.quiet()
    assert sum(text.endswith(("1.", "2.", "3.", "4.")) for text in said(rina)) == 3


async def test_a_program_that_stops_leaves_it_to_the_next(resting: World, press: Press) -> None:
    for _ in range(making.MOST_TRIES + 1):  # that is nobody's failure, and counts as none
        async with resting.program():
            if not press.made:
                rina = await resting.joined("Rina")
                await ask(resting, rina, 7)
            await resting.until(press.begun.is_set)
            press.begun.clear()
    assert press.stopped == making.MOST_TRIES + 1
    press.goes_on.set()
    async with resting.program():
        await resting.until(lambda: "(berkas) Ini 7.txt, nomor 7." in rina.shown)


async def test_what_a_dead_program_was_at_is_taken_up_when_its_time_is_over(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 7)
    await world.until(press.begun.is_set)
    await world.sql("update orders set holder = 'a-dead-machine/1/x'")
    await world.until(lambda: press.stopped)  # it is no more ours
    await world.quiet()
    press.goes_on.set()
    await soon(world)
    assert "(berkas) Ini 7.txt, nomor 7." in rina.shown


async def test_a_stop_does_not_wait_for_a_database_that_is_held_elsewhere(
    tmp_path: Path, postgres_url: str, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PATIENCE", 0.1)
    kinds = {"paper": Kind(press.make, give)}
    async with a_world(tmp_path, postgres_url) as world:
        world.wiring = replace(world.wiring, kinds=kinds, work=making_here(kinds))
        elsewhere = await asyncpg.connect(postgres_url)
        async with world.program():
            rina = await world.joined("Rina")
            await ask(world, rina, 7)
            await world.until(press.begun.is_set)
            await elsewhere.execute("begin; lock table orders in access exclusive mode")
        assert press.stopped
        await elsewhere.close()


def test_what_a_killed_program_left_is_dropped_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = subprocess.Popen(["sleep", "60"])
    theirs, ours = (tmp_path / f"{making.PREFIX}{number}-x" for number in (killed.pid, os.getpid()))
    for folder in (theirs, ours):
        folder.mkdir()
        (folder / "rows.xlsx").write_text("of people")
    making.sweep()
    assert theirs.exists()
    killed.kill()
    killed.wait()
    making.sweep()
    assert (theirs.exists(), ours.exists()) == (False, True)


async def test_who_has_left_gets_nothing_more(world: World, press: Press) -> None:
    rina = await world.joined("Rina")
    await ask(world, rina, 7)
    await world.until(press.begun.is_set)
    await world.sql("update people set left_on = '2026-11-22'")
    press.goes_on.set()
    await world.quiet()
    assert not any("7.txt" in text for text in said(rina))


async def test_a_process_that_cannot_begin_is_no_end_of_the_program(tmp_path: Path) -> None:
    nowhere = Where(f"sqlite:///{tmp_path}/none.db", str(tmp_path / "no-keys.json"), None)
    with pytest.raises(Exception, match="ended with 1"):
        await make_apart(nowhere, "nothing of this name", [], tmp_path, lambda event: None)
