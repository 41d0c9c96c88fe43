"""Drafts: forms that are being filled in, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from storage.tables import DraftRow
from storage.work import Work

OPEN = "open"
TRIAL = "trial"  # of a form that its sender only tries out: it is listed nowhere, and never sent
SENT = "sent"
DROPPED = "dropped"
NOTHING = b""  # the state of a draft that was thrown away


@dataclass(slots=True)
class Draft:
    """A form being filled in. `sealed` is its state as the database has it."""

    id: int
    person: int | None
    form: str
    version: str
    revision: int
    status: str
    begun_at: datetime
    touched_at: datetime
    corrects: int | None
    sealed: bytes
    task: int | None = None
    client: int | None = None
    case: int | None = None

    @property
    def is_open(self) -> bool:
        return self.status in {OPEN, TRIAL}

    @property
    def is_trial(self) -> bool:
        return self.status == TRIAL


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a draft is: a person's who works here, or of a help case."""

    person: int | None = None
    case: int | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """What a draft was begun for: its id if a button carried one, the report that it corrects, a task, a client; or
    only to try the form out."""

    key: int | None = None
    corrects: int | None = None
    task: int | None = None
    client: int | None = None
    trial: bool = False


FRESH = Begun()


def draft_of(row: Row[Any]) -> Draft:
    """The draft in a row that was asked for with `draft_` before each column."""
    return Draft(
        row.draft_id,
        row.draft_person,
        row.draft_form,
        row.draft_version,
        row.draft_revision,
        row.draft_status,
        row.draft_begun_at,
        row.draft_touched_at,
        row.draft_corrects,
        row.draft_state,
        row.draft_task,
        row.draft_client,
        row.draft_case,
    )


_COLUMNS = [column.label(f"draft_{column.name}") for column in DraftRow.__table__.columns]


