"""What still waits for a chat when it is cleared, erased or left: nothing is forgotten, nothing comes too late."""

from __future__ import annotations

import pytest

from domain.messages import Incoming, Message, Unknown
from handlers import help_clearing, help_erasing
from handlers.chat import Chat
from simulator import Fault
from storage.store import Store
from tests.help.at_rest import CANARY, Told, a_case, said_in
from tests.help.saying import ASKS, say_all
from tests.help.test_moving import MOVE, next_second, receipt_of
from tests.transcript import Talk
from tests.world import World


@pytest.fixture
async def told(small_world: World) -> Told:
    return await a_case(small_world)


async def chat_of(world: World, store: Store, case: int) -> Chat:
    found = await store.help.of(case)
    assert found is not None
    await store.turns.wait_for([found.who])
    session = await store.sessions.of(found.who)
    assert session is not None
    incoming = Incoming(0, session.chat, Unknown("test"))
    return Chat(world.running.kit, store, session, incoming, world.running.clock.now())


def away(world: World, talk: Talk) -> Fault:
    """Telegram takes nothing for this chat for a while."""
    return world.sim.faults.add(Fault("429", chat=talk.person.id, retry_after=1))


async def test_what_was_to_be_cleared_goes_though_the_case_is_erased_before(small_world: World, told: Told) -> None:
    fault = away(small_world, told.family)
    for act in (help_clearing.clear, help_erasing.erase):
        async with small_world.running.database.transaction() as store:
            await act(await chat_of(small_world, store, told.case))
    small_world.sim.faults.remove(fault)
    await small_world.quiet()
    assert CANARY not in said_in(told.family)


async def test_what_was_on_its_way_when_the_chat_was_cleared_goes_too(small_world: World, told: Told) -> None:
    fault = away(small_world, told.family)
    async with small_world.running.database.transaction() as store:
        (await chat_of(small_world, store, told.case)).beside(Message(f"Balasan: {CANARY}"))
    async with small_world.running.database.transaction() as store:
        await help_clearing.clear(await chat_of(small_world, store, told.case))
    small_world.sim.faults.remove(fault)
    await small_world.quiet()
    assert CANARY not in said_in(told.family)


async def test_what_was_on_its_way_to_the_old_phone_does_not_arrive_there(small_help: World) -> None:
    old, fresh = Talk(small_help, "Dahlia", small_help.help), Talk(small_help, "Anyelir", small_help.help)
    await say_all(old, "/start", *ASKS)
    receipt, case = receipt_of(old), (await small_help.case_of(old)).id
    fault = away(small_help, old)
    async with small_help.running.database.transaction() as store:
        (await chat_of(small_help, store, case)).beside(Message(f"Balasan: {CANARY}"))
    await moves(fresh, receipt)
    old.hears()
    small_help.sim.faults.remove(fault)
    await small_help.quiet()
    assert CANARY not in "\n".join(old.hears())  # not even for a moment


async def moves(fresh: Talk, receipt: str) -> None:
    """The same as in peace, but the bots are not quiet: something waits for the old phone."""
    next_second(fresh.world)
    fresh.does(receipt)
    await fresh.world.until(lambda: MOVE.strip("[]") in str(fresh.chat.messages))
    fresh.does(MOVE)
    await fresh.world.until(lambda: "Catat di kertas" in said_in(fresh))
