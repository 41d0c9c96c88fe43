"""Texts while a form is open: an answer, one that came too early, or one that must not be stored."""

from __future__ import annotations

from dataclasses import replace

from conversations.arriving import takes_place
from conversations.engine import Step, hold, step
from conversations.places import is_place
from conversations.state import Held, Screen
from domain.messages import Attached, Located, Wrote
from domain.privacy import Private, private_number
from handlers.chat import Chat
from handlers.filling import Filling, current, note_typed, repeat_or_menu, show
from handlers.menu import show_menu
from handlers.private import is_welcome, take_out
from storage.sessions import Place


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text answers the question on the card, unless it was sent before that question could be seen."""
    filling = await current(chat)
    private, early = private_number(wrote.text), came_early(chat, wrote)
    wanted = private is not None and filling is not None and not early and _is_wanted(filling, wrote.text, private)
    if private is not None and not wanted:
        await repeat_or_menu(chat, take_out(chat, wrote.message_id, private))
    elif filling is None:
        await show_menu(chat, chat.voice.say("Saya belum mengerti pesan itu."))
    elif early:
        _hold(filling, wrote)
    else:
        _take(filling, wrote)


def _is_wanted(filling: Filling, text: str, private: Private) -> bool:
    """Whether these digits are what is asked for: a place, which is rounded before it is stored, or the telephone of
    an office."""
    turn = filling.page(filling.state).turn
    if turn.state.screen is not Screen.ASK:
        return False
    return (is_place(text) and takes_place(turn.question)) or is_welcome(turn, (turn.state.at,), private)


def came_early(chat: Chat, sent: Wrote | Attached | Located) -> bool:
    """Telegram tells whole seconds: nobody reads a question and answers it within the second it appeared in."""
    shown = chat.session.shown
    if chat.session.place is not Place.FORM or shown is None or not chat.session.is_shown:
        return True
    return sent.sent_at <= shown.at or sent.message_id < shown.message_id


def _hold(filling: Filling, wrote: Wrote) -> None:
    message = Held(wrote.message_id, wrote.text)
    note_typed(filling, message, ())
    show(filling, Step(hold(filling.state, message)))


def _take(filling: Filling, wrote: Wrote) -> None:
    taken = step(filling.form, filling.state, wrote.text, filling.context)
    if taken.answered:
        taken = replace(taken, used=((Held(wrote.message_id, wrote.text), taken.answered),))
    show(filling, taken)
