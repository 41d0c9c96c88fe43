"""The words by which an agent tells the own clients apart: things to look at, and nobody's name."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import count
from pathlib import Path

WORDS = Path(__file__).parent / "words.txt"


def word_for(taken: Collection[str], chance: int) -> str:
    """A word that this agent does not use yet, drawn by a random number. When all are used: Teratai 2, and so on."""
    free = next(words for words in map(_round, count(1)) if not words <= set(taken)) - set(taken)
    return sorted(free)[chance % len(free)]


@cache
def all_words() -> frozenset[str]:
    """Every word that may be given."""
    return frozenset(WORDS.read_text("utf-8").split())


def _round(number: int) -> frozenset[str]:
    return all_words() if number == 1 else frozenset(f"{word} {number}" for word in all_words())
