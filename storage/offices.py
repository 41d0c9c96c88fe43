"""Who there is in many satkers at once: who is told what needs attention there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from domain.duty import HEAD_RULE
from domain.people import Person, Role
from domain.raised import Office
from storage.programme_tables import SatkerRuleRow
from storage.tables import PersonRow, SatkerRow, SessionRow
from storage.work import Work


class Offices:
    """The satkers that some people answer for."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, people: Iterable[Person], today: date) -> dict[str, Office]:
        """Those of petugas, and of the provinces of bnnp, by their codes."""
        people = list(people)
        names = await self._names(people)
        officers, heads = await self._officers(names), await self._heads(names, today)
        return {
            satker: Office(satker, name, frozenset(officers[satker]), heads.get(satker))
            for satker, name in names.items()
        }

    async def _names(self, people: Iterable[Person]) -> dict[str, str]:
        satkers = sorted({each.satker for each in people if each.satker is not None})
        provinces = sorted({(each.territory or "")[:2] for each in people if each.role is Role.BNNP})
        theirs = or_(SatkerRow.code.in_(satkers), func.substr(SatkerRow.territory, 1, 2).in_(provinces))
        rows = await self._work.run(select(SatkerRow.code, SatkerRow.name).where(theirs).order_by(SatkerRow.code))
        return {row.code: row.name for row in rows}

    async def _officers(self, satkers: Collection[str]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for row in await self._work.run(_officers().where(PersonRow.satker.in_(satkers))):
            found[row.satker].add(row.id)
        return found

    async def _heads(self, satkers: Collection[str], today: date) -> dict[str, int]:
        """Whom the satkers call their head, while they work there and can be written to."""
        query = select(SatkerRuleRow.satker, SatkerRuleRow.value).where(
            SatkerRuleRow.satker.in_(satkers), SatkerRuleRow.rule == HEAD_RULE, SatkerRuleRow.since <= today
        )
        rows = await self._work.run(query.order_by(SatkerRuleRow.since, SatkerRuleRow.number))
        named = {row.satker: row.value for row in rows}
        there = _officers().join(SessionRow, SessionRow.who == PersonRow.who).where(SessionRow.reachable.is_(True))
        rows = await self._work.run(there.where(PersonRow.code.in_(sorted(set(named.values())))))
        return {row.satker: row.id for row in rows if named.get(row.satker) == row.code}


def _officers() -> Select[Any, Any, Any]:
    query = select(PersonRow.id, PersonRow.satker, PersonRow.code)
    return query.where(PersonRow.role == Role.PETUGAS.value, PersonRow.left_on.is_(None))
