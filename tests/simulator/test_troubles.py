"""Faults that are switched on, and limits that are passed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

from simulator import Bot, Chat, Fault, NeverHappened, Person, RateLimits, Simulator

from .conftest import Line


async def test_429_names_the_time_to_wait_and_ends_after_its_times(line: Line, sim: Simulator, rina: Person) -> None:
    sim.faults.add(Fault("429", retry_after=7, times=1))
    status, answer = await line.ask("sendMessage", chat_id=rina.id, text="x")
    assert (status, answer["parameters"]) == (429, {"retry_after": 7})
    assert answer["description"] == "Too Many Requests: retry after 7"
    await line.call("sendMessage", chat_id=rina.id, text="x")


async def test_5xx_comes_as_json_or_as_a_page(line: Line, sim: Simulator) -> None:
    sim.faults.add(Fault("5xx", status=502, times=1))
    assert await line.refused("getMe") == "502 Bad Gateway"
    sim.faults.add(Fault("5xx", status=500, times=1, html=True))
    async with line.session.get(f"{line.url}/bot111:AAA/getMe") as answer:
        assert (answer.status, answer.content_type) == (500, "text/html")
        assert "<h1>500 Internal Server Error</h1>" in await answer.text()


async def test_cut_before_does_nothing(line: Line, sim: Simulator, chat: Chat, rina: Person) -> None:
    sim.faults.add(Fault("cut_before"))
    with pytest.raises(ClientError):
        await line.ask("sendMessage", chat_id=rina.id, text="x")
    assert chat.answer.text == ""
    assert sim.calls[-1].params["text"] == "x"
    sim.faults.clear()
    await line.call("sendMessage", chat_id=rina.id, text="x")


async def test_cut_after_does_the_work_and_loses_the_reply(
    line: Line, sim: Simulator, chat: Chat, rina: Person
) -> None:
    sim.faults.add(Fault("cut_after"))
    with pytest.raises(ClientError):
        await line.ask("sendMessage", chat_id=rina.id, text="x")
    assert chat.answer.text == "x"


async def test_an_outage_cuts_waiting_polls_too(line: Line, sim: Simulator, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_is_cut(line, "getUpdates", timeout=30))
        await sim.until(lambda: bot.queue.polled)
        outage = sim.faults.add(Fault("outage"))
    assert poll.result()
    assert await _is_cut(line, "getMe")
    sim.faults.remove(outage)
    assert not await _is_cut(line, "getMe")


async def test_a_waiting_poll_is_cut_when_the_simulator_ends(sim: Simulator, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group, ClientSession() as session:
        async with sim.serve() as url:
            poll = group.create_task(_is_cut(Line(url, session), "getUpdates", timeout=30))
            await sim.until(lambda: bot.queue.polled)
        assert await poll


async def test_latency_delays_but_does_not_lose(line: Line, sim: Simulator, chat: Chat, rina: Person) -> None:
    sim.faults.add(Fault("latency", seconds=0.02))
    await line.call("sendMessage", chat_id=rina.id, text="x")
    assert chat.answer.text == "x"


async def test_a_fault_may_be_for_one_bot_one_method_and_one_chat(line: Line, sim: Simulator, rina: Person) -> None:
    sim.add_bot("222:BBB", "other_bot")
    sim.faults.add(Fault("5xx", bot="hello_bot", method="sendMessage", chat=rina.id))
    await line.call("getMe")
    await line.call("getMe", token="222:BBB")
    assert await line.refused("sendMessage", chat_id=1, text="x") == "400 Bad Request: chat not found"
    assert await line.refused("sendMessage", chat_id=rina.id, text="x") == "502 Bad Gateway"


async def test_a_chance_follows_the_seed(line: Line, sim: Simulator) -> None:
    sim.faults.add(Fault("5xx", chance=0.5))
    statuses = [(await line.ask("getMe"))[0] for _ in range(40)]
    assert {200, 502} == set(statuses)
    assert len(sim.faults.hits) == statuses.count(502)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="a fault is one of"):
        Fault("gremlins")


async def test_limits_are_counted_and_enforced_only_when_wished(line: Line, sim: Simulator, rina: Person) -> None:
    for number in range(6):
        await line.call("sendMessage", chat_id=rina.id, text=str(number))
    (passed,) = sim.limits.violations
    assert (passed.chat, passed.method) == (rina.id, "sendMessage")
    sim.limits.enforce(True)
    said = await line.refused("sendMessage", chat_id=rina.id, text="x")
    assert said == "429 Too Many Requests: retry after 1"
    sim.clock.move(timedelta(seconds=1))
    await line.call("sendMessage", chat_id=rina.id, text="x")


async def test_a_bot_has_a_limit_over_all_its_chats(sim: Simulator, bot: Bot) -> None:
    numbers = range(31)
    assert [sim.limits.take(bot.id, number, "sendMessage") for number in numbers] == [0] * 31
    assert [one.chat for one in sim.limits.violations] == [None]


def test_other_limits_may_be_chosen() -> None:
    sim = Simulator(rate_limits=RateLimits(chat_burst=1, count_edits=False))
    for method in ("sendMessage", "editMessageText", "getMe", "sendMessage"):
        sim.limits.take(1, 2, method)
    assert [one.method for one in sim.limits.violations] == ["sendMessage"]


async def test_waiting_in_vain_tells_what_was_last_seen(sim: Simulator, bot: Bot, rina: Person) -> None:
    rina.write(bot, "hello?")
    with pytest.raises(NeverHappened, match=r"person sent 'hello\?'"):
        await sim.until(lambda: False, timeout=0.01)


async def _is_cut(line: Line, method: str, **params: Any) -> bool:
    try:
        await line.ask(method, **params)
    except ClientError:
        return True
    return False
