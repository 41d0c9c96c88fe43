"""Updates are carried to webhooks: in order within a queue, again and again until they are taken."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector

from .bots import Bot, Webhook, WebhookError
from .errands import Errands
from .updates import Lane, Update
from .world import World

# A webhook may answer with a call in its body; this makes it.
MakeCall = Callable[[Bot, dict[str, Any]], Awaitable[None]]
Away = Callable[[Bot], bool]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a webhook may take, and the pauses before it is tried again; the last one repeats.

    Telegram's own pauses are longer; these keep tests short and still grow.
    """

    answer_seconds: float = 60.0
    pauses: tuple[float, ...] = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class Route:
    """The way to one bot's webhook: a queue for each lane, and so many connections at once."""

    def __init__(self, hook: Webhook) -> None:
        self.hook = hook
        self.lanes: dict[Lane, deque[Update]] = {}
        self.connections = asyncio.Semaphore(hook.max_connections)
        self.tasks: set[asyncio.Task[None]] = set()


class Courier:
    """Carries the updates of all bots that have a webhook."""

    def __init__(self, world: World, errands: Errands, make_call: MakeCall, away: Away, patience: Patience) -> None:
        self._world = world
        self._errands = errands
        self._make_call = make_call
        self._away = away
        self._patience = patience
        self._session: ClientSession | None = None
        self._routes: dict[int, Route] = {}

    def start(self, bot: Bot) -> None:
        self.stop(bot)
        if bot.webhook is None:
            return
        route = self._routes[bot.id] = Route(bot.webhook)
        bot.queue.carry = lambda update: self._accept(bot, route, update)
        for update in bot.queue.all():
            self._accept(bot, route, update)

    def stop(self, bot: Bot) -> None:
        bot.queue.carry = None
        route = self._routes.pop(bot.id, None)
        for task in list(route.tasks) if route else ():
            task.cancel()

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    def _accept(self, bot: Bot, route: Route, update: Update) -> None:
        lane = route.lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        route.lanes[update.lane] = deque([update])
        task = self._errands.start(self._carry_lane(bot, route, update.lane))
        route.tasks.add(task)
        task.add_done_callback(route.tasks.discard)

    async def _carry_lane(self, bot: Bot, route: Route, lane: Lane) -> None:
        """One after the other: the next is not sent before the one before it was taken."""
        waiting = route.lanes[lane]
        while waiting:
            await self._carry(bot, route, waiting[0])
            waiting.popleft()
        del route.lanes[lane]

    async def _carry(self, bot: Bot, route: Route, update: Update) -> None:
        tries = 0
        while update.expires > self._world.clock.time():
            async with route.connections:
                taken = not self._away(bot) and await self._post(bot, route.hook, update)
            self._world.journal.wake()
            if taken:
                break
            await asyncio.sleep(self._pause(tries))
            tries += 1
        bot.queue.done(update)

    def _pause(self, tries: int) -> float:
        pauses = self._patience.pauses
        return pauses[min(tries, len(pauses) - 1)]

    async def _post(self, bot: Bot, hook: Webhook, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        try:
            async with self._open().post(hook.url, data=update.body.encode(), headers=headers) as answer:
                if answer.status // 100 == 2:
                    await self._follow(bot, answer)
                    return True
                why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            why = "Read timeout expired"
        except (ClientError, OSError) as failed:
            why = f"Connection failed: {type(failed).__name__}"
        bot.webhook_error = WebhookError(int(self._world.clock.time()), why)
        return False

    async def _follow(self, bot: Bot, answer: ClientResponse) -> None:
        """A call inside the answer is made, and nobody is told how it went."""
        try:
            call = json.loads(await answer.read() or b"null")
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            await self._make_call(bot, call)

    def _open(self) -> ClientSession:
        if self._session is None:
            # Bots may use a certificate of their own, so none is checked.
            connector = TCPConnector(limit=0, ssl=False)
            self._session = ClientSession(
                connector=connector, timeout=ClientTimeout(total=self._patience.answer_seconds)
            )
        return self._session
