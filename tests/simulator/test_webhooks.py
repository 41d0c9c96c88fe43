"""Updates are carried to a webhook, in order and until they are taken."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from aiohttp import ClientSession, web

from simulator import Bot, Chat, Fault, Patience, Person, Simulator

from .conftest import TOKEN, Line


class Hook:
    """A bot's own web server. It says no as often as `refusals` has statuses left."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[Any] = []
        self.secrets: list[str | None] = []
        self.refusals: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.inside = self.most_inside = 0
        self.news = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.inside += 1
        self.most_inside = max(self.inside, self.most_inside)
        update = await request.json()
        self.news.set()
        await self.gate.wait()
        self.inside -= 1
        if self.refusals:
            return web.Response(status=self.refusals.pop(0))
        self.seen.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.news.set()
        return web.json_response(self.reply)

    async def until_inside(self, count: int) -> None:
        """Wait until so many requests are here at once."""
        async with asyncio.timeout(5):
            while self.inside < count:
                self.news.clear()
                await self.news.wait()

    async def until(self, count: int) -> list[str]:
        """What has come when so much has come: texts, and the data of presses."""
        async with asyncio.timeout(5):
            while len(self.seen) < count:
                self.news.clear()
                await self.news.wait()
        return [_words(update) for update in self.seen]


def _words(update: Any) -> str:
    return str(update["message"]["text"] if "message" in update else update["callback_query"]["data"])


@asynccontextmanager
async def _listening(hook: Hook, port: int = 0) -> AsyncIterator[None]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield
    await runner.cleanup()


@pytest.fixture
async def hook(line: Line) -> AsyncIterator[Hook]:
    hook = Hook()
    async with _listening(hook):
        yield hook


async def test_what_waited_and_what_comes_goes_to_the_webhook(line: Line, hook: Hook, bot: Bot, rina: Person) -> None:
    await line.call("setWebhook", url=hook.url, secret_token="s3cret", max_connections=7)
    rina.write(bot, "hello")
    assert await hook.until(2) == ["/start", "hello"]
    assert hook.secrets == ["s3cret", "s3cret"]
    info = await line.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (hook.url, 0, 7)


async def test_messages_keep_their_order_when_one_is_refused(line: Line, hook: Hook, bot: Bot, rina: Person) -> None:
    await line.call("setWebhook", url=hook.url, drop_pending_updates=True)
    hook.refusals = [500]
    rina.write(bot, "one")
    rina.write(bot, "two")
    await hook.until(2)
    rina.press(bot, data="p", message_id=1)
    assert await hook.until(3) == ["one", "two", "p"]


async def test_a_stuck_message_does_not_hold_up_a_press(line: Line, hook: Hook, bot: Bot, rina: Person) -> None:
    await line.call("setWebhook", url=hook.url, drop_pending_updates=True)
    hook.gate.clear()
    rina.write(bot, "stuck")
    rina.write(bot, "behind it")
    rina.press(bot, data="p", message_id=1)
    await hook.until_inside(2)
    hook.gate.set()
    words = await hook.until(3)
    assert sorted(words) == ["behind it", "p", "stuck"]
    assert words.index("stuck") < words.index("behind it")


async def test_no_more_connections_than_asked_for(line: Line, hook: Hook, sim: Simulator, bot: Bot) -> None:
    await line.call("setWebhook", url=hook.url, max_connections=2)
    hook.gate.clear()
    for number in range(10):
        sim.add_person(f"P{number}").open(bot)
    await hook.until_inside(2)
    for _ in range(20):
        # Others would have arrived by the time these are answered.
        await line.call("getMe")
    hook.gate.set()
    await hook.until(10)
    assert hook.most_inside == 2


async def test_it_tries_again_until_the_update_is_taken(
    line: Line, hook: Hook, sim: Simulator, bot: Bot, rina: Person
) -> None:
    hook.refusals = [500, 404, 302]
    await line.call("setWebhook", url=hook.url)
    assert await hook.until(1) == ["/start"]
    info = await line.call("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")
    assert info["last_error_date"] <= sim.clock.time()


