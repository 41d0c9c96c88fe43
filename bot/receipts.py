"""Receipts of help cases: made ahead and proved before a batch begins, because their hash is slow."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clocks import real_now
from domain.messages import Incoming, Wrote
from domain.receipts import Issued, digest_of, new_receipt, receipt_in

AHEAD = 4
A_SECOND = 1.0
A_CHAT = 5.0  # seconds between two tries of one chat
MOST_CHATS = 10_000


class Receipts:
    """Fresh receipts with their digests. `pepper` belongs to this installation alone."""

    def __init__(
        self,
        pepper: bytes,
        chance: Callable[[], int],
        a_second: int = 1,
        real: Callable[[], datetime] = real_now,
    ) -> None:
        self._pepper = pepper
        self._chance = chance
        self._real = real
        self._pause = A_SECOND / a_second
        self._ahead: asyncio.Queue[Issued] = asyncio.Queue(AHEAD)
        self._needed = asyncio.Event()
        self._next_proof = 0.0
        self._tried: OrderedDict[int, float] = OrderedDict()

    async def run(self) -> None:
        """Keep some ready until cancelled, from the first that somebody needs on."""
        await self._needed.wait()
        while True:
            await self._ahead.put(await self._make())

    async def fresh(self) -> Issued:
        """A receipt that nobody has yet."""
        self._needed.set()
        return self._ahead.get_nowait() if not self._ahead.empty() else await self._make()

    async def prove(self, every: Sequence[Incoming | None]) -> list[Incoming | None]:
        """Give the messages that are receipts their digests; more than so many in a second get none.

        That bounds what a guesser can try, and what the hashing costs.
        """
        return [await self._proved(each) if each is not None else None for each in every]

    async def _proved(self, incoming: Incoming) -> Incoming:
        receipt = receipt_in(incoming.event.text) if isinstance(incoming.event, Wrote) else None
        now = self._real().timestamp()
        if receipt is None or now < self._next_proof or not self._may_try(incoming.chat, now):
            return incoming
        self._next_proof = now + self._pause
        return replace(incoming, proof=await asyncio.to_thread(digest_of, receipt, self._pepper))

    def _may_try(self, chat: int, now: float) -> bool:
        """One chat that tries all the time does not keep the others from being proved."""
        last = self._tried.pop(chat, None)
        if last is not None and now - last < A_CHAT:
            self._tried[chat] = last
            return False
        self._tried[chat] = now
        while len(self._tried) > MOST_CHATS:
            self._tried.popitem(last=False)
        return True

    async def _make(self) -> Issued:
        receipt = new_receipt(self._chance())
        return Issued(receipt, await asyncio.to_thread(digest_of, receipt, self._pepper))
