"""Telling people that nobody has acted: one message a day with all that is new to them, in the hours of duty.

Whom and when is decided here, for many people with few questions; what they then read is given in. Whoever answers
for others is looked at once a working day, and what they are told is worked out then, from how things stand: of what
was done meanwhile nobody is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from domain.concern_rules import ConcernRules
from domain.concerns import Concern
from domain.duty import Shift
from domain.duty_hours import is_time, next_time
from domain.follow_up_rules import Rules
from domain.people import Person
from domain.raised import Matter, Office, Raised, To, day_slot, is_due, slot_of, whom
from domain.rest_days import RestDay
from scheduler.portions import mind_the_clock, next_portion
from scheduler.reminders import busy_until
from storage.database import Database
from storage.due import ATTENTION, RAISED, DueThing
from storage.sessions import Session
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 100
DAY = timedelta(days=1)

Tell = Callable[[Store, Session, Sequence[Matter], datetime], None]
Count = Callable[[Store, Session, Mapping[str, int], datetime], None]  # by the names of satkers


@dataclass(frozen=True)
class Words:
    """What people read: those who may see the matters, and those who see how many there are."""

    tell: Tell
    count: Count


@dataclass(frozen=True)
class Seen:
    """Somebody who is looked at."""

    session: Session
    person: Person
    shifts: Sequence[Shift]
    now: datetime

    @property
    def today(self) -> date:
        return self._local.date()

    @property
    def _local(self) -> datetime:
        return self.now.astimezone(self.person.zone)

    def not_before(self, rests: RestDay) -> datetime | None:
        """When to look again; None when they may be told now."""
        if not is_time(self.shifts, rests, self._local):
            return next_time(self.shifts, rests, self.person.id, self.person.zone, self.now)
        if not self.session.reachable:
            return self.tomorrow(rests)
        return busy_until(self.session, self.now)

    def tomorrow(self, rests: RestDay) -> datetime:
        """Their moment on the next working day."""
        midnight = datetime.combine(self.today + DAY, time(), self.person.zone)
        return next_time(self.shifts, rests, self.person.id, self.person.zone, midnight)


@dataclass(frozen=True)
class Standing:
    """How things stand in some satkers: who there is, what needs attention, and what was raised."""

    offices: Mapping[str, Office]
    concerns: Mapping[str, Concern]
    raised: Mapping[str, Raised]


@dataclass(frozen=True)
class Escalating:
    """A job of the clock."""

    words: Words
    rules: ConcernRules
    follow_up: Rules
    rests: RestDay

    async def work(self, database: Database, now: datetime) -> int:
        """Look at everybody whose time has come, and say how many were told."""
        await mind_the_clock(database, lambda store: store.attention, now)
        looked, told = await self._next(database, now)
        total = told
        while looked:
            looked, told = await self._next(database, now)
            total += told
        return total

    async def _next(self, database: Database, now: datetime) -> tuple[int, int]:
        some, later = partial(self._some, database, now), partial(_tomorrow, database, now)
        return await next_portion(some, AT_ONCE, later, "attention", log)

    async def _some(self, database: Database, now: datetime, most: int) -> tuple[int, int]:
        """How many were looked at, and how many of them were told."""
        async with database.transaction() as store:
            ready = await store.attention.ready(now, most)
            if not ready:
                return 0, 0
            chats = await store.sessions.there(list(ready.values()))
            taken = await store.attention.take(list(ready), now)
            seen = await _seen(store, chats, taken, now)
            later = {each.person.id: at for each in seen if (at := each.not_before(self.rests)) is not None}
            able = [each for each in seen if each.person.id not in later]
            told = await self._tell(store, able)
            tomorrow = {each.person.id: each.tomorrow(self.rests) for each in able}
            await store.attention.looked({**dict.fromkeys(taken), **later, **tomorrow}, now)
        return len(ready), told

    async def _tell(self, store: Store, able: Sequence[Seen]) -> int:
        """Tell each of them what they were not told before."""
        if not able:
            return 0
        standing = await self._standing(store, [each.person for each in able], max(able, key=_today))
        due = {each.person.id: self._due(each, standing) for each in able}
        fresh = await _fresh(store, due)
        told = await _use_slots(store, [each for each in able if fresh[each.person.id]], fresh)
        for each in told:
            each.session.in_bulk = True
            self._say(store, each, fresh[each.person.id], due[each.person.id], standing)
        return len(told)

    async def _standing(self, store: Store, people: Sequence[Person], at: Seen) -> Standing:
        offices = await store.offices.of(people, at.today)
        found = await store.concerns.of_satkers(offices, at.now, at.today, self.rules, self.follow_up)
        concerns = {each.key: each for each in found if self.rules.kinds[each.kind].steps is not None}
        raised = await store.escalations.renew(offices, concerns, at.today)
        return Standing(offices, concerns, {each.key: each for each in raised})

    def _due(self, seen: Seen, standing: Standing) -> list[Matter]:
        """What they are to be told by now, whether they were or not, the most urgent first."""
        roles = {satker: whom(seen.person, office) for satker, office in standing.offices.items()}
        return [
            Matter(concern, raised, to)
            for key, concern in standing.concerns.items()
            if (raised := standing.raised.get(key)) is not None
            for to in roles[concern.satker]
            if self._is_due(concern, raised, to, seen.today)
        ]

    def _is_due(self, concern: Concern, raised: Raised, to: To, today: date) -> bool:
        steps = self.rules.kinds[concern.kind].steps
        return steps is not None and is_due(raised, to, steps, today)

    def _say(
        self, store: Store, seen: Seen, fresh: Sequence[Matter], due: Sequence[Matter], standing: Standing
    ) -> None:
        if To.OVERSEERS not in {each.to for each in fresh}:
            self.words.tell(store, seen.session, list({each.concern.key: each for each in fresh}.values()), seen.now)
            return
        news = {each.concern.satker for each in fresh}
        counts = {
            standing.offices[satker].name: sum(each.concern.satker == satker for each in due)
            for satker in sorted(news)
        }
        self.words.count(store, seen.session, counts, seen.now)


def _today(seen: Seen) -> date:
    return seen.today


async def _tomorrow(database: Database, now: datetime) -> tuple[int, int]:
    """The first is looked at again then."""
    async with database.transaction() as store:
        ready = await store.attention.ready(now, 1)
        await store.attention.looked(dict.fromkeys(ready, now + DAY), now)
    return 1, 0


async def _seen(store: Store, chats: Sequence[Session], taken: Collection[int], now: datetime) -> list[Seen]:
    """Those of them who work here, with the hours of their satkers. A province has the hours of an office."""
    here = [
        (chat, chat.person)
        for chat in chats
        if chat.person is not None and chat.person.id in taken and chat.person.is_active
    ]
    rosters = await store.duty.rosters({person.satker for _, person in here if person.satker is not None})
    return [Seen(chat, person, rosters.get(person.satker or "", ()), now) for chat, person in here]


async def _fresh(store: Store, due: Mapping[int, Sequence[Matter]]) -> dict[int, list[Matter]]:
    """What each was not told yet."""
    used = await store.due.used({slot_of(each, person) for person, matters in due.items() for each in matters})
    return {
        person: [each for each in matters if slot_of(each, person) not in used] for person, matters in due.items()
    }


async def _use_slots(store: Store, seen: Sequence[Seen], fresh: Mapping[int, Sequence[Matter]]) -> list[Seen]:
    """Those who were told nothing yet on this day of theirs; what they are told now they are told once."""
    days = {day_slot(each.person.id, each.today): each for each in seen}
    things = [DueThing(slot, ATTENTION, each.person.id, each.now) for slot, each in days.items()]
    used = await store.due.use(things, seen[0].now) if seen else set()
    told = [each for slot, each in days.items() if slot in used]
    matters = [
        DueThing(slot_of(matter, each.person.id), RAISED, matter.raised.id, each.now)
        for each in told
        for matter in fresh[each.person.id]
    ]
    if matters:
        await store.due.use(matters, told[0].now)
    return told
