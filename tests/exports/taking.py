"""Reading what somebody took along."""

from __future__ import annotations

import csv
import io
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

from tests.transcript import Talk

NOTE = "Tetangganya melihat kami di beranda"  # words of an agent


def received(talk: Talk) -> tuple[str, bytes]:
    """The name and the content of the newest file in the chat."""
    sent = [message.media["document"] for message in talk.chat.messages if "document" in message.media][-1]
    stored = talk.bot.files.find(sent["file_id"])
    assert stored is not None
    return sent["file_name"], stored.data


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a workbook, by sheet."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def as_rows(table: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The rows of a table, by heading."""
    heading, *rows = table
    return [dict(zip(heading, row, strict=True)) for row in rows]


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of a zip of CSV files, by file and heading."""
    with ZipFile(io.BytesIO(content)) as packed:
        return {
            name: list(csv.DictReader(packed.read(name).decode("utf-8-sig").splitlines(), delimiter=";"))
            for name in packed.namelist()
        }


def unpacked(content: bytes) -> bytes:
    """All that is in a file that is packed: a workbook, or a zip."""
    with ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())
