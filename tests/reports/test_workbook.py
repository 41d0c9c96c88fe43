"""A workbook, read back by another library: what stands in its cells, and what spreadsheets may do with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reports.columns import Cell, Column, Kind
from reports.workbook import Definitions, Workbook

AT = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
DEFINITIONS = Definitions("Keterangan", ("Lembar", "Kolom", "Arti"), (("Isi", "Laporan Air Mesu Timur"),))
COLUMNS = (
    Column("Nomor", meaning="Nomor laporan"),
    Column("Hasil", Kind.CHOICE),
    Column("Hadir", Kind.WHOLE),
    Column("Rata-rata", Kind.DECIMAL),
    Column("Tanggal", Kind.DAY),
    Column("Dikirim", Kind.MOMENT),
)
ROW: tuple[Cell, ...] = ("AMT-1", "Pikir-pikir dulu", 12, 3.5, date(2026, 11, 21), AT)


def book(folder: Path, *rows: tuple[Cell, ...], name: str = "Penjangkauan", most_rows: int = 100) -> Any:
    path = folder / "buku.xlsx"
    with Workbook(path, DEFINITIONS, AT, most_rows) as made:
        made.table(name, COLUMNS, rows)
    return load_workbook(path)


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_cells_have_the_types_of_their_columns(tmp_path: Path) -> None:
    sheet = book(tmp_path, ROW)["Penjangkauan"]
    day, moment = datetime(2026, 11, 21), datetime(2026, 11, 22, 12, 5)  # noqa: DTZ001  # spreadsheets know no zones
    assert cells(sheet)[1] == ("AMT-1", "Pikir-pikir dulu", 12, 3.5, day, moment)
    assert [sheet.cell(2, 5).number_format, sheet.cell(2, 6).number_format] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_the_heading_is_frozen_and_every_row_can_be_filtered(tmp_path: Path) -> None:
    sheet = book(tmp_path, ROW, ROW)["Penjangkauan"]
    assert cells(sheet)[0] == tuple(column.title for column in COLUMNS)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")


def test_nothing_is_written_where_nothing_is_known(tmp_path: Path) -> None:
    assert cells(book(tmp_path, ("", "", None, None, None, None), ROW)["Penjangkauan"])[1] == (None,) * 6


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "http://x.y", "007"])
def test_what_people_wrote_is_never_a_formula_a_link_or_a_number(tmp_path: Path, text: str) -> None:
    cell = book(tmp_path, (text,))["Penjangkauan"].cell(2, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert b"<f>" not in ZipFile(tmp_path / "buku.xlsx").read("xl/worksheets/sheet2.xml")


def test_what_looks_like_a_part_of_the_file_is_not_made_one(tmp_path: Path) -> None:
    text = "<r><t>a</t></r></is></c><c r='B2'><f>1+1</f></c><c><is><r></r>"
    assert cells(book(tmp_path, (text,))["Penjangkauan"])[1][:2] == (f" {text}", None)


@pytest.mark.parametrize("strange", [float("nan"), float("inf"), 1906070112900001, date(1, 1, 1), "dua belas"])
def test_what_no_spreadsheet_can_reckon_with_is_written_as_it_is(tmp_path: Path, strange: Any) -> None:
    written = cells(book(tmp_path, ("", "", strange, None, strange))["Penjangkauan"])[1]
    assert (written[2], written[4]) == (str(strange), str(strange))


def test_a_table_longer_than_a_sheet_goes_on_in_another_one(tmp_path: Path) -> None:
    made = book(tmp_path, *[(f"AMT-{turn}",) for turn in range(1, 6)], most_rows=3)
    assert made.sheetnames == ["Keterangan", "Penjangkauan", "Penjangkauan 2", "Penjangkauan 3"]
    numbers = [[row[0] for row in cells(made[name])] for name in made.sheetnames[1:]]
    assert numbers == [["Nomor", "AMT-1", "AMT-2"], ["Nomor", "AMT-3", "AMT-4"], ["Nomor", "AMT-5"]]
    assert [made[name].auto_filter.ref for name in made.sheetnames[1:]] == ["A1:F3", "A1:F3", "A1:F2"]


def test_sheets_are_written_side_by_side(tmp_path: Path) -> None:
    with Workbook(tmp_path / "b.xlsx", DEFINITIONS, AT) as made:
        one, other = made.sheet("Satu", COLUMNS[:1]), made.sheet("Dua", COLUMNS[:1])
        for turn in ("a", "b"):
            one.write((turn,))
            other.write((turn.upper(),))
    read = load_workbook(tmp_path / "b.xlsx")
    assert [cells(read[name]) for name in ("Satu", "Dua")] == [
        [("Nomor",), ("a",), ("b",)],
        [("Nomor",), ("A",), ("B",)],
    ]


def test_any_name_becomes_one_that_excel_takes(tmp_path: Path) -> None:
    long = "Monitoring awal: identifikasi permasalahan [unit] dan SWOT"
    with Workbook(tmp_path / "b.xlsx", DEFINITIONS, AT) as made:
        names = [made.sheet(name, COLUMNS).name for name in (long, long.upper(), "KETERANGAN", "'", "a/b")]
    assert names == [
        "Monitoring awal identifikasi pe",
        "MONITORING AWAL IDENTIFIKASI 2",
        "KETERANGAN 2",
        "-",
        "a b",
    ]


def test_the_first_sheet_says_what_everything_means(tmp_path: Path) -> None:
    assert cells(book(tmp_path, ROW)["Keterangan"])[:4] == [
        ("Lembar", "Kolom", "Arti"),
        (None, "Isi", "Laporan Air Mesu Timur"),
        ("Penjangkauan", "Nomor", "Nomor laporan"),
        ("Penjangkauan", "Hasil", None),
    ]


def test_the_file_says_nothing_of_who_made_it_and_where(tmp_path: Path) -> None:
    read = book(tmp_path, ROW).properties
    assert (read.creator, read.lastModifiedBy, read.created) == (None, None, datetime(2026, 11, 22, 12, 5))  # noqa: DTZ001
