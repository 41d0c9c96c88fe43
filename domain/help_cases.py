"""A help case: somebody who looked at the help bot, or who asked there for help. Whoever answers knows an alias."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How a case stands. One that was erased has no state: it is not there any more."""

    TOUCHED = "touched"  # somebody looked, and asked nothing yet
    WAITING = "waiting"  # nobody has taken it
    TAKEN = "taken"
    CLOSED = "closed"


class Sender(StrEnum):
    """Who wrote a message of a case."""

    FAMILY = "family"
    STAFF = "staff"
    SUAR = "suar"  # a sentence of the bot that both sides see
    NOTE = "note"  # between colleagues; the family never sees it


@dataclass(frozen=True, slots=True)
class HelpCase:
    """What is known of a case without opening it. `who` is the chat that it is led in: a random value."""

    id: int
    who: bytes
    state: State
    alias: str | None
    satker: str | None
    unit: str | None
    taken_by: int | None
    urgent: bool
    silent: bool
    level: int
    begun_at: datetime
    touched_at: datetime
    asked_at: datetime | None
    promised_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    muted_until: datetime | None
    told_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody answers, or is to answer."""
        return self.state in {State.WAITING, State.TAKEN}

    @property
    def was_asked(self) -> bool:
        """Whether help was asked for; of such a case there is a thread."""
        return self.state is not State.TOUCHED

    def is_muted(self, now: datetime) -> bool:
        return self.muted_until is not None and now < self.muted_until


@dataclass(frozen=True, slots=True)
class HelpMessage:
    """One version of a message of a case. `number` counts the messages of the case from 1."""

    id: int
    case: int
    number: int
    version: int
    sender: Sender
    person: int | None
    kind: str  # text, photo, album or voice
    text: str
    file: int | None
    message_id: int  # in the chat of whoever wrote it; 0 where there is none
    at: datetime
    seen_at: datetime | None

    @property
    def was_edited(self) -> bool:
        return self.version > 1
