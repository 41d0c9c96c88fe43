"""Saying something in a thread to whoever sends something there, on either side."""

from __future__ import annotations

from domain.help_cases import HelpCase
from domain.messages import Message, Rows
from domain.presses import Do
from handlers import thread_card
from handlers.chat import Chat
from handlers.kit import HELP
from handlers.thread_place import Mode, show_at
from handlers.thread_words import name
from storage.sessions import Place


async def say(chat: Chat, case: HelpCase, sentence: str) -> None:
    if chat.session.bot == HELP:
        show(chat, case, sentence)
    else:
        await thread_card.show(chat, case, word=sentence)


def say_beside(chat: Chat, case: HelpCase, sentence: str) -> None:
    """Beside whatever they are at: it stays."""
    if chat.session.bot == HELP:
        chat.beside(Message(sentence))
    else:
        chat.beside(Message(f"{name(chat, case)}: {sentence}"), case.id)


def show(chat: Chat, case: HelpCase, text: str, buttons: Rows = (), mode: Mode = Mode.REPLY) -> None:
    if chat.session.bot == HELP:
        chat.session.place = Place.THREAD
        chat.show(Message(text, buttons or ((chat.button("Kasus saya", Do.HELP_CASE),),)))
    else:
        show_at(chat, case, mode, text, buttons or ((chat.button("‹ Kembali", Do.THREAD, case.id),),))
