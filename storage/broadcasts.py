"""What a petugas tells many agents: kept here, and queued by the clock in slices.

Whoever changes where agents stand has the row of the broadcast first, so that a stop and a slice do not cross.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, case, delete, exists, func, insert, literal, select, update

from domain.access import Action, Record
from domain.broadcasts import Counted, State
from domain.people import Person, Role
from storage.broadcast_tables import BroadcastRow, RecipientRow
from storage.reach import within
from storage.sealing import Who
from storage.tables import CardRow, LetterRow, PersonRow, SatkerRow, SessionRow, UnitRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Audience:
    """The agents of one unit: how many there are, and how many of them cannot be reached now."""

    unit: str
    name: str
    agents: int
    unreachable: int


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to many. `name` and `place` say who writes, `unit_name` for whom where it is for one unit."""

    id: int
    by: int
    who: Who  # the chat of its petugas
    name: str
    satker: str
    place: str
    unit: str | None
    unit_name: str
    sealed: bytes
    sent_at: datetime
    stopped_at: datetime | None
    finished_at: datetime | None
    card: int
    shown: int

    def is_for(self, person: Person) -> bool:
        """Whether somebody is, by now, among those whom it is for."""
        if not person.is_active or person.role is not Role.AGEN or person.unit is None:
            return False
        return person.unit.code == self.unit if self.unit is not None else person.home == self.satker


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who waits for a broadcast."""

    broadcast: int
    person: int
    who: Who


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of somebody who waited: told on a card, told later, or never."""

    broadcast: int
    person: int
    state: State
    at: datetime
    card: int | None = None
    seq: int | None = None


