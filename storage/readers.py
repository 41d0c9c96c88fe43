"""Who gets which digest: each moment once in each zone, and then each reader once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, literal, not_, or_, select, update

from domain.people import Role
from domain.territory import PROVINCES_WIT, PROVINCES_WITA, WIT, WITA
from storage.programme_tables import DigestRefusedRow
from storage.sealing import Who
from storage.tables import DueRow, PersonRow
from storage.work import Work

DIGEST = "digest"  # the kind of what is due


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is due for a reader."""

    slot: str
    person: int
    who: Who
    at: datetime


class Readers:
    """The readers of digests in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    # --- When the moment has come ---

    async def begun(self, slots: Collection[str]) -> set[str]:
        """Those of these moments at which everybody was found already."""
        query = select(DueRow.slot).where(DueRow.slot.in_(slots))
        return set((await self._work.run(query)).scalars())

    async def expect(self, name: str, zone: ZoneInfo, roles: Collection[Role], at: datetime) -> int:
        """Everybody in these roles who lives by this clock is due, once for this name; who joined later is not."""
        slot = literal("digest:") + func.cast(PersonRow.id, DueRow.slot.type) + literal(f":{name}")
        query = select(
            slot, literal(DIGEST), PersonRow.id, literal(at, DueRow.at.type), literal(None, DueRow.at.type)
        )
        everybody = query.where(
            PersonRow.left_on.is_(None),
            PersonRow.pledged_at < at,
            PersonRow.role.in_([role.value for role in roles]),
            _lives_by(zone),
        )
        put = self._work.insert(DueRow).from_select(["slot", "kind", "subject", "at", "done_at"], everybody)
        return (await self._work.run(put.on_conflict_do_nothing())).rowcount

    # --- Reader by reader ---

    async def ready(self, now: datetime, limit: int) -> list[Due]:
        """Who is due by now, the longest waiting first."""
        query = select(DueRow.slot, DueRow.subject, PersonRow.who, DueRow.at)
        query = query.join(PersonRow, PersonRow.id == DueRow.subject)
        due = query.where(DueRow.done_at.is_(None), DueRow.at <= now, DueRow.kind == DIGEST)
        rows = await self._work.run(due.order_by(DueRow.at, DueRow.slot).limit(limit))
        return [Due(*tuple(row)) for row in rows]

    async def use(self, slots: Sequence[str], now: datetime) -> set[str]:
        """Use these up; gives those that nobody else has used meanwhile."""
        open_ = update(DueRow).where(DueRow.slot.in_(sorted(slots)), DueRow.done_at.is_(None))
        used = open_.values(done_at=now).returning(DueRow.slot).execution_options(synchronize_session=False)
        return set((await self._work.run(used)).scalars()) if slots else set()

    async def put_off(self, later: Mapping[str, datetime]) -> None:
        """Look again at these then."""
        for slot, at in sorted(later.items()):
            await self._work.run(update(DueRow).where(DueRow.slot == slot, DueRow.done_at.is_(None)).values(at=at))

    # --- Who wants none ---

    async def refuse(self, person: int, kind: str, now: datetime) -> None:
        await self._work.put_if_absent(DigestRefusedRow, [{"person": person, "kind": kind, "at": now}])

    async def accept(self, person: int, kind: str) -> None:
        gone = DigestRefusedRow.person == person, DigestRefusedRow.kind == kind
        await self._work.run(delete(DigestRefusedRow).where(*gone))

    async def refused(self, people: Collection[int]) -> set[tuple[int, str]]:
        """Which of these want none of which kind."""
        query = select(DigestRefusedRow.person, DigestRefusedRow.kind).where(DigestRefusedRow.person.in_(people))
        return {(row.person, row.kind) for row in await self._work.run(query)}


def _lives_by(zone: ZoneInfo) -> ColumnElement[bool]:
    """Whose place is in this zone; whoever belongs to no place lives by Jakarta's clock."""
    province: ColumnElement[str] = func.substr(func.coalesce(PersonRow.unit, PersonRow.territory), 1, 2)
    if zone is WITA:
        return province.in_(sorted(PROVINCES_WITA))
    if zone is WIT:
        return province.in_(sorted(PROVINCES_WIT))
    return or_(province.is_(None), not_(province.in_(sorted(PROVINCES_WITA | PROVINCES_WIT))))
