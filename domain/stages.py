"""The stages of a unit (domain brief 1.3): which there are, and how a unit stood on a day by its dated history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.stage_rules import Sustained
from domain.voice import phrase


class Stage(StrEnum):
    """How far a unit has come. The words are those of the forms."""

    MAPPED = "dipetakan"
    ADVOCACY = "advokasi"
    DECREED = "ber_sk"
    OPERATIONAL = "operasional"
    SUSTAINED = "berkelanjutan"
    INACTIVE = "tidak_aktif"


ORDER = (Stage.MAPPED, Stage.ADVOCACY, Stage.DECREED, Stage.OPERATIONAL, Stage.SUSTAINED)
STAGES = (*ORDER, Stage.INACTIVE)
TRACKS = ("reguler", "prioritas", "mandiri")

STAGE_NAMES = {
    Stage.MAPPED: phrase("Dipetakan"),
    Stage.ADVOCACY: phrase("Advokasi"),
    Stage.DECREED: phrase("Ber-SK"),
    Stage.OPERATIONAL: phrase("Operasional"),
    Stage.SUSTAINED: phrase("Berkelanjutan"),
    Stage.INACTIVE: phrase("Tidak aktif"),
}
TRACK_NAMES = {
    "reguler": phrase("reguler"),
    "prioritas": phrase("prioritas"),
    "mandiri": phrase("mandiri"),
}


@dataclass(frozen=True, slots=True)
class Decree:
    """The SK of a unit, and the day on which it ends, where it says for how long it was signed."""

    kind: str
    number: str
    signed_on: date | None
    until: date | None


NO_DECREE = Decree("", "", None, None)


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that a unit reached on a day. `number` is of the report that says so, `at` when it was first sent."""

    number: str
    unit: str
    day: date
    stage: str
    track: str
    evidence: str
    decree: Decree
    at: datetime


def standing(history: Iterable[Reached], on: date) -> Reached | None:
    """The stage that a unit was in on this day: the one reached last."""
    reached = [step for step in history if step.day <= on]
    return max(reached, key=_order, default=None)


def decree_of(history: Iterable[Reached], on: date) -> Decree | None:
    """The newest decree of a unit: a later stage that needs no new one leaves it in force."""
    held = [step for step in history if step.day <= on and step.decree.signed_on is not None]
    newest = max(held, key=_order, default=None)
    return newest.decree if newest is not None else None


def _order(step: Reached) -> tuple[date, datetime, str]:
    """On one day, what was reported later is what came later."""
    return step.day, step.at, step.number


def has_come_to(stage: str, wanted: Stage) -> bool:
    """Whether a unit in this stage has also passed the wanted one. Whoever is not active counts for none."""
    return stage in ORDER and ORDER.index(Stage(stage)) >= ORDER.index(wanted)


def following(stage: str | None) -> Stage | None:
    """What comes after a stage; first of all a unit is mapped. A sustained unit has nothing more to reach."""
    if stage is None:
        return Stage.MAPPED
    if stage == Stage.INACTIVE:
        return Stage.OPERATIONAL
    after = ORDER.index(Stage(stage)) + 1 if stage in ORDER else len(ORDER)
    return ORDER[after] if after < len(ORDER) else None


def is_sustained(rule: Sustained, history: Sequence[Reached], year: int, reports: int) -> bool:
    """Whether a unit counts as sustained in a year, by what it did, whatever was recorded."""
    before = any(step.stage in rule.stages and step.day.year < year for step in history)
    return before and reports >= rule.reports
