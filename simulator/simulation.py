"""The simulator: a stand-in for Telegram that a test or a program can hold in its hand."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from random import Random
from typing import Any

from aiohttp import web

from .actions import Stage
from .api import Api
from .bots import Bot
from .calls import Call
from .cast import Cast
from .chats import Chat
from .clock import Clock
from .errands import Errands
from .faults import Cut, Faults
from .groups import Group
from .journal import Event, Listener
from .limits import Limits, RateLimits
from .people import Person
from .person_api import PersonApi
from .serving import LARGEST_BODY, Serving
from .updates import DAY
from .webhooks import Courier, Patience
from .world import World


class Simulator:
    """All state of one simulated Telegram.

    `record` keeps what bots call in `calls`, at most `remember` of them. `keep` is the number of messages
    each chat holds. `strict` refuses parameters that a method does not have; Telegram ignores them.
    `patience` is that with webhooks.
    """

    def __init__(
        self,
        *,
        record: bool = True,
        remember: int = 100_000,
        keep: int = 1000,
        rate_limits: RateLimits | None = None,
        seed: int | None = None,
        strict: bool = True,
        patience: Patience | None = None,
    ) -> None:
        random = Random(seed)  # noqa: S311 - nothing here is secret
        self.clock = Clock()
        self.limits = Limits(self.clock, rate_limits)
        self.calls: deque[Call] = deque(maxlen=remember)
        self.world = World(self.clock, random, keep)
        self.cast = Cast(self.world)
        # Apart from the other numbers, so that a fault's chance does not shift when more ids are drawn.
        self.faults = Faults(self.world.bots, Random(seed))  # noqa: S311 - nothing here is secret
        self._errands = Errands()
        self._api = Api(self.world, self.limits, self.calls, record, strict)
        self._courier = self._api.courier = Courier(
            self.world, self._errands, self._api.answer_quietly, self.faults.away, patience or Patience()
        )
        self._serving = Serving(
            self.world.bots,
            self._api,
            self.faults,
            PersonApi(Stage(self.world, self.cast, self.faults, self.limits), self.calls),
        )

    @property
    def bots(self) -> list[Bot]:
        return list(self.world.bots.values())

    @property
    def people(self) -> dict[int, Person]:
        return self.cast.people

    @property
    def version(self) -> int:
        """Grows with everything that happens."""
        return self.world.journal.version

    def add_bot(self, token: str, username: str, name: str = "") -> Bot:
        return self.world.add_bot(token, username, name or username)

    def add_person(
        self,
        name: str,
        language: str | None = None,
        last_name: str = "",
        username: str | None = None,
        id: int | None = None,
    ) -> Person:
        return self.cast.add_person(name, language, last_name, username, id)

    def add_group(self, title: str, username: str | None = None) -> Group:
        return self.cast.add_group(title, username)

    def chat(self, bot: Bot, person: Person | Group) -> Chat:
        return bot.chat_with(person.peer)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Nothing that people do is delivered until the block ends; then it all arrives at once."""
        with self.world.together():
            yield

    def inject(self, bot: Bot, update: dict[str, Any], life: float = DAY) -> int:
        """Put any update at all into a bot's queue, however odd; gives its update_id."""
        return bot.queue.put_raw(update, (0, "raw"), life).id

    async def answer(self, bot: Bot, method: str, fields: Mapping[str, Any]) -> bytes:
        """What a call is answered with, without HTTP in between. Raises a Refusal, or Cut."""
        return await self._serving.answer(bot, method, fields)

    def on_event(self, listener: Listener) -> None:
        """Call back for each thing a bot does in a chat, before its call is answered."""
        self.world.journal.listen(listener)

    def events_since(self, version: int) -> list[Event]:
        return self.world.journal.since(version)

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until something is so, looking again after each thing that happens."""
        await self.world.journal.until(condition, timeout)

    @asynccontextmanager
    async def serve(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
        """Serve until the block ends. Gives the address that a bot uses as its API base."""
        server = web.Server(self._serving.handle, request_factory=_request, handler_cancellation=True)
        runner = web.ServerRunner(server, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self.world.journal.closed = False
        for bot in self.bots:
            self._courier.start(bot)
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await self._close(runner)

    async def _close(self, runner: web.ServerRunner) -> None:
        for bot in self.bots:
            self._courier.stop(bot)
            bot.queue.end_polls(Cut())
        self.world.journal.close()
        await self._errands.stop()
        await self._courier.close()
        await runner.cleanup()


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """aiohttp's own request, but larger uploads pass."""
    return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=LARGEST_BODY)
