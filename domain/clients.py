"""Clients: people who are accompanied. They have a code, and for their agent a neutral word; no name anywhere."""

from __future__ import annotations

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

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT

    def label(self, person: int) -> str:
        """What a person calls them: only their own agent knows the word."""
        return f"{self.word} · {self.code}" if person == self.agent else self.code
