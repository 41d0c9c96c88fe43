"""What somebody reads of what needs attention, when the clock tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from domain.messages import Button, Incoming, Message, Unknown
from domain.presses import Do
from domain.raised import Matter, To
from domain.timing import greeting
from handlers.chat import Chat
from handlers.concern_words import leads_to, line
from handlers.kit import Kit
from storage.sessions import Session
from storage.store import Store

MOST = 8  # in a message

Tell = Callable[[Store, Session, Sequence[Matter], datetime], None]
Count = Callable[[Store, Session, Mapping[str, int], datetime], None]


def tell_matters(kit: Kit) -> Tell:
    """All that is new to them, in a message of its own: what the person is at stays as it is."""

    def tell(store: Store, session: Session, matters: Sequence[Matter], now: datetime) -> None:
        chat = _chat(kit, store, session, now)
        chat.beside(_message(chat, matters))

    return tell


def count_matters(kit: Kit) -> Count:
    """How many there are in satkers that name no head: nothing of what they are about."""

    def count(store: Store, session: Session, counts: Mapping[str, int], now: datetime) -> None:
        chat = _chat(kit, store, session, now)
        lines = [chat.voice.say("{satker}: {n} hal", satker=satker, n=n) for satker, n in counts.items()]
        said = chat.voice.say("Ini belum ditangani petugas:")
        why = chat.voice.say("Kepalanya belum dicatat di “Aturan satker”, atau tidak bisa dikirimi pesan.")
        hello = chat.voice.say(greeting(chat.local), name=chat.person.name)
        text = "\n".join([f"⚠ {hello} {said}", *lines, why])
        chat.beside(Message(text, ((chat.button("Menu", Do.MENU),),)))

    return count


def _chat(kit: Kit, store: Store, session: Session, now: datetime) -> Chat:
    return Chat(kit, store, session, Incoming(0, session.chat, Unknown("attention")), now)


def _message(chat: Chat, matters: Sequence[Matter]) -> Message:
    shown = list(enumerate(matters[:MOST], 1))
    lines = [_heading(chat, len(matters)), *(f"{n} {_line(chat, each)}" for n, each in shown)]
    buttons: list[tuple[Button, ...]] = [_row(chat, number, matter) for number, matter in shown]
    buttons.append((chat.button("Semua yang perlu perhatian", Do.CONCERNS),))
    return Message("\n".join(lines), tuple(buttons))


def _heading(chat: Chat, count: int) -> str:
    hello = chat.voice.say(greeting(chat.local), name=chat.person.name)
    if count == 1:
        return f"⚠ {hello} {chat.voice.say('Satu hal perlu perhatian:')}"
    return f"⚠ {hello} {chat.voice.say('{n} hal perlu perhatian:', n=count)}"


def _line(chat: Chat, matter: Matter) -> str:
    said = line(chat, matter.concern)
    if matter.to is not To.HEAD:
        return said
    days = matter.raised.days(chat.local.date())
    return f"{said}. {chat.voice.say('Sudah {n} hari belum ditangani.', n=days)}"


def _row(chat: Chat, number: int, matter: Matter) -> tuple[Button, ...]:
    """The place where somebody can act, and a word that they do."""
    return (
        leads_to(chat, matter.concern, number),
        chat.button("Saya tangani {n}", Do.CONCERN_TAKE, matter.raised.id, n=number),
    )
