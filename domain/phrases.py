"""Phrases of a list that an operator may write, as patterns over plain words. How they are written: docs/crisis.md.

A phrase is words with spaces between. `a|b` is either, `kejang*` is whatever begins so, `<name>` is any of a list of
words, and `..` is up to three other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.spelling import spelled

GAP = ".."

_BETWEEN = r" (?:\w+ ){0,3}"
_JOINED = " ?"  # words side by side are also written as one: bunuhdiri
_ANY = r"\w*"
_WORD = re.compile(r"\*?[a-z0-9]+\*?")


class BadPhrase(ValueError):
    """The phrase cannot be read. The text says what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What phrases are written with: words that are read as another one, and lists of words by name."""

    same: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]

    def told(self, reading: str) -> str:
        """A reading of a text, each word as its phrases have it."""
        return " ".join(self.same.get(word, word) for word in reading.split(" "))

    def any_of(self, phrases: Iterable[str]) -> re.Pattern[str]:
        """A pattern for all of them; none fits nothing. Raises `BadPhrase`."""
        patterns = [self._pattern(phrase) for phrase in phrases]
        return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})(?!\S)" if patterns else r"(?!)")

    def example(self, phrase: str) -> str:
        """The shortest text that this phrase is about."""
        return " ".join(places[0].replace(_ANY, "") for places in self._places(phrase) if places != [GAP])

    def _pattern(self, phrase: str) -> str:
        pattern, between = "", ""
        for choices in self._places(phrase):
            if choices == [GAP]:
                between = _BETWEEN
            else:
                pattern += f"{between}(?:{'|'.join(choices)})"
                between = _JOINED
        return pattern

    def _places(self, phrase: str) -> list[list[str]]:
        """What may stand at each place of the phrase."""
        parts = phrase.split()
        if not parts or GAP in {parts[0], parts[-1]}:
            raise BadPhrase(f"has “{phrase}”; begin and end a phrase with a word")
        return [[GAP] if part == GAP else list(self._choices(phrase, part)) for part in parts]

    def _choices(self, phrase: str, part: str) -> Iterable[str]:
        for each in part.split("|"):
            if each.startswith("<") and each.endswith(">"):
                yield from (self._word(phrase, word) for word in self._listed(phrase, each[1:-1]))
            else:
                yield self._word(phrase, each)

    def _listed(self, phrase: str, name: str) -> Sequence[str]:
        if name not in self.lists:
            raise BadPhrase(f"has “{phrase}”, but there is no list {name}; write it under [words]")
        return self.lists[name]

    def _word(self, phrase: str, word: str) -> str:
        if not _WORD.fullmatch(word):
            raise BadPhrase(
                f"has “{phrase}”, and “{word}” is no word; write small letters, with * at an end if need be"
            )
        plain = spelled(word.strip("*"))
        if word == word.strip("*"):
            return self.same.get(plain, plain)
        return (_ANY if word[0] == "*" else "") + plain + (_ANY if word[-1] == "*" else "")
