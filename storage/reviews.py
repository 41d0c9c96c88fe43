"""What a petugas said of reports: verified, handed back with one answer marked and a sentence, or unlocked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy import Select as Selected

from domain.people import Person
from storage.programme_tables import ReviewRow
from storage.submissions import RETURNED, Submission, Submissions
from storage.tables import PersonRow, SubmissionRow
from storage.work import Work

UNLOCKED = "unlocked"  # the other words are those of the status that a report gets


@dataclass(frozen=True, slots=True)
class Review:
    """What was said of one version of a report, by whom, and when. `question` and `sentence` only where returned.

    `settled_at` is empty as long as the report waits to be corrected.
    """

    id: int
    number: str
    version: int
    what: str
    question: str
    sentence: str
    by: str
    at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that waits to be corrected by its author, with what was said of it."""

    review: Review
    author: int
    form: str
    form_version: str
    submission: int


class Reviews:
    """The reviews of one transaction."""

    def __init__(self, work: Work, sent: Submissions) -> None:
        self._work = work
        self._sent = sent

    async def add(
        self, sent: Submission, what: str, by: Person, now: datetime, *, question: str = "", sentence: str = ""
    ) -> int:
        """Note what was said; what was asked for before is settled by it."""
        await self.settle(sent.number, now)
        key = self._work.ids.new()
        sealed = self._work.keyring.seal(sentence.encode(), _place(key)) if sentence else None
        await self._work.run(
            self._work.insert(ReviewRow).values(
                id=key,
                number=sent.number,
                version=sent.version,
                what=what,
                question=question,
                sentence=sealed,
                by=by.id,
                at=now,
                settled_at=None if what == RETURNED else now,
            )
        )
        return key

    async def settle(self, number: str, now: datetime) -> None:
        """Nothing is asked for of this report any longer."""
        await self._work.run(
            update(ReviewRow).where(ReviewRow.number == number, ReviewRow.settled_at.is_(None)).values(settled_at=now)
        )

    async def of(self, number: str) -> list[Review]:
        """All that was said of a report, the last first."""
        query = _REVIEWS.where(ReviewRow.number == number).order_by(ReviewRow.at.desc(), ReviewRow.id.desc())
        return [self._review(row) for row in await self._work.run(query)]

    async def returned(self, key: int) -> Returned | None:
        """A report that was handed back, as long as it waits."""
        found = await self._returned(ReviewRow.id == key)
        return found[0] if found else None

    async def returned_to(self, person: Person) -> list[Returned]:
        """What waits to be corrected by this person, the longest first."""
        return await self._returned(SubmissionRow.person == person.id)

    async def _returned(self, condition: ColumnElement[bool]) -> list[Returned]:
        await self._sent.flush()
        waits = (ReviewRow.what == RETURNED, ReviewRow.settled_at.is_(None))
        query = _RETURNED.where(condition, *waits).order_by(ReviewRow.at, ReviewRow.id)
        return [
            Returned(self._review(row), row.author, row.form, row.form_version, row.submission)
            for row in await self._work.run(query)
        ]

    def _review(self, row: Row[Any]) -> Review:
        sealed = row.sentence
        sentence = self._work.keyring.open(sealed, _place(row.id)).decode() if sealed is not None else ""
        return Review(
            row.id, row.number, row.version, row.what, row.question, sentence, row.by_name, row.at, row.settled_at
        )  # fmt: skip


def _reviews(*others: Any) -> Selected[Any]:
    by = PersonRow.name.label("by_name")
    return select(*ReviewRow.__table__.columns, by, *others).join(PersonRow, PersonRow.id == ReviewRow.by)


_REVIEWS = _reviews()
_RETURNED = _reviews(
    SubmissionRow.person.label("author"),
    SubmissionRow.form,
    SubmissionRow.form_version,
    SubmissionRow.id.label("submission"),
).join(
    SubmissionRow,
    and_(SubmissionRow.number == ReviewRow.number, SubmissionRow.status == RETURNED),
)


def _place(key: int) -> str:
    return f"reviews.sentence.{key}"
