"""Forms of satkers: what officers sent, from the first look to the day it is withdrawn.

Every change of what is on offer moves a counter, so that each process sees at a glance whether it has to look anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from domain.access import Action, Record
from domain.local_forms import State, trial_of
from domain.people import Person, Role
from storage.drafts import TRIAL
from storage.forms import CompiledForm, Forms
from storage.reach import within_satker
from storage.tables import CounterRow, DraftRow, FileRow, LocalFormRow, PersonRow, SatkerRow, SubmissionRow
from storage.work import Work

COUNTER = "local forms"  # among the running numbers
PRESENT = (State.PUBLISHED.value, State.WITHDRAWN.value)
UNPUBLISHED = (State.TRIED.value, State.WAITING.value)
OVER = (State.DROPPED.value, State.REFUSED.value)

Edition = tuple[str, str]  # a form and its version
Shelves = Mapping[str, tuple[Edition, ...]]  # what each satker has on offer


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as an officer sent it: looked at, and not yet kept."""

    satker: str
    form: str
    version: str
    title: str
    about: Mapping[str, Any]
    xml: str
    source_hash: bytes


@dataclass(frozen=True, slots=True)
class LocalForm:
    """One that is kept. `by`, `second` and `ended` are what people are called, `reports` how many were sent."""

    id: int
    satker: str
    satker_name: str
    form: str
    version: str
    title: str
    state: State
    about: Mapping[str, Any]
    sent_by: int
    by: str
    sent_at: datetime
    second: str
    published_at: datetime | None
    ended: str
    ended_at: datetime | None
    reports: int = 0


