"""The clock. It only ticks; what is due, and for whom, is kept in the database.

One process ticks, by a lease; another takes over when it dies. A tick that fails is tried again at the next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.erasures import Finishing, drop_keys_of_nobody
from scheduler.lookup_keys import renew_lookup_key
from scheduler.reminders import Reminder, remind
from scheduler.retention import forget_what_is_over
from storage.database import Database, DatabaseDown
from storage.turns import Crossed

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
PATIENCE = 5.0  # seconds that a stop waits; what cuts programs off waits ten
TRIES = 3
A_MOMENT = 0.2  # seconds

Work = Callable[[Database, datetime], Awaitable[int]]


@dataclass(frozen=True)
class Job:
    """Something that is looked for again and again. `every` is real time."""

    name: str
    every: timedelta
    work: Work


def jobs(look_every: timedelta, reminders: Sequence[Reminder[Any]]) -> tuple[Job, ...]:
    """All that the clock does."""

    async def tell(database: Database, now: datetime) -> int:
        return sum([await remind(database, each, now) for each in reminders])

    return (
        Job("reminders", look_every, tell),
        Job("retention", timedelta(hours=1), forget_what_is_over),
        Job("erasures", look_every, Finishing().work),
        Job("keys of nobody", timedelta(hours=1), drop_keys_of_nobody),
        Job("lookup key", timedelta(hours=1), renew_lookup_key),
    )


class Clock:
    """Ticks the jobs while this process has the lease."""

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        now: Callable[[], datetime],
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self.jobs = jobs
        self.now = now
        self._patience = patience
        self._ticking = asyncio.Lock()
        self._stopped = False
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for job in jobs:
            self._scheduler.add_job(
                self.tick,
                IntervalTrigger(seconds=int(job.every.total_seconds()), timezone=UTC),
                args=(job,),
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                next_run_time=datetime.now(UTC),
            )

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks. The one that runs is waited for, so that nothing is cut in the middle; but not for ever."""
        self._stopped = True  # ticks that wait for their turn do nothing now
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience), self._ticking:
                pass
        self._scheduler.shutdown(wait=False)  # cancels the tick that still runs
        async with self._ticking:
            pass

    async def tick(self, job: Job) -> None:
        """Do one job once, if it is ours to do."""
        async with self._ticking:
            if not self._stopped:
                await self._tick(job)

    async def _tick(self, job: Job) -> None:
        try:
            async with self._database.transaction() as store:
                ours = await store.leases.take("clock", LEASE)
            if ours:
                await self._work(job)
        except Crossed as crossed:
            log.info("%s: %s; at the next tick", job.name, crossed)
        except DatabaseDown:
            log.warning("%s: the database does not answer; at the next tick", job.name)
        except Exception as failed:  # a bad row must not stop the clock; without words, rows hold people's
            log.error("%s failed: %s", job.name, type(failed).__name__, exc_info=_place(failed))

    async def _work(self, job: Job) -> None:
        """Somebody may be at work in a chat that the job needs: it is tried again in a moment, and else at the next
        tick."""
        for left in reversed(range(TRIES)):
            try:
                await job.work(self._database, self.now())
                return
            except Crossed:
                if not left:
                    raise
                await asyncio.sleep(A_MOMENT)


def _place(error: BaseException) -> BaseException:
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
