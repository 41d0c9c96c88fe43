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
        return _without_column(sheet, problem.column)
    rows = [_without(row, problem) if row.number == problem.row else row for row in sheet.rows]
    return replace(sheet, rows=(*rows, *_end_of(sheet, problem)))


def _without_column(sheet: Sheet, header: str) -> Sheet:
    columns = tuple(column for column in sheet.columns if column.header != header)
    rows = tuple(replace(r, cells={h: cell for h, cell in r.cells.items() if h != header}) for r in sheet.rows)
    return replace(sheet, columns=columns, rows=rows)


def _end_of(sheet: Sheet, problem: Problem) -> Iterable[Row]:
    """The end of a group that was not closed."""
    kinds = {row.number: kind_of(row.cells.get(problem.column, "")) for row in sheet.rows}
    kind = kinds.get(problem.row or 0, "")
    all_of_them, end = list(kinds.values()), kind.replace("begin", "end")
    if kind.startswith("begin_") and all_of_them.count(kind) > all_of_them.count(end):
        yield Row(len(sheet.rows) + 2, {problem.column: end})


def _without(row: Row, problem: Problem) -> Row:
    base = column_of(problem.column).base
    kind = kind_of(row.cells.get(problem.column, ""))
    if base == "type" and kind.startswith(("begin_", "end_")):
        return row if kind.startswith("begin_") else replace(row, cells={})
    if base == "type":
        kept = {h: cell for h, cell in row.cells.items() if column_of(h).base in _KEPT}
        return replace(row, cells={**kept, problem.column: "text"})
    cells = dict(row.cells)
    if base == "name":
        cells[problem.column or "name"] = f"mended_{row.number}"
    elif base in LANGUAGED or (base == "calculation" and problem.column not in cells):
        cells[problem.column] = "x"
    else:
        cells.pop(problem.column, None)
    return replace(row, cells=cells)
