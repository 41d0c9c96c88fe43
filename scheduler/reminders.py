"""Telling people what waits for them: a form left open, a report that was handed back.

When and whom is decided here, for each kind; what the person then sees is given in as `Show`. Nobody is told at
night, or in the middle of a form.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from domain.nudges import MOMENT, PAUSE
from domain.people import Person
from domain.timing import coming_morning, is_quiet, next_morning
from scheduler.portions import next_portion
from storage.database import Database
from storage.drafts import Draft
from storage.due import DRAFT_REMINDER, FORM_NOTICE, RELEASE_ASKED, RETURN_NOTICE
from storage.local_forms import LocalForm
from storage.reviews import Returned
from storage.sessions import Session
from storage.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")
Show = Callable[[Store, Session, T, datetime], Awaitable[None]]

AT_ONCE = 100


@dataclass(frozen=True)
class Reminder(Generic[T]):
    """One kind of thing that people are told of.

    `find` gives what it is about, as long as that waits; `whose` the person; `not_before` the first moment for it,
    by the clock on their wall.
    """

    kind: str
    find: Callable[[Store, int], Awaitable[T | None]]
    whose: Callable[[T], int | None]
    not_before: Callable[[T, datetime], datetime]
    show: Show[T]


def of_drafts(show: Show[Draft]) -> Reminder[Draft]:
    """A form that was left open: once, the morning after it was last touched."""

    async def find(store: Store, key: int) -> Draft | None:
        draft = await store.drafts.of(key)
        return draft if draft is not None and draft.is_open else None

    def morning(draft: Draft, local: datetime) -> datetime:
        return next_morning(draft.touched_at.astimezone(local.tzinfo))

    return Reminder(DRAFT_REMINDER, find, lambda draft: draft.person, morning, show)


def of_returns(show: Show[Returned]) -> Reminder[Returned]:
    """A report that was handed back: as soon as may be."""

    async def find(store: Store, key: int) -> Returned | None:
        return await store.reviews.returned(key)

    return Reminder(RETURN_NOTICE, find, lambda returned: returned.author, lambda _, local: local, show)


def of_forms(show: Show[LocalForm]) -> Reminder[LocalForm]:
    """A form that a second officer has looked at: its sender hears of it as soon as may be."""

    async def find(store: Store, key: int) -> LocalForm | None:
        return await store.local_forms.of(key)

    return Reminder(FORM_NOTICE, find, lambda form: form.sent_by, lambda _, local: local, show)


def of_forms_to_release(show: Show[Person]) -> Reminder[Person]:
    """Forms that wait for a second officer: who could be that hears of it as soon as may be, if they still wait then.

    What is shown is the list of all of them.
    """

    async def find(store: Store, key: int) -> Person | None:
        person = await store.people.find(key)
        return person if person is not None and await store.local_forms.count_waiting(person) else None

    return Reminder(RELEASE_ASKED, find, lambda person: person.id, lambda _, local: local, show)


async def remind(database: Database, reminder: Reminder[T], now: datetime) -> int:
    """Queue every reminder of this kind that is due, and say how many there were."""
    sent = 0
    while True:
        some, drop = partial(_some, database, reminder, now), partial(_drop, database, reminder, now)
        handled, queued = await next_portion(some, AT_ONCE, drop, "reminders", log)
        sent += queued
        if not handled:
            return sent


async def _some(database: Database, reminder: Reminder[T], now: datetime, most: int) -> tuple[int, int]:
    async with database.transaction() as store:
        things = await store.due.ready(reminder.kind, now, most)
        slots: dict[int, list[str]] = {}  # of each subject, which is told of once, however often it is due
        for thing in things:
            slots.setdefault(thing.subject, []).append(thing.slot)
        return len(things), sum([await _settle(store, reminder, *each, now) for each in slots.items()])


async def _drop(database: Database, reminder: Reminder[T], now: datetime) -> tuple[int, int]:
    """The first that is due is given up."""
    async with database.transaction() as store:
        for thing in await store.due.ready(reminder.kind, now, 1):
            await store.due.done(thing.slot, now)
    return 1, 0


async def _settle(store: Store, reminder: Reminder[T], subject: int, slots: Collection[str], now: datetime) -> bool:
    """Remind now, look again later, or never. True when a reminder was queued."""
    about = await reminder.find(store, subject)
    session = await _chat_of(store, reminder.whose(about)) if about is not None else None
    if about is None or session is None:
        await store.due.all_done(slots, now)
        return False
    later = _not_yet(reminder, about, session, now)
    if later is not None:
        await store.due.move(slots, later)
        return False
    session.in_bulk = True
    await reminder.show(store, session, about, now)
    await store.due.all_done(slots, now)
    return True


async def _chat_of(store: Store, person: int | None) -> Session | None:
    """The chat of somebody who works here, if it can be reached."""
    who = await store.people.who_of(person) if person is not None else None
    session = await store.sessions.of(who) if who is not None else None
    works_here = session is not None and session.person is not None and session.person.is_active
    return session if session is not None and works_here and session.reachable else None


def _not_yet(reminder: Reminder[T], about: T, session: Session, now: datetime) -> datetime | None:
    """When to look again: not before its time, never at night or while its person is at a form."""
    local = now.astimezone(session.person.zone if session.person else None)
    first = reminder.not_before(about, local)
    if first > now:
        return first
    if is_quiet(local):
        return coming_morning(local)
    return busy_until(session, now)


def busy_until(session: Session, now: datetime) -> datetime | None:
    """Until when somebody is left alone: in the middle of a form, this one or another, or while they talk with us.

    What lies in the future says nothing: the clock was put back since.
    """
    draft = session.draft
    ends = [draft.touched_at + PAUSE] if draft is not None and draft.is_open and draft.touched_at <= now else []
    if session.seen_at is not None and session.seen_at <= now:
        ends.append(session.seen_at + MOMENT)
    return max((end for end in ends if end > now), default=None)
