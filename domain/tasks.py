"""Tasks: something that is to be done by a day. A report plans it, and another one shows that it was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.territory import zone_of


class State(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"  # a report shows it
    CLOSED = "closed"  # it needs no report: somebody said so, or its client is no longer accompanied
    WITHDRAWN = "withdrawn"  # the report that planned it was corrected, and it follows no more


class What(StrEnum):
    """What somebody did with a task without a report."""

    LATER = "later"
    NOT_MET = "not_met"
    HANDED = "handed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `since` is the day of the activity that it follows; `first_due` stays when it is put off."""

    slot: str
    unit: str
    person: int | None  # nobody: any petugas of the satker
    client: int | None
    about: str
    kind: str
    form: str
    step: int
    since: date
    due: date
    first_due: date
    state: State = State.OPEN
    done_by: str = ""
    done_on: date | None = None
    closed_at: datetime | None = None
    id: int = 0
    evening: date | None = None  # of which day somebody asked to be told again

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def was_late(self) -> bool:
        """Whether it was done after the day for which it was planned, whenever that was entered."""
        return self.done_on is not None and self.done_on > self.first_due

    @property
    def was_entered_late(self) -> bool:
        """Whether it was entered on a later day than it was done, by the calendar of the unit."""
        if self.done_on is None or self.closed_at is None:
            return False
        return self.closed_at.astimezone(zone_of(self.unit)).date() > self.done_on

    # --- What becomes of it ---

    def settled(self, doing: Doing) -> Task:
        return replace(self, state=State.DONE, done_by=doing.number, done_on=doing.day, closed_at=doing.at)

    def reopened(self) -> Task:
        return replace(self, state=State.OPEN, done_by="", done_on=None, closed_at=None)

    def withdrawn(self) -> Task:
        return replace(self, state=State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Doing:
    """An activity that was reported: under which number, on which day it was, and when it was entered."""

    number: str
    day: date
    at: datetime


def slot_of(number: str, kind: str, step: int = 1) -> str:
    """The one place of a task: the same report plans it once, however often it is sent or corrected."""
    return f"{number}:{kind}:{step}"


# --- Settling ------------------------------------------------------------------------------------


def settled_by(doing: Doing, tasks: Iterable[Task]) -> list[Task]:
    """The tasks of one kind that change because this was done: whatever it came after, it is the first to settle.

    A report that is entered late takes its tasks from the later one that has them so far, and that one settles what
    the late one has planned: in the end it is as if all had been entered in the order of their days.
    """
    there = list(tasks)
    taken = [task for task in there if _settles(doing, task)]
    later = min(
        (each for each in map(_displaced, taken) if each is not None), key=lambda each: each.day, default=None
    )
    own = [task for task in there if task.about == doing.number]
    renewed = [task.settled(later) for task in own if later is not None and _settles(later, task)]
    return [*(task.settled(doing) for task in taken), *renewed]


def answered_by(doing: Doing, tasks: Iterable[Task]) -> list[Task]:
    """The same in a series of questions, of which each report answers one: the oldest."""
    waiting, changed = list(tasks), list[Task]()
    found: Doing | None = doing
    while found is not None:
        task = _oldest_for(found, waiting)
        if task is None:
            break
        waiting.remove(task)
        changed.append(task.settled(found))
        found = _displaced(task)
    return changed


def _oldest_for(doing: Doing, tasks: Iterable[Task]) -> Task | None:
    """Nothing settles what follows only later, or what follows itself."""
    return min((task for task in tasks if _settles(doing, task)), key=_age, default=None)


def _settles(doing: Doing, task: Task) -> bool:
    if task.since > doing.day or task.about == doing.number:
        return False
    return task.is_open or (task.done_on is not None and task.done_on > doing.day)


def _displaced(task: Task) -> Doing | None:
    if task.done_on is None or task.closed_at is None:
        return None
    return Doing(task.done_by, task.done_on, task.closed_at)


def overtaken(plan: Task, others: Iterable[Task], at: datetime) -> Task:
    """What is planned late, and was renewed already by the report of a later day: such as an old decree."""
    later = [each for each in others if each.kind == plan.kind and each.since > plan.since]
    first = min(later, key=lambda each: (each.since, each.slot), default=None)
    return plan if first is None else plan.settled(Doing(first.about, first.since, at))


def _age(task: Task) -> tuple[date, date, str]:
    return task.first_due, task.since, task.slot


# --- Planning anew ------------------------------------------------------------------------------


def planned_again(plans: Iterable[Task], existing: Iterable[Task]) -> list[Task]:
    """What becomes of the tasks that a report had planned, now that it is corrected and would plan these."""
    wanted = {plan.slot: plan for plan in plans}
    kinds = {plan.kind: plan for plan in wanted.values()}
    before = {task.slot: task for task in existing}
    changed = [plan for slot, plan in wanted.items() if slot not in before]
    for task in before.values():
        plan = wanted.get(task.slot)
        first = kinds.get(task.kind)
        if plan is not None:
            changed.append(_as_planned(task, plan))
        elif first is not None and task.step > first.step:
            changed.append(_shifted(task, first))
        elif task.is_open:
            changed.append(task.withdrawn())
    return changed


def _as_planned(task: Task, plan: Task) -> Task:
    """The task as the corrected report plans it. Who has it, and until when it was put off, stays if it can."""
    moved = task.first_due != plan.first_due
    if task.done_on is not None and task.done_on < plan.since:
        task = task.reopened()
    return replace(
        task,
        unit=plan.unit,
        client=plan.client,
        person=plan.person if task.client != plan.client else task.person,
        since=plan.since,
        due=plan.due if moved else task.due,
        first_due=plan.first_due,
        state=State.OPEN if task.state is State.WITHDRAWN else task.state,
    )


def _shifted(task: Task, first: Task) -> Task:
    """A later step of a series whose beginning has moved."""
    by = first.since - task.since
    same = _as_planned(task, replace(first, due=task.first_due + by, first_due=task.first_due + by))
    return replace(same, state=task.state)


def continued(series: Iterable[Task], following: Task | None) -> list[Task]:
    """What becomes of a series of questions, now that this one comes next, or none."""
    steps = {task.slot: task for task in series}
    slot = following.slot if following is not None else ""
    changed = [task.withdrawn() for task in steps.values() if task.is_open and task.slot != slot]
    if following is None:
        return changed
    task = steps.get(slot)
    return [*changed, following if task is None else _as_planned(task, following)]
