"""Telling the database what has left. Letters that leave together are settled together; nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.transports.port import Transport
from bot.wiping import wipe
from domain.letters import Letter
from storage.cards import Arrived
from storage.database import Database
from storage.store import Store

log = logging.getLogger(__name__)


class Settling:
    """What has left one bot, and which chats cannot be reached, until the database knows."""

    def __init__(self, transport: Transport, database: Database, gather: float) -> None:
        self._transport = transport
        self._database = database
        self._gather = gather
        self._done: list[int] = []
        self._arrived: list[Arrived] = []
        self._unreachable: list[tuple[bytes, int]] = []
        self._something = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        return not (self._done or self._arrived or self._unreachable)

    @property
    def unsettled(self) -> Sequence[int]:
        """The letters that have left, but stand in the outbox still."""
        return self._done

    def note_done(self, *letters: Letter) -> None:
        if letters:
            self._done += [letter.id for letter in letters]
            self._something.set()

    def note_arrival(self, arrived: Arrived) -> None:
        self._arrived.append(arrived)

    def note_unreachable(self, last: Letter) -> None:
        """Nothing more can be brought to this chat; this was the last letter to it."""
        self._unreachable.append((last.who, last.seq))

    async def run(self) -> None:
        """Settle until cancelled."""
        while True:
            await self._something.wait()
            await asyncio.sleep(self._gather)
            self._something.clear()
            try:
                await self.settle()
            except Exception as failed:  # what has left is settled later; until then it may come twice
                log.warning("letters could not be settled: %s", type(failed).__name__)
                await asyncio.sleep(1.0)
                self._something.set()

    async def settle(self) -> None:
        """Remove what has left from the outbox, and remember which messages the cards are."""
        done, arrived, unreachable = self._done[:], self._arrived[:], self._unreachable[:]
        if not (done or unreachable):
            return
        async with self._database.transaction() as store:
            await store.turns.wait_for({who for who, _ in unreachable})
            gone = await store.leaving.settle(done, arrived)
            for who, seq in unreachable:
                await _drop(store, who, seq)
        del self._done[: len(done)], self._arrived[: len(arrived)], self._unreachable[: len(unreachable)]
        for each in gone:  # their case was erased while they were on their way
            await wipe(self._transport, each.chat, each.message_id)


async def _drop(store: Store, who: bytes, seq: int) -> None:
    """Nothing more to this chat; unless its person has come back and been written to since."""
    await store.leaving.drop_chat(who, seq)
    session = await store.sessions.of(who)
    if session is not None and session.seq <= seq:
        session.reachable = False
