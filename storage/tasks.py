"""Tasks: planned by reports, settled by reports, and moved about by people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    false,
    insert,
    or_,
    select,
    update,
)

from domain.access import Action, Record
from domain.people import Person, Role
from domain.tasks import Doing, State, Task, What
from storage.nudges import Nudges
from storage.programme_tables import ClientRow, ConsentRow, TaskEventRow, TaskRow
from storage.reach import within
from storage.tables import PersonRow, UnitRow
from storage.work import Work

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """A task as somebody sees it: `word` is empty for everybody but the client's own agent."""

    task: Task
    unit: str
    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a report is about, so that the tasks that it settles can be found."""

    about: str = ""  # the number of a referral or of a consent
    client: int | None = None
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.about or self.client is not None or self.unit)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with a task without a report."""

    what: What
    by: int
    at: datetime
    reason: str = ""


class Tasks:
    """The tasks of one transaction. What reports plan and settle is collected; what people do is done at once."""

    def __init__(self, work: Work, nudges: Nudges) -> None:
        self._work = work
        self._nudges = nudges
        self._planned: list[Task] = []
        self._changed: list[tuple[Task, Task]] = []

    # --- By reports ---

    def plan(self, task: Task, now: datetime) -> None:
        """Plan it, once. The same slot again changes nothing."""
        self._planned.append(task)
        self._expect(task, now)

    def change(self, before: Task, after: Task, now: datetime) -> None:
        """Keep what became of a task; unless somebody else has changed its state meanwhile."""
        self._changed.append((before, after))
        self._expect(after, now)

    def _expect(self, task: Task, now: datetime) -> None:
        if task.is_open:
            self._nudges.expect(task.person, task.unit, task.due, now)

    async def flush(self) -> None:
        """Write what was collected: what is new in one statement, and what changed in another."""
        if self._planned:
            await self._work.put_if_absent(TaskRow, [self._new_row(task) for task in self._planned])
            self._planned.clear()
        if self._changed:
            rows = [_changed_row(before, after) for before, after in self._changed]
            await self._work.run(_UPDATE, sorted(rows, key=lambda row: row["key"]))
            self._changed.clear()

    async def settled_or_waiting(
        self, kinds: Collection[str], link: Link, doing: Doing, begun_from: int | None = None
    ) -> list[Task]:
        """Tasks of these kinds for a report to settle: open ones, those that a later one has settled, and its own."""
        if not kinds or not (link or begun_from):
            return []
        later = and_(TaskRow.state == State.DONE, TaskRow.done_on > doing.day)
        wanting = or_(TaskRow.state == State.OPEN, later)
        linked = _linked(link) if link.about else and_(_linked(link), wanting)
        begun = and_(TaskRow.id == (begun_from or 0), TaskRow.state == State.OPEN)
        return await self._tasks(TaskRow.kind.in_(kinds), or_(linked, begun, TaskRow.done_by == doing.number))

    async def touched_by(self, number: str) -> list[Task]:
        """What a report has planned, and what it has settled."""
        return await self._tasks(or_(TaskRow.about == number, TaskRow.done_by == number))

    # --- By people ---

    async def put_off(self, task: Task, due: date, act: Act, *, evening: bool = False) -> bool:
        """Until that day, or its evening. False when it is open no longer; so it is with the other acts."""
        moved = await self._act(task, act, due, due=due, evening=due if evening else None)
        if moved and evening:
            self._nudges.expect(task.person, task.unit, due, act.at, evening=True)
        return moved

    async def hand_to(self, task: Task, person: int, act: Act) -> bool:
        handed = await self._act(task, act, task.due, person=person)
        if handed:
            self._nudges.expect(person, task.unit, task.due, act.at)
        return handed

    async def close(self, task: Task, act: Act) -> bool:
        """It needs no report."""
        return await self._act(task, act, task.due, state=State.CLOSED.value, closed_at=act.at)

    async def _act(self, task: Task, act: Act, until: date, **values: Any) -> bool:
        await self.flush()
        same = and_(
            TaskRow.id == task.id, TaskRow.state == State.OPEN, TaskRow.person.is_not_distinct_from(task.person)
        )
        done = await self._work.run(update(TaskRow).where(same).values(**values))
        if not done.rowcount:
            return False
        await self._work.run(
            insert(TaskEventRow).values(
                id=self._work.ids.new(), task=task.id, what=act.what.value, reason=act.reason, due=until,
                at=act.at, by=act.by,
            )
        )  # fmt: skip
        return True

    async def acts_on(self, task: int) -> list[Act]:
        """What people did with a task, the first thing first."""
        query = select(TaskEventRow).where(TaskEventRow.task == task).order_by(TaskEventRow.at, TaskEventRow.id)
        return [Act(What(row.what), row.by, row.at, row.reason) for row in await self._work.run(query)]

    # --- Of a client ---

    async def of_client(self, person: Person, client: int) -> list[Listed]:
        """The open tasks about a client that a person may see, the first that is due first."""
        return await self._listed(person, TaskRow.client == client, _within_reach(person, Action.SEE))

    async def hand_over_client(self, client: int, to: int, now: datetime) -> None:
        """The client has another agent: what the one before was to do is theirs now, in their unit."""
        await self.flush()
        unit = select(PersonRow.unit).where(PersonRow.id == to).scalar_subquery()
        person = case((TaskRow.person.is_not(None), to), else_=None)
        theirs = and_(TaskRow.client == client, TaskRow.state == State.OPEN)
        await self._move(update(TaskRow).where(theirs).values(person=person, unit=unit), now)

    async def close_client(self, client: int, reason: str) -> None:
        """The client is accompanied no longer. `reason` says what ended it, such as the number of a report."""
        await self.flush()
        theirs = and_(TaskRow.client == client, TaskRow.state == State.OPEN)
        await self._work.run(update(TaskRow).where(theirs).values(state=State.CLOSED.value, done_by=reason))

    async def reopen_client(self, client: int, reason: str, now: datetime) -> None:
        """That was a mistake: what this had closed is open again; unless the client has withdrawn meanwhile."""
        await self.flush()
        stands = exists().where(ConsentRow.client == client, ConsentRow.record, ConsentRow.withdrawn_on.is_(None))
        closed = and_(TaskRow.client == client, TaskRow.state == State.CLOSED, TaskRow.done_by == reason, stands)
        await self._move(update(TaskRow).where(closed).values(state=State.OPEN.value, done_by=""), now)

    async def _move(self, change: Update, now: datetime) -> None:
        """Change open tasks, and have their people told of them when they are due."""
        moved = change.returning(TaskRow.person, TaskRow.unit, TaskRow.due)
        for row in await self._work.run(moved.execution_options(synchronize_session=False)):
            self._nudges.expect(row.person, row.unit, row.due, now)

    # --- For a person ---

    async def of_unit(self, person: Person, unit: str) -> list[Listed]:
        """What a person has to do for a unit itself, not for a client of it."""
        return await self._listed(person, TaskRow.unit == unit, TaskRow.client.is_(None), _tasks_of(person))

    async def due_for(self, person: Person, until: date) -> list[Listed]:
        """What a person has to do by that day, the most urgent first."""
        return await self._listed(person, TaskRow.due <= until, _tasks_of(person))

    async def find(self, person: Person, key: int) -> Listed | None:
        """A task, open or not, that is this person's to do."""
        await self.flush()
        theirs = _tasks_of(person, Action.CHANGE)
        row = (await self._work.run(_list(person).where(TaskRow.id == key, theirs))).first()
        return listed_of(row) if row else None

    # --- Rows ---

    async def _listed(self, person: Person, *conditions: Condition) -> list[Listed]:
        await self.flush()
        query = _list(person).where(TaskRow.state == State.OPEN, *conditions)
        return [listed_of(row) for row in await self._work.run(query.order_by(TaskRow.due, TaskRow.id))]

    async def _tasks(self, *conditions: Condition) -> list[Task]:
        await self.flush()
        return [_task(row) for row in await self._work.run(select(TaskRow).where(*conditions))]

    def _new_row(self, task: Task) -> dict[str, Any]:
        return {name: getattr(task, name) for name in _NAMES} | {"id": self._work.ids.new()}


