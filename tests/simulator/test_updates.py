"""Updates wait for their bot until it confirms them."""

import asyncio
from datetime import timedelta
from typing import Any

from simulator import Bot, Chat, Person, Simulator

from .conftest import Line

OTHER_POLLER = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


async def _texts(line: Line, **params: Any) -> list[str]:
    return [update["message"]["text"] for update in await line.call("getUpdates", **params)]


async def test_an_offset_confirms_everything_below_it(line: Line, bot: Bot, rina: Person) -> None:
    rina.write(bot, "one")
    rina.write(bot, "two")
    first = (await line.call("getUpdates"))[0]["update_id"]
    assert await _texts(line) == ["/start", "one", "two"]
    assert await _texts(line, offset=first + 1, limit=1) == ["one"]
    assert await _texts(line, offset=first + 2) == ["two"]
    assert await _texts(line, offset=0) == ["two"]


async def test_a_negative_offset_counts_from_the_end(line: Line, bot: Bot, rina: Person) -> None:
    rina.write(bot, "one")
    rina.write(bot, "two")
    assert await _texts(line, offset=-1) == ["two"]
    assert await _texts(line) == ["two"]


async def test_update_numbers_follow_each_other_from_a_random_start(line: Line, bot: Bot, rina: Person) -> None:
    rina.write(bot, "one")
    first, second = await line.call("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert first["update_id"] >= 100_000_000


async def test_update_numbers_start_anew_after_a_quiet_week(sim: Simulator, bot: Bot, rina: Person) -> None:
    before = bot.queue.all()[-1].id
    sim.clock.move(timedelta(days=7, seconds=1))
    rina.write(bot, "still there?")
    assert bot.queue.all()[-1].id != before + 1


async def test_a_long_poll_ends_with_the_first_update(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    await line.call("getUpdates", offset=-1)
    seen = (await line.call("getUpdates"))[0]["update_id"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(_texts(line, offset=seen + 1, timeout=30))
        await sim.until(lambda: bot.queue.polled)
        rina.write(bot, "hello")
        rina.write(bot, "again")
    assert poll.result() == ["hello", "again"]


async def test_a_long_poll_without_news_ends_empty(line: Line, bot: Bot) -> None:
    assert await line.call("getUpdates", timeout=1) == []


async def test_the_older_of_two_pollers_is_sent_away(line: Line, sim: Simulator, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(line.refused("getUpdates", timeout=30))
        await sim.until(lambda: bot.queue.polled)
        assert await line.call("getUpdates") == []
    assert older.result() == OTHER_POLLER


async def test_a_poller_that_hangs_up_leaves_no_trace(line: Line, sim: Simulator, bot: Bot) -> None:
    async with asyncio.TaskGroup() as group:
        gone = group.create_task(line.call("getUpdates", timeout=30))
        await sim.until(lambda: bot.queue.polled)
        gone.cancel()
    await sim.until(lambda: not bot.queue.polled)


async def test_only_allowed_updates_come_and_the_choice_is_remembered(line: Line, bot: Bot, rina: Person) -> None:
    await line.call("getUpdates", offset=-1, allowed_updates=["callback_query"])
    last = (await line.call("getUpdates"))[0]["update_id"]
    rina.write(bot, "unheard")
    press = rina.press(bot, data="x", message_id=1)
    (update,) = await line.call("getUpdates", offset=last + 1)
    assert update["callback_query"]["data"] == "x"
    assert update["callback_query"]["id"] == press.id
    await line.call("getUpdates", offset=update["update_id"] + 1, allowed_updates=[])
    rina.write(bot, "heard")
    assert await _texts(line) == ["heard"]


async def test_presses_expire_after_150_seconds_and_messages_after_a_day(
    line: Line, sim: Simulator, bot: Bot, rina: Person, chat: Chat
) -> None:
    press = rina.press(bot, data="x", message_id=chat.last.id)
    sim.clock.move(timedelta(seconds=149))
    assert len(await line.call("getUpdates")) == 2
    sim.clock.move(timedelta(seconds=2))
    assert await _texts(line) == ["/start"]
    said = await line.refused("answerCallbackQuery", callback_query_id=press.id)
    assert said == ("400 Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert chat.spinning == []
    sim.clock.move(timedelta(hours=24))
    assert await line.call("getUpdates") == []


async def test_a_burst_arrives_together(line: Line, sim: Simulator, bot: Bot, rina: Person) -> None:
    with sim.together():
        rina.write(bot, "one")
        assert await _texts(line) == ["/start"]
        rina.write(bot, "two")
    assert await _texts(line) == ["/start", "one", "two"]


async def test_an_odd_update_goes_through_as_it_is(line: Line, sim: Simulator, bot: Bot) -> None:
    sim.inject(bot, {"telepathy": {"thought": "?"}})
    sim.inject(bot, {"update_id": 7, "message": None})
    first, second = await line.call("getUpdates")
    assert first["telepathy"] == {"thought": "?"}
    assert second == {"update_id": 7, "message": None}
