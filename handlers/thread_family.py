"""Sentences of the bot for the family of a case, in its own language."""

from __future__ import annotations

from domain.help_cases import HelpCase
from handlers import help_notices
from handlers.chat import Chat


async def say(chat: Chat, case: HelpCase, phrase: str, **gaps: object) -> None:
    """A sentence that waits for them like an answer."""
    session = await chat.store.sessions.of(case.who)
    language = session.language if session is not None else chat.voice.language
    await help_notices.say(chat, case, chat.kit.voices[language].plain(phrase, **gaps))
