"""What is done with a help case when nobody asked for it in a chat: because it is over, or from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from domain.escalation import Escalation
from domain.help_cases import HelpCase
from domain.messages import Incoming, Message, Unknown
from domain.presses import Do
from domain.voice import phrase
from handlers import thread_acts, thread_alarms, thread_news
from handlers.chat import Chat
from handlers.help_clearing import Said, said_in, take_away
from handlers.help_erasing import empty_staff_chats
from handlers.help_notices import tell_unread
from handlers.kit import Kit
from handlers.thread_emptying import empty_all
from storage.sessions import Session
from storage.store import Store

UNTIL_EMPTIED = timedelta(days=1)  # the chat is forgotten altogether once its messages were taken away

Deed = Callable[[Store, HelpCase, datetime], Awaitable[None]]


def erase_deed(kit: Kit) -> Deed:
    """Erase a case in silence: its rows and its key go, and both sides' chats are emptied.

    The family is told nothing. Whoever works here is told only where the case was what they had in front of them.
    """

    async def erase(store: Store, case: HelpCase, now: datetime) -> None:
        await store.help.hold(case.id)
        session = await store.sessions.of(case.who)
        if session is not None and session.case != case.id:
            session = None  # the case was begun there, and the chat has another one now
        said = await said_in(store, session) if session is not None else _NOTHING
        await _take_from_staff(kit, store, case, now)
        await store.erasing.erase(case.id, case.who, now)
        if session is not None and _is_anything(said):
            looked_on = now - timedelta(days=kit.help_rules.keeping.forget_looked_days) + UNTIL_EMPTIED
            await store.sessions.begin_anew(session, looked_on)
            await take_away(store, session, said)
        else:
            await store.erasing.forget_chat(case.id, case.who)

    return erase


_NOTHING = Said((), ())


def _is_anything(said: Said) -> bool:
    return said != _NOTHING


async def _take_from_staff(kit: Kit, store: Store, case: HelpCase, now: datetime) -> None:
    for session, was_in_front in await empty_staff_chats(store, case.id, now):
        if was_in_front:
            chat = _chat(kit, store, session, now)
            gone = chat.voice.say("Kasus keluarga {alias} sudah dihapus.", alias=case.alias or "")
            chat.show(Message(gone, ((chat.button("Menu", Do.MENU),),)))


def _chat(kit: Kit, store: Store, session: Session, now: datetime) -> Chat:
    return Chat(kit, store, session, Incoming(0, session.chat, Unknown("clock")), now)


# --- What becomes due ------------------------------------------------------------------------------


def notice_deed(kit: Kit) -> Deed:
    """Something for whoever asked had to wait for their hours: they are told, if they have not read it meanwhile."""

    async def notice(store: Store, case: HelpCase, now: datetime) -> None:
        chat = await _from(kit, store, case, now)
        if chat is not None:
            await tell_unread(chat, case)  # it may be late by now, or their hours other ones

    return notice


def duty_deed(kit: Kit) -> Deed:
    """Somebody's shift begins: they are told of a case that still waits."""

    async def duty(store: Store, case: HelpCase, now: datetime) -> None:
        chat = await _from(kit, store, case, now)
        if chat is not None:
            await thread_news.announce_again(chat, case)

    return duty


def escalation_deed(kit: Kit) -> Callable[[Store, HelpCase, Escalation, datetime], Awaitable[bool]]:
    """A promise has passed: the next one is told. Says whether there is one."""

    async def escalate(store: Store, case: HelpCase, step: Escalation, now: datetime) -> bool:
        chat = await _from(kit, store, case, now)
        return chat is not None and await thread_alarms.escalate(chat, case, step.to)

    return escalate


def close_deed(kit: Kit) -> Deed:
    """Nobody has said anything for long: the case is closed."""

    async def close(store: Store, case: HelpCase, now: datetime) -> None:
        chat = await _from(kit, store, case, now)
        if chat is not None:
            await thread_news.close(chat, case)

    return close


async def hand_cases_on(kit: Kit, store: Store, person: int, now: datetime) -> int:
    """Somebody works here no longer, as the operator says: what they answered waits for others at once.

    Says how many cases these are. Whatever else shows a case in their chat is emptied, too.
    """
    held = await store.threads.held_by(person)
    for case in held:
        chat = await _from(kit, store, case, now)
        if chat is not None:
            await thread_acts.take_back(chat, case)
    who = await store.people.who_of(person)
    session = await store.sessions.of(who) if who is not None else None
    if session is not None:
        await empty_all(_chat(kit, store, session, now), phrase("bukan tugas Anda lagi."))
    return len(held)


async def _from(kit: Kit, store: Store, case: HelpCase, now: datetime) -> Chat | None:
    """A chat to begin from: the one that the case is led in."""
    session = await store.sessions.of(case.who)
    return _chat(kit, store, session, now) if session is not None else None
