"""Hiding small counts of people in a table, and so much more that the totals do not give them away.

Counts and totals are looked at as one network: what is in the cells of a row flows into its total, and so on. A
hidden cell could as well be one more (or one less) if that change can go round in a ring of hidden cells; then nobody
can work it out. Where there is no such ring, the one with the fewest people is hidden too. Why: decision 13.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

LEAST = 5  # people in a count that is shown

Cell = tuple[int, int]
Way = tuple[float, tuple[Cell, ...]]  # how many people would have to be hidden, and the cells that are passed
Line = tuple[bool, int]  # whether it is a column, and which; the last row and the last column hold the totals
NO_WAY: Way = (inf, ())


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column, None where hidden. Each row ends with its total; the last row holds the totals."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]


def alone(count: int) -> int | None:
    """A count that stands by itself, if it is large enough to be shown."""
    return count if count >= LEAST else None


def hide_small(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> Table:
    """The table with its totals, as people may see it who may not see who is in it."""
    full = _with_totals(counts, len(columns))
    hidden = _hidden(full)
    shown = (
        tuple(None if (row, column) in hidden else count for column, count in enumerate(line))
        for row, line in enumerate(full)
    )
    return Table(tuple(rows), tuple(columns), tuple(shown))


def _with_totals(counts: Sequence[Sequence[int]], columns: int) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in counts]
    return [*lines, [sum(line[column] for line in lines) for column in range(columns + 1)]]


def _hidden(full: list[list[int]]) -> set[Cell]:
    small = [(row, column) for row, line in enumerate(full) for column, count in enumerate(line) if count < LEAST]
    hidden, safe = set(small), set[Cell]()
    for cell in small:
        if cell not in safe:
            # Who is in a ring is safe with it, also later: hiding more never closes a way.
            ring = _cheapest_ring(full, hidden, cell)
            hidden |= ring
            safe |= ring
    return hidden


# --- Rings ---------------------------------------------------------------------------------------


def _cheapest_ring(full: list[list[int]], hidden: set[Cell], cell: Cell) -> set[Cell]:
    """The cells that may change together with this one; where there is a choice, those with the fewest people."""
    before, after = (True, cell[1]), (False, cell[0])
    if not _flows_to_row(full, cell):
        before, after = after, before
    more = _way(full, hidden, cell, after, before)  # there always is one: over the totals
    less = _way(full, hidden, cell, before, after) if full[cell[0]][cell[1]] and more[0] else more
    return {cell, *min(more, less)[1]}


def _way(full: list[list[int]], hidden: set[Cell], without: Cell, start: Line, goal: Line) -> Way:
    """From line to line through the fewest people who would have to be hidden (Dijkstra)."""
    # Among equals the longest is followed first, and a way through hidden cells is taken as soon as it is seen:
    # where much is hidden, there is one close by.
    waiting: list[tuple[int, int, Line, tuple[Cell, ...]]] = [(0, 0, start, ())]
    done: set[Line] = set()
    while waiting:
        cost, steps, line, cells = heappop(waiting)
        if line == goal:
            return cost, cells
        if line in done:
            continue
        done.add(line)
        for cell, onward in _steps(full, line):
            if cell != without and onward not in done:
                total = cost if cell in hidden else cost + full[cell[0]][cell[1]]
                if onward == goal and total == 0:
                    return 0, (*cells, cell)
                heappush(waiting, (total, steps - 1, onward, (*cells, cell)))
    return NO_WAY


def _steps(full: list[list[int]], line: Line) -> Iterator[tuple[Cell, Line]]:
    """Through which cells a change can go on from here. Against its flow it makes a cell smaller."""
    is_column, at = line
    for other in range(len(full) if is_column else len(full[0])):
        cell = (other, at) if is_column else (at, other)
        if full[cell[0]][cell[1]] or _flows_to_row(full, cell) == is_column:
            yield cell, (not is_column, other)


def _flows_to_row(full: list[list[int]], cell: Cell) -> bool:
    """Counts flow from their row to their column; the totals of rows and of columns flow back."""
    return (cell[0] == len(full) - 1) != (cell[1] == len(full[0]) - 1)