async def test_a_webhook_that_is_away_gets_its_updates_later(bot: Bot, sim: Simulator, rina: Person) -> None:
    hook = Hook()
    async with _listening(hook):
        port = int(hook.url.split(":")[2].split("/")[0])
    async with sim.serve() as url, ClientSession() as session:
        line = Line(url, session)
        await line.call("setWebhook", url=hook.url)
        await sim.until(lambda: bot.webhook_error is not None)
        assert bot.webhook_error.message.startswith("Connection failed")
        async with _listening(hook, port):
            assert await hook.until(1) == ["/start"]


async def test_an_update_that_is_too_old_is_given_up(
    line: Line, hook: Hook, sim: Simulator, bot: Bot, rina: Person
) -> None:
    hook.refusals = [500] * 1000
    await line.call("setWebhook", url=hook.url)
    await sim.until(lambda: bot.webhook_error is not None)
    sim.clock.move(timedelta(hours=25))
    hook.refusals = []
    rina.write(bot, "new")
    assert await hook.until(1) == ["new"]


async def test_a_webhook_that_is_too_slow_is_asked_again() -> None:
    hasty = Simulator(patience=Patience(answer_seconds=0.05, pauses=(0.01,)))
    bot = hasty.add_bot(TOKEN, "hello_bot")
    hook = Hook()
    hook.gate.clear()
    async with _listening(hook), hasty.serve() as url, ClientSession() as session:
        await Line(url, session).call("setWebhook", url=hook.url)
        hasty.add_person("Rina").open(bot)
        await hasty.until(lambda: bot.webhook_error)
        assert bot.webhook_error is not None
        assert bot.webhook_error.message == "Read timeout expired"
        hook.gate.set()
        assert (await hook.until(1))[0] == "/start"


async def test_nothing_comes_during_an_outage(line: Line, hook: Hook, sim: Simulator, bot: Bot, rina: Person) -> None:
    await line.call("setWebhook", url=hook.url)
    await hook.until(1)
    sim.faults.add(Fault("outage"))
    rina.write(bot, "anybody?")
    rina.press(bot, data="p", message_id=1)
    tries = count()
    await sim.until(lambda: next(tries) > 5)
    assert (len(hook.seen), hook.inside) == (1, 0)
    sim.faults.clear()
    assert sorted(await hook.until(3)) == ["/start", "anybody?", "p"]


async def test_a_webhook_outlives_a_restart_of_the_simulators_server(sim: Simulator, bot: Bot, rina: Person) -> None:
    hook = Hook()
    async with _listening(hook):
        async with sim.serve() as url, ClientSession() as session:
            await Line(url, session).call("setWebhook", url=hook.url)
            await hook.until(1)
        rina.write(bot, "while away")
        async with sim.serve():
            assert await hook.until(2) == ["/start", "while away"]


async def test_a_call_inside_the_answer_is_made(
    line: Line, hook: Hook, sim: Simulator, chat: Chat, rina: Person
) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": rina.id, "text": "at once"}
    await line.call("setWebhook", url=hook.url)
    await sim.until(lambda: chat.answer.text == "at once")


async def test_polling_and_a_webhook_exclude_each_other(
    line: Line, hook: Hook, sim: Simulator, bot: Bot, rina: Person
) -> None:
    async with asyncio.TaskGroup() as group:
        await line.call("getUpdates", offset=-1)
        seen = (await line.call("getUpdates"))[0]["update_id"]
        poll = group.create_task(line.refused("getUpdates", offset=seen + 1, timeout=30))
        await sim.until(lambda: bot.queue.polled)
        await line.call("setWebhook", url=hook.url)
    assert poll.result() == "409 Conflict: terminated by setWebhook request"
    assert await line.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await line.call("deleteWebhook")
    rina.write(bot, "hello")
    assert json.dumps(await line.call("getUpdates")).count("hello") == 1
    assert (await line.call("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(
    ("params", "refusal"),
    [
        ({"url": "ftp://x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "http://"}, "invalid webhook URL specified"),
        ({"url": "https://x.id", "secret_token": "no spaces"}, "secret token contains unallowed characters"),
        ({"url": "https://x.id", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_refuses_bad_webhooks(line: Line, params: Any, refusal: str) -> None:
    assert await line.refused("setWebhook", token=TOKEN, **params) == f"400 Bad Request: {refusal}"
