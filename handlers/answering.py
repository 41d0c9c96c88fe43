"""Texts while a form is open: an answer, one that came too early, or one that must not be stored."""

from __future__ import annotations

from conversations.engine import Step, Word, hold, step
from conversations.state import Held
from domain.messages import Wrote
from domain.privacy import Private, private_number
from domain.voice import phrase
from handlers.chat import Chat
from handlers.filling import Filling, current, repeat_or_menu, show
from handlers.menu import show_menu
from storage.sessions import Place

PRIVATE_WORDS = {
    Private.NIK: phrase("Sepertinya ada NIK di pesan ini."),
    Private.PHONE: phrase("Sepertinya ada nomor HP di pesan ini."),
}
PRIVATE_AFTER = phrase(
    "{what} Nomor seperti itu tidak disimpan. Pesan tadi saya hapus dari obrolan ini. Tulis lagi tanpa nomor."
)


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text answers the question on the card, unless it was sent before that question could be seen."""
    filling = await current(chat)
    if filling is None:
        await show_menu(chat, chat.voice.say("Saya belum mengerti pesan itu."))
        return
    private = private_number(wrote.text)
    if private is not None:
        _refuse_private(filling, wrote.message_id, private)
    elif _came_early(chat, wrote):
        _hold(filling, wrote)
    else:
        _take(filling, wrote)


def _came_early(chat: Chat, wrote: Wrote) -> bool:
    """Telegram tells whole seconds: nobody reads a question and answers it within the second it appeared in."""
    shown = chat.session.shown
    if chat.session.place is not Place.FORM or shown is None or not chat.session.is_shown:
        return True
    return wrote.sent_at <= shown.at or wrote.message_id < shown.message_id


def _hold(filling: Filling, wrote: Wrote) -> None:
    state = hold(filling.state, Held(wrote.message_id, wrote.text))
    show(filling, Step(state))


def _take(filling: Filling, wrote: Wrote) -> None:
    taken = step(filling.form, filling.state, wrote.text, filling.context)
    if taken.answered:
        filling.chat.store.drafts.note_typed(
            filling.chat.session.who, wrote.message_id, filling.draft.id, taken.answered, filling.chat.now
        )
    show(filling, taken)


def _refuse_private(filling: Filling, message_id: int, private: Private) -> None:
    chat = filling.chat
    chat.store.outbox.erase(chat.session, (message_id,))
    show(filling, Step(filling.state, private_word(chat, private)))


def private_word(chat: Chat, private: Private) -> Word:
    return Word(PRIVATE_AFTER, {"what": chat.voice.say(PRIVATE_WORDS[private])})


async def take_other(chat: Chat) -> None:
    """Something that is not text."""
    await repeat_or_menu(chat, Word("Di sini saya hanya bisa menerima teks dan tombol.", {}))
