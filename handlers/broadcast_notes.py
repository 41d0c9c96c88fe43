"""What a petugas is about to tell many agents: kept in the notes of the session until it is sent or thrown away."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from handlers.chat import Chat
from storage.sessions import Place

BROADCAST = "broadcast"


@dataclass(frozen=True)
class Meant:
    """For whom it is (without `unit`: for all), and what is to be said. `key` is what it will be known by.

    `message_id` is where the petugas wrote it.
    """

    unit: str
    key: int = 0
    text: str = ""
    message_id: int = 0


def is_awaited(chat: Chat) -> bool:
    """Whether a text now is what many are to be told."""
    return chat.session.place is Place.BROADCAST and BROADCAST in chat.session.notes


def meant(chat: Chat) -> Meant | None:
    kept = chat.session.notes.get(BROADCAST)
    return Meant(**kept) if kept else None


def wait_for(chat: Chat, what: Meant) -> None:
    """From now on a text is what is to be said."""
    chat.session.place, chat.session.draft_id = Place.BROADCAST, None
    chat.session.notes = {**chat.session.notes, BROADCAST: asdict(what)}


def over(chat: Chat) -> None:
    """Nothing is to be said any more."""
    chat.session.place = Place.ASIDE
    chat.session.notes = {name: note for name, note in chat.session.notes.items() if name != BROADCAST}
