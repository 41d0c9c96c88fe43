"""Which chats wait apart from all others, and when it is whose turn there: strangers, and what is said to many.

Each lane has senders of its own, so whoever talks with us neither waits behind it nor for a free sender.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.lane import Lane, Rank
from bot.pace import Pace
from domain.letters import Letter


class Lanes:
    """The lanes of one bot. `clock` is a steady one."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._strangers = Lane[bytes]()
        self._bulk = Lane[bytes]()
        self._choosing_stranger = asyncio.Lock()
        self._choosing_bulk = asyncio.Lock()

    @property
    def strangers(self) -> int:
        """How many strangers wait."""
        return len(self._strangers)

    def __contains__(self, who: bytes) -> bool:
        return who in self._strangers or who in self._bulk

    def put(self, who: bytes, letters: Sequence[Letter]) -> bool:
        """Let a chat wait in its lane. False where it has none: whoever is answered something waits for no lane.

        The newest letter says whether the chat is a stranger's.
        """
        newest = letters[-1]
        if newest.stranger:
            self._bulk.take_out(who)
            self._strangers.put(who, Rank.IN_DANGER if newest.urgent else Rank.ANY)
            return True
        self._strangers.take_out(who)
        if all(letter.bulk for letter in letters):
            self._bulk.put(who)
            return True
        self._bulk.take_out(who)
        return False

    async def next_stranger(self) -> bytes:
        """Whose turn it is. Chosen as late as can be, so that a word of danger goes before who came earlier."""
        async with self._choosing_stranger:
            await self._strangers.somebody()
            await asyncio.sleep(self._pace.until_stranger(self._clock()))
            return await self._strangers.next()

    async def next_bulk(self) -> bytes:
        """Who is told next of what many are told, as soon as there is room. It is to be taken at once."""
        async with self._choosing_bulk:
            while True:
                await self._bulk.somebody()
                wait = self._pace.until_bulk(self._clock())
                if wait <= 0.0:
                    return self._bulk.pick()
                await asyncio.sleep(wait)