def _tasks_of(person: Person, action: Action = Action.SEE) -> Condition:
    """An agen's own; for a petugas what names nobody, or somebody who has left: so that nothing is forgotten."""
    may = _within_reach(person, action)
    if person.role is Role.PETUGAS:
        return and_(may, or_(TaskRow.person.is_(None), PersonRow.left_on.is_not(None)))
    return may


def _within_reach(person: Person, action: Action) -> Condition:
    return within(person, action, Record.TASK, unit=TaskRow.unit, owner=TaskRow.person)


def _linked(link: Link) -> Condition:
    if link.about:
        return TaskRow.about == link.about
    if link.client is not None:
        return TaskRow.client == link.client
    of_nobody = (TaskRow.client.is_(None), TaskRow.person.is_(None))
    return and_(TaskRow.unit == link.unit, *of_nobody) if link.unit else false()


def _list(person: Person) -> Select[*tuple[Any, ...]]:
    word = case((ClientRow.agent == person.id, ClientRow.word), else_="").label("word")
    query = select(TaskRow.__table__, UnitRow.name.label("unit_name"), ClientRow.code.label("code"), word)
    query = query.join(UnitRow, UnitRow.code == TaskRow.unit).outerjoin(ClientRow, ClientRow.id == TaskRow.client)
    return query.outerjoin(PersonRow, PersonRow.id == TaskRow.person)


def listed_of(row: Row[Any]) -> Listed:
    """A row of a task with the name of its unit, and the code and word of its client."""
    return Listed(_task(row), row.unit_name, row.code or "", row.word)


def _task(row: Row[Any]) -> Task:
    return Task(**{name: getattr(row, name) for name in _NAMES} | {"state": State(row.state)})


def _changed_row(before: Task, after: Task) -> dict[str, Any]:
    kept = {name: getattr(after, name) for name in _MUTABLE}
    return kept | {"key": before.id, "was": before.state.value}


_NAMES = tuple(field.name for field in fields(Task))
_MUTABLE = (
    "unit", "person", "client", "since", "due", "first_due", "state", "done_by", "done_on", "closed_at",
)  # fmt: skip
_UPDATE = (
    update(TaskRow.__table__)  # type: ignore[arg-type]
    .where(TaskRow.id == bindparam("key"), TaskRow.state == bindparam("was"))
    .values({name: bindparam(name) for name in _MUTABLE})
)
