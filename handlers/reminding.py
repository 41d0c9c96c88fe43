"""What a person sees when the clock recalls something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.messages import Incoming, Message, Unknown
from domain.people import Person
from domain.timing import greeting
from handlers.chat import Chat
from handlers.draft_names import clients_of
from handlers.filling import recall
from handlers.kit import Kit
from handlers.local_form_card import card
from handlers.own_reports import notice
from handlers.releasing import ask_to_look
from storage.drafts import Draft
from storage.local_forms import LocalForm
from storage.reviews import Returned
from storage.sessions import Session
from storage.store import Store


def draft_reminder(kit: Kit) -> Callable[[Store, Session, Draft, datetime], Awaitable[None]]:
    """A draft that was left open: its question again, on a card of its own, with a greeting."""

    async def remind(store: Store, session: Session, draft: Draft, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("reminder")), now)
        card = await recall(chat, draft)
        hello = chat.voice.say(greeting(chat.local), name=chat.person.name)
        text = await _unfinished(chat, draft)
        chat.show(Message(f"⏰ {hello} {text}\n\n{card.text}", card.rows))

    return remind


async def _unfinished(chat: Chat, draft: Draft) -> str:
    client = (await clients_of(chat, [draft])).get(draft.id)
    if client is None:
        return chat.voice.say("Laporan ini belum selesai:")
    return chat.voice.say("Laporan tentang {client} belum selesai:", client=client.short(chat.person.id))


def form_notice(kit: Kit) -> Callable[[Store, Session, LocalForm, datetime], Awaitable[None]]:
    """A form that a second officer has looked at; in a message of its own: what its sender is at stays as it is."""

    async def tell(store: Store, session: Session, form: LocalForm, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("reminder")), now)
        chat.beside(card(chat, form))

    return tell


def release_notice(kit: Kit) -> Callable[[Store, Session, Person, datetime], Awaitable[None]]:
    """Forms of colleagues that wait for this officer's eyes."""

    async def tell(store: Store, session: Session, _person: Person, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("reminder")), now)
        await ask_to_look(chat)

    return tell


def return_notice(kit: Kit) -> Callable[[Store, Session, Returned, datetime], Awaitable[None]]:
    """A report that was handed back."""

    async def tell(store: Store, session: Session, returned: Returned, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("reminder")), now)
        chat.show(await notice(chat, returned))

    return tell
