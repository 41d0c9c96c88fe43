"""Places of Indonesia, by their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import bindparam, exists, select

from domain.places import Place
from storage.programme_tables import TerritoryRow
from storage.work import MOST_AT_ONCE, Work

_NAMES = select(TerritoryRow.code, TerritoryRow.name).where(TerritoryRow.code.in_(bindparam("codes", expanding=True)))


class Territories:
    """What places are called."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def name(self, code: str) -> str | None:
        return (await self.names([code])).get(code)

    async def names(self, codes: Collection[str]) -> Mapping[str, str]:
        """The names of those that are known."""
        return {row.code: row.name for row in await self._work.run_for(codes, "codes", _NAMES)}

    async def has_children(self, code: str) -> bool:
        """Whether any place within this one is known."""
        query = select(exists().where(TerritoryRow.code.startswith(f"{code}.", autoescape=True)))
        return bool(await self._work.connection.scalar(query))

    async def put(self, places: Collection[Place]) -> tuple[int, int]:
        """Add these places, and rename those that are called otherwise. Says how many of each."""
        known = await self.names([place.code for place in places])
        new = [place for place in places if place.code not in known]
        renamed = [place for place in places if known.get(place.code, place.name) != place.name]
        into = self._work.insert(TerritoryRow)
        anew = into.on_conflict_do_update(index_elements=["code"], set_={"name": into.excluded.name})
        for rows in _parts([*new, *renamed]):
            await self._work.run(anew, rows)
        return len(new), len(renamed)

    async def put_if_absent(self, places: Collection[Place]) -> None:
        """Add those of these places that are not known yet; whoever named the others knows better."""
        await self._work.put_if_absent(TerritoryRow, [_row(place) for place in places])


def _parts(places: list[Place]) -> Iterable[list[dict[str, str]]]:
    for first in range(0, len(places), MOST_AT_ONCE):
        yield [_row(place) for place in places[first : first + MOST_AT_ONCE]]


def _row(place: Place) -> dict[str, str]:
    return {"code": place.code, "name": place.name}
