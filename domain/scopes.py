"""Which place somebody may know the figures of: by the table of access."""

from __future__ import annotations

from domain.access import Action, Reach, Record, opens_records, reach
from domain.digest import Level, Scope
from domain.people import Person


def scope_of(person: Person) -> Scope | None:
    """The place that somebody gets the figures of; None for whoever has left, or belongs nowhere."""
    if not person.is_active:
        return None
    match reach(person.role, Action.SEE, Record.COUNT):
        case Reach.UNIT if person.unit is not None:
            return Scope(Level.UNIT, person.unit.code)
        case Reach.SATKER if person.home is not None:
            return Scope(Level.SATKER, person.home)
        case Reach.PROVINCE if person.territory:
            return Scope(Level.PROVINCE, person.territory[:2])
        case Reach.NATION:
            return Scope(Level.NATION)
    return None


def hides_small(person: Person) -> bool:
    """Whether small counts of people are hidden from this person (decision 13)."""
    return not opens_records(person.role)