class Drafts:
    """The drafts of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._begun: dict[int, Draft] = {}
        self._changed: dict[int, Draft] = {}

    def new_id(self) -> int:
        """The id of a draft that may be begun later: a button carries it, so that it begins one draft only."""
        return self._work.ids.new()

    def begin(
        self,
        owner: Owner,
        form: str,
        version: str,
        state: bytes,
        now: datetime,
        begun: Begun = FRESH,
    ) -> Draft:
        """A new draft. `begun` says what it was begun for."""
        key = begun.key or self._work.ids.new()
        draft = Draft(
            key, owner.person, form, version, 0, TRIAL if begun.trial else OPEN, now, now, begun.corrects, b"",
            begun.task, begun.client, owner.case,
        )  # fmt: skip
        draft.sealed = self._seal(draft, state)
        self._begun[key] = draft
        return draft

    def opened(self, draft: Draft) -> bytes:
        """The state that was saved last."""
        return self._work.seals(draft.case).open(draft.sealed, f"drafts.state.{draft.id}")

    def save(self, draft: Draft, state: bytes, revision: int, now: datetime) -> None:
        """Keep the new state; it is written with everything else at the end of the transaction."""
        draft.sealed = self._seal(draft, state)
        draft.revision = revision
        self.touch(draft, now)

    def close(self, draft: Draft, status: str, now: datetime) -> None:
        """The form was sent or dropped."""
        draft.status = status
        if status == DROPPED:  # what was thrown away is gone at once; the row says so to buttons that are left
            draft.sealed = self._seal(draft, NOTHING)
        self.touch(draft, now)

    def touch(self, draft: Draft, now: datetime) -> None:
        """Its person is at it, though nothing in it may have changed: it comes first, and is not recalled today."""
        draft.touched_at = now
        self._note_change(draft)

    def _note_change(self, draft: Draft) -> None:
        if draft.id not in self._begun:
            self._changed[draft.id] = draft

    async def find(self, key: int, owner: Owner) -> Draft | None:
        """A draft of theirs."""
        held = self._begun.get(key) or self._changed.get(key)
        if held is not None:
            return held if Owner(held.person, held.case) == owner else None
        query = select(*_COLUMNS).where(DraftRow.id == key, *_of(owner))
        row = (await self._work.run(query)).first()
        return draft_of(row) if row else None

    async def of(self, key: int) -> Draft | None:
        """A draft, whosever it is: for work that nobody asked for just now."""
        await self.flush()
        row = (await self._work.run(select(*_COLUMNS).where(DraftRow.id == key))).first()
        if row is None:
            return None
        await self._work.cases.load([row.draft_case])
        return draft_of(row)

    async def correcting(self, submission: int, person: int) -> Draft | None:
        """The draft that corrects, or has corrected, exactly this version of a report."""
        await self.flush()
        query = select(*_COLUMNS).where(
            DraftRow.corrects == submission, DraftRow.person == person, DraftRow.status != DROPPED
        )
        row = (await self._work.run(query.order_by(DraftRow.id.desc()).limit(1))).first()
        return draft_of(row) if row else None

    async def about(self, person: int, form: str, client: int | None, task: int | None) -> Draft | None:
        """The open draft of this form that a person began for this client or from this task: there is only one."""
        await self.flush()
        same = [DraftRow.client == client] if client is not None else [DraftRow.task == task]
        query = select(*_COLUMNS).where(
            DraftRow.person == person, DraftRow.status == OPEN, DraftRow.form == form, *same
        )
        row = (await self._work.run(query.order_by(DraftRow.id.desc()).limit(1))).first()
        return draft_of(row) if row else None

    async def waiting(self, person: int) -> list[Draft]:
        """The open drafts of a person, the one touched last first."""
        await self.flush()
        query = (
            select(*_COLUMNS)
            .where(DraftRow.person == person, DraftRow.status == OPEN)
            .order_by(DraftRow.touched_at.desc(), DraftRow.id.desc())
        )
        return [draft_of(row) for row in await self._work.run(query)]

    async def count_waiting(self, person: int) -> int:
        await self.flush()
        query = select(func.count()).select_from(DraftRow).where(DraftRow.person == person, DraftRow.status == OPEN)
        return int(await self._work.connection.scalar(query) or 0)

    async def trials(self, *, person: int | None = None, form: str | None = None) -> list[int]:
        """The forms that are only tried: by this person, or of this name."""
        await self.flush()
        theirs = DraftRow.person == person if person is not None else DraftRow.form == form
        return list((await self._work.run(select(DraftRow.id).where(DraftRow.status == TRIAL, theirs))).scalars())

    async def flush(self) -> None:
        """Save the drafts that changed, in one statement."""
        if self._begun:
            await self._work.run(_INSERT, [_new_row(draft) for draft in self._begun.values()])
            self._begun.clear()
        if self._changed:
            await self._work.run(_UPDATE, [_row(draft) for draft in self._changed.values()])
            self._changed.clear()

    async def forget(self, key: int) -> None:
        """Nothing is left of a draft."""
        await self.flush()
        await self._work.run(delete(DraftRow).where(DraftRow.id == key))

    async def forget_case(self, case: int) -> None:
        """The drafts of a help case go with it."""
        await self.flush()
        await self._work.run(delete(DraftRow).where(DraftRow.case == case))

    def _seal(self, draft: Draft, state: bytes) -> bytes:
        return self._work.seals(draft.case).seal(state, f"drafts.state.{draft.id}")


def _of(owner: Owner) -> tuple[Any, ...]:
    """Of a person, or of a case: never of whoever is neither."""
    if owner.person is not None:
        return (DraftRow.person == owner.person,)
    return (DraftRow.case == owner.case, DraftRow.case.is_not(None))


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "key": draft.id,
        "revision": draft.revision,
        "status": draft.status,
        "state": draft.sealed,
        "touched_at": draft.touched_at,
    }


def _new_row(draft: Draft) -> dict[str, Any]:
    row = _row(draft)
    del row["key"]
    return row | {
        "id": draft.id,
        "person": draft.person,
        "case": draft.case,
        "form": draft.form,
        "version": draft.version,
        "begun_at": draft.begun_at,
        "corrects": draft.corrects,
        "task": draft.task,
        "client": draft.client,
    }


_INSERT = insert(DraftRow.__table__)  # type: ignore[arg-type]
_UPDATE = (
    update(DraftRow.__table__)  # type: ignore[arg-type]
    .where(DraftRow.id == bindparam("key"))
    .values({name: bindparam(name) for name in ("revision", "status", "state", "touched_at")})
)
