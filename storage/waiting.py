"""What waits for many people at once: the questions of `tasks`, asked for all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased

from domain.access import Action, Reach, Record, reach
from domain.nudges import Part
from domain.people import Person
from domain.tasks import State
from storage.programme_tables import ClientRow, TaskRow
from storage.tables import PersonRow, UnitRow
from storage.tasks import Listed, listed_of
from storage.work import Work

Reader = aliased(PersonRow)  # whoever is asked about
Owner = aliased(PersonRow)  # whose the task is


@dataclass(frozen=True)
class Bundle:
    """All that somebody is told at once; and how much of the week before they did in time."""

    part: Part
    tasks: Sequence[Listed]
    in_time: int = 0


class Waiting:
    """What many people have to do."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def due(self, people: Collection[Person], until: date) -> dict[int, list[Listed]]:
        """What each of them has to do by that day, the most urgent first."""
        found: dict[int, list[Listed]] = defaultdict(list)
        word = case((ClientRow.agent == Reader.id, ClientRow.word), else_="").label("word")
        for query in _open_tasks(people):
            wanted = query.add_columns(
                TaskRow.__table__, UnitRow.name.label("unit_name"), ClientRow.code.label("code"), word
            )
            wanted = wanted.outerjoin(ClientRow, ClientRow.id == TaskRow.client).where(TaskRow.due <= until)
            for row in await self._work.run(wanted.order_by(TaskRow.due, TaskRow.id)):
                found[row.reader].append(listed_of(row))
        return found

    async def next_days(self, people: Collection[Person]) -> dict[int, date]:
        """The day of the first thing that each of them has to do."""
        found: dict[int, date] = {}
        for query in _open_tasks(people):
            rows = await self._work.run(query.add_columns(func.min(TaskRow.due).label("day")).group_by(Reader.id))
            found |= {row.reader: row.day for row in rows}
        return found

    async def done_in_time(self, people: Collection[Person], since: date, until: date) -> dict[int, int]:
        """How many of their tasks of these days each of them has done in time."""
        if not people:
            return {}
        query = select(TaskRow.person, func.count().label("amount")).where(
            TaskRow.person.in_([person.id for person in people]),
            TaskRow.state == State.DONE,
            TaskRow.due.between(since, until),
            TaskRow.done_on <= TaskRow.first_due,
        )
        return {row.person: row.amount for row in await self._work.run(query.group_by(TaskRow.person))}


def _open_tasks(people: Collection[Person]) -> list[Select[Any]]:
    """The open tasks of people, by how far they reach: one question each for all who reach as far."""
    far = {how: [person.id for person in people if _reach(person) is how] for how in (Reach.OWN, Reach.SATKER)}
    queries = [_own(), _of_nobody()]
    return [
        query.where(Reader.id.in_(those), Reader.left_on.is_(None), TaskRow.state == State.OPEN)
        for query, those in zip(queries, far.values(), strict=True)
        if those
    ]


def _reach(person: Person) -> Reach:
    return reach(person.role, Action.SEE, Record.TASK)


def _own() -> Select[Any]:
    query: Select[Any] = select(Reader.id.label("reader"))
    return query.join(TaskRow, TaskRow.person == Reader.id).join(UnitRow, UnitRow.code == TaskRow.unit)


def _of_nobody() -> Select[Any]:
    """Of the units of their satker: what names nobody, or somebody who has left."""
    query: Select[Any] = select(Reader.id.label("reader"))
    query = query.join(UnitRow, UnitRow.satker == Reader.satker).join(TaskRow, TaskRow.unit == UnitRow.code)
    query = query.outerjoin(Owner, Owner.id == TaskRow.person)
    return query.where(or_(TaskRow.person.is_(None), Owner.left_on.is_not(None)))
