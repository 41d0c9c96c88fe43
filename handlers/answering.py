"""Texts while a form is open: an answer, one that came too early, or one that must not be stored."""

from __future__ import annotations

from dataclasses import replace

from conversations.engine import Step, Word, hold, step
from conversations.state import Held
from domain.messages import Wrote
from domain.privacy import private_number
from handlers.chat import Chat
from handlers.filling import Filling, current, note_typed, repeat_or_menu, show
from handlers.menu import show_menu
from handlers.private import take_out
from storage.sessions import Place


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text answers the question on the card, unless it was sent before that question could be seen."""
    private = private_number(wrote.text)
    if private is not None:
        await repeat_or_menu(chat, take_out(chat, wrote.message_id, private))
        return
    filling = await current(chat)
    if filling is None:
        await show_menu(chat, chat.voice.say("Saya belum mengerti pesan itu."))
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
    message = Held(wrote.message_id, wrote.text)
    note_typed(filling, message, ())
    show(filling, Step(hold(filling.state, message)))


def _take(filling: Filling, wrote: Wrote) -> None:
    taken = step(filling.form, filling.state, wrote.text, filling.context)
    if taken.answered:
        taken = replace(taken, used=((Held(wrote.message_id, wrote.text), taken.answered),))
    show(filling, taken)


async def take_other(chat: Chat) -> None:
    """Something that is not text."""
    await repeat_or_menu(chat, Word("Di sini saya hanya bisa menerima teks dan tombol.", {}))
