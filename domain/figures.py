"""Indicators in a table: a row for each place, a column for each level, and totals, as a reader may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.indicator_rules import Indicator
from domain.small_cells import Table, hide_small

Sums = Mapping[tuple[str, str], int]  # by place and counter


def table_of(indicator: Indicator, places: Sequence[str], sums: Sums, *, hides: bool) -> Table:
    """The counts of an indicator. With `hides`, small counts of people are not in it."""
    counts = [[sums.get((place, name), 0) for name in indicator.counters] for place in places]
    if hides and indicator.people:
        return hide_small(places, indicator.counters, counts)
    rows = [[*line, sum(line)] for line in counts]
    totals = [sum(line[column] for line in rows) for column in range(len(indicator.counters) + 1)]
    return Table(tuple(places), indicator.counters, tuple(tuple(line) for line in [*rows, totals]))


def total_of(table: Table) -> int | None:
    """What the whole adds up to, if it is shown."""
    return table.counts[-1][-1]
