"""Sealing anew, under the newest key of the keyring, what older ones sealed: in portions, while the bots go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, select, tuple_, update

from storage.sealed import BY_THE_KEYRING, Sealed
from storage.sealing import Shut
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Portion:
    """What became of some rows: how many were sealed anew, which places stay shut, and where to go on, if at all."""

    done: int
    shut: Sequence[str]
    last: tuple[Any, ...] | None


class Resealing:
    """The sealed values of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def count_under(self, number: int) -> int:
        """How many values this key of the keyring seals."""
        return sum([await self._count(each, each.under(number)) for each in BY_THE_KEYRING])

    async def count_older(self) -> int:
        """How many values another key than the newest seals."""
        newest = self._work.keyring.newest
        return sum([await self._count(each, each.not_under(newest)) for each in BY_THE_KEYRING])

    async def some(self, where: Sealed, after: tuple[Any, ...] | None) -> Portion:
        """Seal some rows anew. Whoever changes them meanwhile waits; those that are being changed are left alone."""
        rows = (await self._work.run(self._older(where, after))).all()
        found = [(row, self._anew(where, row)) for row in rows]
        values = [_values(row, content) for row, content in found if content is not None]
        if values:
            await self._work.run(_update(where), values)
        shut = [where.place(row) for row, content in found if content is None]
        return Portion(len(values), shut, tuple(rows[-1][:-1]) if rows else None)

    def _older(self, where: Sealed, after: tuple[Any, ...] | None) -> Any:
        query = select(*where.keys, where.column).where(where.not_under(self._work.keyring.newest))
        if after is not None:
            query = query.where(tuple_(*where.keys) > tuple_(*_typed(after, where.types)))
        query = query.order_by(*where.keys).limit(where.at_once)
        if (
            self._work.locks_rows
        ):  # who is at a row may wait for another that we have: we wait for nobody, and come again
            query = query.with_for_update(key_share=True, skip_locked=True)
        return query

    def _anew(self, where: Sealed, row: Row[Any]) -> bytes | None:
        keyring, place = self._work.keyring, where.place(row)
        try:
            return keyring.seal(keyring.open(row[-1], place), place)
        except Shut:
            return None

    async def _count(self, where: Sealed, condition: Any) -> int:
        query = select(func.count()).select_from(where.table).where(condition)
        return int(await self._work.connection.scalar(query) or 0)


def _typed(values: tuple[Any, ...], types: list[Any]) -> list[Any]:
    return [literal(value, type_) for value, type_ in zip(values, types, strict=True)]


def _values(row: Any, content: bytes) -> dict[str, Any]:
    return {**{f"key_{n}": value for n, value in enumerate(row[:-1])}, "sealed_anew": content}


def _update(where: Sealed) -> Any:
    same = [key == bindparam(f"key_{n}") for n, key in enumerate(where.keys)]
    return update(where.table).where(*same).values({where.column.name: bindparam("sealed_anew")})
