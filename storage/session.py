"""What a chat is: where it stands, and what is in front of its person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.help_cases import HelpCase
from domain.people import Person
from storage.drafts import Draft
from storage.sealing import Who


class Place(StrEnum):
    """What the present card of a chat is."""

    NOTHING = ""
    JOINING = "joining"
    MENU = "menu"
    FORM = "form"
    SENTENCE = "sentence"  # a text now says why a report is handed back
    THREAD = "thread"  # a text now goes to somebody who asked for help, or to whoever answers
    ASIDE = "aside"  # something else than the form that may be open: a text now is no answer to its question


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest state of the current card that Telegram has, and when that was (Telegram's clock)."""

    message_id: int
    seq: int
    at: datetime


@dataclass(slots=True)
class Session:
    """Where a chat stands. Handlers change it; what changed is saved at the end of the transaction."""

    who: Who
    bot: str
    chat: int
    language: str
    active_at: datetime
    place: Place = Place.NOTHING
    notes: dict[str, Any] = field(default_factory=dict)
    draft_id: int | None = None
    card: int = 0
    asked: int = 0
    seq: int = 0
    seen_at: datetime | None = None
    reachable: bool = True
    case: int | None = None  # of the help bot: what seals all that is said here
    help: HelpCase | None = None
    person: Person | None = None
    draft: Draft | None = None
    shown: Shown | None = None
    in_danger: bool = False  # their words of this moment point to danger: what is said to them does not wait

    @property
    def is_stranger(self) -> bool:
        """Whether nothing ties us to whoever writes here: nobody who joined or is about to, or who asked for help."""
        if self.help is not None:
            return not self.help.was_asked
        return self.person is None and self.place is not Place.JOINING

    @property
    def is_shown(self) -> bool:
        """Whether the person has the newest state of the current card."""
        return self.shown is not None and self.shown.seq == self.asked
