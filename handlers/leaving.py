"""People who have left: whatever they send, they are told since when, and whom to ask. Nothing is written."""

from __future__ import annotations

from domain.messages import Edited, Message, Wrote
from domain.people import Person, Role
from domain.privacy import private_number
from domain.voice import phrase
from handlers.chat import Chat
from handlers.private import take_out
from storage.sessions import Place

NO_LONGER = phrase("Anda tidak lagi bertugas di {place} sejak {since}. Catatan dan draf Anda tersimpan.")
ASK_OFFICER = phrase("Kalau ini keliru, hubungi petugas {place}.")
ASK_HEAD = phrase("Kalau ini keliru, hubungi atasan Anda.")


async def turn_back(chat: Chat) -> None:
    """The one answer. A private number is taken out of the chat all the same."""
    event = chat.incoming.event
    if isinstance(event, Wrote | Edited):
        private = private_number(event.text)
        if private is not None:
            take_out(chat, event.message_id, private)
    chat.session.place = Place.ASIDE
    chat.show(Message(await left_sentence(chat)))


async def left_sentence(chat: Chat) -> str:
    person = chat.person
    since = chat.voice.day(person.left_on, chat.local.date()) if person.left_on else ""
    satker = await chat.store.places.satker(person.home) if person.home else None
    home = satker.name if satker is not None else "BNN"
    asks = ASK_OFFICER if person.role is Role.AGEN else ASK_HEAD
    return " ".join(
        [
            chat.voice.say(NO_LONGER, place=_place(chat, person) or home, since=since),
            chat.voice.say(asks, place=home) if asks is ASK_OFFICER else chat.voice.say(asks),
        ]
    )


def _place(chat: Chat, person: Person) -> str:
    return chat.voice.plain("Unit {unit}", unit=person.unit.name) if person.unit is not None else ""
