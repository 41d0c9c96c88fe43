"""What somebody tells in their own words while they ask for help: kept, whenever it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conversations.engine import Step, Word, correct, step
from conversations.meaning import Meaning, answer_of, question_of
from conversations.page import Page
from conversations.state import Screen
from domain.privacy import private_number
from handlers import help_notes
from handlers.chat import Chat
from handlers.filling import Filling
from handlers.help_notes import Told
from storage.typed import Typed

KEPT = Word("Tulisan Anda ikut dikirim nanti. Sekarang pilih tombolnya.", {})


def as_story(filling: Filling, text: str) -> Step | None:
    """Words where a button is waited for. None where they are asked for just now, or cannot be kept."""
    turn = filling.page(filling.state).turn
    story = question_of(turn.live, Meaning.STORY)
    if story is None or (turn.state.screen is Screen.ASK and turn.state.at == story.ref):
        return None
    whole = " ".join(part for part in (turn.live.value(story.ref), text) if part)
    if private_number(whole) is not None:
        return None
    taken = correct(filling.form, filling.state, (story.ref,), whole, filling.context)
    return replace(taken, word=KEPT, answered=(story.ref,)) if taken.word is None else None


def as_answer(filling: Filling, text: str) -> Step | None:
    """Words where they are asked for just now. None where they cannot be kept."""
    if private_number(text) is not None:
        return None
    taken = step(filling.form, filling.state, text, filling.context)
    return taken if taken.answered else None


def note(filling: Filling, taken: Step, message_id: int) -> None:
    """This message became part of the story."""
    story = question_of(filling.page(taken.state).turn.live, Meaning.STORY)
    if story is not None and story.ref in taken.answered and message_id:
        _note(filling.chat, [message_id])


def begun_with(filling: Filling, texts: Sequence[Told]) -> bool:
    """The story is made of these messages, so that an edit of one is understood. False: there is no story."""
    page = filling.page(filling.state)
    story = question_of(page.turn.live, Meaning.STORY)
    if story is None or not page.turn.live.value(story.ref):
        return False
    for each in texts:
        if each.message_id:
            typed = Typed(each.message_id, filling.draft.id, (story.ref,), each.text)
            filling.chat.store.typed.note(filling.chat.session, typed)
    _note(filling.chat, [each.message_id for each in texts if each.message_id])
    return True


def told(chat: Chat, page: Page) -> list[Told]:
    """The story as it is sent, with its message where it came in one: an edit of that reaches the thread."""
    text, messages = answer_of(page.turn.live, Meaning.STORY), help_notes.get(chat, help_notes.STORY, [])
    return [Told(text, messages[0] if len(messages) == 1 else 0)] if text else []


def _note(chat: Chat, message_ids: Sequence[int]) -> None:
    help_notes.put(chat, help_notes.STORY, [*help_notes.get(chat, help_notes.STORY, []), *message_ids])