class LocalForms:
    """The forms of satkers in one transaction."""

    def __init__(self, work: Work, forms: Forms) -> None:
        self._work = work
        self._forms = forms

    # --- Looking ---

    async def find(self, person: Person, key: int, action: Action = Action.SEE) -> LocalForm | None:
        """One that this person may do this with; of those that are not published, their own or one to release."""
        found = await self._those(self._may(person, action), LocalFormRow.id == key, _shown_to(person, action))
        return found[0] if found else None

    async def of(self, key: int) -> LocalForm | None:
        """One, whoever asks: for work that nobody asked for just now."""
        found = await self._those(LocalFormRow.id == key)
        return found[0] if found else None

    async def listed(self, person: Person) -> list[LocalForm]:
        """What was published, and what its sender has not yet: the newest first."""
        own = and_(LocalFormRow.sent_by == person.id, LocalFormRow.state.in_(UNPUBLISHED))
        shown = or_(LocalFormRow.state.in_(PRESENT), own)
        return await self._those(self._may(person, Action.CHANGE), shown)

    async def waiting(self, person: Person) -> list[LocalForm]:
        """What waits for a second officer, who is never the one that sent it."""
        return await self._those(*self._to_release(person))

    async def count_waiting(self, person: Person) -> int:
        query = select(func.count()).select_from(LocalFormRow).where(*self._to_release(person))
        return int(await self._work.connection.scalar(query) or 0)

    async def count_on_offer(self, satker: str) -> int:
        """How many forms a satker has on offer."""
        query = select(func.count()).select_from(LocalFormRow).where(LocalFormRow.satker == satker, _ON_OFFER)
        return int(await self._work.connection.scalar(query) or 0)

    async def is_on_offer(self, form: str, version: str) -> bool:
        """Whether it can be begun now, whatever a process remembers."""
        query = select(LocalFormRow.id).where(LocalFormRow.form == form, LocalFormRow.version == version, _ON_OFFER)
        return await self._work.connection.scalar(query.limit(1)) is not None

    async def published_version(self, form: str) -> str:
        """The version that is on offer; empty where none is."""
        query = select(LocalFormRow.version).where(LocalFormRow.form == form, _ON_OFFER)
        return await self._work.connection.scalar(query.order_by(LocalFormRow.published_at.desc()).limit(1)) or ""

    async def releasers(self, form: LocalForm) -> dict[int, str]:
        """Who could be the second officer, and what they are called: those of the satker first, then who oversees its
        province."""
        province = select(func.substr(SatkerRow.territory, 1, 2)).where(SatkerRow.code == form.satker)
        there = and_(PersonRow.role == Role.PETUGAS.value, PersonRow.satker == form.satker)
        above = and_(
            PersonRow.role == Role.BNNP.value, func.substr(PersonRow.territory, 1, 2) == province.scalar_subquery()
        )
        present = (PersonRow.left_on.is_(None), PersonRow.id != form.sent_by)
        query = select(PersonRow.id, PersonRow.name).where(or_(there, above), *present)
        rows = await self._work.run(query.order_by(PersonRow.role.desc(), PersonRow.name))
        return {row.id: row.name for row in rows}

    def _to_release(self, person: Person) -> Sequence[ColumnElement[bool]]:
        waits = (LocalFormRow.state == State.WAITING, LocalFormRow.sent_by != person.id)
        return (self._may(person, Action.RELEASE), *waits)

    def _may(self, person: Person, action: Action) -> ColumnElement[bool]:
        return within_satker(person, action, Record.LOCAL_FORM, LocalFormRow.satker)

    async def _those(self, *conditions: ColumnElement[bool]) -> list[LocalForm]:
        rows = (await self._work.run(_QUERY.where(*conditions))).all()
        reports = await self._reports({row.form for row in rows if row.state in PRESENT})
        return [_local_form(row, reports.get(row.form, 0)) for row in rows]

    async def _reports(self, forms: set[str]) -> dict[str, int]:
        """How many reports were sent with these forms, in any version."""
        query = (
            select(SubmissionRow.form, func.count().label("many"))
            .where(SubmissionRow.form.in_(forms), SubmissionRow.version == 1)
            .group_by(SubmissionRow.form)
        )
        return {row.form: row.many for row in await self._work.run(query)} if forms else {}

    # --- For the library ---

    async def turn(self) -> int:
        """It moves whenever something comes on offer, or is taken off."""
        query = select(CounterRow.value).where(CounterRow.name == COUNTER)
        return int(await self._work.connection.scalar(query) or 0)

    async def shelves(self) -> Shelves:
        """What every satker has on offer."""
        query = select(LocalFormRow.satker, LocalFormRow.form, LocalFormRow.version).where(_ON_OFFER)
        found: dict[str, dict[str, str]] = {}
        for row in await self._work.run(query.order_by(LocalFormRow.published_at)):
            found.setdefault(row.satker, {})[row.form] = row.version
        return {satker: tuple(forms.items()) for satker, forms in found.items()}

    async def source(self, edition: Edition) -> str | None:
        """The XForm of a version, or of what is only tried."""
        form, version = edition
        key = trial_of(form)
        if key is not None:
            return await self._work.connection.scalar(select(LocalFormRow.xml).where(LocalFormRow.id == key))
        found = await self._forms.find(form, version)
        return found.xml if found is not None else None

    # --- On its way ---

    async def put(self, sent: Sent, person: Person, now: datetime) -> int:
        """Keep what an officer sent. What they sent before of the same form, and did not publish, is dropped."""
        same = (LocalFormRow.form == sent.form, LocalFormRow.sent_by == person.id)
        await self._end(State.DROPPED, person, now, *same, LocalFormRow.state == State.TRIED)
        key = self._work.ids.new()
        row = {"id": key, "sent_by": person.id, "sent_at": now, "state": State.TRIED.value, **_columns(sent)}
        await self._work.run(self._work.insert(LocalFormRow).values(row))
        return key

    async def ask(self, key: int) -> bool:
        """It waits for a second officer now."""
        return await self._move(key, State.TRIED, state=State.WAITING.value)

    async def publish(self, form: LocalForm, now: datetime, second: Person | None = None) -> bool:
        """Put it on offer, in the place of the version before. False where it is not as it was shown any more, or
        where this version is there with other content."""
        if not await self._keep_version(form, now):
            return False
        fresh = {"state": State.PUBLISHED.value, "published_at": now, "xml": None}
        if not await self._move(form.id, form.state, **fresh, released_by=second.id if second else None):
            return False
        others = (LocalFormRow.form == form.form, LocalFormRow.id != form.id)
        await self._work.run(
            update(LocalFormRow).where(*others, _ON_OFFER).values(state=State.REPLACED.value, ended_at=now)
        )
        await self._turn()
        return True

    async def withdraw(self, form: LocalForm, person: Person, now: datetime) -> bool:
        """Take it off offer."""
        if not await self._end(State.WITHDRAWN, person, now, LocalFormRow.id == form.id, _ON_OFFER):
            return False
        await self._turn()
        return True

    async def drop(self, form: LocalForm, person: Person, now: datetime, to: State = State.DROPPED) -> bool:
        """Nothing comes of it: its sender wants it no more, or the second officer does not."""
        return await self._end(
            to, person, now, LocalFormRow.id == form.id, LocalFormRow.state.in_(UNPUBLISHED), xml=None
        )

    async def _keep_version(self, form: LocalForm, now: datetime) -> bool:
        row = (await self._work.run(_SOURCE.where(LocalFormRow.id == form.id))).first()
        if row is None or row.xml is None:
            return False
        await self._forms.add(CompiledForm(form.form, form.version, row.xml, row.source_hash), now)
        kept = await self._forms.find(form.form, form.version)
        return kept is not None and kept.xml == row.xml

    async def _move(self, key: int, before: State, **values: Any) -> bool:
        moved = update(LocalFormRow).where(LocalFormRow.id == key, LocalFormRow.state == before.value)
        return (await self._work.run(moved.values(**values))).rowcount == 1

    async def _end(
        self, state: State, person: Person, now: datetime, *those: ColumnElement[bool], **values: Any
    ) -> bool:
        ended = {"state": state.value, "ended_by": person.id, "ended_at": now, **values}
        return (await self._work.run(update(LocalFormRow).where(*those).values(**ended))).rowcount > 0

    async def _turn(self) -> None:
        put = self._work.insert(CounterRow).values(name=COUNTER, value=1)
        await self._work.run(put.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value + 1}))

    # --- Forgetting ---

    async def forget(self, before: datetime) -> None:
        """Drop what was sent long ago and never published."""
        never = LocalFormRow.published_at.is_(None)
        await self._work.run(delete(LocalFormRow).where(never, LocalFormRow.sent_at < before))

    async def forget_trials(self, before: datetime) -> None:
        """Nothing is left of what somebody answered while they tried a form, and went away."""
        old = select(DraftRow.id).where(DraftRow.status == TRIAL, DraftRow.touched_at < before)
        await self._work.run(delete(FileRow).where(FileRow.draft.in_(old)))
        await self._work.run(delete(DraftRow).where(DraftRow.id.in_(old)))


