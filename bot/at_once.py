"""Calls that are made once and never stored, such as answers to button presses."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from bot.transports.errors import Stale
from bot.transports.port import Transport
from domain.messages import Outgoing

log = logging.getLogger(__name__)

CALLERS = 24


class AtOnce:
    """What one bot calls beside its letters."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._calls: asyncio.Queue[Outgoing] = asyncio.Queue()
        self._under_way = 0

    @property
    def is_idle(self) -> bool:
        return self._calls.empty() and not self._under_way

    def put(self, calls: Iterable[Outgoing]) -> None:
        for call in calls:
            self._calls.put_nowait(call)

    async def run(self) -> None:
        """Make calls until cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(CALLERS):
                group.create_task(self._call_forever())

    async def _call_forever(self) -> None:
        while True:
            call = await self._calls.get()
            self._under_way += 1
            try:
                await self._transport.send(call)
            except Stale:
                pass  # the person pressed long ago, or the press was answered already: nothing is lost
            except Exception as failed:  # it is made once, whatever happens
                log.info("a %s was not taken: %s", type(call).__name__, type(failed).__name__)
            finally:
                self._under_way -= 1
