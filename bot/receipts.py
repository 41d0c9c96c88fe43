"""Receipts of help cases: made ahead and proved before a batch begins, because their hash is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.messages import Incoming, Wrote
from domain.receipts import Issued, digest_of, new_receipt, receipt_in

AHEAD = 4
A_SECOND = 1.0


class Receipts:
    """Fresh receipts with their digests. `pepper` belongs to this installation alone."""

    def __init__(self, pepper: bytes, chance: Callable[[], int], a_second: int = 1) -> None:
        self._pepper = pepper
        self._chance = chance
        self._pause = A_SECOND / a_second
        self._ahead: asyncio.Queue[Issued] = asyncio.Queue(AHEAD)
        self._next_proof = 0.0

    async def run(self) -> None:
        """Keep some ready until cancelled."""
        while True:
            await self._ahead.put(await self._make())

    async def fresh(self) -> Issued:
        """A receipt that nobody has yet."""
        return self._ahead.get_nowait() if not self._ahead.empty() else await self._make()

    async def prove(self, every: Sequence[Incoming | None]) -> list[Incoming | None]:
        """Give the messages that are receipts their digests; more than so many in a second get none.

        That bounds what a guesser can try, and what the hashing costs.
        """
        return [await self._proved(each) if each is not None else None for each in every]

    async def _proved(self, incoming: Incoming) -> Incoming:
        receipt = receipt_in(incoming.event.text) if isinstance(incoming.event, Wrote) else None
        now = asyncio.get_running_loop().time()
        if receipt is None or now < self._next_proof:
            return incoming
        self._next_proof = now + self._pause
        return replace(incoming, proof=await asyncio.to_thread(digest_of, receipt, self._pepper))

    async def _make(self) -> Issued:
        receipt = new_receipt(self._chance())
        return Issued(receipt, await asyncio.to_thread(digest_of, receipt, self._pepper))
