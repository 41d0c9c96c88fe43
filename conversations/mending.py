"""A form as if its known mistakes were mended: so that the others are found in the same go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from conversations.problems import Problem
from conversations.sheets import LANGUAGED, Book, Row, Sheet, column_of, kind_of

_KEPT = frozenset(("name", "label"))


def mended(book: Book, problems: Iterable[Problem]) -> Book:
    """What is wrong in a cell is left out of it, and a type that is wrong becomes a text."""
    sheets = dict(book.sheets)
    for problem in problems:
        sheet = sheets.get(problem.sheet)
        if sheet is not None and problem.row is not None:
            sheets[problem.sheet] = _mended(sheet, problem)
    kept = {name: sheet for name, sheet in sheets.items() if name in ("survey", "choices", "settings")}
    return Book(kept, ())


def _mended(sheet: Sheet, problem: Problem) -> Sheet:
    if problem.row == 1:
        return replace(sheet, columns=tuple(c for c in sheet.columns if c.header != problem.column))
    rows = (_without(row, problem) if row.number == problem.row else row for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _without(row: Row, problem: Problem) -> Row:
    base = column_of(problem.column).base
    if base == "type" and not kind_of(row.cells.get(problem.column, "")).startswith(("begin", "end")):
        kept = {h: cell for h, cell in row.cells.items() if column_of(h).base in _KEPT}
        return replace(row, cells={**kept, problem.column: "text"})
    cells = dict(row.cells)
    if base == "name":
        cells[problem.column or "name"] = f"mended_{row.number}"
    elif base in LANGUAGED:
        cells[problem.column] = "x"
    else:
        cells.pop(problem.column, None)
    return replace(row, cells=cells)
