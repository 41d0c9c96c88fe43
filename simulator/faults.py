"""Troubles that can be switched on: errors, cut connections, slowness, and Telegram being away."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from .bots import Bot

KINDS = ("429", "5xx", "cut_before", "cut_after", "latency", "outage")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble, for all calls or only for some.

    `bot` is a Bot, its username or its token; `chat` is a person's or group's id. `times` ends it after so
    many hits; `chance` lets some calls pass. `html` shows a 5xx as the page of a web server instead of JSON.
    """

    kind: str
    bot: Any = None
    method: str | None = None
    chat: int | None = None
    retry_after: int = 3
    status: int = 502
    html: bool = False
    seconds: float = 0.2
    times: int | None = None
    chance: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}, not {self.kind!r}")

    def concerns(self, bot: Bot, method: str, chat: str) -> bool:
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.chat is not None and str(self.chat) != chat:
            return False
        return self.bot is None or self.bot in (bot, bot.username, bot.token, bot.id, str(bot.id))


class Cut(Exception):
    """The connection is to be cut without an answer."""


class Faults:
    """All faults that are switched on now."""

    def __init__(self, bots: Mapping[str, Bot], random: Random) -> None:
        self._bots = bots
        self._random = random
        self._left: dict[int, int] = {}
        self.active: list[Fault] = []
        self.hits: deque[tuple[Fault, str]] = deque(maxlen=10_000)

    def add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        if fault.times is not None:
            self._left[id(fault)] = fault.times
        if fault.kind == "outage":
            self._hang_up(fault)
        return fault

    def away(self, bot: Bot) -> bool:
        """Whether Telegram is away, so that it sends this bot nothing either."""
        return any(fault.kind == "outage" and fault.concerns(bot, "", "") for fault in self.active)

    def _hang_up(self, fault: Fault) -> None:
        """Polls that are waiting are cut, too."""
        for bot in self._bots.values():
            if fault.concerns(bot, "getUpdates", ""):
                bot.queue.end_polls(Cut())

    def remove(self, fault: Fault) -> None:
        self.active = [one for one in self.active if one is not fault]
        self._left.pop(id(fault), None)

    def clear(self) -> None:
        self.active = []
        self._left.clear()

    def strike(self, bot: Bot, method: str, chat: str) -> list[Fault]:
        """The faults that hit this call; it counts against their number of times."""
        return [
            fault for fault in list(self.active) if fault.concerns(bot, method, chat) and self._hits(fault, method)
        ]

    def _hits(self, fault: Fault, method: str) -> bool:
        if fault.chance < 1.0 and self._random.random() >= fault.chance:
            return False
        self.hits.append((fault, method))
        left = self._left.get(id(fault))
        if left is not None:
            self._left[id(fault)] = left - 1
            if left <= 1:
                self.remove(fault)
        return True
