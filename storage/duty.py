"""Who answers a help case: the satker that it goes to, and the people of that satker who are told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from domain.duty import HEAD_RULE, Shift, next_duty, next_shift, on_duty
from domain.people import Role
from domain.territory import zone_of
from storage.programme_tables import DutyRow, SatkerRuleRow
from storage.tables import PersonRow, SatkerRow, SessionRow, UnitRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Paging:
    """Who is told of a case now. `nobody` is on duty: then `next_duty` says when somebody is, if that is known.

    Where there is no roster, every petugas is told all the same. Where there is one, the case waits until then.
    `next_shift` is when somebody else may be on duty, whoever is now.
    """

    persons: tuple[int, ...]
    second: tuple[int, ...] = ()
    nobody: bool = False
    next_duty: datetime | None = None
    next_shift: datetime | None = None


_FIRST, _SECOND = aliased(PersonRow), aliased(PersonRow)


class Duty:
    """Who answers, in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    # --- Which satker ----------------------------------------------------------------------------

    async def satker_for(self, area: str, unit: str | None = None, fallback: str | None = None) -> str | None:
        """The satker that a case goes to. `area` is the code of a kabupaten or a province, or empty.

        The one of the unit; the one of the kabupaten; the one with the most units there; the BNNP of the province;
        the one that the operator has named. One where nobody works is passed over, unless there is no other.
        """
        first: str | None = None
        for query in _ways(area, unit, fallback):
            found: str | None = await self._work.connection.scalar(query.limit(1))
            if found is not None and await self.has_officers(found):
                return found
            first = first or found
        return first

    # --- Who of it -------------------------------------------------------------------------------

    async def shifts_of(self, satker: str) -> list[Shift]:
        """The roster, as far as people work there. Where the first has left, the second takes their place."""
        return (await self.rosters([satker]))[satker]

    async def rosters(self, satkers: Collection[str]) -> dict[str, list[Shift]]:
        """The same of many satkers, in one question."""
        query = select(
            DutyRow.satker, DutyRow.days, DutyRow.since, DutyRow.until,
            _FIRST.id.label("first"), _SECOND.id.label("second"),
        )  # fmt: skip
        query = query.outerjoin(_FIRST, and_(_FIRST.id == DutyRow.person, _works_at(_FIRST, DutyRow.satker)))
        query = query.outerjoin(_SECOND, and_(_SECOND.id == DutyRow.second, _works_at(_SECOND, DutyRow.satker)))
        used = query.where(DutyRow.satker.in_(sorted(satkers)), DutyRow.active.is_(True))
        someone = func.coalesce(_FIRST.id, _SECOND.id).is_not(None)
        rosters: dict[str, list[Shift]] = {satker: [] for satker in satkers}
        for row in await self._work.run(used.where(someone).order_by(DutyRow.number)):
            rosters[row.satker].append(_shift(row))
        return rosters

    async def whom_to_page(self, satker: str, now: datetime) -> Paging:
        """Who is told of a case of this satker now."""
        shifts, local = await self.shifts_of(satker), await self.local(satker, now)
        if not shifts:
            return Paging(await self._officers(satker), nobody=True)
        present = on_duty(shifts, local)
        persons = tuple(dict.fromkeys(each.person for each in present))
        second = dict.fromkeys(each.second for each in present if each.second is not None)
        if not present:
            return Paging((), nobody=True, next_duty=next_duty(shifts, local))
        others = tuple(each for each in second if each not in persons)
        if others and await self._have_all_blocked_us(persons):
            persons, others = (*persons, *others), ()
        return Paging(persons, others, next_shift=next_shift(shifts, local))

    async def _have_all_blocked_us(self, persons: Collection[int]) -> bool:
        """Whether nobody of them can be written to: whoever stands in is on duty then."""
        chats = select(func.count()).join(SessionRow, SessionRow.who == PersonRow.who)
        blocked = chats.where(PersonRow.id.in_(persons), SessionRow.reachable.is_(False))
        return await self._work.connection.scalar(blocked.select_from(PersonRow)) == len(persons)

    async def rules_of(self, satker: str, today: date) -> Mapping[str, str]:
        """What the satker decided for itself, by the names of the rules, as far as it holds by then."""
        query = select(SatkerRuleRow.rule, SatkerRuleRow.value).where(
            SatkerRuleRow.satker == satker, SatkerRuleRow.since <= today
        )
        rows = await self._work.run(query.order_by(SatkerRuleRow.since, SatkerRuleRow.number))
        return {row.rule: row.value for row in rows}

    async def head_of(self, satker: str, today: date) -> int | None:
        """Who heads the rehabilitation section, while they work there."""
        code = (await self.rules_of(satker, today)).get(HEAD_RULE)
        query = select(PersonRow.id).where(PersonRow.code == code, _works_at(PersonRow, satker))
        return await self._work.connection.scalar(query)

    async def overseers_of(self, satker: str) -> tuple[int, ...]:
        """The bnnp people of its province."""
        province = select(func.substr(SatkerRow.territory, 1, 2)).where(SatkerRow.code == satker).scalar_subquery()
        query = select(PersonRow.id).where(
            PersonRow.role == Role.BNNP.value,
            PersonRow.left_on.is_(None),
            func.substr(PersonRow.territory, 1, 2) == province,
        )
        return tuple((await self._work.run(query.order_by(PersonRow.id))).scalars())

    async def has_stand_ins(self, satker: str, today: date) -> bool:
        """Whether anybody is told when a promise passes."""
        seconds = any(shift.second is not None for shift in await self.shifts_of(satker))
        head = await self.head_of(satker, today)
        return seconds or head is not None or bool(await self.overseers_of(satker))

    async def local(self, satker: str, now: datetime) -> datetime:
        """This moment by the clock on the wall there."""
        territory = select(SatkerRow.territory).where(SatkerRow.code == satker)
        return now.astimezone(zone_of(await self._work.connection.scalar(territory)))

    async def has_officers(self, satker: str) -> bool:
        """Whether anybody works there who could answer."""
        return bool(await self._officers(satker))

    async def _officers(self, satker: str) -> tuple[int, ...]:
        query = select(PersonRow.id).where(_works_at(PersonRow, satker)).order_by(PersonRow.id)
        return tuple((await self._work.run(query)).scalars())


