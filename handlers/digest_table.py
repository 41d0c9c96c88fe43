"""The places of a digest as a table, where the reader's Telegram can show one; as text in columns otherwise.

No bot learns which Telegram somebody uses, and an old one shows nothing at all in the place of a table. So the digest
itself is always text, and the table comes only to whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.digest import IN_TIME, REPORTS, UNITS_THAT_REPORTED, Digest, Part
from domain.messages import Message, Table
from domain.stages import Stage
from domain.voice import escaped, fitted, phrase
from handlers.digest_words import HIDDEN, Words

OWN = (REPORTS, "terjangkau", "klien_baru.jk", IN_TIME)
OVERSEEN = (UNITS_THAT_REPORTED, "terjangkau", "klien_baru.jk", IN_TIME)
LONGEST_NAME = 16  # letters, where a column is made of blanks
HEADS = {
    REPORTS: phrase("Lap."),
    UNITS_THAT_REPORTED: phrase("Lapor"),
    "terjangkau": phrase("Jangk."),
    "klien_baru.jk": phrase("Baru"),
    IN_TIME: phrase("Tepat"),
}


def table_message(words: Words, digest: Digest) -> Message:
    """The table; its text says the same."""
    cells = _cells(words, digest)
    plain = "\n".join(_line(row) for row in cells)
    return Message(
        fitted(f"{words.title(digest)}\n<pre>{escaped(plain)}</pre>"), table=Table(cells, _caption(words, digest))
    )


def _caption(words: Words, digest: Digest) -> str:
    return f"{words.place(digest)}, {words.period(digest.period)}"


def _cells(words: Words, digest: Digest) -> tuple[tuple[str, ...], ...]:
    figures = [name for name in (OVERSEEN if digest.hides else OWN) if name in digest.whole.now]
    say = words.voice.plain
    operational = [say("Oper.")] if digest.hides else []
    head = (say("Tempat"), *operational, *(say(HEADS[name]) for name in figures))
    rows = [_row(words, digest, part, part.name, figures) for part in digest.parts]
    return (head, *rows, _row(words, digest, digest.whole, say("Jumlah"), figures))


def _row(words: Words, digest: Digest, part: Part, name: str, figures: Sequence[str]) -> tuple[str, ...]:
    units = [words.voice.number(str(part.units_in(Stage.OPERATIONAL)))] if digest.hides else []
    return (name, *units, *(_shown(words, digest, part, figure) for figure in figures))


def _shown(words: Words, digest: Digest, part: Part, figure: str) -> str:
    return words.amount(digest, part, figure) if figure in part.now else HIDDEN


def _line(row: Sequence[str]) -> str:
    name = row[0] if len(row[0]) <= LONGEST_NAME else row[0][: LONGEST_NAME - 1] + "…"
    return " ".join([name.ljust(LONGEST_NAME), *(cell.rjust(6) for cell in row[1:])])
