"""Messages with a private number in them: they are deleted from the chat, and never stored."""

from __future__ import annotations

from conversations.engine import Word
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


def take_out(chat: Chat, message_id: int, private: Private) -> Word:
    """Delete the message; gives what is to be said about it."""
    chat.store.outbox.erase(chat.session, (message_id,))
    return Word(AFTER, {"what": chat.voice.say(WORDS[private])})
