"""Places of Indonesia: a list of codes and names, as a spreadsheet writes it. Every line that is wrong is told."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from domain.territory import PROVINCES, is_code

SHIPPED = Path(__file__).parent / "places.csv"
LONGEST_NAME = 100
CODE_TITLES = ("code", "kode", "kode_wilayah", "kode wilayah")
NAME_TITLES = ("name", "nama", "nama_wilayah", "nama wilayah")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a kabupaten or kota, a kecamatan, or a desa or kelurahan."""

    code: str
    name: str


class BadPlaces(Exception):
    """The list cannot be used. Each of `wrong` says which line, what is wrong with it, and what to do."""

    def __init__(self, wrong: Sequence[str]) -> None:
        super().__init__("; ".join(wrong))
        self.wrong = wrong


class _BadLine(Exception):
    pass


def shipped_places() -> list[Place]:
    """The places that come with Suar: the provinces, and those of the sample."""
    return read_places(SHIPPED.read_bytes())


def read_places(content: bytes) -> list[Place]:
    """The places of a CSV with codes and names. Raises `BadPlaces`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPlaces(["The file is not UTF-8: save it as “CSV UTF-8”."]) from None
    found: dict[str, tuple[int, Place]] = {}
    wrong = []
    for number, cells in _lines(text):
        try:
            place = _place(cells)
            _check_anew(place, *found.setdefault(place.code, (number, place)))
        except _BadLine as bad:
            wrong.append(f"Line {number}: {bad}")
    if wrong or not found:
        raise BadPlaces(wrong or ["The file holds no places: write a code and a name on each line."])
    return [place for _, place in found.values()]


# --- Lines ---------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Code and name of each line, with its number; a line of titles says where they stand."""
    code_at, name_at = 0, 1
    for nth, (number, cells) in enumerate(_rows(text)):
        if nth == 0 and not any(sign.isdigit() for cell in cells for sign in cell):
            titles = [cell.lower() for cell in cells]
            code_at, name_at = _column(titles, CODE_TITLES, code_at), _column(titles, NAME_TITLES, name_at)
        else:
            yield number, [cells[at] if at < len(cells) else "" for at in (code_at, name_at)]


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The cells of each line that is not empty, and the number of the line."""
    rows, began = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True), 1
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield began, cells
            began = rows.line_num + 1
    except csv.Error:
        raise BadPlaces([f"Line {began}: its quotation marks do not fit together: take them out."]) from None


def _delimiter(text: str) -> str:
    """What stands between the cells; Excel writes semicolons where a comma is in numbers, as in Indonesia."""
    first = text.lstrip().partition("\n")[0]
    return max(";", ",", "\t", key=first.count)


def _column(titles: Sequence[str], wanted: Sequence[str], otherwise: int) -> int:
    return next((at for at, title in enumerate(titles) if title in wanted), otherwise)


# --- A place -------------------------------------------------------------------------------------


def _place(cells: Sequence[str]) -> Place:
    code, name = cells
    if not is_code(code):
        raise _BadLine(_about_code(code))
    if not name:
        raise _BadLine(f"{code} has no name: write it into the next cell.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise _BadLine(f"the name of {code} is no name of a place: write it anew, in at most {LONGEST_NAME} letters.")
    return Place(code, name)


def _about_code(code: str) -> str:
    shown = code if len(code) <= 20 and code.isprintable() else f"{code[:20]!a}…"
    if not code:
        return "there is no code: write one like 19.04.03.2004, or take the line out."
    if code[:2].isdecimal() and code[:2] not in PROVINCES:
        return f"{shown} begins with no code of a province: look it up, and write it like 19.04.03.2004."
    return f"{shown} is no code: write it with all zeros and dots, like 19.04 or 19.04.03.2004."


def _check_anew(place: Place, line: int, before: Place) -> None:
    if place != before:
        raise _BadLine(f"{place.code} stands on line {line} already, with another name: keep one of the two.")
