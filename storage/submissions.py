"""Reports that were sent. A correction is a new version; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from storage.drafts import Draft
from storage.tables import CounterRow, SubmissionRow
from storage.work import Work

SENT, RETURNED, VERIFIED, REPLACED = "sent", "returned", "verified", "replaced"


@dataclass(frozen=True, slots=True)
class Submission:
    """A report. `instance` is the XForm instance that was sent; `fingerprint` is of exactly these bytes."""

    id: int
    number: str
    version: int
    form: str
    form_version: str
    person: int
    unit: str | None
    day: date
    sent_at: datetime
    instance: bytes
    fingerprint: str
    client: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Sending:
    """What is about to be sent: where it belongs, and what it says."""

    prefix: str
    unit: str | None
    day: date
    instance: bytes
    fingerprint: str
    client: int | None = None


class Submissions:
    """The reports of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._added: list[dict[str, Any]] = []
        self._replaced: list[dict[str, Any]] = []

    async def add(self, draft: Draft, sending: Sending, local: date, now: datetime) -> Submission:
        """Keep a report, under a new number or, for a correction, as the next version of its number."""
        if draft.person is None:
            raise LookupError("only people who work here send reports")
        key = self._work.ids.new()
        number, version = await self._number(draft, sending.prefix, local)
        submission = Submission(
            key, number, version, draft.form, draft.version, draft.person, sending.unit, sending.day, now,
            sending.instance, sending.fingerprint, sending.client, SENT,
        )  # fmt: skip
        if version > 1:
            self._replaced.append({"old_number": number, "old_version": version - 1})
        self._added.append(self._row(submission, draft.id))
        return submission

    def concerns(self, sent: Submission, client: int) -> None:
        """A report that was added in this transaction is about this client: it is the one that opened them."""
        for row in self._added:
            if row["id"] == sent.id:
                row["client"] = client

    async def flush(self) -> None:
        """Write what was added, in one statement."""
        if self._added:
            await self._work.run(_INSERT, self._added)
            self._added.clear()
        if self._replaced:
            await self._work.run(_REPLACE, self._replaced)
            self._replaced.clear()

    async def of_draft(self, draft: int) -> Submission | None:
        return await self._first(SubmissionRow.draft == draft)

    async def newest(self, number: str) -> Submission | None:
        """The version that counts."""
        return await self._first(SubmissionRow.number == number)

    async def held(self, number: str) -> Submission | None:
        """The version that counts; nobody verifies, returns or corrects it until this transaction ends."""
        await self.flush()
        if self._work.locks_rows:
            await self._work.run(select(SubmissionRow.id).where(SubmissionRow.number == number).with_for_update())
        return await self.newest(number)

    async def versions(self, number: str) -> list[Submission]:
        """Every version, the first one first."""
        await self.flush()
        query = select(SubmissionRow).where(SubmissionRow.number == number).order_by(SubmissionRow.version)
        return [self.read(row) for row in await self._work.run(query)]

    async def find(self, key: int) -> Submission | None:
        return await self._first(SubmissionRow.id == key)

    async def mark(self, key: int, status: str, *, instead_of: tuple[str, ...]) -> bool:
        """Give a version another status. False when somebody was quicker, and it has none of these any more."""
        await self.flush()
        marked = await self._work.run(
            update(SubmissionRow)
            .where(SubmissionRow.id == key, SubmissionRow.status.in_(instead_of))
            .values(status=status)
        )
        return bool(marked.rowcount)

    async def counting(self, unit: str, after: int, limit: int) -> list[Submission]:
        """The reports of a unit that count (the newest version of each), in the order of their ids, in portions."""
        query = select(SubmissionRow).where(
            SubmissionRow.unit == unit, SubmissionRow.status != REPLACED, SubmissionRow.id > after
        )
        rows = await self._work.run(query.order_by(SubmissionRow.id).limit(limit))
        return [self.read(row) for row in rows]

    async def count_counting(self) -> int:
        """How many reports count for a unit."""
        query = select(func.count()).select_from(SubmissionRow)
        counts = query.where(SubmissionRow.unit.is_not(None), SubmissionRow.status != REPLACED)
        return int(await self._work.connection.scalar(counts) or 0)

    async def count(self) -> int:
        await self.flush()
        return int(await self._work.connection.scalar(select(func.count()).select_from(SubmissionRow)) or 0)

    async def _first(self, condition: Any) -> Submission | None:
        await self.flush()
        query = select(SubmissionRow).where(condition).order_by(SubmissionRow.version.desc()).limit(1)
        row = (await self._work.run(query)).first()
        return self.read(row) if row else None

    async def _number(self, draft: Draft, prefix: str, local: date) -> tuple[str, int]:
        corrected = await self.find(draft.corrects) if draft.corrects else None
        if corrected is None:
            month = f"{prefix}-{local:%y%m}"
            return f"{month}-{await self._next(month):04d}", 1
        newest = await self.newest(corrected.number)
        return corrected.number, (newest or corrected).version + 1

    async def _next(self, name: str) -> int:
        put = self._work.insert(CounterRow).values(name=name, value=1)
        counted = await self._work.run(
            put.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value + 1}).returning(
                CounterRow.value
            )
        )
        return int(counted.scalar_one())

    def _row(self, submission: Submission, draft: int) -> dict[str, Any]:
        return {
            "id": submission.id,
            "number": submission.number,
            "version": submission.version,
            "draft": draft,
            "form": submission.form,
            "form_version": submission.form_version,
            "person": submission.person,
            "unit": submission.unit,
            "day": submission.day,
            "sent_at": submission.sent_at,
            "instance": self._work.keyring.seal(submission.instance, instance_place(submission.id)),
            "fingerprint": submission.fingerprint,
            "client": submission.client,
            "status": submission.status,
        }

    def read(self, row: Any) -> Submission:
        """The report in a row of the table."""
        return Submission(
            row.id, row.number, row.version, row.form, row.form_version, row.person, row.unit, row.day,
            row.sent_at, self._work.keyring.open(row.instance, instance_place(row.id)), row.fingerprint, row.client,
            row.status,
        )  # fmt: skip


_INSERT = insert(SubmissionRow.__table__)  # type: ignore[arg-type]
_REPLACE = (
    update(SubmissionRow.__table__)  # type: ignore[arg-type]
    .where(SubmissionRow.number == bindparam("old_number"), SubmissionRow.version == bindparam("old_version"))
    .values(status=REPLACED)
)


def instance_place(key: int) -> str:
    """The place that an instance is sealed for."""
    return f"submissions.instance.{key}"
