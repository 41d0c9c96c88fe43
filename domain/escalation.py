"""What happens when nobody answers: who is told next, and when. Pure; each step is taken once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.duty import PROMISE_RULE
from domain.help_rules import HelpRules, Promise, Step, To


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How a case stands. `level` counts the steps since the promise, `told_at` is when the last of them was taken.

    `nobody`: whom there is not. Such a step is passed over.
    """

    promised_at: datetime | None
    level: int = 0
    told_at: datetime | None = None
    urgent: bool = False
    nobody: frozenset[To] = frozenset()


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told, from when on, and the level that the case has afterwards."""

    to: To
    level: int
    at: datetime


def coming(case: Unanswered, rules: HelpRules) -> Escalation | None:
    """The next step, and when it is due. None: an answer was given, or everybody has been told."""
    if case.promised_at is None:
        return None
    at = case.promised_at
    for level, step in enumerate(rules.steps, 1):
        if step.to in case.nobody:
            continue
        wait = _wait(step, case)
        at += wait
        if level > case.level:
            # After a time when Suar was away, each of them still has the time that the rules give.
            return Escalation(step.to, level, max(at, case.told_at + wait) if case.told_at is not None else at)
    return None


def plan(case: Unanswered, rules: HelpRules, now: datetime) -> Escalation | None:
    """The step that is to be taken now, if any is."""
    step = coming(case, rules)
    return step if step is not None and step.at <= now else None


def promised_hours(promise: Promise, of_satker: Mapping[str, str], *, urgent: bool) -> int:
    """The hours that the satker promises, or else the rules; in danger never more than those for danger."""
    own = of_satker.get(PROMISE_RULE, "")
    hours = int(own) if own.isdecimal() and int(own) > 0 else promise.hours
    return min(hours, promise.urgent_hours) if urgent else hours


def _wait(step: Step, case: Unanswered) -> timedelta:
    return timedelta(hours=step.urgent_wait_hours if case.urgent else step.wait_hours)
