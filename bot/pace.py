"""Telegram's sending limits, kept before Telegram has to remind us: 30 a second in all, one a second per chat.

See https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_CHATS = 10_000


@dataclass(frozen=True)
class Limits:
    """Sends and edits a second; `chat_burst` may pass at once to one chat after a pause.

    A little less than Telegram takes: what left evenly may arrive unevenly. Strangers together get a tenth of it, in
    any ten seconds. What is said to many leaves only while so much of a second is `kept` free for everybody else.
    """

    everyone: float = 28.0
    chat: float = 0.98
    chat_burst: int = 4
    strangers: float = 2.5
    strangers_burst: int = 3
    kept: float = 0.5


UNLIMITED = Limits(everyone=1e9, chat=1e9, strangers=1e9)


class Pace:
    """Gives every sending its time, in the order of asking."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._everyone = 0.0
        self._strangers = 0.0
        self._chats: OrderedDict[bytes, float] = OrderedDict()

    def reserve(self, who: bytes, now: float) -> float:
        """How many seconds this sending has to wait. `now` is in seconds of a steady clock."""
        limits = self._limits
        chat, chat_wait = _next(self._chats.pop(who, 0.0), now, limits.chat, limits.chat_burst)
        self._everyone, all_wait = _next(self._everyone, now, limits.everyone, limits.everyone)
        self._chats[who] = chat
        while len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return max(chat_wait, all_wait)

    def until_stranger(self, now: float) -> float:
        """How many seconds it is until a sending to a stranger would not have to wait for their share."""
        return _next(self._strangers, now, self._limits.strangers, self._limits.strangers_burst)[1]

    def reserve_for_stranger(self, now: float) -> float:
        """How many seconds a sending to a stranger has to wait for their share, before it reserves like any other.

        Not both at once: a place among all, kept for later, would be taken from those who could use it now.
        """
        limits = self._limits
        self._strangers, wait = _next(self._strangers, now, limits.strangers, limits.strangers_burst)
        return wait

    def until_bulk(self, now: float) -> float:
        """How many seconds it is, as things are now, until there is room for something that is said to many."""
        limits = self._limits
        return _next(self._everyone, now, limits.everyone, max(1.0, limits.everyone * (1.0 - limits.kept)))[1]

    def pause(self, seconds: float, now: float) -> None:
        """Telegram asked everybody to wait."""
        self._everyone = max(self._everyone, now + seconds + 1.0)


def _next(booked: float, now: float, rate: float, burst: float) -> tuple[float, float]:
    """A leaky bucket: until when it is booked, and how long this one has to wait."""
    until = max(booked, now) + 1.0 / rate
    return until, max(0.0, until - now - burst / rate)
