"""The people who work with Suar, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.territory import zone_of

USUAL_HOUR = 8  # at which people are told what waits for them


class Role(StrEnum):
    """What somebody does in the programme."""

    AGEN = "agen"
    PETUGAS = "petugas"
    BNNP = "bnnp"
    PUSAT = "pusat"


@dataclass(frozen=True, slots=True)
class Satker:
    """A work unit of BNN: a BNNK, or a BNNP."""

    code: str
    name: str
    territory: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An IBM unit. `prefix` begins the numbers of its reports, `since` is the first day of its history."""

    code: str
    name: str
    satker: str
    prefix: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who joined. `code` stands for them in forms and exports, `hour` is when they are told what waits."""

    id: int
    role: Role
    name: str
    code: str
    unit: Unit | None
    satker: str | None
    territory: str | None
    left_on: date | None = None
    hour: int = USUAL_HOUR

    @property
    def is_active(self) -> bool:
        """Whether this person still works here."""
        return self.left_on is None

    @property
    def home(self) -> str | None:
        """The satker that this person belongs to: an agen's is the one that serves their unit."""
        return self.unit.satker if self.unit is not None else self.satker

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.unit.code if self.unit else self.territory)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use way in. Exactly one of the places is set, none for pusat."""

    role: Role
    unit: str | None = None
    satker: str | None = None
    territory: str | None = None
