"""The lines to call that the satkers keep, where each of them works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from storage.programme_tables import HotlineRow
from storage.tables import SatkerRow
from storage.work import Work

NEAREST = ("satker", "provinsi", "nasional")  # what a line says of where it works


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line as a satker keeps it."""

    name: str
    number: str
    hours: str
    scopes: frozenset[str]
    coverage: str
    checked_on: date | None


class Hotlines:
    """The lines of all satkers, in one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def lines_for_area(self, area: str) -> list[HeldLine]:
        """The lines that work there, the nearest first. `area` is the code of a place, or empty.

        One that several satkers keep is told once: by whoever is nearest, or else has checked it last.
        """
        query = select(HotlineRow).join(SatkerRow, SatkerRow.code == HotlineRow.satker)
        near = case({name: place for place, name in enumerate(NEAREST)}, value=HotlineRow.coverage)
        found = query.where(HotlineRow.active.is_(True), _works_in(area)).order_by(
            near, HotlineRow.checked_on.desc().nulls_last(), HotlineRow.number
        )
        lines: dict[str, HeldLine] = {}
        for row in await self._work.run(found):
            lines.setdefault(re.sub(r"\W", "", row.line).lower(), _line(row))
        return list(lines.values())

    async def unchecked_since(self, before: date) -> list[tuple[str, HeldLine]]:
        """Lines in use that nobody has looked at since then, by the satker that keeps them."""
        old = or_(HotlineRow.checked_on.is_(None), HotlineRow.checked_on < before)
        query = select(HotlineRow).where(HotlineRow.active.is_(True), old)
        rows = await self._work.run(query.order_by(HotlineRow.satker, HotlineRow.number))
        return [(row.satker, _line(row)) for row in rows]


def _works_in(area: str) -> ColumnElement[bool]:
    """Only where it surely works: of whoever names a province, the line of one kabupaten may not be the right one."""
    within = literal(area).startswith(SatkerRow.territory)
    same_province = func.substr(SatkerRow.territory, 1, 2) == area[:2]
    return or_(
        HotlineRow.coverage == "nasional",
        and_(HotlineRow.coverage == "provinsi", same_province),
        and_(HotlineRow.coverage == "satker", within),
    )


def _line(row: Any) -> HeldLine:
    return HeldLine(row.name, row.line, row.hours, frozenset(row.scope.split()), row.coverage, row.checked_on)
