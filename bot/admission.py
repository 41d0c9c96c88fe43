"""Who is handled at once, and who waits first. Only in a flood, and only strangers of the help bot.

A stranger costs a name, a case and a key before a word of theirs is read, and only a few of them can be answered in a
second. So those beyond that wait in a hall, before anything is done for them, and come in one by one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from bot.acquainted import Remembered
from bot.delivery import Delivery
from bot.desk import Desk
from bot.hall import Hall
from bot.lane import Rank
from bot.patience import until_it_answers
from bot.updates import Read
from domain.crisis import crisis_in
from domain.messages import Attached, Edited, Pressed, Wrote
from handlers.apologies import come_again
from storage.doors import Asked
from storage.sessions import Session

log = logging.getLogger(__name__)

AT_ONCE = 6  # strangers who are handled as they come: not three seconds of answers
ROOM = 3  # strangers whose answers may wait on the way out when the next one comes in
PAUSE = 0.1  # seconds between two who come in
LOOKED_AT = 40_000  # letters of strangers in a batch that are looked at for danger: at most 50 ms
LAST_SECONDS = 5.0
TOGETHER = 20
FRESH = 10.0  # seconds for which one look at who is a family holds, in a flood

Handle = Callable[[Sequence[Read]], Awaitable[None]]


class Admission:
    """The door of the help bot. `handle` does all that is to be done for updates, and saves it."""

    def __init__(self, desk: Desk, delivery: Delivery, handle: Handle) -> None:
        self._desk = desk
        self._delivery = delivery
        self._handle = handle
        self._hall = Hall()
        self._families = Remembered()
        self._going_on = Remembered()
        self._asked, self._asked_at = Asked(), -FRESH

    @property
    def waiting(self) -> int:
        """How many strangers wait to come in."""
        return len(self._hall)

    def note(self, session: Session) -> None:
        """Who was here is a family, or a stranger."""
        self._families.note(session.chat, belongs=not session.is_stranger)

    # --- Coming ---

    async def take(self, updates: Sequence[Read]) -> None:
        """Handle these; in a flood families' first, while strangers' wait."""
        others = [update for update in updates if self._is_unknown(update)]
        if self._is_quiet(others):
            self._asked, self._asked_at = Asked(), -FRESH  # lookup keys are not remembered longer than they must be
            await self._handle(updates)
            return
        await self._handle([update for update in updates if not self._is_unknown(update)])
        await self._look_up_families()
        coming = {update.chat for update in others if update.chat not in self._hall}
        families = {chat for chat in coming if self._asked.has(self._desk.bot, chat)}
        await self._handle([update for update in others if update.chat in families])
        await self._let_wait([update for update in others if update.chat not in families])

    def _is_unknown(self, update: Read) -> bool:
        """Whether this is, as far as one knows without looking it up, of a stranger."""
        return update.chat in self._hall or (bool(update.chat) and update.chat not in self._families)

    def _is_quiet(self, others: Sequence[Read]) -> bool:
        return not self.waiting and self._delivery.crowd + len({update.chat for update in others}) <= AT_ONCE

    async def _look_up_families(self) -> None:
        """Know who asked for help before, also if that was before this program began, or at another one."""
        now = asyncio.get_running_loop().time()
        if now - self._asked_at >= FRESH:
            self._asked, self._asked_at = await until_it_answers(self._desk.asked), now

    async def _let_wait(self, updates: Sequence[Read]) -> None:
        in_danger = await self._in_danger(updates)
        for update in updates:
            rank = Rank.IN_DANGER if update.number in in_danger else self._rank(update)
            event = update.incoming.event if update.incoming is not None else None
            if not self._hall.put(update, rank) and isinstance(event, Pressed):
                self._delivery.at_once([come_again(self._desk.kit, event)])

    def _rank(self, update: Read) -> Rank:
        if update.incoming is not None and isinstance(update.incoming.event, Pressed):
            self._going_on.note(update.chat)
        return Rank.GOING_ON if update.chat in self._going_on else Rank.ANY

    async def _in_danger(self, updates: Sequence[Read]) -> set[int]:
        """Those whose words point to danger. The shortest are looked at first: long ones cost much."""
        found, left = set[int](), LOOKED_AT
        for update in sorted(updates, key=lambda update: len(_words(update))):
            left -= len(_words(update))
            if left < 0:
                break
            if crisis_in(_words(update), self._desk.kit.crisis) is not None:
                found.add(update.number)
            await asyncio.sleep(0)  # whoever is no stranger does not wait for all of them
        return found

    # --- Coming in ---

    async def run(self) -> None:
        """Let in who waits, until cancelled."""
        while True:
            await self._hall.somebody()
            if self._has_room():
                await self._let_in([self._hall.pick()])
            await asyncio.sleep(PAUSE)

    def _has_room(self) -> bool:
        """Somebody in danger does not wait until those before them have got all of their answers."""
        return self._delivery.crowd < (2 * ROOM if self._hall.count(Rank.IN_DANGER) else ROOM)

    async def _let_in(self, chats: Sequence[int]) -> None:
        updates = self._hall.sent_by(chats)
        await self._handle(updates)
        self._hall.leave(updates)

    async def close(self) -> None:
        """Handle what still waits, so that a stop loses nothing; their answers leave after the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                while self.waiting:
                    await self._let_in(self._hall.all()[:TOGETHER])
        if self.waiting:
            log.warning("%d strangers still waited in a flood: they have to write again", self.waiting)


def _words(update: Read) -> str:
    event = update.incoming.event if update.incoming is not None else None
    if isinstance(event, Attached):
        return event.caption
    return event.text if isinstance(event, Wrote | Edited) else ""
