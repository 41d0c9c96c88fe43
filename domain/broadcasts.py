"""What a petugas tells many agents at once: where each of them stands, and when they are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.timing import coming_morning, is_quiet

LONGEST = 2000  # letters; with what stands around them, well within a message


class State(StrEnum):
    """How far it is with one agent. From each state there is no way back."""

    WAITING = "waiting"
    LEFT = "left"  # it is on its way
    ARRIVED = "arrived"
    UNREACHABLE = "unreachable"
    GONE = "gone"  # works there no longer
    STOPPED = "stopped"  # the petugas thought better of it


@dataclass(frozen=True, slots=True)
class Counted:
    """How many agents are in each state."""

    states: Mapping[State, int]

    def of(self, *states: State) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def all(self) -> int:
        return self.of(*State)

    @property
    def open(self) -> int:
        """How many may still get it."""
        return self.of(State.WAITING, State.LEFT)


def first_moment(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which people who live there may be told."""
    local = now.astimezone(zone)
    return coming_morning(local) if is_quiet(local) else now


def not_before(now: datetime, zone: ZoneInfo, busy_until: datetime | None) -> datetime | None:
    """When to look again; None when they may be told now. Nobody is told at night, or while they are at something."""
    first = first_moment(now, zone)
    return first if first > now else busy_until
