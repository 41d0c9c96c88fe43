"""Reminding people of a form they have left open: its question again, once, the next morning.

When and whom is decided here; what the person then sees is given in as `Remind`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from domain.timing import coming_morning, is_quiet, next_morning
from storage.database import Database, DatabaseDown
from storage.drafts import Draft
from storage.due import DRAFT_REMINDER, DueThing
from storage.sessions import Session
from storage.store import Store

log = logging.getLogger(__name__)

Remind = Callable[[Store, Session, Draft, datetime], Awaitable[None]]

AT_ONCE = 100
PAUSE = timedelta(minutes=15)


async def remind_of_drafts(database: Database, remind: Remind, now: datetime) -> int:
    """Queue every reminder that is due, and say how many there were."""
    sent = 0
    while True:
        try:
            handled, queued = await _some(database, remind, now, AT_ONCE)
        except DatabaseDown:
            raise
        except Exception as failed:  # one draft that cannot be read must not silence the others
            log.warning("reminders failed together (%s): one by one", type(failed).__name__)
            handled, queued = await _one(database, remind, now)
        sent += queued
        if not handled:
            return sent


async def _some(database: Database, remind: Remind, now: datetime, most: int) -> tuple[int, int]:
    async with database.transaction() as store:
        things = await store.due.ready(DRAFT_REMINDER, now, most)
        return len(things), sum([await _settle(store, remind, thing, now) for thing in things])


async def _one(database: Database, remind: Remind, now: datetime) -> tuple[int, int]:
    """The first that is due, by itself; given up when it fails."""
    try:
        return await _some(database, remind, now, 1)
    except DatabaseDown:
        raise
    except Exception as failed:
        log.error("a reminder is given up: %s", type(failed).__name__)
        async with database.transaction() as store:
            for thing in await store.due.ready(DRAFT_REMINDER, now, 1):
                await store.due.done(thing.slot, now)
        return 1, 0


async def _settle(store: Store, remind: Remind, thing: DueThing, now: datetime) -> bool:
    """Remind now, look again later, or never. True when a reminder was queued."""
    found = await _whose(store, thing)
    if found is None:
        await store.due.done(thing.slot, now)
        return False
    draft, session = found
    later = _not_yet(draft, session, now)
    if later is not None:
        await store.due.move(thing.slot, later)
        return False
    await remind(store, session, draft, now)
    await store.due.done(thing.slot, now)
    return True


async def _whose(store: Store, thing: DueThing) -> tuple[Draft, Session] | None:
    """The draft, if it is still open, and the chat of its person, if that can be reached."""
    draft = await store.drafts.of(thing.subject)
    if draft is None or not draft.is_open:
        return None
    who = await store.people.who_of(draft.person)
    session = await store.sessions.of(who) if who is not None else None
    if session is None or session.person is None or not session.reachable:
        return None
    return draft, session


def _not_yet(draft: Draft, session: Session, now: datetime) -> datetime | None:
    """When to look again: the morning after it was last touched, never at night or while its person is at a form."""
    zone = session.person.zone if session.person else None
    morning = next_morning(draft.touched_at.astimezone(zone))
    if morning > now:
        return morning
    local = now.astimezone(zone)
    if is_quiet(local):
        return coming_morning(local)
    return now + PAUSE if _is_busy(session, now) else None


def _is_busy(session: Session, now: datetime) -> bool:
    """Whether the person is in the middle of a form, this one or another."""
    present = session.draft
    return present is not None and present.is_open and now - present.touched_at < PAUSE
