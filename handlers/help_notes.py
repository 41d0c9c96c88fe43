"""What is remembered of a chat of the help bot between two messages: sealed under the case, and gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from handlers.chat import Chat

AREA = "area"  # the code of the kabupaten or province, as far as it was told
UNIT = "unit"  # of the poster that led here
DRAFT = "asking"  # the draft of asking
SURVEY = "survey draft"  # the draft of a survey
STORY = "story"  # the messages that became the story of that draft
TOLD = "told"  # what was written before anything was asked for
PICTURES = "pictures"  # what was sent before anything was asked for
VOICES = "recordings wait"  # for an answer to our question: of each Telegram's name for it, and its message
HELD = "held"  # a text that waits for an answer to a question of ours
CARDS = "cards"  # when a card of danger was shown, by kind
CALLED = "called"  # when a human was called
GIVEN = "given"  # whether there is a receipt
RECEIPT = "receipt"  # the receipt itself, until it was written down
TOPICS = "topics"  # the card on which topics are searched


@dataclass(frozen=True)
class Told:
    """A text, and the message it came in; 0 where that is of another chat."""

    text: str
    message_id: int


@dataclass(frozen=True)
class Picture:
    """Telegram's name for a picture, and the message it came in; 0 where that is of another chat."""

    source: str
    message_id: int


def put(chat: Chat, name: str, value: Any) -> None:
    chat.session.notes = {**chat.session.notes, name: value}


def get(chat: Chat, name: str, default: Any = None) -> Any:
    return chat.session.notes.get(name, default)


def drop(chat: Chat, *names: str) -> None:
    chat.session.notes = {name: note for name, note in chat.session.notes.items() if name not in names}


def told(chat: Chat) -> list[Told]:
    """What was written before anything was asked for, in order."""
    return [Told(**each) for each in get(chat, TOLD, ())]


def keep_told(chat: Chat, texts: Sequence[Told]) -> None:
    put(chat, TOLD, [asdict(each) for each in texts])


def add_told(chat: Chat, fresh: Told) -> None:
    """One more; or what one of them reads now, in its place."""
    texts = told(chat)
    if is_told(chat, fresh.message_id):
        keep_told(chat, [fresh if each.message_id == fresh.message_id else each for each in texts])
    else:
        keep_told(chat, [*texts, fresh])


def is_told(chat: Chat, message_id: int) -> bool:
    return bool(message_id) and any(each.message_id == message_id for each in told(chat))


def pictures(chat: Chat) -> list[Picture]:
    """The pictures that were sent before anything was asked for, in order."""
    return [Picture(**each) for each in get(chat, PICTURES, ())]


def keep_pictures(chat: Chat, waiting: Sequence[Picture]) -> None:
    put(chat, PICTURES, [asdict(each) for each in waiting])


def set_aside(chat: Chat) -> None:
    """A question of ours is over without an answer: what waited for it is written and not sent, and not lost."""
    held = get(chat, HELD)
    drop(chat, HELD)
    if held is not None:
        for each in held["parts"]:
            add_told(chat, Told(**each))


def area(chat: Chat) -> str:
    return str(get(chat, AREA, ""))
