"""Which questions of a form ask for what tells people apart: rules as data (`rules/form_privacy.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "form_privacy.toml"
LONGEST_LOOKED_AT = 4000  # characters of a text: a longer one is looked at so far
_WORD = re.compile(r"[^\W_]+")
_HIS = re.compile(r"([^\W\d_]{2})nya\b")
_SENTENCES = re.compile(r"[.!?;\n]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is looked at: its type, what it says in every language, and its constraint."""

    type: str
    texts: Collection[str]
    constraint: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """What shows that one kind of thing is asked for."""

    labels: Mapping[str, str]
    words: frozenset[str]
    unless: frozenset[str]
    typed: Mapping[str, frozenset[str]]
    constraints: tuple[re.Pattern[str], ...]

    def is_in(self, asked: Asked, plain: Iterable[str]) -> bool:
        """Whether this question asks for it; `plain` are its texts as they are compared."""
        words = self.words | self.typed.get(asked.type, frozenset())
        if any(_holds(_without(text, self.unless), words) for text in plain):
            return True
        return any(each.search(asked.constraint[:LONGEST_LOOKED_AT]) for each in self.constraints)


@dataclass(frozen=True, slots=True)
class FormPrivacy:
    """The rules."""

    version: str
    checked_on: date
    denials: frozenset[str]
    signs: Mapping[str, Sign]

    def asks(self, asked: Asked) -> tuple[str, ...]:
        """The kinds of things that a question asks for, in the order of the rules."""
        plain = [text for said in asked.texts if (text := self._plain(said[:LONGEST_LOOKED_AT]))]
        return tuple(kind for kind, sign in self.signs.items() if sign.is_in(asked, plain))

    def label(self, kind: str, language: str) -> str:
        """What a kind is called. One that the rules do not know any more is called by its own name."""
        sign = self.signs.get(kind)
        return sign.labels[language] if sign is not None else kind

    def _plain(self, text: str) -> str:
        """The words of a text, but for the sentences that ask not to write something."""
        sentences = (_words(each) for each in _SENTENCES.split(text))
        return " | ".join(each for each in sentences if each and not self._denies(each))

    def _denies(self, sentence: str) -> bool:
        return any(f"{sentence} ".startswith(f"{denial} ") for denial in self.denials)


@cache
def shipped_privacy() -> FormPrivacy:
    """The rules that come with Suar."""
    return read_privacy(SHIPPED.read_text("utf-8"))


def read_privacy(text: str) -> FormPrivacy:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "denials", "asks")
    signs = {table.name: _sign(table) for table in top.tables("asks")}
    denials = frozenset(map(_words, top.names("denials")))
    return FormPrivacy(top.text("version"), top.day("checked_on"), denials, signs)


def _sign(table: Table) -> Sign:
    table.knows("id", "en", "words", "unless", "typed", "constraints")
    typed = table.inner("typed", {})
    return Sign(
        labels=table.labels(),
        words=_phrases(table, "words"),
        unless=_phrases(table, "unless") if "unless" in table.values else frozenset(),
        typed={kind: _phrases(typed, kind) for kind in typed.values},
        constraints=_patterns(table) if "constraints" in table.values else (),
    )


def _phrases(table: Table, key: str) -> frozenset[str]:
    return frozenset(map(_words, table.names(key)))


def _patterns(table: Table) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(each) for each in sorted(table.names("constraints")))
    except re.error as wrong:
        raise table.mistake("constraints", f"holds what is no regular expression ({wrong})") from None


def _words(text: str) -> str:
    """A text as it is compared: small letters, words with one blank between; an apostrophe parts none, -nya does."""
    plain = text.lower().replace("'", "").replace("’", "")
    return " ".join(_WORD.findall(_HIS.sub(r"\1 nya", plain)))


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in f" {text} " for word in words)


def _without(text: str, phrases: Iterable[str]) -> str:
    """The text with a mark in the place of each of these."""
    text = f" {text} "
    for each in sorted(phrases, key=len, reverse=True):
        text = text.replace(f" {each} ", " | ")
    return text.strip()