class Broadcasts:
    """The broadcasts of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def new_id(self) -> int:
        return self._work.ids.new()

    # --- Whom one may write to ---

    async def audiences(self, person: Person) -> list[Audience]:
        """The units whose agents this person may write to, with how many there are."""
        away = func.sum(case((SessionRow.reachable, 0), else_=1)).label("away")
        query = select(UnitRow.code, UnitRow.name, func.count().label("agents"), away)
        query = query.join(PersonRow, PersonRow.unit == UnitRow.code)
        query = query.outerjoin(SessionRow, SessionRow.who == PersonRow.who).where(_agents_of(person))
        rows = await self._work.run(query.group_by(UnitRow.code, UnitRow.name).order_by(UnitRow.name, UnitRow.code))
        return [Audience(row.code, row.name, row.agents, int(row.away or 0)) for row in rows]

    async def put(
        self,
        key: int,
        person: Person,
        unit: str | None,
        text: str,
        moments: Mapping[datetime, Collection[str]],
        now: datetime,
    ) -> int:
        """Keep it, for the agents who are there now; gives how many. `moments`: the units, by when they are told."""
        row = {
            "id": key,
            "by": person.id,
            "satker": person.home,
            "unit": unit,
            "text": self._work.keyring.seal(text.encode(), _place(key)),
            "sent_at": now,
            "stopped_at": None,
            "finished_at": None,
            "card": 0,
            "shown": 0,
            "shown_at": self._work.real,
        }
        await self._work.run(insert(BroadcastRow), row)
        return sum([await self._put_recipients(key, person, units, at) for at, units in sorted(moments.items())])

    async def _put_recipients(self, key: int, person: Person, units: Collection[str], at: datetime) -> int:
        there = select(
            literal(key), PersonRow.id, literal(State.WAITING.value), literal(at, RecipientRow.at.type)
        ).where(_agents_of(person), PersonRow.unit.in_(units))
        put = await self._work.run(insert(RecipientRow).from_select(["broadcast", "person", "state", "at"], there))
        return put.rowcount

    # --- Looking ---

    async def of(self, key: int, person: int | None = None) -> Broadcast | None:
        """One of them; only if this person wrote it."""
        found = await self._find(_BROADCAST.where(BroadcastRow.id == key))
        return next((each for each in found if person is None or each.by == person), None)

    async def newest(self, person: int) -> Broadcast | None:
        """What this person wrote last."""
        mine = _BROADCAST.where(BroadcastRow.by == person).order_by(BroadcastRow.sent_at.desc()).limit(1)
        return next(iter(await self._find(mine)), None)

    async def _find(self, query: Any) -> list[Broadcast]:
        return [_broadcast_of(row) for row in await self._work.run(query)]

    def opened(self, broadcast: Broadcast) -> str:
        """Its words. Raises `Shut`."""
        return self._work.keyring.open(broadcast.sealed, _place(broadcast.id)).decode()

    async def counted(self, key: int) -> Counted:
        query = select(RecipientRow.state, func.count().label("amount")).where(RecipientRow.broadcast == key)
        rows = await self._work.run(query.group_by(RecipientRow.state))
        return Counted({State(row.state): row.amount for row in rows})

    async def names(self, key: int, state: State, most: int) -> list[str]:
        """What some of those who are in this state are called, with their unit."""
        query = select(PersonRow.name, UnitRow.name.label("unit")).join(
            RecipientRow, RecipientRow.person == PersonRow.id
        )
        query = query.outerjoin(UnitRow, UnitRow.code == PersonRow.unit)
        query = query.where(RecipientRow.broadcast == key, RecipientRow.state == state.value)
        rows = await self._work.run(query.order_by(PersonRow.name, PersonRow.id).limit(most))
        return [f"{row.name} ({row.unit})" if row.unit else row.name for row in rows]

    # --- What the clock does ---

    async def any_open(self) -> bool:
        """Whether anybody may still get anything."""
        query = select(BroadcastRow.id).where(BroadcastRow.finished_at.is_(None)).limit(1)
        return await self._work.connection.scalar(query) is not None

    async def under_way(self) -> int:
        """How many letters have not left yet."""
        query = select(func.count()).select_from(RecipientRow).where(RecipientRow.state == State.LEFT.value)
        return int(await self._work.connection.scalar(query) or 0)

    async def due(self, now: datetime, most: int) -> list[Recipient]:
        """Who waits and may be told by now, the longest waiting first."""
        query = select(RecipientRow.broadcast, RecipientRow.person, PersonRow.who)
        query = query.join(PersonRow, PersonRow.id == RecipientRow.person)
        query = query.where(RecipientRow.state == State.WAITING.value, RecipientRow.at <= now)
        rows = await self._work.run(query.order_by(RecipientRow.at).limit(most))
        return [Recipient(row.broadcast, row.person, row.who) for row in rows]

    async def take(self, due: Sequence[Recipient]) -> tuple[dict[int, Broadcast], list[Recipient]]:
        """Have these broadcasts for us, and those of these agents who still wait."""
        keys = sorted({each.broadcast for each in due})
        await self._lock(keys)
        found = await self._find(_BROADCAST.where(BroadcastRow.id.in_(keys)))
        query = select(RecipientRow.broadcast, RecipientRow.person).where(
            RecipientRow.broadcast.in_(keys),
            RecipientRow.person.in_({each.person for each in due}),
            RecipientRow.state == State.WAITING.value,
        )
        waiting = {(row.broadcast, row.person) for row in await self._work.run(query)}
        return {each.id: each for each in found}, [e for e in due if (e.broadcast, e.person) in waiting]

    async def step(self, steps: Iterable[Step]) -> None:
        """What became of them."""
        rows = [
            {
                "of": each.broadcast,
                "whom": each.person,
                "to": each.state.value,
                "then": each.at,
                "on": each.card,
                "by": each.seq,
            }
            for each in steps
        ]
        if rows:
            await self._work.run(_STEP, rows)

    async def settle(self, now: datetime) -> int:
        """What is known by now of letters that were on their way: they arrived, or never can. Gives how many."""
        rows = (await self._work.run(_ON_THE_WAY)).all()
        settled = [row for row in rows if row.arrived or not row.waits]
        await self.step(
            Step(row.broadcast, row.person, _outcome(row.arrived), now, row.card, row.seq) for row in settled
        )
        return len(settled)

    async def to_show(self, before: datetime) -> list[int]:
        """What is not finished, and whose card was shown last before then (real time)."""
        query = select(BroadcastRow.id).where(BroadcastRow.finished_at.is_(None), BroadcastRow.shown_at <= before)
        return list((await self._work.run(query.order_by(BroadcastRow.id))).scalars())

    async def showed(self, key: int, waiting: int, *, card: int, finished: datetime | None) -> None:
        """How many still waited when its card, this one, was shown just now."""
        values = {"shown": waiting, "shown_at": self._work.real, "card": card, "finished_at": finished}
        await self._work.run(update(BroadcastRow).where(BroadcastRow.id == key).values(values))

    async def stop(self, key: int, now: datetime) -> int:
        """Nobody who still waits is told any more. Gives how many those are."""
        await self._lock([key])
        await self._work.run(
            update(BroadcastRow)
            .where(BroadcastRow.id == key, BroadcastRow.stopped_at.is_(None))
            .values(stopped_at=now)
        )
        stopped = await self._work.run(
            update(RecipientRow)
            .where(RecipientRow.broadcast == key, RecipientRow.state == State.WAITING.value)
            .values(state=State.STOPPED.value)
        )
        return stopped.rowcount

    async def forget(self, before: datetime) -> None:
        """Drop what was finished before then, with who was told."""
        over = select(BroadcastRow.id).where(BroadcastRow.finished_at < before)
        await self._work.run(delete(RecipientRow).where(RecipientRow.broadcast.in_(over)))
        await self._work.run(delete(BroadcastRow).where(BroadcastRow.finished_at < before))

    async def _lock(self, keys: Collection[int]) -> None:
        if self._work.locks_rows and keys:
            query = select(BroadcastRow.id).where(BroadcastRow.id.in_(keys)).order_by(BroadcastRow.id)
            await self._work.run(query.with_for_update())


def _place(key: int) -> str:
    return f"broadcasts.text.{key}"


def _broadcast_of(row: Row[Any]) -> Broadcast:
    return Broadcast(
        row.id, row.by, row.who, row.name, row.satker, row.place, row.unit, row.unit_name or "", row.text,
        row.sent_at, row.stopped_at, row.finished_at, row.card, row.shown,
    )  # fmt: skip


def _outcome(arrived: bool) -> State:
    return State.ARRIVED if arrived else State.UNREACHABLE


def _agents_of(person: Person) -> ColumnElement[bool]:
    """The agents whom this person may write to."""
    may = within(person, Action.ADD, Record.BROADCAST, unit=PersonRow.unit)
    return may & (PersonRow.role == Role.AGEN.value) & PersonRow.left_on.is_(None)


_BROADCAST = (
    select(
        *BroadcastRow.__table__.columns,
        PersonRow.who,
        PersonRow.name,
        SatkerRow.name.label("place"),
        UnitRow.name.label("unit_name"),
    )
    .join(PersonRow, PersonRow.id == BroadcastRow.by)
    .join(SatkerRow, SatkerRow.code == BroadcastRow.satker)
    .outerjoin(UnitRow, UnitRow.code == BroadcastRow.unit)
)
_ON_THE_WAY = (
    select(
        *(RecipientRow.broadcast, RecipientRow.person, RecipientRow.card, RecipientRow.seq),
        exists().where(CardRow.who == PersonRow.who, CardRow.card == RecipientRow.card).label("arrived"),
        exists().where(LetterRow.who == PersonRow.who, LetterRow.seq == RecipientRow.seq).label("waits"),
    )
    .join(PersonRow, PersonRow.id == RecipientRow.person)
    .where(RecipientRow.state == State.LEFT.value)
)
_STEP = (
    update(RecipientRow.__table__)  # type: ignore[arg-type]
    .where(
        RecipientRow.__table__.c.broadcast == bindparam("of"), RecipientRow.__table__.c.person == bindparam("whom")
    )
    .values(state=bindparam("to"), at=bindparam("then"), card=bindparam("on"), seq=bindparam("by"))
)
