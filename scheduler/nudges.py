"""Telling people what waits for them: one message a day with all that is due, and none when nothing is.

Whom and when is decided here, for many people with few questions; what they then read is given in as `Tell`. A look
at somebody ends in one of three ways: they are told, they are looked at later, or they have nothing to do at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial

from domain.follow_up_rules import Rules
from domain.nudges import DAY, Part, Rhythm, rhythm_of, slot_of
from domain.people import Person
from domain.rest_days import RestDay
from scheduler.portions import mind_the_clock, next_portion
from scheduler.reminders import busy_until
from storage.database import Database
from storage.due import NUDGE, DueThing
from storage.sessions import Session
from storage.store import Store
from storage.tasks import Listed
from storage.waiting import Bundle

log = logging.getLogger(__name__)

AT_ONCE = 100
WEEK = timedelta(days=7)

Again = dict[int, datetime | None]  # when each is looked at next


Tell = Callable[[Store, Session, Bundle, datetime], None]


@dataclass(frozen=True)
class Looked:
    """What came of looking at some people."""

    at: int = 0
    told: int = 0
    folded: int = 0  # told today what a day before had no chance to say

    def __add__(self, other: Looked) -> Looked:
        return Looked(self.at + other.at, self.told + other.told, self.folded + other.folded)


@dataclass(frozen=True, eq=False)
class Seen:
    """Somebody who is looked at. `since`: when that was to be."""

    session: Session
    person: Person
    since: datetime
    now: datetime

    @cached_property
    def rhythm(self) -> Rhythm:
        return rhythm_of(self.person)

    @cached_property
    def today(self) -> date:
        return self.rhythm.today(self.now)

    @cached_property
    def parts(self) -> frozenset[Part]:
        """What it is time for."""
        return self.rhythm.parts(self.now)

    @property
    def is_late(self) -> bool:
        return self.rhythm.today(self.since) < self.today

    @property
    def is_before_evening(self) -> bool:
        return self.now < self.rhythm.evening(self.today)

    def not_before(self) -> datetime | None:
        until, reachable = busy_until(self.session, self.now), self.session.reachable
        return self.rhythm.not_before(self.now, busy_until=until, reachable=reachable)

    def is_for_tonight(self, listed: Listed) -> bool:
        """Whether they asked to be told of it this evening, and not before."""
        return listed.task.evening == self.today


@dataclass(frozen=True)
class Nudging:
    """A job of the clock: the words for it are given in, and the rules by which something waits."""

    tell: Tell
    rules: Rules
    rests: RestDay

    async def work(self, database: Database, now: datetime) -> int:
        """Look at everybody whose time has come, and say how many were told."""
        await mind_the_clock(database, lambda store: store.nudges, now)
        total = looked = await self._next(database, now)
        while looked.at:
            looked = await self._next(database, now)
            total += looked
        if total.at:
            log.info("nudges: looked at %d people, told %d, %d of them late", total.at, total.told, total.folded)
        return total.told

    async def _next(self, database: Database, now: datetime) -> Looked:
        some, later = partial(self._some, database, now), partial(_tomorrow, database, now)
        return await next_portion(some, AT_ONCE, later, "nudges", log)

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
        of_day = await _use_slots(store, Part.DAY, {each: self._of_day(each, due[each.person.id]) for each in able})
        others = [each for each in able if each not in of_day]
        of_evening = await _use_slots(
            store, Part.EVENING, {each: _of_evening(each, due[each.person.id]) for each in others}
        )
        in_time = await _done_in_time(store, list(of_day))
        for each, tasks in of_day.items():
            each.session.in_bulk = True
            self.tell(store, each.session, Bundle(Part.DAY, tasks, in_time.get(each.person.id, 0)), each.now)
        for each, tasks in of_evening.items():
            each.session.in_bulk = True
            self.tell(store, each.session, Bundle(Part.EVENING, tasks), each.now)
        return [*of_day, *of_evening], await _next_looks(store, able, due)

    def _of_day(self, seen: Seen, due: Iterable[Listed]) -> list[Listed]:
        """What is told on such a day, without what was put off until its evening."""
        if Part.DAY not in seen.parts:
            return []
        kinds, rests = self.rules.kinds, self.rests(seen.today)
        told = [each for each in due if not (seen.is_for_tonight(each) and seen.is_before_evening)]
        return [each for each in told if not rests or (each.task.kind in kinds and kinds[each.task.kind].every_day)]


def _of_evening(seen: Seen, due: Iterable[Listed]) -> list[Listed]:
    """Whatever day it is: they asked for it."""
    is_time = Part.EVENING in seen.parts
    return [each for each in due if seen.is_for_tonight(each)] if is_time else []


async def _tomorrow(database: Database, now: datetime) -> Looked:
    """The first is looked at again then."""
    async with database.transaction() as store:
        ready = await store.nudges.ready(now, 1)
        await store.nudges.looked(dict.fromkeys(ready, now + DAY), now)
    return Looked(at=1)


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


async def _use_slots(store: Store, part: Part, told: Mapping[Seen, Sequence[Listed]]) -> dict[Seen, Sequence[Listed]]:
    """Those for whom there is something, and who were not told yet at this part of their day."""
    slots = {slot_of(each.person.id, each.today, part): each for each, tasks in told.items() if tasks}
    things = [DueThing(slot, NUDGE, each.person.id, each.since) for slot, each in slots.items()]
    used = await store.due.use(things, next(iter(slots.values())).now) if slots else set()
    return {each: told[each] for slot, each in slots.items() if slot in used}


async def _done_in_time(store: Store, told: Sequence[Seen]) -> Mapping[int, int]:
    """What is praised on Mondays: what was done in time in the week before."""
    monday = [each for each in told if each.today.weekday() == 0]
    if not monday:
        return {}
    until = max(each.today for each in monday) - DAY
    return await store.waiting.done_in_time([each.person for each in monday], until - WEEK + DAY, until)


async def _next_looks(store: Store, able: Sequence[Seen], due: Mapping[int, Sequence[Listed]]) -> Again:
    """This evening, or tomorrow, while something is due; or else on the day of the first thing to do; or else
    never."""
    coming = await store.waiting.next_days([each.person for each in able if not due[each.person.id]])
    found: Again = {}
    for each in able:
        there, day = due[each.person.id], coming.get(each.person.id)
        if each.is_before_evening and any(map(each.is_for_tonight, there)):
            found[each.person.id] = each.rhythm.evening(each.today)
        elif there or day is not None:
            found[each.person.id] = each.rhythm.next_moment(each.now, day or each.today + DAY)
    return found
