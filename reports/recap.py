"""The monthly recap of a unit, to be printed and signed. What it says is told from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, KeepTogether, Table

from reports.sheets import HEADING, SMALL, TEXT, TITLE, WIDTH, draw, register, space, table, words


@dataclass(frozen=True, slots=True)
class Block:
    """A table under a heading; rows with these numbers stand out. `note` explains it."""

    heading: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    bold: tuple[int, ...] = (0,)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recap:
    """What stands on it, from top to bottom."""

    title: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    signatures: tuple[str, str]
    foot: str


def draw_recap(recap: Recap) -> bytes:
    """The PDF."""
    register()
    parts: list[Flowable] = [words(recap.title, TITLE), space(1), *(words(line) for line in recap.lines)]
    for block in recap.blocks:
        parts += _block(block)
    parts += [space(3), *(words(note, SMALL) for note in recap.notes)]
    parts.append(KeepTogether([space(5), _signatures(recap.signatures)]))
    return draw(recap.title, recap.foot, parts)


def _block(block: Block) -> list[Flowable]:
    made: list[Flowable] = [words(block.heading, HEADING), table(block.rows, block.widths, block.bold)]
    if block.note:
        made.append(words(block.note, SMALL))
    return [KeepTogether(made)]


def _signatures(names: tuple[str, str]) -> Table:
    """Two places to sign by hand."""
    dots = "." * 46
    rows = [[words(name, TEXT) for name in names], [space(14)] * 2, [words(dots, TEXT) for _ in names]]
    return Table(rows, [WIDTH / 2] * 2)
