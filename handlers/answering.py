"""Texts while a form is open: an answer, one that came too early, or one that must not be stored."""

from __future__ import annotations

from conversations.arriving import takes_place
from conversations.engine import Step, Word, hold, step
from conversations.places import is_place
from conversations.state import Held, Screen
from domain.messages import Attached, Located, Wrote
from domain.privacy import Private, private_number
from domain.voice import phrase
from handlers.chat import Chat
from handlers.filling import PLACE, Filling, current, show
from handlers.menu import show_menu

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
    private, early = private_number(wrote.text), came_early(chat, wrote)
    if private is not None and (early or not _is_the_place(filling, wrote.text)):
        _refuse_private(filling, wrote.message_id, private)
    elif early:
        _hold(filling, wrote)
    else:
        _take(filling, wrote)


def _is_the_place(filling: Filling, text: str) -> bool:
    """Whether these digits are the place that is asked for. It is rounded before it is stored."""
    turn = filling.page(filling.state).turn
    return is_place(text) and turn.state.screen is Screen.ASK and takes_place(turn.question)


def came_early(chat: Chat, sent: Wrote | Attached | Located) -> bool:
    """Telegram tells whole seconds: nobody reads a question and answers it within the second it appeared in."""
    shown = chat.session.shown
    if chat.session.place != PLACE or shown is None or not chat.session.is_shown:
        return True
    return sent.sent_at <= shown.at or sent.message_id < shown.message_id


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
