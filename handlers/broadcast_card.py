"""The card of a broadcast: its petugas sees how far it is, and stops what has not left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from domain.broadcasts import Counted, State
from domain.letters import Show
from domain.messages import Button, Incoming, Message, Unknown
from domain.presses import Do, Press
from domain.voice import phrase
from handlers.audited import stopped_writing
from handlers.broadcast_words import NAMED, Words, as_read, progress
from handlers.chat import Chat
from handlers.kit import Kit
from handlers.menu import show_menu
from storage.broadcasts import Broadcast
from storage.sessions import Session
from storage.store import Store

STOPPED, TOO_LATE = phrase("Dihentikan."), phrase("Tidak ada lagi yang menunggu.")

Tell = Callable[[Store, Session, Broadcast, datetime], int]
Report = Callable[[Store, Session, Broadcast, Counted, datetime], Awaitable[None]]


async def begin(chat: Chat, key: int) -> None:
    """It has just been sent: from now on this card says how far it is. It stays; the rest goes on below it."""
    broadcast = await chat.store.broadcasts.of(key, chat.person.id)
    if broadcast is not None:
        await _show_here(chat, broadcast)


async def show(chat: Chat, press: Press) -> None:
    """[Pesan terakhir]: its card, below; the one before goes."""
    broadcast = await chat.store.broadcasts.of(press.subject, chat.person.id)
    if broadcast is None:
        await show_menu(chat)
        return
    chat.store.outbox.withdraw(chat.session, broadcast.card)
    await _show_here(chat, broadcast)


async def _show_here(chat: Chat, broadcast: Broadcast) -> None:
    counted = await chat.store.broadcasts.counted(broadcast.id)
    chat.show(await _card(chat, broadcast, counted))
    await chat.store.broadcasts.showed(
        broadcast.id, counted.open, card=chat.session.card, finished=broadcast.finished_at
    )
    chat.let_go()


async def latest(chat: Chat) -> tuple[Button, ...]:
    """The way back to what this petugas wrote last."""
    newest = await chat.store.broadcasts.newest(chat.person.id)
    return (chat.button("Pesan terakhir", Do.BROADCAST_SHOW, newest.id),) if newest is not None else ()


async def stop(chat: Chat, press: Press) -> None:
    """[Hentikan]: whoever still waits is not told. What has left cannot be taken back."""
    broadcast = await chat.store.broadcasts.of(press.subject, chat.person.id)
    if broadcast is None:
        await show_menu(chat)
        return
    count = await chat.store.broadcasts.stop(broadcast.id, chat.now)
    if count:
        stopped_writing(chat, broadcast.unit or broadcast.satker, count)
    chat.flash(chat.voice.plain(STOPPED if count else TOO_LATE))
    stopped = replace(broadcast, stopped_at=broadcast.stopped_at or chat.now)
    await report(chat, stopped, await chat.store.broadcasts.counted(broadcast.id))


async def report(chat: Chat, broadcast: Broadcast, counted: Counted) -> None:
    """Show on its card how far it is, wherever in the chat that card is."""
    finished = None if counted.open else broadcast.finished_at or chat.now
    # A card that was deleted is not missed while it counts; how it ended is told all the same.
    shown = Show(broadcast.card, await _card(chat, broadcast, counted), only_edit=finished is None)
    chat.store.outbox.show(chat.session, shown)
    await chat.store.broadcasts.showed(broadcast.id, counted.open, card=broadcast.card, finished=finished)


async def _card(chat: Chat, broadcast: Broadcast, counted: Counted) -> Message:
    missed = counted.of(State.UNREACHABLE) > 0
    names = await chat.store.broadcasts.names(broadcast.id, State.UNREACHABLE, NAMED) if missed else []
    return progress(chat, broadcast, counted, names)


# --- For the clock --------------------------------------------------------------------------------


def telling(kit: Kit) -> Tell:
    """An agent is told, beside what they are at. Gives the card."""

    def tell(store: Store, session: Session, broadcast: Broadcast, now: datetime) -> int:
        chat = _chat(kit, store, session, now)
        words = Words(broadcast.name, broadcast.place, broadcast.unit_name, store.broadcasts.opened(broadcast))
        return chat.beside(Message(as_read(chat.voice, words)))

    return tell


def reporting(kit: Kit) -> Report:
    """Its petugas is shown how far it is."""

    async def tell(store: Store, session: Session, broadcast: Broadcast, counted: Counted, now: datetime) -> None:
        await report(_chat(kit, store, session, now), broadcast, counted)

    return tell


def _chat(kit: Kit, store: Store, session: Session, now: datetime) -> Chat:
    return Chat(kit, store, session, Incoming(0, session.chat, Unknown("broadcast")), now)
