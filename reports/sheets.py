"""Printed sheets of several lines and tables, as PDF: what they share."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape  # of reportlab's own little markup

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from reports.poster import BOLD, PLAIN

MARGIN = 16 * mm
PADDING = 6  # points, which the library leaves at each side
WIDTH = A4[0] - 2 * (MARGIN + PADDING)
DARK, LIGHT, LINE = colors.HexColor("#0B3C49"), colors.HexColor("#E7EEF0"), colors.HexColor("#9FB4BA")
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=15, leading=19, textColor=DARK)
HEADING = ParagraphStyle(
    "heading", fontName=BOLD, fontSize=10, leading=14, textColor=DARK, spaceBefore=6, spaceAfter=3
)
TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=8.5, leading=11.5)
SMALL = ParagraphStyle("small", fontName=PLAIN, fontSize=7, leading=9.5, textColor=colors.HexColor("#33474D"))
BOLD_TEXT = ParagraphStyle("bold", parent=TEXT, fontName=BOLD)


def words(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A text as it is: no mark in it means anything."""
    return Paragraph(escape(text), style)


def space(height: float) -> Spacer:
    return Spacer(1, height * mm)


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], bold: Sequence[int] = (0,)) -> Table:
    """A table with a heading; figures stand at the right. `widths` are parts of the sheet."""
    cells = [
        [words(cell, BOLD_TEXT if row in bold else TEXT) if column == 0 else cell for column, cell in enumerate(line)]
        for row, line in enumerate(rows)
    ]
    made = Table(cells, [WIDTH * width / sum(widths) for width in widths], repeatRows=1)
    look: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), PLAIN, 8.5),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0), LIGHT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
    ]
    look += [("FONT", (0, row), (-1, row), BOLD, 8.5) for row in bold]
    made.setStyle(look)
    return made


def draw(title: str, foot: str, parts: Sequence[Flowable]) -> bytes:
    """The PDF. The same parts give the same bytes: nothing of when or where it was made is in it."""
    register()
    file = BytesIO()
    made = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=14 * mm, bottomMargin=16 * mm,
        title=title, invariant=1,
    )  # fmt: skip

    def write_foot(canvas: Canvas, _document: object) -> None:
        canvas.setFont(PLAIN, 7)
        canvas.drawString(MARGIN + PADDING, 9 * mm, foot)
        canvas.drawRightString(A4[0] - MARGIN - PADDING, 9 * mm, str(canvas.getPageNumber()))

    made.build(list(parts), onFirstPage=write_foot, onLaterPages=write_foot)
    return file.getvalue()


def register() -> None:
    """The fonts go into the file: what is printed looks alike everywhere."""
    for font in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(font, f"{font}.ttf"))
