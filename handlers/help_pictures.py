"""Pictures that come before there is anybody to whom they can go: they wait, and go along with what is asked.

Only Telegram's name for a picture is kept until then, sealed under the case.
"""

from __future__ import annotations

from domain.files import Wanted
from domain.help_cases import Sender
from domain.messages import Attached
from domain.voice import phrase
from handlers import help_files, help_notes
from handlers.chat import Chat
from handlers.help_notes import Picture
from storage.help_messages import COMING

MOST = 10  # as many as an album holds

WAITS = phrase("Foto Anda belum dikirim. Nanti ikut terkirim bersama permintaan Anda.")
TOO_MANY = phrase("Paling banyak 10 foto. Yang lain kirim nanti, sesudah permintaan Anda terkirim.")
NOT_YET = phrase("Sekarang baru bisa tulisan dan foto. Yang lain kirim nanti, sesudah permintaan Anda terkirim.")


def keep(chat: Chat, sent: Attached) -> str:
    """Let this wait. Gives what is to be said of it."""
    if not help_files.is_picture(sent):
        return NOT_YET
    waiting = help_notes.pictures(chat)
    if len(waiting) >= MOST:
        return TOO_MANY
    help_notes.keep_pictures(chat, [*waiting, Picture(sent.file_id, sent.message_id)])
    return WAITS


async def send(chat: Chat) -> None:
    """There is somebody now: all that wait become one message. What is said of that is said already."""
    waiting = help_notes.pictures(chat)
    help_notes.drop(chat, help_notes.PICTURES)
    if waiting:
        message = await chat.store.help_messages.add(chat.case.id, Sender.FAMILY, "", chat.now, kind=COMING)
        for each in waiting:
            await help_files.fetch(chat, chat.case.id, message.number, Wanted.PHOTO, each.source, each.message_id)
