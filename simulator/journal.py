"""What happened, in order: for those who wait, those who listen, and those who read later."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .bots import Bot
from .chats import Chat
from .messages import Message, Press

Condition = Callable[[], object]

MOST_EVENTS = 10_000


class NeverHappened(TimeoutError):
    """What a test waited for did not come."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done in a chat.

    Its kind is "sent", "edited", "deleted", "answered", "typing", "left", "pressed", "blocked" or "unblocked".
    """

    version: int
    kind: str
    by: str
    bot: Bot
    chat: Chat
    message: Message | None = None
    press: Press | None = None
    text: str = ""

    @property
    def person_id(self) -> int:
        return self.chat.peer.id


Listener = Callable[[Event], None]


class Journal:
    """The newest events, each with a version that only grows."""

    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._events: deque[Event] = deque(maxlen=MOST_EVENTS)
        self._listeners: list[Listener] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    @property
    def newest(self) -> int:
        """The version of the newest event."""
        return self._events[-1].version if self._events else 0

    def close(self) -> None:
        """Nobody who streams events needs to wait any longer."""
        self.closed = True
        self.wake()

    def next_version(self) -> int:
        self.version += 1
        return self.version

    def note(self, kind: str, by: str, bot: Bot, chat: Chat, **what: Any) -> None:
        """Write down what happened, with its message, press or text; listeners are told only what bots do."""
        message = what.get("message")
        event = Event(message.version if message else self.next_version(), kind, by, bot, chat, **what)
        self._events.append(event)
        if by == "bot":
            for tell in self._listeners:
                tell(event)
        self.wake()

    def since(self, version: int) -> list[Event]:
        newer: list[Event] = []
        for event in reversed(self._events):
            if event.version <= version:
                break
            newer.append(event)
        return newer[::-1]

    def wake(self) -> None:
        """Let everybody who waits look again."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def until(self, condition: Condition, timeout: float) -> None:  # noqa: ASYNC109 - its error tells more
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not _holds(condition):
            left = deadline - loop.time()
            if left <= 0:
                raise NeverHappened(f"not within {timeout} s; the last events: {self._last_seen()}")
            await self._next(left)

    async def _next(self, seconds: float) -> None:
        one = asyncio.get_running_loop().create_future()
        self._waiting.add(one)
        await asyncio.wait([one], timeout=seconds)
        self._waiting.discard(one)

    def _last_seen(self) -> str:
        last = list(self._events)[-5:]
        seen = (f"{event.by} {event.kind} {event.message.text if event.message else event.text!r}" for event in last)
        return "; ".join(seen) or "none"


def _holds(condition: Condition) -> bool:
    """A condition may look at a message that is not there yet."""
    try:
        return bool(condition())
    except LookupError:
        return False
