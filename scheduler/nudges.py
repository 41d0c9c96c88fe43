"""Telling people what waits for them: one message a day with all that is due, and none when nothing is.

Whom and when is decided here, for many people with few questions; what they then read is given in as `Tell`. A look
at somebody ends in one of three ways: they are told, they are looked at later, or they have nothing to do at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.follow_up_rules import Rules
from domain.nudges import next_moment, not_before, slot_of
from domain.people import Person
from domain.rest_days import RestDay
from scheduler.reminders import is_busy
from storage.database import Database, DatabaseDown
from storage.due import NUDGE, DueThing
from storage.sessions import Session
from storage.store import Store
from storage.tasks import Listed

log = logging.getLogger(__name__)

AT_ONCE = 100
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

Again = dict[int, datetime | None]  # when each is looked at next
Tell = Callable[[Store, Session, Sequence[Listed], int, datetime], None]  # what is due, and how much was done in time


@dataclass(frozen=True)
class Looked:
    """What came of looking at some people."""

    at: int = 0
    told: int = 0
    folded: int = 0  # told today what a day before had no chance to say

    def __add__(self, other: Looked) -> Looked:
        return Looked(self.at + other.at, self.told + other.told, self.folded + other.folded)


@dataclass(frozen=True)
class Seen:
    """Somebody who is looked at. `since`: when that was to be."""

    session: Session
    person: Person
    since: datetime
    now: datetime

    @property
    def today(self) -> date:
        return self._day(self.now)

    @property
    def is_late(self) -> bool:
        return self._day(self.since) < self.today

    def moment(self, day: date) -> datetime:
        """Their moment of that day, or the first one after it."""
        return next_moment(self.person.id, self.person.zone, self.now, day)

    def not_before(self) -> datetime | None:
        busy, reachable = is_busy(self.session, self.now), self.session.reachable
        return not_before(self.person.id, self.person.zone, self.now, busy=busy, reachable=reachable)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.person.zone).date()


@dataclass(frozen=True)
class Nudging:
    """A job of the clock: the words for it are given in, and the rules by which something waits."""

    tell: Tell
    rules: Rules
    rests: RestDay

    async def work(self, database: Database, now: datetime) -> int:
        """Look at everybody whose time has come, and say how many were told."""
        await _mind_the_clock(database, now)
        total = looked = await self._next(database, now)
        while looked.at:
            looked = await self._next(database, now)
            total += looked
        if total.at:
            log.info("nudges: looked at %d people, told %d, %d of them late", total.at, total.told, total.folded)
        return total.told

    async def _next(self, database: Database, now: datetime) -> Looked:
        try:
            return await self._some(database, now, AT_ONCE)
        except DatabaseDown:
            raise
        except Exception as failed:  # one row that cannot be read must not silence the others
            log.warning("nudges failed together (%s): one by one", type(failed).__name__)
            return await self._one(database, now)

    async def _one(self, database: Database, now: datetime) -> Looked:
        """The first by themself; looked at again tomorrow when that fails."""
        try:
            return await self._some(database, now, 1)
        except DatabaseDown:
            raise
        except Exception as failed:
            log.error("a nudge has to wait a day: %s", type(failed).__name__)
            async with database.transaction() as store:
                ready = await store.nudges.ready(now, 1)
                await store.nudges.looked(dict.fromkeys(ready, now + DAY), now)
            return Looked(at=1)

    async def _some(self, database: Database, now: datetime, most: int) -> Looked:
        async with database.transaction() as store:
            ready = await store.nudges.ready(now, most)
            if not ready:
                return Looked()
            chats = await store.sessions.there(list(ready.values()))
            since = await store.nudges.take(list(ready), now)
            seen = [
                Seen(chat, chat.person, since[chat.person.id], now)
                for chat in chats
                if chat.person is not None and chat.person.id in since
            ]
            here = [each for each in seen if each.person.is_active]
            _pass_on(store, [each for each in seen if not each.person.is_active])
            later = {each.person.id: at for each in here if (at := each.not_before()) is not None}
            told, next_looks = await self._tell(store, [each for each in here if each.person.id not in later])
            await store.nudges.looked({**dict.fromkeys(since), **later, **next_looks}, now)
        return Looked(len(ready), len(told), sum(each.is_late for each in told))

    async def _tell(self, store: Store, able: Sequence[Seen]) -> tuple[list[Seen], Again]:
        """Tell those for whom something is due; gives them, and when everybody is looked at next."""
        due = await _due(store, able)
        said = {each.person.id: self._said(due[each.person.id], each.today) for each in able}
        told = await _use_slots(store, [each for each in able if said[each.person.id]])
        in_time = await _done_in_time(store, told)
        for each in told:
            each.session.in_bulk = True
            self.tell(store, each.session, said[each.person.id], in_time.get(each.person.id, 0), each.now)
        return told, await _next_looks(store, able, due)

    def _said(self, tasks: Iterable[Listed], day: date) -> list[Listed]:
        """What is told on such a day."""
        kinds, rests = self.rules.kinds, self.rests(day)
        return [each for each in tasks if not rests or (each.task.kind in kinds and kinds[each.task.kind].every_day)]


async def _mind_the_clock(database: Database, now: datetime) -> None:
    """Where it was put back, nobody waits for a day that was never there. Nobody is told twice: a slot is a slot."""
    async with database.reading() as store:
        is_ahead = await store.nudges.is_ahead(now)
    if is_ahead:
        async with database.transaction() as store:
            await store.nudges.put_back(now)


def _pass_on(store: Store, gone: Iterable[Seen]) -> None:
    """What somebody who has left was to do is the petugas's now."""
    for each in gone:
        if each.person.unit is not None:
            store.nudges.expect(None, each.person.unit.code, each.today, each.now)


async def _due(store: Store, able: Sequence[Seen]) -> dict[int, list[Listed]]:
    """What is due for each by their own calendar."""
    if not able:
        return {}
    found = await store.waiting.due([each.person for each in able], max(each.today for each in able))
    return {
        each.person.id: [listed for listed in found.get(each.person.id, ()) if listed.task.due <= each.today]
        for each in able
    }


async def _use_slots(store: Store, seen: Sequence[Seen]) -> list[Seen]:
    """Those who were not told yet on this day of theirs."""
    slots = {slot_of(each.person.id, each.today): each for each in seen}
    things = [DueThing(slot, NUDGE, each.person.id, each.since) for slot, each in slots.items()]
    used = await store.due.use(things, seen[0].now) if seen else set()
    return [each for slot, each in slots.items() if slot in used]


async def _done_in_time(store: Store, told: Sequence[Seen]) -> Mapping[int, int]:
    """What is praised on Mondays: what was done in time in the week before."""
    monday = [each for each in told if each.today.weekday() == 0]
    if not monday:
        return {}
    until = max(each.today for each in monday) - DAY
    return await store.waiting.done_in_time([each.person for each in monday], until - WEEK + DAY, until)


async def _next_looks(store: Store, able: Sequence[Seen], due: Mapping[int, Sequence[Listed]]) -> Again:
    """Tomorrow, while something is due; or else on the day of the first thing to do; or else never."""
    coming = await store.waiting.next_days([each.person for each in able if not due[each.person.id]])
    days = {each.person.id: each.today + DAY for each in able if due[each.person.id]} | coming
    return {each.person.id: each.moment(days[each.person.id]) for each in able if each.person.id in days}