_BY, _SECOND, _ENDED = aliased(PersonRow), aliased(PersonRow), aliased(PersonRow)
_ON_OFFER = LocalFormRow.state == State.PUBLISHED.value
_SOURCE = select(LocalFormRow.xml, LocalFormRow.source_hash)
_QUERY = (
    select(
        *(column for column in LocalFormRow.__table__.columns if column.name not in ("xml", "source_hash")),
        SatkerRow.name.label("satker_name"),
        _BY.name.label("by"),
        _SECOND.name.label("second"),
        _ENDED.name.label("ended"),
    )
    .join(SatkerRow, SatkerRow.code == LocalFormRow.satker)
    .join(_BY, _BY.id == LocalFormRow.sent_by)
    .outerjoin(_SECOND, _SECOND.id == LocalFormRow.released_by)
    .outerjoin(_ENDED, _ENDED.id == LocalFormRow.ended_by)
    .order_by(LocalFormRow.sent_at.desc(), LocalFormRow.id.desc())
)


def _shown_to(person: Person, action: Action) -> ColumnElement[bool]:
    """What is not published concerns its sender, and whoever may release it."""
    if action is Action.RELEASE:
        return and_(LocalFormRow.state == State.WAITING.value, LocalFormRow.sent_by != person.id)
    return or_(LocalFormRow.sent_by == person.id, LocalFormRow.published_at.is_not(None))


def _columns(sent: Sent) -> dict[str, Any]:
    return {
        "satker": sent.satker,
        "form": sent.form,
        "version": sent.version,
        "title": sent.title,
        "about": json.dumps(sent.about),
        "xml": sent.xml,
        "source_hash": sent.source_hash,
    }


def _local_form(row: Row[Any], reports: int) -> LocalForm:
    return LocalForm(
        id=row.id,
        satker=row.satker,
        satker_name=row.satker_name,
        form=row.form,
        version=row.version,
        title=row.title,
        state=State(row.state),
        about=json.loads(row.about),
        sent_by=row.sent_by,
        by=row.by,
        sent_at=row.sent_at,
        second=row.second or "",
        published_at=row.published_at,
        ended=row.ended or "",
        ended_at=row.ended_at,
        reports=reports,
    )
