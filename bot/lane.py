"""Where letters to strangers wait, apart from all others, for a few senders and a share of their own.

So however many strangers there are, nobody else waits behind them.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from itertools import cycle

IN_DANGER, NEWEST, OLDEST = range(3)


class Lane:
    """The chats of strangers that wait, each once. One that turns out to be no stranger's is taken out.

    Turns go round: one in danger, the one who came last, the one who has waited longest. So a word of danger is
    answered before a crowd, a newcomer after a crowd does not wait behind it, and nobody waits for ever.
    """

    def __init__(self) -> None:
        self._in_danger: OrderedDict[bytes, None] = OrderedDict()
        self._others: OrderedDict[bytes, None] = OrderedDict()
        self._turns = cycle((IN_DANGER, NEWEST, OLDEST))
        self._somebody = asyncio.Event()

    def __len__(self) -> int:
        return len(self._in_danger) + len(self._others)

    def __contains__(self, who: bytes) -> bool:
        return who in self._in_danger or who in self._others

    def put(self, who: bytes, *, urgent: bool) -> None:
        """Let this chat wait. Who waits already keeps their place, or gets a better one."""
        if urgent:
            self._others.pop(who, None)
            self._in_danger.setdefault(who)
        elif who not in self._in_danger:
            self._others.setdefault(who)
        self._somebody.set()

    def take_out(self, who: bytes) -> None:
        self._in_danger.pop(who, None)
        self._others.pop(who, None)

    async def next(self) -> bytes:
        """Whose turn it is, as soon as there is somebody."""
        while not len(self):
            self._somebody.clear()
            await self._somebody.wait()
        return self._pick()

    def _pick(self) -> bytes:
        turn = next(self._turns)
        if self._in_danger and (turn == IN_DANGER or not self._others):
            return self._in_danger.popitem(last=False)[0]
        return self._others.popitem(last=turn == NEWEST)[0]
