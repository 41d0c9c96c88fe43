"""Tables of counts of people as they were first shown to overseers: what is entered late does not change them.

Else two looks at a month that is over would tell what was added between them, and that may be one person.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.digest import Month, Scope
from domain.small_cells import Table
from storage.programme_tables import FrozenTableRow
from storage.work import Work

Tables = Mapping[str, Table]  # by indicator


class Frozen:
    """The frozen tables of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, scopes: Collection[Scope], months: Collection[date]) -> dict[tuple[Scope, date], Tables]:
        """What was shown of these places in these months."""
        row, wanted = FrozenTableRow, set(scopes)
        query = select(row.__table__).where(
            row.level.in_({scope.level.value for scope in wanted}),
            row.place.in_({scope.place for scope in wanted}),
            row.month.in_(months),
        )
        found: dict[tuple[Scope, date], dict[str, Table]] = {}
        levels = {scope.level.value: scope.level for scope in wanted}
        for each in await self._work.run(query):
            key = Scope(levels[each.level], each.place), each.month
            found.setdefault(key, {})[each.indicator] = _table(json.loads(each.shown))
        return dict(found)

    async def keep(self, scope: Scope, shown: Month) -> bool:
        """Freeze these, unless they are; False where something else was shown before."""
        place = {"level": scope.level.value, "place": scope.place, "month": shown.since}
        rows = [
            {**place, "indicator": name, "shown": json.dumps(_plain(table))} for name, table in shown.tables.items()
        ]
        await self._work.put_if_absent(FrozenTableRow, sorted(rows, key=lambda row: row["indicator"]))
        kept = (await self.of([scope], [shown.since])).get((scope, shown.since), {})
        return all(kept.get(name) == table for name, table in shown.tables.items())


def _plain(table: Table) -> dict[str, Any]:
    """A table as JSON holds it."""
    return {"rows": table.rows, "columns": table.columns, "counts": table.counts}


def _table(held: Mapping[str, Any]) -> Table:
    return Table(tuple(held["rows"]), tuple(held["columns"]), tuple(map(tuple, held["counts"])))
