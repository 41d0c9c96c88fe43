"""Where strangers wait, apart from all others, for a share of their own; in another one, what is said to many.

So however many there are, nobody else waits behind them.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from enum import IntEnum
from itertools import cycle
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Rank(IntEnum):
    """What is known of a stranger; whoever is higher waits beside fewer."""

    ANY = 0
    GOING_ON = 1  # pressed a button of ours, so was answered before
    IN_DANGER = 2  # their words point to danger


NEWEST, OLDEST = True, False
TURNS = ((Rank.ANY, OLDEST), (Rank.GOING_ON, OLDEST), (Rank.ANY, NEWEST))  # beside those in danger
A_ROUND = 2 * len(TURNS)


class Lane(Generic[K]):
    """The strangers that wait, each once. One that turns out to be no stranger is taken out.

    Every other turn is of somebody in danger; the rest go round: the one who has waited longest, one who goes on, the
    one who came last. So a word of danger is answered before a crowd, whoever has begun gets on, a newcomer after a
    crowd does not wait behind it, and nobody waits for ever.
    """

    def __init__(self) -> None:
        self._waiting: dict[Rank, OrderedDict[K, None]] = {rank: OrderedDict() for rank in Rank}
        self._turns = cycle(TURNS)
        self._was_danger = False
        self._somebody = asyncio.Event()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def __contains__(self, who: K) -> bool:
        return any(who in queue for queue in self._waiting.values())

    def count(self, rank: Rank) -> int:
        """How many of this rank wait."""
        return len(self._waiting[rank])

    def put(self, who: K, rank: Rank = Rank.ANY) -> None:
        """Let them wait. Who waits already keeps their place, or gets a better one."""
        if any(who in self._waiting[higher] for higher in Rank if higher > rank):
            return
        if who not in self._waiting[rank]:
            self.take_out(who)
            self._waiting[rank][who] = None
        self._somebody.set()

    def take_out(self, who: K) -> None:
        for queue in self._waiting.values():
            queue.pop(who, None)

    async def next(self) -> K:
        """Whose turn it is, as soon as there is somebody."""
        await self.somebody()
        return self.pick()

    async def somebody(self) -> None:
        """Wait until there is somebody."""
        while not len(self):
            self._somebody.clear()
            await self._somebody.wait()

    def pick(self) -> K:
        """Whose turn it is. Only asked for where there is somebody."""
        rank, newest = self._turn()
        return self._waiting[rank].popitem(last=newest)[0]

    def _turn(self) -> tuple[Rank, bool]:
        in_danger = self.count(Rank.IN_DANGER)
        self._was_danger = in_danger > 0 and (not self._was_danger or in_danger == len(self))
        if self._was_danger:
            return Rank.IN_DANGER, OLDEST
        return next(turn for turn in self._turns if self._waiting[turn[0]])
