"""Patterns of regex(): read once, and refused where even reading them could hold up the bot.

The time limit of the search does not cover what comes before it. A text of 4,000 equal letters takes the library 44
seconds to prepare, and counted repeats inside each other fill the memory.
"""

from __future__ import annotations

from functools import lru_cache

import regex

LONGEST = 500  # letters
MOST_REPEATED = 20_000  # pieces, when everything that is counted is written out
_PIECE = regex.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d*)(?:,(\d*))?\}|.", regex.DOTALL)


@lru_cache(maxsize=1000)
def pattern(source: str) -> regex.Pattern[str]:
    """The pattern. Raises `regex.error`."""
    if len(source) > LONGEST:
        raise regex.error(f"longer than {LONGEST} letters")
    if _written_out(source) > MOST_REPEATED:
        raise regex.error("too many repeats inside each other")
    try:
        return regex.compile(source, regex.V0 | regex.ASCII)  # \\d and \\w mean what they mean in Java and JavaScript
    except RecursionError:
        raise regex.error("too many brackets inside each other") from None


def _written_out(source: str) -> int:
    """How many pieces a pattern has, with counted repeats as often as they may be."""
    open_: list[list[int]] = [[0]]
    for found in _PIECE.finditer(source):
        piece, least, most = found[0], found[1], found[2]
        if piece == "(":
            open_.append([0])
        elif piece == ")" and len(open_) > 1:
            inside = 1 + sum(open_.pop())
            open_[-1].append(inside)
        elif least is not None:
            open_[-1][-1] *= max(_count(least), _count(most), 1)
        elif piece == "+":
            open_[-1][-1] *= 2  # once, and then any number of times
        else:
            open_[-1].append(1)
    return sum(sum(each) for each in open_)


def _count(written: str | None) -> int:
    return min(int(written), MOST_REPEATED + 1) if written else 0
