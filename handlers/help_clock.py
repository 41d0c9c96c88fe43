"""What is done with a help case when nobody asked for it in a chat: because it is over, or from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.help_cases import HelpCase
from domain.messages import Incoming, Message, Unknown
from domain.presses import Do
from handlers.chat import Chat
from handlers.help_clearing import Said, said_in, take_away
from handlers.help_erasing import empty_staff_chats
from handlers.kit import Kit
from storage.sessions import Session
from storage.store import Store

Deed = Callable[[Store, HelpCase, datetime], Awaitable[None]]


def erase_deed(kit: Kit) -> Deed:
    """Erase a case in silence: its rows and its key go, and both sides' chats are emptied.

    The family is told nothing. Whoever works here is told only where the case was what they had in front of them.
    """

    async def erase(store: Store, case: HelpCase, now: datetime) -> None:
        session = await store.sessions.of(case.who)
        if session is not None and session.case != case.id:
            session = None  # the case was begun there, and the chat has another one now
        said = await said_in(store, session) if session is not None else _NOTHING
        await _take_from_staff(kit, store, case, now)
        await store.erasing.erase(case.id, case.who, now)
        if session is not None and _is_anything(said):
            await store.sessions.begin_anew(session)
            await take_away(store, session, said)
        else:
            await store.erasing.forget_chat(case.id, case.who)

    return erase


_NOTHING = Said((), ())


def _is_anything(said: Said) -> bool:
    return bool(said.ours or said.theirs)


async def _take_from_staff(kit: Kit, store: Store, case: HelpCase, now: datetime) -> None:
    for session, was_in_front in await empty_staff_chats(store, case.id):
        if was_in_front:
            chat = _chat(kit, store, session, now)
            gone = chat.voice.say("Kasus keluarga {alias} sudah dihapus.", alias=case.alias or "")
            chat.show(Message(gone, ((chat.button("Menu", Do.MENU),),)))


def _chat(kit: Kit, store: Store, session: Session, now: datetime) -> Chat:
    return Chat(kit, store, session, Incoming(0, session.chat, Unknown("clock")), now)
