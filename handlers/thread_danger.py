"""The danger in a case is over: its promises are those of any other case again, and nothing warns of it any more."""

from __future__ import annotations

from dataclasses import replace

from domain.help_cases import Sender
from domain.presses import Press
from handlers import thread_card, threads
from handlers.audited import dealt_with
from handlers.chat import Chat
from storage.threads import DANGER_OVER


async def end(chat: Chat, press: Press) -> None:
    """The one who answers says so, and colleagues read it in the thread. What the family was promised stays."""
    case = await threads.held(chat, press)
    if case is None:
        return
    if not case.urgent:
        await thread_card.show(chat, case)
    elif await _wrote_since(chat, case.id, press.choice):
        await thread_card.show(chat, case, word=chat.voice.say("Keluarga menulis lagi. Baca dulu."))
    else:
        await chat.store.help.change(case.id, urgent=False)
        await chat.store.help_messages.add(
            case.id, Sender.NOTE, "", chat.now, person=chat.person.id, kind=DANGER_OVER
        )
        await dealt_with(chat, case.id, DANGER_OVER)
        said = chat.voice.say("✅ Tercatat. Keluarga tidak melihatnya.")
        await thread_card.show(chat, replace(case, urgent=False), word=said)


async def _wrote_since(chat: Chat, case: int, number: int) -> bool:
    """Whether the family has written more than stood on the card with the button."""
    said = await chat.store.help_messages.of(case)
    return any(each.sender is Sender.FAMILY and each.number > number for each in said)
