"""What people are told of because nobody has acted: who is told, and when. Pure; each step is taken once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.concern_rules import Steps
from domain.concerns import Concern
from domain.people import Person, Role


class To(StrEnum):
    """Who is told."""

    PETUGAS = "petugas"
    HEAD = "head"
    OVERSEERS = "bnnp"  # where there is no head: how many there are, and no more


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern that people are told of, and since when it was one then. Its steps count from `raised_on`; they begin
    anew, in another `turn`, where somebody saw to it for a while and it is there still."""

    id: int
    key: str
    satker: str
    since: date
    raised_on: date
    turn: int
    taken_by: int | None
    rests_until: date | None

    def rests(self, today: date) -> bool:
        """Whether somebody sees to it."""
        return self.rests_until is not None and today < self.rests_until

    def days(self, today: date) -> int:
        """For how many days it has been known."""
        return (today - self.raised_on).days


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that somebody is to be told of."""

    concern: Concern
    raised: Raised
    to: To


@dataclass(frozen=True, slots=True)
class Office:
    """Who there is in a satker: the petugas who work there, and its head, if one is known who can be written to."""

    satker: str
    name: str
    officers: frozenset[int] = frozenset()
    head: int | None = None


def whom(person: Person, office: Office) -> tuple[To, ...]:
    """As what this person is told of the matters of a satker. The head is told later, unless nobody else is there."""
    if person.role is Role.BNNP:
        return (To.OVERSEERS,) if office.head is None else ()
    if person.role is not Role.PETUGAS or person.satker != office.satker:
        return ()
    if person.id != office.head:
        return (To.PETUGAS,)
    return (To.HEAD,) if office.officers - {person.id} else (To.PETUGAS, To.HEAD)


def is_due(raised: Raised, to: To, steps: Steps, today: date) -> bool:
    """Whether this step has come."""
    after = steps.petugas if to is To.PETUGAS else steps.head
    return after is not None and not raised.rests(today) and today >= raised.raised_on + timedelta(days=after)


def slot_of(matter: Matter, person: int) -> str:
    """The one place for telling somebody of it, in each of its turns; by what it is, so that a clock that jumps does
    not make another of it."""
    raised = matter.raised
    return f"raised:{raised.key}:{raised.since}:{raised.turn}:{matter.to}:{person}"


def day_slot(person: int, day: date) -> str:
    """The one place for what somebody is told on a day of theirs."""
    return f"attention:{person}:{day}"
