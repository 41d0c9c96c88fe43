"""Officers who send forms, and the forms that they send: tables in a test, workbooks in the chat."""

from __future__ import annotations

import io
from textwrap import dedent

import openpyxl

from conversations.problems import Findings
from conversations.tables import read_book
from domain.people import Role
from tests.transcript import READING, Talk

PETUGAS = Role.PETUGAS
SUAR = 'suar="urn:suar:xform"'

POSYANDU = f"""
    | survey |
    | | type              | name  | label::Indonesia (id) | required | bind::suar:ringkas |
    | | select_one tempat | tempat | Di mana?             | yes      | Tempat             |
    | | integer           | hadir | Berapa yang hadir?    |          | Hadir              |
    | choices |
    | | list_name | name  | label::Indonesia (id) |
    | | tempat    | balai | Balai desa            |
    | | tempat    | pos   | Pos                   |
    | settings |
    | | form_id  | form_title     | version | default_language | namespaces |
    | | posyandu | Posyandu lansia | 1      | Indonesia (id)   | {SUAR}     |
"""
KELUARGA = """
    | survey |
    | | type | name    | label::Indonesia (id) |
    | | text | siapa   | Siapa nama kepala keluarga? |
    | | date | lahir   | Kapan ia lahir? |
    | | text | catatan | Ada catatan? |
    | settings |
    | | form_id  | form_title | version | default_language |
    | | keluarga | Keluarga   | 1       | Indonesia (id)   |
"""


class Officer:
    """A petugas who sends files."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    async def sends(self, content: bytes | str, name: str = "formulir.xlsx") -> None:
        """Send a form: a table is sent as a workbook. Wait until the answer is there."""
        self.talk.world.sim.clock.move(READING)
        self.talk.person.document(self.talk.bot, content if isinstance(content, bytes) else workbook(content), name)
        await self.talk.world.quiet(40)

    async def publishes(self, form: str) -> None:
        await self.sends(form)
        await self.talk.says("[Terbitkan]")
        self.talk.hears()


def table(form: str) -> bytes:
    """A form as a Markdown table in a file."""
    return (dedent(form).strip() + "\n").encode()


def workbook(form: str) -> bytes:
    """The same as Excel writes it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in read_book(table(form), "md", Findings()).sheets.items():
        made = book.create_sheet(name)
        made.append([column.header for column in sheet.columns])
        for row in sheet.rows:
            made.append([row.cells.get(column.header, "") for column in sheet.columns])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
