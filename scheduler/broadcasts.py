"""Messages to many: queued in slices, so that never more of them lie in the outbox than leave in a few seconds.

Whom and when is decided here; what agents and the petugas then see is given in. Nobody is told at night or in the
middle of a form, and nobody twice: who is told leaves `waiting` in the transaction of their letter.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from domain.broadcasts import Counted, State, not_before
from scheduler.portions import next_portion
from scheduler.reminders import busy_until
from storage.broadcasts import Broadcast, Recipient, Step
from storage.database import Database, DatabaseDown
from storage.sessions import Session
from storage.store import Store

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=3)
SLICE = 90  # letters: what Telegram takes in those seconds
SHOW_EVERY = timedelta(seconds=3)
SKIPPED_A_TICK = 1000  # agents who are not told now; the next tick goes on

Tell = Callable[[Store, Session, Broadcast, datetime], int]
Report = Callable[[Store, Session, Broadcast, Counted, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Broadcasting:
    """A job of the clock. `tell` gives the card on which an agent is told; so many letters are under way at most."""

    tell: Tell
    report: Report
    most: int = SLICE

    async def work(self, database: Database, now: datetime) -> int:
        """See what arrived, queue the next slice, and show how far it is. Says how many were told."""
        async with database.reading() as store:
            anything = await store.broadcasts.any_open()
        if not anything:
            return 0
        async with database.transaction() as store:
            await store.broadcasts.settle(now)
            room = self.most - await store.broadcasts.under_way()
        told = await self._fill(database, now, room)
        await self._show(database, now)
        return told

    async def _fill(self, database: Database, now: datetime, room: int) -> int:
        told = skipped = 0
        while told < room and skipped < SKIPPED_A_TICK:
            looked, queued = await self._next(database, now, room - told)
            told, skipped = told + queued, skipped + looked - queued
            if not looked:
                break
        return told

    async def _next(self, database: Database, now: datetime, most: int) -> tuple[int, int]:
        some, drop = partial(self._some, database, now), partial(_drop, database, now)
        return await next_portion(some, most, drop, "a slice of a broadcast", log)

    async def _some(self, database: Database, now: datetime, most: int) -> tuple[int, int]:
        """Look at some agents. Gives how many, and how many of them were told."""
        async with database.transaction() as store:
            due = await store.broadcasts.due(now, most)
            if not due:
                return 0, 0
            chats = {each.who: each for each in await store.sessions.there({each.who for each in due})}
            broadcasts, waiting = await store.broadcasts.take(due)
            steps = [self._step(store, broadcasts[e.broadcast], e, chats.get(e.who), now) for e in waiting]
            await store.broadcasts.step(steps)
        return len(due), sum(step.state is State.LEFT for step in steps)

    def _step(
        self, store: Store, broadcast: Broadcast, whom: Recipient, session: Session | None, now: datetime
    ) -> Step:
        """What becomes of one agent now."""
        person = session.person if session is not None else None
        if session is None or person is None or not broadcast.is_for(person):
            return Step(broadcast.id, whom.person, State.GONE, now)
        if not session.reachable:
            return Step(broadcast.id, whom.person, State.UNREACHABLE, now)
        later = not_before(now, person.zone, busy_until(session, now))
        if later is not None:
            return Step(broadcast.id, whom.person, State.WAITING, later)
        session.in_bulk = True
        card = self.tell(store, session, broadcast, now)
        return Step(broadcast.id, whom.person, State.LEFT, now, card, session.seq)

    # --- How far it is ---

    async def _show(self, database: Database, now: datetime) -> None:
        """Show each petugas how far theirs is; not more often than people can read, and Telegram takes edits."""
        async with database.reading() as store:
            keys: Sequence[int] = await store.broadcasts.to_show(store.real - SHOW_EVERY)
        for key in keys:
            try:
                await self._show_one(database, key, now)
            except DatabaseDown:
                raise
            except Exception as failed:  # the others are shown theirs all the same
                log.error("how far a broadcast is cannot be shown: %s", type(failed).__name__)

    async def _show_one(self, database: Database, key: int, now: datetime) -> None:
        async with database.reading() as store:
            broadcast, counted = await store.broadcasts.of(key), await store.broadcasts.counted(key)
        if broadcast is None or (counted.open and counted.open == broadcast.shown):
            return
        async with database.transaction() as store:
            chats = await store.sessions.there([broadcast.who])
            broadcast, counted = await store.broadcasts.of(key), await store.broadcasts.counted(key)
            if broadcast is not None and chats and chats[0].reachable:
                await self.report(store, chats[0], broadcast, counted, now)
            elif broadcast is not None:
                finished = None if counted.open else now
                await store.broadcasts.showed(key, counted.open, card=broadcast.card, finished=finished)


async def _drop(database: Database, now: datetime) -> tuple[int, int]:
    """The first cannot be told."""
    async with database.transaction() as store:
        due = await store.broadcasts.due(now, 1)
        await store.broadcasts.step(Step(each.broadcast, each.person, State.UNREACHABLE, now) for each in due)
    return 1, 0
