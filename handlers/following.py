"""What a report plans and settles, by the rules of follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.clients import Client
from domain.follow_up import Plan, is_renewed, is_series, next_step, planned, settling, shows_done
from domain.follow_up_rules import Rules
from domain.people import Role
from domain.presses import Do
from domain.referrals import newest
from domain.tasks import Doing, State, Task, answered_by, continued, overtaken, planned_again, settled_by, slot_of
from handlers.filed import Filed
from handlers.task_words import kind_name
from storage.tasks import Link

Changes = dict[str, Task]  # tasks as they shall be, by their slots


async def follow(filed: Filed) -> None:
    """Plan what comes next, and settle what was done. A report that does neither asks the database for nothing."""
    rules, form, subject = filed.chat.kit.rules, filed.sent.form, filed.subject
    if subject.unit is None:
        return
    plans = [_task(filed, plan, subject.unit.code) for plan in _plans(filed)]
    kinds = settling(rules, form)
    known = await _known(filed, kinds)
    changes = {task.slot: task for task in _planned(filed, plans, known)}
    for kind in sorted(kinds):
        changes |= _settled(filed, kind, {**known, **changes})
        changes |= await _continued(filed, kind, {**known, **changes})
    _keep(filed, known, changes)
    _tell(filed, changes)


# --- What there is ---------------------------------------------------------------------------------


def _plans(filed: Filed) -> list[Plan]:
    """Nothing is planned for somebody who is accompanied no longer."""
    client, day = filed.subject.client, filed.subject.day
    if client is not None and not client.is_present:
        return []
    opened = client.opened_on if client is not None else None
    return planned(filed.chat.kit.rules, filed.sent.form, filed.answers.values, day, opened)


async def _known(filed: Filed, kinds: frozenset[str]) -> Changes:
    """The tasks that this report may touch, of those that are there."""
    tasks, link = filed.chat.store.tasks, link_of(filed)
    found = await tasks.settled_or_waiting(kinds, link, _doing(filed), filed.draft.task)
    if filed.is_correction and (kinds or _may_plan(filed.chat.kit.rules, filed.sent.form)):
        found += await tasks.touched_by(filed.sent.number)
    return {task.slot: task for task in found}


def _rules(filed: Filed) -> Rules:
    return filed.chat.kit.rules


def _may_plan(rules: Rules, form: str) -> bool:
    return any(form in rule.after for rule in rules.rules)


def link_of(filed: Filed) -> Link:
    """What the report is about. An activity of a unit that names nothing settles only what it was begun from."""
    subject = filed.subject
    client = subject.client.id if subject.client is not None else None
    unit = subject.unit.code if subject.unit is not None and subject.of_unit else ""
    return Link(subject.about, client, unit)


def _doing(filed: Filed) -> Doing:
    return Doing(filed.sent.number, filed.subject.day, filed.chat.now)


def _task(filed: Filed, plan: Plan, unit: str, about: str = "", since: date | None = None) -> Task:
    client, about = filed.subject.client, about or filed.sent.number
    return Task(
        slot=slot_of(about, plan.kind, plan.step),
        unit=unit,
        person=_whose(filed, plan.to, client),
        client=client.id if client is not None else None,
        about=about,
        kind=plan.kind,
        form=plan.opens or "",
        step=plan.step,
        since=since or filed.subject.day,
        due=plan.due,
        first_due=plan.due,
    )


def _whose(filed: Filed, to: Role, client: Client | None) -> int | None:
    """The client's agent; without a client, the agent who reports. Everything else is any petugas's."""
    if to is not Role.AGEN:
        return None
    if client is not None:
        return client.agent
    return filed.chat.person.id if filed.chat.person.role is Role.AGEN else None


# --- What becomes of it ----------------------------------------------------------------------------


def _planned(filed: Filed, plans: Sequence[Task], known: Changes) -> list[Task]:
    own = [task for task in known.values() if task.about == filed.sent.number]
    return [_renewed(filed, task, known) for task in planned_again(plans, own)]


def _renewed(filed: Filed, task: Task, known: Changes) -> Task:
    """The task, unless a report of a later day has renewed it before it was planned."""
    is_new = task.is_open and task.slot not in known
    return (
        overtaken(task, known.values(), filed.chat.now) if is_new and is_renewed(_rules(filed), task.kind) else task
    )


def _settled(filed: Filed, kind: str, tasks: Changes) -> Changes:
    """The one that the form was begun from; sent again, what it had settled; or else what it came after."""
    doing, shows = _doing(filed), shows_done(_rules(filed), kind, filed.answers.values)
    same = [task for task in tasks.values() if task.kind == kind]
    begun = [task for task in same if task.is_open and task.id and task.id == filed.draft.task]
    had = [task for task in same if task.state is State.DONE and task.done_by == doing.number]
    kept = [task for task in had if _is_about(filed, task) and (shows or task.id == filed.draft.task)]
    changed = [task.reopened() for task in had if task not in kept]
    changed += [task.settled(doing) for task in begun]
    if kept:
        changed += [replace(task, done_on=doing.day) for task in kept]  # a correction is not entered late
    elif shows:
        changed += _found(filed, kind, [task for task in same if task not in had + begun], bool(begun))
    return {task.slot: task for task in changed}


def _found(filed: Filed, kind: str, tasks: list[Task], is_begun: bool) -> list[Task]:
    """Without being told which: in a series one question, and none if the form was begun from one."""
    if not is_series(_rules(filed), kind):
        return settled_by(_doing(filed), tasks)
    return [] if is_begun else answered_by(_doing(filed), tasks)


def _is_about(filed: Filed, task: Task) -> bool:
    """Whether a corrected report is still about what this task is about."""
    link = link_of(filed)
    if link.about:
        return task.about == link.about
    return task.client == link.client and link.unit in {"", task.unit}


async def _continued(filed: Filed, kind: str, tasks: Changes) -> Changes:
    """In a series, the next question, as long as the newest news leaves it open."""
    series = [task for task in tasks.values() if task.kind == kind and task.about == filed.subject.about]
    if not filed.subject.about or not series or not is_series(_rules(filed), kind):
        return {}
    last = newest(await filed.chat.store.referrals.news_of(filed.subject.about))
    if last is not None and last.number != filed.sent.number:
        return {}
    following = _next(filed, kind, series)
    return {task.slot: task for task in continued(series, following)}


def _next(filed: Filed, kind: str, series: Sequence[Task]) -> Task | None:
    begin = min(series, key=lambda task: task.step)
    done = max((task.step for task in series if task.state is State.DONE), default=0)
    plan = next_step(filed.chat.kit.rules, kind, begin.since, done, filed.subject.day, filed.answers.values)
    if plan is None or (filed.subject.client is not None and not filed.subject.client.is_present):
        return None
    return _task(filed, plan, begin.unit, begin.about, begin.since)


def _keep(filed: Filed, known: Changes, changes: Changes) -> None:
    tasks = filed.chat.store.tasks
    for slot, task in changes.items():
        before = known.get(slot)
        if before is None:
            tasks.plan(task, filed.chat.now)
        elif before != task:
            tasks.change(before, task, filed.chat.now)


# --- What is said of it ----------------------------------------------------------------------------


def _tell(filed: Filed, changes: Changes) -> None:
    """On the receipt: what the person will be asked for, and the way back to the tasks if they came from there."""
    chat = filed.chat
    abouts = {filed.sent.number, filed.subject.about}
    coming = [task for task in changes.values() if task.is_open and task.about in abouts and _is_own(filed, task)]
    later = sorted((task for task in coming if task.due > chat.local.date()), key=lambda task: task.due)
    if later:
        said = "; ".join(
            f"{kind_name(chat, task.kind)}, {chat.voice.day(task.due, chat.local.date())}" for task in later
        )
        filed.told.append(chat.voice.say("Berikutnya: {tasks}.", tasks=said))
    if filed.draft.task is not None:
        filed.offered.append(((chat.button("Tugas saya", Do.TASKS),),))


def _is_own(filed: Filed, task: Task) -> bool:
    person = filed.chat.person
    return task.person == person.id or (task.person is None and person.role is Role.PETUGAS)
