"""pyxform, called in one place: sheets in, XForm XML out, and its complaints as Problems."""

from __future__ import annotations

import hashlib
from typing import Any

import regex

from conversations.markup import escaped
from conversations.problems import Problem
from conversations.sheets import Book
from domain.voice import phrase

_ROW = regex.compile(r"\[row : (\d+)\]\s*")
_SHEET = regex.compile(r"[Oo]n the '(\w+)' sheet(?:, the '([^']+)' (?:column|value))?")
_TOLD_BY_US = ("Language '", "The following language declarations", "On the 'survey' sheet, the following column")
_NOT_OURS = ("Use the max-pixels parameter",)  # Telegram makes photos small by itself


def converted(book: Book) -> tuple[str, list[Problem]]:
    """The XForm, and warnings."""
    # pyxform costs 0.24 s and 31 MB: only where it is wanted
    from pyxform.xls2xform import convert  # noqa: PLC0415

    warnings: list[str] = []
    try:
        made = convert(_as_pyxform_reads(book), warnings=warnings, form_name="data")
    except Exception as error:  # pyxform lets IndexError, TypeError and more through
        raise _problem(error) from error
    told = [each for each in warnings if not _ROW.sub("", each).startswith((*_TOLD_BY_US, *_NOT_OURS))]
    return str(made.xform), [_told(each) for each in told]


def is_dynamic(text: str, kind: str) -> bool:
    """Whether a default is an expression, as pyxform decides it."""
    from pyxform.utils import default_is_dynamic  # noqa: PLC0415

    return bool(default_is_dynamic(text, kind))


def _as_pyxform_reads(book: Book) -> dict[str, Any]:
    sheets: dict[str, Any] = {"sheet_names": [*book.sheets, *book.others]}
    for name, sheet in book.sheets.items():
        sheets[name] = [dict(row.cells) for row in sheet.rows]
        sheets[f"{name}_header"] = [dict.fromkeys(column.header for column in sheet.columns)]
    return sheets


def _problem(error: Exception) -> Problem:
    if type(error).__name__ != "PyXFormError":
        wrong = phrase("berkas ini tidak bisa dibaca sebagai XLSForm ({error})")
        return Problem(wrong, "Simpan lagi sebagai .xlsx", error=type(error).__name__)
    return _told(str(error))


def _told(text: str) -> Problem:
    """A sentence of pyxform: it speaks English only."""
    row, sheet = _ROW.search(text), _SHEET.search(text)
    return Problem(
        "pyxform: {told}",
        told=" ".join(_ROW.sub("", text).split()),
        sheet=sheet[1] if sheet else "survey" if row else "",
        row=int(row[1]) if row else None,
        column=sheet[2] or "" if sheet else "",
    )


def versioned(xml: str, name: str, *contents: bytes) -> str:
    """Where the settings name no version, it is a fingerprint of the source and of what lies beside it; where they
    name no id, it is the file's name."""
    root = regex.search(r"<instance>\s*<data\b[^>]*>", xml)
    if root is None:
        raise Problem("formulir ini tidak bisa disusun", "Periksa lembar settings")
    opening = str(root[0])
    if ' version="' not in opening:
        fingerprint = hashlib.sha256(b"\0".join(contents)).hexdigest()[:12]
        opening = regex.sub(r"/?>$", lambda end: f' version="{fingerprint}"{end[0]}', opening)
    if ' id="data"' in opening:
        opening = opening.replace(' id="data"', f' id="{escaped(name)}"')
    titled = xml[: int(root.start())].replace("<h:title>data</h:title>", f"<h:title>{escaped(name)}</h:title>")
    return titled + opening + xml[int(root.end()) :]
