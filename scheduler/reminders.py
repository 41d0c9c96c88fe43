"""Reminding people of a form they have left open: its question again, once, the next morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.messages import Incoming, Unknown
from domain.timing import next_morning
from handlers.chat import Chat
from handlers.filling import remind
from handlers.kit import Kit
from storage.database import Database
from storage.drafts import Draft
from storage.due import DRAFT_REMINDER, DueThing
from storage.store import Store

AT_ONCE = 100
PAUSE = timedelta(minutes=15)


async def remind_of_drafts(database: Database, kit: Kit, now: datetime) -> int:
    """Queue every reminder that is due, and say how many there were."""
    sent = 0
    while True:
        async with database.transaction() as store:
            things = await store.due.ready(DRAFT_REMINDER, now, AT_ONCE)
            for thing in things:
                sent += await _remind(store, kit, thing, now)
        if len(things) < AT_ONCE:
            return sent


async def _remind(store: Store, kit: Kit, thing: DueThing, now: datetime) -> bool:
    draft = await store.drafts.of(thing.subject)
    who = await store.people.who_of(draft.person) if draft is not None and draft.is_open else None
    session = await store.sessions.of(who) if who is not None else None
    if draft is None or session is None or session.person is None or not session.reachable:
        await store.due.done(thing.slot, now)
        return False
    chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("reminder")), now)
    later = _not_yet(draft, chat, now)
    if later is not None:
        await store.due.move(thing.slot, later)
        return False
    await remind(chat, draft)
    await store.due.done(thing.slot, now)
    return True


def _not_yet(draft: Draft, chat: Chat, now: datetime) -> datetime | None:
    """When to look again: never in the middle of a form, and the morning after it was last touched."""
    morning = next_morning(draft.touched_at.astimezone(chat.zone))
    if morning > now:
        return morning
    return now + PAUSE if chat.store.real - chat.session.active_at < PAUSE else None
