"""Tables as CSV: read back, and looked at as a spreadsheet would."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from reports.columns import Cell, Column, Kind
from reports.csv_tables import BEGINNINGS, CsvTables
from reports.workbook import Definitions

DEFINITIONS = Definitions("Keterangan", ("Tabel", "Kolom", "Arti"), (("Isi", "Laporan Air Mesu Timur"),))
COLUMNS = (Column("Nomor", meaning="Nomor laporan"), Column("Hadir", Kind.WHOLE))


def packed(folder: Path, *rows: tuple[Cell, ...], names: tuple[str, ...] = ("Penjangkauan",)) -> dict[str, bytes]:
    with CsvTables(folder / "tabel.zip", DEFINITIONS) as made:
        for name in names:
            table = made.sheet(name, COLUMNS)
            for row in rows:
                table.write(row)
    with ZipFile(folder / "tabel.zip") as read:
        return {name: read.read(name) for name in read.namelist()}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_each_table_is_a_file_and_one_tells_what_everything_means(tmp_path: Path) -> None:
    files = packed(tmp_path, ("AMT-1", 12), names=("Klien baru", "klien baru"))
    assert list(files) == ["klien_baru.csv", "klien_baru_2.csv", "keterangan.csv"]
    assert rows(files["klien_baru.csv"]) == [["Nomor", "Hadir"], ["AMT-1", "12"]]
    assert rows(files["keterangan.csv"])[1:3] == [
        ["", "Isi", "Laporan Air Mesu Timur"],
        ["klien_baru", "Nomor", "Nomor laporan"],
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["tabel.zip"]


def test_spreadsheets_know_it_for_utf_8_with_semicolons(tmp_path: Path) -> None:
    content = packed(tmp_path, ("Pikir‑pikir; dulu", -1))["penjangkauan.csv"]
    assert content == '\ufeff"Nomor";"Hadir"\r\n"Pikir‑pikir; dulu";"-1"\r\n'.encode()


def test_days_moments_and_decimals_are_written_alike_everywhere(tmp_path: Path) -> None:
    at = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
    files = packed(tmp_path, (date(2026, 11, 21), at), (2.5, None))
    assert rows(files["penjangkauan.csv"])[1:] == [["2026-11-21", "2026-11-22 07:05"], ["2,5", ""]]


@pytest.mark.parametrize("sign", BEGINNINGS)
def test_what_begins_as_a_formula_does_gets_an_apostrophe(tmp_path: Path, sign: str) -> None:
    content = packed(tmp_path, (f'{sign}1+"1"',))["penjangkauan.csv"].decode("utf-8-sig")
    assert f'"\'{sign}1+""1"""' in content


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    assert rows(packed(tmp_path, ("a", -3))["penjangkauan.csv"])[1] == ["a", "-3"]


def test_what_went_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), CsvTables(tmp_path / "tabel.zip", DEFINITIONS) as made:
        made.sheet("Klien", COLUMNS).write(("a", 1 // 0))
    assert list(tmp_path.iterdir()) == []
