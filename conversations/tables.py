"""Reading the source of an XLSForm (.md, .csv, .xlsx, .xls) into its sheets."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import regex

from conversations.problems import Findings, Problem, guess
from conversations.sheets import LANGUAGED, Book, Sheet, column_of, sheet_of
from domain.voice import phrase

KINDS = ("md", "xlsx", "xls", "csv")
LARGEST = 1_000_000  # bytes of a source
LARGEST_UNPACKED = 50_000_000
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_ZIP = b"PK\x03\x04"
_XLS = (b"\xd0\xcf\x11\xe0", b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_SEPARATOR = regex.compile(r"[ \t|:\-]*-[ \t|:\-]*")
_REMARK = regex.compile(r"(\|)\s*#[^|]*$")  # a word of the author after the row
_PIPE = regex.compile(r"(?<!\\)\|")
Cells = list[str]


def read_book(source: bytes, kind: str, findings: Findings) -> Book:
    """The sheets of a form. A source that is no form at all is a Problem; rows that are odd are noted."""
    if kind not in KINDS:
        raise Problem("formulir tidak bisa berupa berkas .{kind}", _ALLOWED, kind=kind, kinds=", ".join(KINDS))
    if len(source) > LARGEST:
        raise Problem("berkasnya lebih besar dari {most} MB", "Perkecil berkasnya", most=LARGEST // 1_000_000)
    kind = "xlsx" if source.startswith(_ZIP) else "xls" if source.startswith(_XLS) else kind
    if kind in ("xlsx", "xls"):
        return _from_workbook(source, kind)
    text = _text(source)
    try:
        lines = list(_of_csv(text) if kind == "csv" else _of_markdown(text))
    except csv.Error:
        raise Problem("berkas ini tidak bisa dibaca sebagai CSV", "Simpan lagi sebagai CSV UTF-8") from None
    return _book(lines, findings, _LONG_IN_MARKDOWN if kind == "md" else _LONG_IN_CSV)


_ALLOWED = phrase("Pakai salah satu dari {kinds}")
_LONG_IN_MARKDOWN = phrase("Hapus sel yang lebih, atau tulis \\| untuk garis tegak di dalam sel")
_LONG_IN_CSV = phrase("Hapus sel yang lebih, atau beri tanda kutip pada sel yang berisi koma")


def _text(source: bytes) -> str:
    try:
        return source.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Problem("berkas ini tidak bisa dibaca sebagai teks", "Simpan lagi sebagai UTF-8") from None


# --- Lines: the name of a sheet ("" where the last one goes on), and cells --------------------------


def _of_markdown(text: str) -> Iterator[tuple[str, Cells]]:
    for line in text.split("\n"):
        row = str(_REMARK.sub(r"\1", line.strip()))
        if not row.startswith("|") or _SEPARATOR.fullmatch(row):
            continue
        end = -1 if row.endswith("|") and not row.endswith("\\|") else len(row)
        name, *cells = [cell.strip().replace("\\|", "|") for cell in _PIPE.split(row[1:end])]
        yield name, cells


def _of_csv(text: str) -> Iterator[tuple[str, Cells]]:
    delimiter = max(",;\t", key=text[:5000].count)
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        name, *cells = [cell.strip() for cell in row] or [""]
        yield name, cells


def _book(lines: Iterable[tuple[str, Cells]], findings: Findings, long_row: str) -> Book:
    tables: dict[str, list[Cells]] = {}
    name = ""
    for named, cells in lines:
        name = named.lower() or name
        table = tables.setdefault(name, [])
        if table or any(cells):  # blank rows before the header are no rows
            table.append(cells)
    tables.pop("", None)
    if len(tables) == 1 and not set(tables) & set(SHEETS):
        tables = {"survey": next(iter(tables.values()))}
    sheets = {name: _sheet(name, table, findings, long_row) for name, table in tables.items() if name in SHEETS}
    return _known(sheets, tables)


def _sheet(name: str, table: Sequence[Cells], findings: Findings, long_row: str) -> Sheet:
    headers = list(table[0]) if table else []
    while headers and not headers[-1]:
        headers.pop()
    with findings.noted(sheet=name, row=1):
        _refuse_twins(headers)
    rows = []
    for number, cells in enumerate(table[1:], 2):
        if any(cells[len(headers) :]):
            with findings.noted(sheet=name, row=number):
                raise Problem("baris ini lebih panjang dari judul kolomnya", long_row)
        filled = zip(headers, cells, strict=False)
        rows.append({header: _unfolded(header, cell) for header, cell in filled if header and cell})
    while rows and not rows[-1]:
        rows.pop()
    return sheet_of(name, headers, rows)


def _unfolded(header: str, cell: str) -> str:
    """Tables of text cannot break a line inside a cell: there it is written \\n."""
    base = column_of(header).base
    return cell.replace("\\n", "\n") if base in LANGUAGED else cell


def _refuse_twins(headers: Sequence[str]) -> None:
    twins = [header for i, header in enumerate(headers) if header and header in headers[:i]]
    if twins:
        raise Problem("ada dua kolom “{name}”", "Hapus salah satunya", column=twins[0], name=twins[0])


def _known(sheets: dict[str, Sheet], names: Iterable[str]) -> Book:
    if "survey" not in sheets:
        near = next((name for name in names if guess(name, ["survey"])), "")
        remedy = (
            phrase("Maksud Anda lembar “{near}”? Beri nama survey") if near else phrase("Tambahkan lembar survey")
        )
        raise Problem("formulir ini tidak punya lembar survey", remedy, near=near)
    return Book(sheets, tuple(name for name in names if name.lower() not in SHEETS))


# --- Workbooks -------------------------------------------------------------------------------------


def _from_workbook(source: bytes, kind: str) -> Book:
    # pyxform costs 0.24 s and 31 MB: only where it is wanted
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415

    try:
        _refuse_bombs(source, kind)
        read = get_xlsform(source, file_type=f".{kind}")
    except Problem:
        raise
    except Exception as error:  # pyxform lets IndexError, BadZipFile, TypeError and more through
        if "Duplicate column header" in str(error):
            twin = str(error).partition(": ")[2]
            raise Problem("ada dua kolom “{name}”", "Hapus salah satunya", row=1, column=twin, name=twin) from error
        wrong = phrase("berkas ini tidak bisa dibaca sebagai buku kerja Excel")
        raise Problem(wrong, "Simpan lagi sebagai .xlsx") from error
    sheets = {}
    for name in SHEETS:
        rows, header = getattr(read, name), getattr(read, f"{name}_header")
        if rows is not None:
            sheets[name] = sheet_of(name, list((header or [{}])[0]), rows)
    if not sheets.get("survey", Sheet("")).columns:
        sheets.pop("survey", None)
    return _known(sheets, read.sheet_names or ())


def _refuse_bombs(source: bytes, kind: str) -> None:
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Problem("isi berkas ini terlalu besar", "Perkecil berkasnya")
