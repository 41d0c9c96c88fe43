"""What comes next after a report, by the rules of follow-up. Days go in, days come out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from domain.follow_up_rules import CHECK_IN, Before, Rule, Rules
from domain.people import Role
from domain.rule_tables import Conditions

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """One task: what there is to do, by when, for whom. In a series, `step` counts from 1."""

    kind: str
    opens: str | None
    due: date
    to: Role
    step: int = 1


def planned(rules: Rules, form: str, answers: Answers, day: date, opened: date | None = None) -> list[Plan]:
    """What comes after this form. `day` is when it happened, `opened` when its client was opened (if it has one)."""
    found = []
    for rule in rules.rules:
        due = _due(rules, rule, answers, day, opened or day) if _fits(rule, form, answers) else None
        if due is not None:
            found.append(_plan(rules, rule.plan, due))
    return found


def settling(rules: Rules, form: str) -> frozenset[str]:
    """The kinds of tasks that are done once this form was sent about the same client, referral, unit or consent."""
    return frozenset(kind.name for kind in rules.kinds.values() if form in kind.settled_by)


def shows_done(rules: Rules, kind: str, answers: Answers) -> bool:
    """Whether a report that settles tasks of this kind does so with these answers."""
    return _hold(rules.kinds[kind].settled_when, answers)


def is_renewed(rules: Rules, kind: str) -> bool:
    """Whether whatever plans such a task has settled the one before: a decree that follows another."""
    settled_by = rules.kinds[kind].settled_by
    return all(rule.after <= settled_by for rule in rules.rules if rule.plan == kind)


def is_series(rules: Rules, kind: str) -> bool:
    return any(rule.plan == kind and rule.steps for rule in rules.rules)


def next_checkin(rules: Rules, opened: date, last: date) -> date | None:
    """When the cadence wants the next check-in after the last one; None once the time of monitoring is over."""
    return _by_cadence(rules, CHECK_IN, opened, last)


def next_step(rules: Rules, kind: str, began: date, step: int, day: date, answers: Answers) -> Plan | None:
    """The task after this step of a series that began that day, while nothing is known yet. Never due by `day`."""
    rule = next((rule for rule in rules.rules if rule.plan == kind and rule.steps), None)
    if rule is None or not _is_open(rule, answers):
        return None
    for number, days in enumerate(rule.steps[step:], step + 1):
        if began + timedelta(days=days) > day:
            return _plan(rules, kind, began + timedelta(days=days), number)
    return None


def _plan(rules: Rules, kind: str, due: date, step: int = 1) -> Plan:
    return Plan(kind, rules.kinds[kind].opens, due, rules.kinds[kind].to, step)


# --- Whether a rule fits -------------------------------------------------------------------------


def _fits(rule: Rule, form: str, answers: Answers) -> bool:
    return form in rule.after and _hold(rule.when, answers) and not (rule.unless and _hold(rule.unless, answers))


def _hold(conditions: Conditions, answers: Answers) -> bool:
    """Whether each question has one of these answers. Of several chosen answers, one is enough."""
    return all(not values.isdisjoint(answers.get(name, "").split()) for name, values in conditions.items())


def _is_open(rule: Rule, answers: Answers) -> bool:
    return all(not answers.get(name) or _hold({name: values}, answers) for name, values in rule.again_while.items())


# --- When it is due ------------------------------------------------------------------------------


def _due(rules: Rules, rule: Rule, answers: Answers, day: date, opened: date) -> date | None:
    answered = _day(answers, rule.question)
    if answered:
        return answered
    if rule.before:
        return _before(rule.before, answers)
    if rule.cadence:
        return _by_cadence(rules, rule.cadence, opened, day)
    days = rule.steps[0] if rule.steps else rule.in_days
    return None if days is None else day + timedelta(days=days)


def _by_cadence(rules: Rules, cadence: str, opened: date, last: date) -> date | None:
    age = (last - opened).days
    every = next((each.every_days for each in rules.cadences[cadence] if age < each.until_day), None)
    return None if every is None else last + timedelta(days=every)


def _before(before: Before, answers: Answers) -> date | None:
    day = _day(answers, before.question)
    months = answers.get(before.months, "") if before.months else "0"
    if day is None or not re.fullmatch(r"[0-9]{1,4}", months):
        return None
    end = months_later(day, int(months))
    return None if end is None or end.toordinal() <= before.days else end - timedelta(days=before.days)


def months_later(day: date, months: int) -> date | None:
    """The same day of a later month, or its last day; None where no calendar goes."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > MAXYEAR:
        return None
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _day(answers: Answers, question: str | None) -> date | None:
    try:
        return date.fromisoformat(answers.get(question or "", "")[:10])
    except ValueError:
        return None