def _ways(area: str, unit: str | None, fallback: str | None) -> list[Select[str]]:
    """The questions by which a satker is found, in their order."""
    ways = [select(UnitRow.satker).where(UnitRow.code == unit)] if unit else []
    ways += [_of_territory(area[:5]), _serving(area[:5])] if len(area) >= 5 else []
    ways += [_of_territory(area[:2])] if area else []
    return ways + ([select(SatkerRow.code).where(SatkerRow.code == fallback)] if fallback else [])


def _of_territory(code: str) -> Select[str]:
    return select(SatkerRow.code).where(SatkerRow.territory == code).order_by(SatkerRow.code)


def _serving(kabupaten: str) -> Select[str]:
    """The satkers that serve units in a kabupaten, first the one with the most."""
    there = select(UnitRow.satker).where(UnitRow.code.startswith(f"{kabupaten}.", autoescape=True))
    return there.group_by(UnitRow.satker).order_by(func.count().desc(), UnitRow.satker)


def _works_at(person: Any, satker: Any) -> Any:
    return and_(person.satker == satker, person.role == Role.PETUGAS.value, person.left_on.is_(None))


def _shift(row: Any) -> Shift:
    first, *others = [each for each in (row.first, row.second) if each is not None]
    hours = time.fromisoformat(row.since), time.fromisoformat(row.until)
    return Shift(first, others[0] if others else None, frozenset(row.days.split()), *hours)
