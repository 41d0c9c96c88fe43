"""The chat of somebody else, in the same transaction: what one person does is told to another."""

from __future__ import annotations

from domain.messages import Incoming, Unknown
from handlers.chat import Chat
from storage.sessions import Session


def chat_of(chat: Chat, session: Session) -> Chat:
    """Another chat, to write to. Nothing was said there: what is shown comes as a message of its own."""
    return Chat(chat.kit, chat.store, session, Incoming(0, session.chat, Unknown("elsewhere")), chat.now, [])


async def chat_of_person(chat: Chat, person: int) -> Chat | None:
    """The chat of somebody who works here, if they can be reached."""
    who = await chat.store.people.who_of(person)
    session = await chat.store.sessions.of(who) if who is not None else None
    works_here = session is not None and session.person is not None and session.person.is_active
    return chat_of(chat, session) if session is not None and works_here and session.reachable else None


async def chat_of_case(chat: Chat, who: bytes) -> Chat | None:
    """The chat that a case is led in, if it can be reached."""
    session = await chat.store.sessions.of(who)
    return chat_of(chat, session) if session is not None and session.reachable else None
