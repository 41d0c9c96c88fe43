"""Words that point to danger to life, found in what people write. How the list is written: docs/crisis.md.

Nothing is weighed or judged: a sign is there or it is not. A card too many is fine, silence is not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from domain.phrases import GAP, BadPhrase, Phrases
from domain.rule_tables import BadRules, Table
from domain.spelling import BREAK, readings, spelled

SHIPPED = Path(__file__).parent / "rules" / "crisis.toml"


class Crisis(StrEnum):
    """What the danger is. Which is the more urgent, the list says."""

    OVERDOSE = "overdosis"
    SUICIDE = "bunuh_diri"
    CHILD = "anak"
    VIOLENCE = "kekerasan"


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one kind of danger, and what only looks like them."""

    crisis: Crisis
    signs: re.Pattern[str]
    harmless: re.Pattern[str]

    def are_in(self, words: str) -> bool:
        # Harmless words end with their sentence, signs go on: "mau mati. lampu …" is a sign, and so is "bunuh. diri".
        # The dot, which is no word, keeps apart what stands around the harmless words.
        rest = self.harmless.sub("·", words).replace(f" {BREAK}", "")
        return self.signs.search(rest) is not None


@dataclass(frozen=True, slots=True)
class CrisisWords:
    """The whole list, the most urgent kind first."""

    version: str
    checked_on: date
    source: str
    phrases: Phrases
    kinds: tuple[Signs, ...]


def crisis_in(text: str, words: CrisisWords) -> Crisis | None:
    """The most urgent danger that this text points to, if any."""
    told = [words.phrases.told(reading) for reading in readings(text)]
    return next((kind.crisis for kind in words.kinds if any(map(kind.are_in, told))), None)


def shipped_crisis() -> CrisisWords:
    """The list that comes with Suar."""
    return read_crisis(SHIPPED.read_text("utf-8"))


def read_crisis(text: str) -> CrisisWords:
    """The list in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "same", "words", "kinds")
    words = top.inner("words")
    phrases = Phrases(_same(top.inner("same")), {name: sorted(words.names(name)) for name in words.values})
    kinds = tuple(_signs(table, phrases) for table in top.list("kinds", "kind"))
    if sorted(kind.crisis for kind in kinds) != sorted(Crisis):
        raise top.mistake("kinds", f"must have {', '.join(Crisis)} once each; add the one that is missing")
    return CrisisWords(top.text("version"), top.day("checked_on"), top.text("source").strip(), phrases, kinds)


def _same(table: Table) -> Mapping[str, str]:
    same: dict[str, str] = {}
    for name in table.values:
        for word in sorted({name, *table.names(name)}):
            if same.setdefault(spelled(word), spelled(name)) != spelled(name):
                raise table.mistake(
                    name, f"has “{word}”, which is read as {same[spelled(word)]}; keep one of the two"
                )
    return same


def _signs(table: Table, phrases: Phrases) -> Signs:
    table.knows("name", "signs", "harmless")
    harmless = table.names("harmless") if "harmless" in table.values else frozenset()
    if any(GAP in phrase for phrase in harmless):
        raise table.mistake("harmless", f"has {GAP}, which could swallow a sign; write the words out")
    found = Signs(
        crisis=Crisis(table.one_of("name", list(Crisis))),
        signs=_pattern(table, "signs", table.names("signs"), phrases),
        harmless=_pattern(table, "harmless", harmless, phrases),
    )
    lost = [sign for sign in sorted(table.names("signs")) if not found.are_in(phrases.told(phrases.example(sign)))]
    if lost:
        raise table.mistake("signs", f"has “{lost[0]}”, which harmless or [same] takes away; take one of the two out")
    return found


def _pattern(table: Table, key: str, found: Iterable[str], phrases: Phrases) -> re.Pattern[str]:
    try:
        return phrases.any_of(sorted(found))
    except BadPhrase as bad:
        raise table.mistake(key, str(bad)) from None
