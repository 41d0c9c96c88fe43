"""The sentence with which a petugas hands a report back: it is waited for until it comes, also over a restart."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from conversations.engine import Word
from domain.messages import Message
from domain.presses import Do
from handlers.chat import Chat
from storage.sessions import Place

RETURNING = "returning"  # where it is kept in the notes of a session what the sentence is about


@dataclass(frozen=True)
class Awaited:
    """What the sentence is about: a version of a report, and one question of it. Nothing that anybody answered."""

    sent: int
    number: str
    question: str
    label: str  # of the question


def wait_for(chat: Chat, awaited: Awaited) -> None:
    """From now on a text is the sentence."""
    chat.session.place = Place.SENTENCE
    chat.session.draft_id = None
    chat.session.notes = {**chat.session.notes, RETURNING: asdict(awaited)}
    ask(chat)


def is_awaited(chat: Chat) -> bool:
    return chat.session.place is Place.SENTENCE and RETURNING in chat.session.notes


def awaited(chat: Chat) -> Awaited:
    return Awaited(**chat.session.notes[RETURNING])


def ask(chat: Chat, word: Word | None = None) -> None:
    """What is asked for, with a word above it."""
    about = awaited(chat)
    lines = [
        *([f"⚠ {chat.voice.say(word.phrase, **word.gaps)}", ""] if word else []),
        f"<b>{about.number}</b> · {about.label}",
        "",
        chat.voice.say("Apa yang perlu diperbaiki? Tulis satu kalimat untuk penulisnya."),
        chat.voice.say("Jangan tulis nama, NIK, atau nomor HP klien."),
    ]
    back = chat.button("‹ Kembali", Do.RETURN, about.sent)
    chat.show(Message("\n".join(lines), ((back,),)))


def over(chat: Chat) -> None:
    """No sentence is waited for any longer."""
    chat.session.place = Place.ASIDE
    chat.session.notes = {name: note for name, note in chat.session.notes.items() if name != RETURNING}
