"""What staff call a help case, such as Pinus-27: a word from a list of its own, so that no client is meant by it."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import count
from pathlib import Path

from domain.voice import phrase

WORDS = Path(__file__).parent / "aliases.txt"  # shares no word with words.txt, the words of clients
FAMILY = phrase("Keluarga {alias}")  # how it is spoken


def alias(chance: int, taken: Collection[str]) -> str:
    """An alias that no case bears, drawn by a random number. When all are borne, the numbers grow longer."""
    borne = set(taken)
    free = next(free for digits in count(2) if (free := [each for each in _all(digits) if each not in borne]))
    return free[chance % len(free)]


@cache
def alias_words() -> tuple[str, ...]:
    """Every word that an alias may begin with."""
    return tuple(WORDS.read_text("utf-8").split())


@cache
def _all(digits: int) -> tuple[str, ...]:
    numbers = range(10 ** (digits - 1), 10**digits)
    return tuple(f"{word}-{number}" for word in alias_words() for number in numbers)
