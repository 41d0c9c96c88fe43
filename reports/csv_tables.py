"""Tables as CSV: UTF-8, semicolons, and nothing that a spreadsheet takes for a formula.

A spreadsheet works out every cell that begins with certain signs, whoever wrote it. As OWASP advises, a text that
begins with one gets an apostrophe before it, and every cell stands in quotation marks
(https://owasp.org/www-community/attacks/CSV_Injection). Decimals have a comma, as where semicolons part the cells.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self
from zipfile import ZIP_DEFLATED, ZipFile

from reports.columns import Cell, Column, wall
from reports.workbook import Definitions

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ENCODING = "utf-8-sig"  # with the mark by which Excel knows UTF-8


class CsvTables:
    """A zip of tables, each a file of its own; leaving the block packs them."""

    def __init__(self, path: Path, definitions: Definitions) -> None:
        self._path, self._folder, self._definitions = path, path.parent, definitions
        self._tables: list[CsvTable] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._define()
        self._open.close()
        if kind is None:
            self._pack()
        for table in self._tables:
            table.path.unlink(missing_ok=True)

    def sheet(self, name: str, columns: Sequence[Column]) -> CsvTable:
        """A new table. Tables may be written side by side."""
        taken = {table.path.name for table in self._tables}
        path = self._folder / _free(name, taken)
        file = self._open.enter_context(path.open("w", encoding=ENCODING, newline=""))
        made = CsvTable(path, tuple(columns), csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL))
        self._tables.append(made)
        return made

    def _define(self) -> None:
        told = [(table.path.stem, column.title, column.meaning) for table in self._tables for column in table.columns]
        sheet = self.sheet(self._definitions.name, [Column(title) for title in self._definitions.headings])
        for about in self._definitions.about:
            sheet.write(("", *about))
        for line in told:
            sheet.write(line)

    def _pack(self) -> None:
        with ZipFile(self._path, "w", ZIP_DEFLATED) as packed:
            for table in self._tables:
                packed.write(table.path, table.path.name)


class CsvTable:
    """One table."""

    def __init__(self, path: Path, columns: tuple[Column, ...], out: Any) -> None:
        self.path, self.columns, self._out = path, columns, out
        self.write([column.title for column in columns])

    def write(self, cells: Sequence[Cell]) -> None:
        """One more row."""
        self._out.writerow([_cell(cell) for cell in cells])


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str() as text:
            return safe(text)
        case datetime() as moment:
            return wall(moment).isoformat(" ", "minutes")
        case date() as day:
            return day.isoformat()
        case number:
            return str(number).replace(".", ",")


def safe(text: str) -> str:
    """A text that no spreadsheet works out."""
    return f"'{text}" if text.startswith(BEGINNINGS) else text


def _free(name: str, taken: set[str]) -> str:
    stem = "".join(letter if letter.isalnum() else "_" for letter in name.lower())
    turn, found = 1, f"{stem}.csv"
    while found in taken:
        turn += 1
        found = f"{stem}_{turn}.csv"
    return found
