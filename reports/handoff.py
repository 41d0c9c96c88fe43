"""The sheet by which a client is handed over to SIRENA: what Suar knows, and lines for what it must not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table

from reports.sheets import BOLD_TEXT, HEADING, LINE, SMALL, TITLE, WIDTH, draw, register, space, words

LINE_HEIGHT = 8.5 * mm  # enough to write in by hand


@dataclass(frozen=True, slots=True)
class Handoff:
    """What stands on it. `known` are pairs of a name and what Suar knows; `by_hand` are filled in face to face."""

    title: str
    lines: tuple[str, ...]
    known_heading: str
    known: Sequence[tuple[str, str]]
    by_hand_heading: str
    by_hand_note: str
    by_hand: Sequence[str]
    notes: tuple[str, ...]
    signatures: tuple[str, str]
    foot: str


def draw_handoff(sheet: Handoff) -> bytes:
    """The PDF."""
    register()
    parts: list[Flowable] = [
        words(sheet.title, TITLE), space(1), *(words(line) for line in sheet.lines), space(1),
        words(sheet.known_heading, HEADING), _pairs(sheet.known),
        words(sheet.by_hand_heading, HEADING), words(sheet.by_hand_note, SMALL), space(1),
        _pairs([(name, "") for name in sheet.by_hand], LINE_HEIGHT),
        space(3), *(words(note, SMALL) for note in sheet.notes),
        KeepTogether([space(4), _signatures(sheet.signatures)]),
    ]  # fmt: skip
    return draw(sheet.title, sheet.foot, parts)


def _pairs(pairs: Sequence[tuple[str, str]], height: float | None = None) -> Table:
    rows = [[words(name, BOLD_TEXT), words(told)] for name, told in pairs]
    made = Table(rows, [WIDTH * 0.34, WIDTH * 0.66], [height] * len(rows))
    made.setStyle(
        [
            ("LINEBELOW", (1, 0), (1, -1), 0.4, LINE),
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM" if height else "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
    )
    return made


def _signatures(names: tuple[str, str]) -> Table:
    dots = "." * 46
    return Table([[words(name) for name in names], [space(13)] * 2, [words(dots) for _ in names]], [WIDTH / 2] * 2)
