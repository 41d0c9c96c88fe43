"""A workbook that is written row by row: however long it gets, memory stays as it is.

What people wrote is always written as text. A spreadsheet takes a cell for a formula only where the file says so, and
here it never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from reports.columns import NUMBERS, Cell, Column, Kind, wall

MOST_ROWS = 1_048_576  # of a sheet, with its heading: Excel opens no longer ones
LONGEST_NAME = 31  # letters of a sheet's name
MOST_DIGITS = 10**15  # Excel rounds longer numbers
FIRST_DAY = date(1900, 3, 1)  # spreadsheets do not agree on the days before it
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDTHS = {Kind.TEXT: 24, Kind.CHOICE: 18, Kind.WHOLE: 10, Kind.DECIMAL: 10, Kind.DAY: 12, Kind.MOMENT: 17}
_FORMATS = {Kind.WHOLE: "0", Kind.DECIMAL: "0.##", Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class Definitions:
    """The first sheet: what is true of the whole file, and what each column means.

    `headings` stand above its three columns: the sheet, the column, the meaning.
    """

    name: str
    headings: tuple[str, str, str]
    about: tuple[tuple[str, str], ...] = ()


class Workbook:
    """A file of sheets. They are written side by side, each from top to bottom; leaving the block finishes it."""

    def __init__(self, path: Path, definitions: Definitions, at: datetime, most_rows: int = MOST_ROWS) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent), "use_zip64": True}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": wall(at)})
        self._looks = _Looks(self._book)
        self._most_rows = most_rows
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []
        self._definitions = definitions
        self._first = self.add(definitions.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, where: TracebackType | None
    ) -> None:
        if kind is None:
            self._define()
        self._book.close()

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet with a frozen heading and filters. What is longer than Excel takes goes on in another one."""
        made = Sheet(self, name, tuple(columns), self._looks, self._most_rows)
        self._sheets.append(made)
        return made

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """A sheet with all its rows."""
        with self.sheet(name, columns) as sheet:
            for row in rows:
                sheet.write(row)

    def add(self, name: str) -> Any:
        """A sheet of the library under this name, or one as near to it as Excel allows."""
        return self._book.add_worksheet(self._free(" ".join(name.translate(_REFUSED).split()) or "-"))

    def _free(self, wanted: str) -> str:
        turn, name = 1, wanted[:LONGEST_NAME].strip()
        while name.casefold() in self._names:
            turn += 1
            name = f"{wanted[: LONGEST_NAME - 2 - len(str(turn))].strip()} {turn}"
        self._names.add(name.casefold())
        return name

    def _define(self) -> None:
        for sheet in self._sheets:
            sheet.finish()
        where, what, meaning = self._definitions.headings
        columns = (Column(where, width=26), Column(what, width=34), Column(meaning, width=90))
        meanings = [(each.name, column.title, column.meaning) for each in self._sheets for column in each.columns]
        _head(self._first, columns, self._looks)
        rows = [("", *told) for told in self._definitions.about] + meanings
        for row, cells in enumerate(rows, 1):
            for place, words in enumerate(cells):
                if words:
                    self._first.write_string(row, place, _plain(words), self._looks.wrapped)
        self._first.autofilter(0, 0, len(rows), len(columns) - 1)


class Sheet:
    """A table of the workbook."""

    def __init__(self, book: Workbook, name: str, columns: tuple[Column, ...], looks: _Looks, most_rows: int) -> None:
        self._book, self._wanted, self._looks, self._most_rows = book, name, looks, most_rows
        self.columns = columns
        self._kinds = [column.kind for column in columns]
        self._begin()
        self.name: str = self._sheet.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def write(self, cells: Sequence[Cell]) -> None:
        """One more row."""
        if self._row == self._most_rows:
            self.finish()
            self._begin()
        for place, cell in enumerate(cells):
            if cell is not None and cell != "":
                self._put(place, self._kinds[place], cell)
        self._row += 1

    def finish(self) -> None:
        """Filters over all that was written."""
        if self.columns:
            self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self.columns) - 1)

    def _begin(self) -> None:
        self._sheet = self._book.add(self._wanted)
        _head(self._sheet, self.columns, self._looks)
        self._row = 1

    def _put(self, place: int, kind: Kind, cell: Any) -> None:
        if kind in NUMBERS and _is_number(cell):
            self._sheet.write_number(self._row, place, cell, self._looks.of[kind])
        elif isinstance(cell, date) and _day(cell) >= FIRST_DAY:
            moment = wall(cell) if isinstance(cell, datetime) else cell
            self._sheet.write_datetime(self._row, place, moment, self._looks.of[kind])
        else:
            self._sheet.write_string(self._row, place, _plain(str(cell)))


class _Looks:
    """How headings and cells look."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "bg_color": "#E7EEF0", "bottom": 1, "text_wrap": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
        self.of = dict.fromkeys(Kind) | shapes


def _head(sheet: Any, columns: Sequence[Column], looks: _Looks) -> None:
    for place, column in enumerate(columns):
        needed = min(max(_WIDTHS[column.kind], len(column.title) + 4), 40)  # the button of the filter takes some
        sheet.set_column(place, place, column.width or needed)
        sheet.write_string(0, place, _plain(column.title), looks.heading)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and isfinite(cell) and abs(cell) < MOST_DIGITS


def _day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _plain(text: str) -> str:
    """A text as it is. One that looks like the library's mark of rich text would get into the file unescaped."""
    return f" {text}" if text.startswith("<r>") else text
