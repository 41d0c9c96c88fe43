"""Asking Telegram for updates. The offset moves, and so confirms, only after all before it is saved.

Update ids begin anew at random after a quiet week. So nothing here is ever "larger than the last": the offset follows
the last update that came, and once Telegram has nothing more, all is confirmed and it is asked for whatever waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.gaps import Gaps
from bot.intake import Intake
from bot.transports.errors import Busy, Conflict, TelegramError
from bot.transports.port import RawUpdate, Transport
from bot.updates import number_of
from domain.messages import Webhook
from storage.database import Database, DatabaseDown

T = TypeVar("T")

log = logging.getLogger(__name__)

LONG_POLL = 25.0
LEASE = timedelta(seconds=30)
KEEP_SECONDS = 10.0
WAIT_FOR_LEASE = 1.0
LONGEST_WAIT = 15.0


class Polling:
    """One bot, polled by one process at a time."""

    def __init__(
        self, transport: Transport, database: Database, intake: Intake, gaps: Gaps, wait: float = LONG_POLL
    ) -> None:
        self._transport = transport
        self._database = database
        self._intake = intake
        self._gaps = gaps
        self._wait = wait
        self._waits = 0.0  # the first answer comes at once, so that a gap is noticed
        self._lease = f"poll:{intake.bot}"
        self._ours = asyncio.Event()

    @property
    def is_ours(self) -> bool:
        """Whether this process is the one that polls."""
        return self._ours.is_set()

    async def run(self) -> None:
        """Poll until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_lease())
            group.create_task(self._poll_forever())

    async def _keep_lease(self) -> None:
        try:
            while True:
                ours = await self._take_lease()
                if ours != self._ours.is_set():
                    log.info("%s: %s", self._lease, "this process polls" if ours else "another process polls")
                (self._ours.set if ours else self._ours.clear)()
                await asyncio.sleep(KEEP_SECONDS if ours else WAIT_FOR_LEASE)
        finally:
            await self._give_lease_back()

    async def _take_lease(self) -> bool:
        try:
            async with self._database.transaction() as store:
                return await store.leases.take(self._lease, LEASE)
        except DatabaseDown:
            return False

    async def _give_lease_back(self) -> None:
        try:
            async with self._database.transaction() as store:
                await store.leases.release(self._lease)
        except DatabaseDown:
            log.warning("%s could not be given back: it runs out by itself", self._lease)

    async def _poll_forever(self) -> None:
        await self._ours.wait()
        await self._patiently(partial(self._transport.send, Webhook("")))
        offset = 0
        while True:
            await self._ours.wait()
            updates = await self._patiently(partial(self._poll, offset))
            await self._gaps.intake_works()
            if updates:
                await self._intake.take(updates)
            # An old offset would tell Telegram to forget what it has numbered anew below it: the last one counts.
            numbers = [number for raw in updates if (number := number_of(raw)) is not None]
            offset = numbers[-1] + 1 if numbers else 0

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        troubles = 0
        while True:
            try:
                return await call()
            except TelegramError as trouble:
                # What went wrong may have lasted long: the next answer must not wait for something to happen.
                self._waits = 0.0
                await asyncio.sleep(self._pause_after(trouble, troubles))
                troubles += 1

    def _pause_after(self, trouble: TelegramError, troubles: int) -> float:
        match trouble:
            case Busy():
                log.warning("%s: Telegram asks to wait %s s", self._lease, trouble.wait)
                return trouble.wait
            case Conflict():
                log.error(
                    "%s: another program polls this bot, or has set a webhook. Stop the other one, "
                    "or set SUAR_WEBHOOK_URL here. Trying again in %s s.", self._lease, LONGEST_WAIT
                )  # fmt: skip
                return LONGEST_WAIT
            case _:
                log.warning("%s: %s; trying again", self._lease, type(trouble).__name__)
                return min(LONGEST_WAIT, 0.5 * 2.0**troubles)

    async def _poll(self, offset: int) -> list[RawUpdate]:
        updates = await self._transport.poll(offset, self._waits)
        self._waits = self._wait
        return updates
