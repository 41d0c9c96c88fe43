"""What was attained in a year: how many units came to which stage, on which track, as they stood on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.stage_rules import StageRules
from domain.stages import ORDER, TRACKS, Reached, Stage, has_come_to, is_sustained, standing


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit in a year: its whole history, and how many reports of the kinds that matter it sent."""

    place: str
    history: Sequence[Reached]
    reports: int


@dataclass(frozen=True, slots=True)
class Attained:
    """Units by stage and track. `sustained` is how many are sustained by what they did."""

    by_track: Mapping[Stage, Mapping[str, int]]
    sustained: int

    def units(self, stage: Stage) -> int:
        return sum(self.by_track[stage].values())


def as_of(year: int, today: date) -> date:
    """The day that figures about a year hold for: its last one, or today."""
    return min(today, date(year, 12, 31))


def attained(rules: StageRules, units: Iterable[UnitYear], year: int, today: date) -> Attained:
    """How many of these units stood where. A unit that has come far counts for the stages before as well."""
    day = as_of(year, today)
    every = list(units)
    now = [step for unit in every if (step := standing(unit.history, day)) is not None]
    by_track = {stage: _tracks(step for step in now if has_come_to(step.stage, stage)) for stage in ORDER}
    by_track[Stage.INACTIVE] = _tracks(step for step in now if step.stage == Stage.INACTIVE)
    sustained = sum(is_sustained(rules.sustained, unit.history, year, unit.reports) for unit in every)
    return Attained(by_track, sustained)


def by_place(units: Iterable[UnitYear]) -> Mapping[str, list[UnitYear]]:
    """The units of each place."""
    places: dict[str, list[UnitYear]] = {}
    for unit in units:
        places.setdefault(unit.place, []).append(unit)
    return places


def _tracks(steps: Iterable[Reached]) -> Mapping[str, int]:
    counted = Counter(step.track for step in steps)
    known = {track: counted.pop(track, 0) for track in TRACKS}
    return known | dict(counted)
