"""The reports about a client, the newest day first, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from domain.access import Action, Record
from domain.people import Person
from storage.programme_tables import ClientRow
from storage.reach import within
from storage.submissions import REPLACED, Submission, Submissions
from storage.tables import SubmissionRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Case:
    """A report, and when it was first sent: a correction is not entered late."""

    sent: Submission
    entered_at: datetime


class Cases:
    """The cases of one transaction."""

    def __init__(self, work: Work, submissions: Submissions) -> None:
        self._work = work
        self._submissions = submissions

    async def of_client(self, person: Person, client: int, *, first: int = 0, most: int) -> list[Case]:
        return await self._found(_query(person, client).offset(first).limit(most))

    async def count(self, person: Person, client: int) -> int:
        await self._submissions.flush()
        counted = select(func.count()).select_from(_query(person, client).subquery())
        return int(await self._work.connection.scalar(counted) or 0)

    async def last(self, person: Person, client: int, form: str) -> Case | None:
        """The latest report by this form."""
        found = await self._found(_query(person, client).where(SubmissionRow.form == form).limit(1))
        return found[0] if found else None

    async def _found(self, query: Select[tuple[SubmissionRow, datetime]]) -> list[Case]:
        await self._submissions.flush()
        return [Case(self._submissions.read(row), row.entered_at) for row in await self._work.run(query)]


def _query(person: Person, client: int) -> Select[tuple[SubmissionRow, datetime]]:
    version = aliased(SubmissionRow)
    entered = select(func.min(version.sent_at)).where(version.number == SubmissionRow.number)
    may = within(person, Action.SEE, Record.CASE, unit=ClientRow.unit, owner=ClientRow.agent)
    columns = (*SubmissionRow.__table__.columns, entered.scalar_subquery().label("entered_at"))
    found = select(*columns).join(ClientRow, ClientRow.id == SubmissionRow.client)
    newest = (SubmissionRow.client == client, SubmissionRow.status != REPLACED)
    return found.where(*newest, may).order_by(SubmissionRow.day.desc(), SubmissionRow.sent_at.desc())
