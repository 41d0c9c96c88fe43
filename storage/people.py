"""People and their invitations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from domain.access import Action, Record
from domain.people import USUAL_HOUR, Invitation, Person, Role, Unit
from storage.reach import within, within_satker
from storage.sealing import Who
from storage.tables import CounterRow, InviteRow, PersonRow, SatkerRow, UnitRow
from storage.work import Work

PERSON = (
    PersonRow.id.label("person_id"),
    PersonRow.role.label("person_role"),
    PersonRow.name.label("person_name"),
    PersonRow.code.label("person_code"),
    PersonRow.satker.label("person_satker"),
    PersonRow.territory.label("person_territory"),
    PersonRow.left_on.label("person_left_on"),
    PersonRow.hour.label("person_hour"),
    UnitRow.code.label("unit_code"),
    UnitRow.name.label("unit_name"),
    UnitRow.satker.label("unit_satker"),
    UnitRow.prefix.label("unit_prefix"),
    UnitRow.since.label("unit_since"),
)


def person_of(row: Row[Any]) -> Person:
    """The person in a row that was asked for with `PERSON`."""
    unit = None
    if row.unit_code:
        unit = Unit(row.unit_code, row.unit_name, row.unit_satker, row.unit_prefix, row.unit_since)
    return Person(
        row.person_id,
        Role(row.person_role),
        row.person_name,
        row.person_code,
        unit,
        row.person_satker,
        row.person_territory,
        row.person_left_on,
        row.person_hour or USUAL_HOUR,
    )


@dataclass(frozen=True, slots=True)
class Officer:
    """A petugas who may be on duty, while they work here."""

    id: int
    is_active: bool


class People:
    """Those who joined."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, who: Who, name: str, invitation: Invitation, now: datetime) -> None:
        """Somebody joins, having given the pledge of confidentiality just now."""
        territory = invitation.territory or await self._territory(invitation.satker)
        await self._work.run(
            self._work.insert(PersonRow).values(
                id=self._work.ids.new(),
                who=who,
                role=invitation.role.value,
                name=name,
                code=await self._code(invitation),
                unit=invitation.unit,
                satker=invitation.satker,
                territory=territory,
                pledged_at=now,
            )
        )

    async def come_back(self, person: Person, name: str, invitation: Invitation, now: datetime) -> None:
        """Somebody who had left is invited anew: the same account, perhaps at another place."""
        territory = invitation.territory or await self._territory(invitation.satker)
        await self._work.run(
            update(PersonRow)
            .where(PersonRow.id == person.id)
            .values(
                role=invitation.role.value,
                name=name,
                unit=invitation.unit,
                satker=invitation.satker,
                territory=territory,
                pledged_at=now,
                left_on=None,
            )
        )

    async def by_who(self, who: Who) -> Person | None:
        query = select(*PERSON).outerjoin(UnitRow, UnitRow.code == PersonRow.unit).where(PersonRow.who == who)
        row = (await self._work.run(query)).first()
        return person_of(row) if row else None

    async def by_code(self, code: str) -> Person | None:
        """Whoever has this code, also somebody who has left. For the operator only: nobody's reach is asked."""
        query = select(*PERSON).outerjoin(UnitRow, UnitRow.code == PersonRow.unit).where(PersonRow.code == code)
        row = (await self._work.run(query)).first()
        return person_of(row) if row else None

    async def agents_in(self, person: Person, unit: str) -> list[Person]:
        """The agents who work in a unit, as far as this person may see them."""
        may = within(person, Action.SEE, Record.AGENT, unit=PersonRow.unit, owner=PersonRow.id)
        query = select(*PERSON).join(UnitRow, UnitRow.code == PersonRow.unit)
        present = query.where(may, PersonRow.unit == unit, PersonRow.left_on.is_(None))
        return [person_of(row) for row in await self._work.run(present.order_by(PersonRow.name, PersonRow.code))]

    async def who_of(self, key: int) -> Who | None:
        """The chat of a person."""
        return await self._work.connection.scalar(select(PersonRow.who).where(PersonRow.id == key))

    async def officers(self, person: Person, codes: Collection[str]) -> dict[str, Officer]:
        """The petugas with these codes whom this person may put on duty, also those who have left."""
        may = within_satker(person, Action.ADD, Record.DUTY, PersonRow.satker)
        query = select(PersonRow.code, PersonRow.id, PersonRow.left_on)
        rows = await self._work.run(query.where(may, PersonRow.code.in_(codes), PersonRow.role == Role.PETUGAS.value))
        return {row.code: Officer(row.id, row.left_on is None) for row in rows}

    async def agent_for(self, person: Person, code: str, action: Action = Action.SEE) -> Person | None:
        """An agent, also one who has left, if this person may do that with them."""
        may = within(person, action, Record.AGENT, unit=PersonRow.unit)
        found = select(*PERSON).join(UnitRow, UnitRow.code == PersonRow.unit)
        row = (await self._work.run(found.where(PersonRow.code == code, may))).first()
        return person_of(row) if row else None

    async def leaves(self, key: int, day: date | None) -> None:
        """The last day of somebody's work here; without a day, they are still here."""
        await self._work.run(update(PersonRow).where(PersonRow.id == key).values(left_on=day))

    async def told_at(self, key: int, hour: int) -> None:
        """At which hour somebody is told what waits for them."""
        await self._work.run(update(PersonRow).where(PersonRow.id == key).values(hour=hour))

    async def _territory(self, satker: str | None) -> str | None:
        if satker is None:
            return None
        return await self._work.connection.scalar(select(SatkerRow.territory).where(SatkerRow.code == satker))

    async def _code(self, invitation: Invitation) -> str:
        """A code such as AMT-03: the place and a running number, nothing about the person."""
        place = await self._place(invitation)
        taken = await self._work.connection.scalar(
            select(func.count()).select_from(PersonRow).where(PersonRow.code.like(f"{place}-%"))
        )
        # A counter, because two people may join at the same moment and see the same number of others.
        put = self._work.insert(CounterRow).values(name=f"people:{place}", value=(taken or 0) + 1)
        counted = await self._work.run(
            put.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value + 1}).returning(
                CounterRow.value
            )
        )
        return f"{place}-{int(counted.scalar_one()):02d}"

    async def _place(self, invitation: Invitation) -> str:
        if invitation.unit is None:
            return invitation.satker or invitation.territory or "PUSAT"
        query = select(UnitRow.prefix).where(UnitRow.code == invitation.unit)
        return str(await self._work.connection.scalar(query))


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it was made. `used` and `expired` are of the moment it was looked up."""

    invitation: Invitation
    by: str | None
    place: str
    used: bool
    expired: bool


class Invites:
    """Invitations, known by the hash of their token."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(
        self, digest: bytes, invitation: Invitation, by: int | None, now: datetime, until: datetime
    ) -> None:
        await self._work.run(
            self._work.insert(InviteRow).values(
                digest=digest,
                role=invitation.role.value,
                unit=invitation.unit,
                satker=invitation.satker,
                territory=invitation.territory,
                made_by=by,
                made_at=now,
                expires_at=until,
                used_at=None,
            )
        )

    async def find(self, digest: bytes, now: datetime) -> Invited | None:
        query = (
            select(
                InviteRow,
                PersonRow.name.label("by"),
                UnitRow.name.label("unit_name"),
                SatkerRow.name.label("satker_name"),
            )
            .outerjoin(PersonRow, PersonRow.id == InviteRow.made_by)
            .outerjoin(UnitRow, UnitRow.code == InviteRow.unit)
            .outerjoin(SatkerRow, SatkerRow.code == func.coalesce(InviteRow.satker, UnitRow.satker))
            .where(InviteRow.digest == digest)
        )
        row = (await self._work.run(query)).first()
        if row is None:
            return None
        place = ", ".join(name for name in (row.unit_name, row.satker_name) if name) or row.territory or ""
        invitation = Invitation(Role(row.role), row.unit, row.satker, row.territory)
        return Invited(invitation, row.by, place, row.used_at is not None, row.expires_at <= now)

    async def use(self, digest: bytes, now: datetime) -> bool:
        """Use it up. False when somebody was quicker."""
        used = await self._work.run(
            update(InviteRow)
            .where(InviteRow.digest == digest, InviteRow.used_at.is_(None), InviteRow.expires_at > now)
            .values(used_at=now)
        )
        return bool(used.rowcount)

    async def forget(self, before: datetime) -> None:
        """Drop the invitations that ran out before then, used or not."""
        await self._work.run(delete(InviteRow).where(InviteRow.expires_at < before))
