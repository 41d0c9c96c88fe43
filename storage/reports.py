"""Reports that were sent, as lists: those that a petugas looks through, and a person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select

from domain.access import Action, Record, opens_records
from domain.people import Person
from storage.reach import within, within_satker
from storage.submissions import REPLACED, RETURNED, SENT, Submissions
from storage.tables import PersonRow, SubmissionRow, UnitRow
from storage.work import Work

COUNTS = SubmissionRow.status != REPLACED  # of the versions of a report, the one that counts


@dataclass(frozen=True, slots=True)
class Line:
    """A report in a list: the version that counts, without what it says."""

    id: int
    number: str
    version: int
    draft: int
    form: str
    form_version: str
    day: date
    sent_at: datetime
    status: str
    author: str
    author_left: bool
    unit: str

    @property
    def is_corrected(self) -> bool:
        """Whether somebody has corrected it, and nobody has looked at that yet."""
        return self.version > 1 and self.status == SENT


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What waits for a person: reports that came in, own ones that were handed back; and whether there are any."""

    unseen: int
    returned: int
    has_incoming: bool
    has_own: bool


class Reports:
    """The reports that a person may see, as lists."""

    def __init__(self, work: Work, submissions: Submissions) -> None:
        self._work = work
        self._submissions = submissions

    async def awaiting(self, person: Person) -> Awaiting:
        """All that the menu says of reports, in one question."""
        await self._submissions.flush()
        incoming, own = _incoming(person), _own(person)
        query = select(
            _count(incoming, SubmissionRow.status == SENT).label("unseen"),
            _count(own, SubmissionRow.status == RETURNED).label("returned"),
            exists().where(incoming).label("has_incoming"),
            exists().where(own).label("has_own"),
        )
        row = (await self._work.run(query)).one()
        return Awaiting(row.unseen, row.returned, bool(row.has_incoming), bool(row.has_own))

    async def incoming(self, person: Person, *, everything: bool, first: int, most: int) -> list[Line]:
        """The reports that this person looks through, the newest day first; else only those nobody looked at."""
        order = (SubmissionRow.day.desc(), UnitRow.name, SubmissionRow.sent_at.desc(), SubmissionRow.id.desc())
        return await self._lines(_listed(person, everything), order, first, most)

    async def count_incoming(self, person: Person, *, everything: bool) -> int:
        return await self._number(_listed(person, everything))

    async def to_review(self, person: Person, key: int) -> Line | None:
        """The version that counts of the report that this was a version of, if the person may say what is wrong."""
        number = select(SubmissionRow.number).where(SubmissionRow.id == key).scalar_subquery()
        lines = await self._lines(and_(_incoming(person), SubmissionRow.number == number), (), 0, 1)
        return lines[0] if lines else None

    async def own(self, person: Person, first: int, most: int) -> list[Line]:
        """What this person has sent, the newest first."""
        return await self._lines(_own(person), (SubmissionRow.sent_at.desc(), SubmissionRow.id.desc()), first, most)

    async def count_own(self, person: Person) -> int:
        return await self._number(_own(person))

    async def keeps(self, person: Person, key: int, record: Record) -> bool:
        """Whether this report is a row of a table that the person keeps with others of the satker."""
        may = within_satker(person, Action.CHANGE, record, PersonRow.satker)
        query = select(SubmissionRow.id).join(PersonRow, PersonRow.id == SubmissionRow.person)
        return await self._work.connection.scalar(query.where(SubmissionRow.id == key, may)) is not None

    async def _lines(self, condition: ColumnElement[bool], order: Any, first: int, most: int) -> list[Line]:
        await self._submissions.flush()
        query = (
            select(*_COLUMNS)
            .join(PersonRow, PersonRow.id == SubmissionRow.person)
            .outerjoin(UnitRow, UnitRow.code == SubmissionRow.unit)
            .where(condition)
            .order_by(*order)
            .offset(first)
            .limit(most)
        )
        return [_line(row) for row in await self._work.run(query)]

    async def _number(self, condition: ColumnElement[bool]) -> int:
        await self._submissions.flush()
        query = select(func.count()).select_from(SubmissionRow).where(condition)
        return int(await self._work.connection.scalar(query) or 0)


def _incoming(person: Person) -> ColumnElement[bool]:
    """What this person may verify or hand back. Nobody looks at their own."""
    unit, owner = SubmissionRow.unit, SubmissionRow.person
    activity = within(person, Action.REVIEW, Record.ACTIVITY, unit=unit, owner=owner)
    case = within(person, Action.REVIEW, Record.CASE, unit=unit, owner=owner)
    about_nobody = SubmissionRow.client.is_(None)
    return and_(COUNTS, owner != person.id, or_(and_(about_nobody, activity), and_(~about_nobody, case)))


def _listed(person: Person, everything: bool) -> ColumnElement[bool]:
    return _incoming(person) if everything else and_(_incoming(person), SubmissionRow.status == SENT)


def _own(person: Person) -> ColumnElement[bool]:
    """What this person has sent; of who oversees by now, nothing that they sent for a unit."""
    if not person.is_active:
        return false()
    own = and_(COUNTS, SubmissionRow.person == person.id)
    return own if opens_records(person.role) else and_(own, SubmissionRow.unit.is_(None))


def _count(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(SubmissionRow).where(*conditions).scalar_subquery()


_COLUMNS = (
    SubmissionRow.id,
    SubmissionRow.number,
    SubmissionRow.version,
    SubmissionRow.draft,
    SubmissionRow.form,
    SubmissionRow.form_version,
    SubmissionRow.day,
    SubmissionRow.sent_at,
    SubmissionRow.status,
    PersonRow.name.label("author"),
    PersonRow.left_on,
    UnitRow.name.label("unit_name"),
)


def _line(row: Row[Any]) -> Line:
    return Line(
        row.id, row.number, row.version, row.draft, row.form, row.form_version, row.day, row.sent_at, row.status,
        row.author, row.left_on is not None, row.unit_name or "",
    )  # fmt: skip
