"""Clients: people who are accompanied. They have a code, and for their agent a neutral word; no name anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How a client stands. The words are those of the forms (domain brief 8.9)."""

    ACTIVE = "aktif"
    REFERRED = "dirujuk"
    AFTERCARE = "bina_lanjut"
    DONE = "selesai"
    OUT_OF_REACH = "tak_terjangkau"
    STOPPED = "berhenti"
    DIED = "meninggal"


PRESENT = frozenset((Status.ACTIVE, Status.REFERRED, Status.AFTERCARE))  # who is still accompanied


@dataclass(frozen=True, slots=True)
class Client:
    """A client. `consented` says whether they may be recorded, contacted, and shared with a place of help."""

    id: int
    code: str
    unit: str
    agent: int
    word: str
    sex: str
    age: str
    door: str
    status: Status
    opened_on: date
    number: str
    consented: bool = True
    contact: bool = False
    share: bool = False
    withdrawn_on: date | None = None
    agent_name: str = ""
    agent_left: bool = False

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT

    def label(self, person: int) -> str:
        """What a person calls them: only their own agent knows the word."""
        return f"{self.word} · {self.code}" if person == self.agent else self.code

    def short(self, person: int) -> str:
        """The same where there is little room."""
        return self.word if person == self.agent else self.code


# --- What they agreed to -------------------------------------------------------------------------

CHILD = "anak"
CHILDREN = "10_17"  # the age band of those who need a guardian
NOBODY_YET = "belum"
GUARDED = frozenset(
    ("setuju", "pendamping")
)  # the guardian agrees, or an officer stands in for one who is the danger


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to, under the number of its report, and the client who was opened by it."""

    number: str
    agent: int
    unit: str
    day: date
    age: str
    guardian: str
    record: bool
    contact: bool = False
    share: bool = False
    client: int | None = None
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        return self.record and self.withdrawn_on is None

    def covers(self, age: str) -> bool:
        """Whether it is one for somebody of this age band: a child needs a guardian."""
        if self.age == CHILD:
            return age == CHILDREN and self.guardian in GUARDED
        return age != CHILDREN


# --- What changed --------------------------------------------------------------------------------


class Change(StrEnum):
    """What can change in the life of a client."""

    STATUS = "status"
    AGENT = "agent"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Event:
    """What a report changed, and from which day on. A correction is another event under the same number."""

    id: int
    number: str
    day: date
    after: str  # empty where a correction took it back


def holding(events: Iterable[Event]) -> str:
    """What holds now: of each report its newest word, and of all reports the one with the latest day.

    The report that opened the client comes before all others, whatever day it names.
    """
    newest: dict[str, Event] = {}
    first: dict[str, int] = {}
    for event in sorted(events, key=lambda each: each.id):
        newest[event.number] = event
        first.setdefault(event.number, event.id)
    opening = min(first.values(), default=0)
    standing = [(each, first[each.number]) for each in newest.values() if each.after]
    ranked = [(began != opening, each.day, began, each.after) for each, began in standing]
    return max(ranked)[-1] if ranked else ""
