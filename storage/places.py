"""Satkers and units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, literal, select, update

from domain.access import Action, Record
from domain.people import Person, Satker, Unit
from storage.reach import within
from storage.tables import SatkerRow, UnitRow
from storage.work import Work


class Taken(Exception):
    """There is one with this code already."""


class Missing(Exception):
    """There is none with this code."""


class Places:
    """Where people work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def satker(self, code: str) -> Satker | None:
        found = await self._work.run(select(SatkerRow).where(SatkerRow.code == code))
        row = found.first()
        return Satker(row.code, row.name, row.territory) if row else None

    async def satkers(self) -> list[Satker]:
        """All of them, by code."""
        rows = await self._work.run(select(SatkerRow).order_by(SatkerRow.code))
        return [Satker(row.code, row.name, row.territory) for row in rows]

    async def unit(self, code: str) -> Unit | None:
        row = (await self._work.run(select(UnitRow).where(UnitRow.code == code))).first()
        return _unit(row) if row else None

    async def unit_for(self, person: Person, code: str) -> Unit | None:
        """A unit, if this person may see it."""
        may = within(person, Action.SEE, Record.UNIT, unit=UnitRow.code)
        row = (await self._work.run(select(UnitRow).where(UnitRow.code == code, may))).first()
        return _unit(row) if row else None

    async def units_of(self, satker: str) -> list[Unit]:
        rows = await self._work.run(select(UnitRow).where(UnitRow.satker == satker).order_by(UnitRow.name))
        return [_unit(row) for row in rows]

    async def add_satker(self, satker: Satker, now: datetime) -> None:
        """Raises `Taken`."""
        if await self.satker(satker.code):
            raise Taken(satker.code)
        await self._work.run(
            self._work.insert(SatkerRow).values(
                code=satker.code, name=satker.name, territory=satker.territory, added_at=now
            )
        )

    async def add_unit(self, code: str, name: str, satker: str, now: datetime) -> Unit:
        """Raises `Taken`, or `Missing` when there is no such satker."""
        if await self.unit(code):
            raise Taken(code)
        if not await self.satker(satker):
            raise Missing(satker)
        unit = Unit(code, name, satker, await self._free_prefix(name))
        await self._work.run(
            self._work.insert(UnitRow).values(code=code, name=name, satker=satker, prefix=unit.prefix, added_at=now)
        )
        return unit

    async def codes(self) -> list[str]:
        """The codes of all units."""
        return list((await self._work.run(select(UnitRow.code).order_by(UnitRow.code))).scalars())

    async def is_used(self, code: str, besides: str) -> bool:
        """Whether anything belongs to this unit, besides what the report with this number says: people, reports."""
        for column in _columns_that_name_a_unit():
            others = [column.table.c.number != besides] if "number" in column.table.c else []
            if (await self._work.run(select(literal(1)).where(column == code, *others).limit(1))).first() is not None:
                return True
        return False

    async def change_unit(self, old: str, code: str, name: str) -> None:
        """Name a unit anew. Its code changes only while nothing belongs to it."""
        await self._work.run(update(UnitRow).where(UnitRow.code == old).values(code=code, name=name))

    async def _free_prefix(self, name: str) -> str:
        """AMT for Air Mesu Timur; AMT2 when another unit has that already."""
        initials = initials_of(name)
        taken = set(
            (await self._work.run(select(UnitRow.prefix).where(UnitRow.prefix.like(f"{initials}%")))).scalars()
        )
        if initials not in taken:
            return initials
        return next(f"{initials}{n}" for n in range(2, len(taken) + 3) if f"{initials}{n}" not in taken)


def _columns_that_name_a_unit() -> Iterator[Any]:
    for table in UnitRow.metadata.sorted_tables:
        yield from (key.parent for key in table.foreign_keys if key.column is UnitRow.__table__.c.code)


def _unit(row: Row[Any]) -> Unit:
    return Unit(row.code, row.name, row.satker, row.prefix, row.since)


def initials_of(name: str) -> str:
    """Three letters to tell a unit by: the initials, or the first letters of a single word."""
    words = [word for word in name.upper().split() if word[0].isalpha()]
    letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else "".join(words)[:3]
    plain = "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
    return plain if len(plain) > 1 else "UNIT"
