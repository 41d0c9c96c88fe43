"""Noticing that intake was away. Button presses live about 150 seconds at Telegram: after a longer gap people are
shown their card again with a word, because what they pressed meanwhile may be lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk import Desk
from domain.messages import Incoming, Unknown
from handlers.apologies import show_again
from handlers.kit import HELP
from storage.database import DatabaseDown
from storage.store import Store

log = logging.getLogger(__name__)

PRESSES_LIVE = timedelta(seconds=120)
RECENT = timedelta(hours=1)
BEAT_EVERY = timedelta(seconds=10)


class Gaps:
    """When this bot's intake last worked, and what to do after a gap."""

    def __init__(self, desk: Desk, real: Callable[[], datetime]) -> None:
        self._bot = desk.bot
        self._desk = desk
        self._real = real
        self._last: datetime | None = None

    async def intake_works(self) -> None:
        """Telegram just answered. Write that down now and then; after a gap show the recent cards again."""
        real = self._real()
        if self._last is not None and real - self._last < BEAT_EVERY:
            return
        try:
            await self._look(real)
        except DatabaseDown:
            log.warning("%s: the database does not answer; gaps are looked for later", self._bot)
        else:
            self._last = real

    async def _look(self, real: datetime) -> None:
        async with self._desk.database.transaction() as store:
            last = await store.intakes.last(self._bot)
            if last is not None and real - last > PRESSES_LIVE:
                await self._show_again(store, last, real - last)
            await store.intakes.beat(self._bot)

    async def _show_again(self, store: Store, last: datetime, away: timedelta) -> None:
        log.warning("%s: intake was away for %d s; recent cards are shown again", self._bot, away.total_seconds())
        if self._bot == HELP:
            return
        for session in await store.sessions.active_between(self._bot, last - RECENT, last + 2 * BEAT_EVERY):
            if not session.reachable or (not session.card and not session.asked):
                continue
            self._desk.arrivals.refresh(session)
            nothing = Incoming(0, session.chat, Unknown("gap"))
            await show_again(self._desk.open(store, session, nothing, []), away.total_seconds())
