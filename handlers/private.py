"""Messages with a private number in them: they are deleted from the chat, and never stored."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.engine import Turn, Word
from domain.privacy import Private
from domain.voice import phrase
from handlers.chat import Chat

WORDS = {
    Private.NIK: phrase("Sepertinya ada NIK di pesan ini."),
    Private.PHONE: phrase("Sepertinya ada nomor HP di pesan ini."),
}
AFTER = phrase(
    "{what} Nomor seperti itu tidak disimpan. Pesan tadi saya hapus dari obrolan ini. Tulis lagi tanpa nomor."
)


OFFICE_NUMBER = "suar:telepon"  # a column of our own: "kantor" where the number of an office is asked for


def is_welcome(turn: Turn, refs: Sequence[str], private: Private) -> bool:
    """Whether these questions ask for such a number: the telephone of an office is no secret, a NIK always is."""
    asked = [ref for ref in refs if turn.is_asked(ref)]
    return private is Private.PHONE and bool(asked) and all(_asks_an_office(turn, ref) for ref in asked)


def _asks_an_office(turn: Turn, ref: str) -> bool:
    return turn.live.mark(ref, OFFICE_NUMBER) == "kantor"


def take_out(chat: Chat, message_id: int, private: Private) -> Word:
    """Delete the message; gives what is to be said about it."""
    chat.store.outbox.erase(chat.session, (message_id,))
    return Word(AFTER, {"what": chat.voice.say(WORDS[private])})
