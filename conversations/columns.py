"""Sheets and columns: what is misspelt, what is refused, and what means nothing to a form."""

from __future__ import annotations

from typing import Any

from conversations.features import (
    IGNORED,
    IGNORED_PREFIXES,
    KNOWN,
    OWN_SETTINGS,
    PREFIXES,
    REFUSED_COLUMNS,
    REFUSED_SHEETS,
)
from conversations.inspection import MOST_CHOICES, MOST_ROWS, Inspection
from conversations.problems import Problem, guess
from conversations.sheets import LANGUAGED, Column, Sheet
from conversations.tables import SHEETS
from domain.voice import phrase


def look_at_sheets(inspection: Inspection) -> None:
    for name, sheet in inspection.book.sheets.items():
        if name in REFUSED_SHEETS and sheet.rows:
            inspection.refuse(Problem("lembar {name} tidak didukung", REFUSED_SHEETS[name], name=name), sheet)
    for name in inspection.book.others:
        near = guess(name, SHEETS[:3], 0.75)
        if near and near not in inspection.book.sheets:
            wrong = phrase("tidak ada lembar “{name}” di XLSForm")
            inspection.refuse(Problem(wrong, "Maksud Anda “{near}”?", name=name, near=near), Sheet(name))
        elif not name.startswith("_"):
            inspection.warn(Problem("lembar ini bukan bagian XLSForm, dan dilewati"), Sheet(name))


def look_at_sizes(inspection: Inspection) -> None:
    if len(inspection.survey.rows) > MOST_ROWS:
        wrong = phrase("formulir ini lebih dari {most} baris")
        inspection.refuse(Problem(wrong, "Bagi menjadi beberapa formulir", most=MOST_ROWS), inspection.survey)
    if len(inspection.choices.rows) > MOST_CHOICES:
        wrong = phrase("formulir ini punya lebih dari {most} pilihan")
        remedy = phrase("Pindahkan daftarnya ke berkas CSV, atau bagi formulirnya")
        inspection.refuse(Problem(wrong, remedy, most=MOST_CHOICES), inspection.choices)


def look_at_columns(inspection: Inspection) -> None:
    for name in KNOWN:
        sheet = inspection.book.sheet(name)
        for column in sheet.columns:
            _look_at_column(inspection, sheet, column)
    for needed in ("type", "name"):
        if not any(inspection.survey.of(needed)):
            wrong = phrase("lembar ini tidak punya kolom “{name}”")
            inspection.refuse(Problem(wrong, "Tambahkan kolomnya", row=1, name=needed), inspection.survey)


def _look_at_column(inspection: Inspection, sheet: Sheet, column: Column) -> None:
    base, known = column.base, KNOWN[sheet.name]
    if base in REFUSED_COLUMNS[sheet.name] and any(column.header in row.cells for row in sheet.rows):
        remedy = REFUSED_COLUMNS[sheet.name][base]
        inspection.refuse(_about(column, phrase("kolom “{name}” tidak didukung"), remedy), sheet)
    elif column.header.startswith(OWN_SETTINGS):
        return
    elif base in IGNORED[sheet.name] or base.startswith(IGNORED_PREFIXES):
        inspection.warn(_about(column, phrase("kolom “{name}” tidak berpengaruh di obrolan")), sheet)
    elif base not in known and base not in REFUSED_COLUMNS[sheet.name] and not base.startswith(PREFIXES):
        _unknown(inspection, sheet, column)
    elif column.language and base not in LANGUAGED:
        remedy = phrase("Hapus “::{language}” dari judul kolomnya")
        wrong = phrase("kolom “{name}” tidak bisa punya bahasa")
        inspection.refuse(_about(column, wrong, remedy, language=column.language), sheet)


def _unknown(inspection: Inspection, sheet: Sheet, column: Column) -> None:
    near = guess(column.base, (*KNOWN[sheet.name], *REFUSED_COLUMNS[sheet.name]), 0.75)
    if sheet.name == "choices" and not column.language:
        return  # in the choices any column may be one to filter by
    if near:
        remedy = phrase("Maksud Anda “{near}”? Kalau bukan, beri kolomnya nama lain")
        inspection.refuse(_about(column, phrase("tidak ada kolom “{name}”"), remedy, near=near), sheet)
    elif sheet.name != "choices":
        inspection.warn(_about(column, phrase("kolom “{name}” bukan bagian XLSForm, dan dilewati")), sheet)


def _about(column: Column, wrong: str, remedy: str = "", **gaps: Any) -> Problem:
    return Problem(wrong, remedy, row=1, column=column.header, name=column.header, **gaps)
