"""A poster with a code to scan, as a PDF of one page. What it says is told from outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import segno
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "Vera", "VeraBd"  # free fonts that come with reportlab; what is used of them goes into the file

# Measures of an A4 sheet; a smaller one is the same picture, drawn smaller.
WIDTH, HEIGHT = A4
MARGIN = 22 * mm  # left white, for tape and pins
CODE = 126 * mm
QUIET = 4  # modules of white around the code, which readers need
DIRT = "q"  # a quarter of the code may be torn or dirty


class Size(StrEnum):
    """The sheet."""

    A4 = "A4"
    A5 = "A5"


_SHEETS = {Size.A4: A4, Size.A5: A5}


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, from top to bottom. `link` is what the code holds."""

    title: str
    lines: tuple[str, ...]
    link: str
    how: str
    typed: str
    small: tuple[str, ...]
    emergency: str = ""


def draw(poster: Poster, size: Size = Size.A4) -> bytes:
    """The PDF. The same poster gives the same bytes: nothing of when or where it was made is in it."""
    for font in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(font, f"{font}.ttf"))
    file = BytesIO()
    width, height = _SHEETS[size]
    canvas = Canvas(file, pagesize=(width, height), invariant=1)
    canvas.setTitle(poster.title)
    canvas.scale(width / WIDTH, height / HEIGHT)
    _draw(_Sheet(canvas), poster)
    canvas.save()
    return file.getvalue()


def _draw(sheet: _Sheet, poster: Poster) -> None:
    sheet.write(poster.title, 44, BOLD)
    for line in poster.lines:
        sheet.write(line, 19)
    sheet.show_code(poster.link)
    sheet.write(poster.how, 14)
    sheet.write_whole(poster.typed, 21, BOLD)
    sheet.leave(3 * mm)
    for line in poster.small:
        sheet.write(line, 11.5)
    if poster.emergency:
        sheet.write_at_the_foot(poster.emergency, 16, BOLD)


class _Sheet:
    """A sheet that is written on from top to bottom, everything in the middle."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._below = HEIGHT - MARGIN  # what is free begins here

    def leave(self, space: float) -> None:
        self._below -= space

    def write(self, text: str, size: float, font: str = PLAIN) -> None:
        """A text, on as many lines as it needs."""
        for line in simpleSplit(text, font, size, WIDTH - 2 * MARGIN):
            self._put(line, size, font)
        self.leave(0.3 * size)

    def write_whole(self, text: str, size: float, font: str) -> None:
        """A text that must not be broken, such as an address: smaller, if it has to be."""
        wide = pdfmetrics.stringWidth(text, font, size)
        self.write(text, size * min(1.0, (WIDTH - 2 * MARGIN - 1) / wide), font)

    def write_at_the_foot(self, text: str, size: float, font: str) -> None:
        """A strip at the very end, under a line."""
        self._canvas.line(MARGIN, MARGIN + 2 * size, WIDTH - MARGIN, MARGIN + 2 * size)
        self._below = MARGIN + 1.6 * size
        self.write(text, size, font)

    def show_code(self, link: str) -> None:
        self._below -= CODE
        _draw_code(self._canvas, link, (WIDTH - CODE) / 2, self._below)

    def _put(self, line: str, size: float, font: str) -> None:
        self._below -= 1.25 * size
        self._canvas.setFont(font, size)
        self._canvas.drawCentredString(WIDTH / 2, self._below + 0.25 * size, line)


def _draw_code(canvas: Canvas, link: str, left: float, bottom: float) -> None:
    """The code as one shape, so that no hair of white shows between its squares."""
    matrix = segno.make(link, error=DIRT, micro=False).matrix
    module = CODE / (len(matrix) + 2 * QUIET)
    shape = canvas.beginPath()
    for row, cells in enumerate(reversed(matrix), QUIET):
        for column, is_dark in enumerate(cells, QUIET):
            if is_dark:
                shape.rect(left + column * module, bottom + row * module, module, module)
    canvas.drawPath(shape, stroke=0, fill=1)
