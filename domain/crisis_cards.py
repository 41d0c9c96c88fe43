"""What is shown at once when a life may be in danger: texts that are data, each with its source and who signed it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

from domain.crisis import Crisis
from domain.hotlines import Line, Scope, laid_out, read_scopes
from domain.rule_tables import BadRules, Table
from domain.voice import LANGUAGES, escaped

SHIPPED = Path(__file__).parent / "rules" / "crisis_cards.toml"

Words = Mapping[str, str]  # by language
Sentences = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Card:
    """A card: what comes before the numbers, the scopes of its lines, what to do, and what not to do."""

    name: str
    button: Words
    title: Words
    first: Words
    scopes: tuple[Scope, ...]
    do: Sentences
    dont: Sentences
    source: str
    checked_on: date
    reviewed_by: str

    @property
    def key(self) -> int:
        """A number for buttons."""
        return crc32(self.name.encode())

    def shown(self, lines: Iterable[Line], language: str) -> str:
        """The card as HTML, with these lines. Without any, it goes on with what else to do."""
        numbers = laid_out(lines, language)
        steps = [f"• {escaped(sentence)}" for sentence in self.do[language]]
        not_to_do = [escaped(sentence) for sentence in self.dont[language]]
        begin = f"⚠ <b>{escaped(self.title[language])}</b>\n{escaped(self.first[language])}"
        return "\n\n".join(part for part in (begin, numbers, "\n".join(steps), "\n".join(not_to_do)) if part)


@dataclass(frozen=True, slots=True)
class CrisisCards:
    """The opening card, and those for each kind of danger."""

    version: str
    checked_on: date
    source: str
    opening: Card
    by_crisis: Mapping[Crisis, tuple[Card, ...]]

    @property
    def every(self) -> tuple[Card, ...]:
        """The cards to choose from, in their order."""
        return tuple(card for cards in self.by_crisis.values() for card in cards)

    def by_key(self, key: int) -> Card | None:
        return next((card for card in (self.opening, *self.every) if card.key == key), None)

    @property
    def unsigned(self) -> list[str]:
        """The names of the cards that nobody has signed."""
        return [card.name for card in (self.opening, *self.every) if not card.reviewed_by]


def shipped_cards() -> CrisisCards:
    """The cards that come with Suar."""
    return read_cards(SHIPPED.read_text("utf-8"))


def read_cards(text: str) -> CrisisCards:
    """The cards in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "opening", "cards")
    return CrisisCards(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        opening=_card(top.inner("opening"), "opening"),
        by_crisis=_by_crisis(top, top.list("cards", "card")),
    )


def _by_crisis(top: Table, tables: list[Table]) -> Mapping[Crisis, tuple[Card, ...]]:
    found: dict[Crisis, tuple[Card, ...]] = {}
    for table in tables:
        crisis = Crisis(table.one_of("crisis", list(Crisis)))
        found[crisis] = (*found.get(crisis, ()), _card(table, table.text("name"), "name", "crisis"))
    names = [card.name for cards in found.values() for card in cards]
    if len(set(names)) < len(names):
        raise top.mistake("cards", "has a name twice; give each card its own")
    missing = [crisis for crisis in Crisis if crisis not in found]
    if missing:
        raise top.mistake("cards", f"has none for {missing[0]}; write one")
    return found


def _card(table: Table, name: str, *more: str) -> Card:
    table.knows("button", "title", "first", "lines", "do", "dont", "source", "checked_on", "reviewed_by", *more)
    return Card(
        name=name,
        button=table.inner("button").labels(),
        title=table.inner("title").labels(),
        first=table.inner("first").labels(),
        scopes=read_scopes(table, "lines"),
        do=_sentences(table, "do"),
        dont=_sentences(table, "dont") if "dont" in table.values else dict.fromkeys(LANGUAGES, ()),
        source=table.text("source"),
        checked_on=table.day("checked_on"),
        reviewed_by=_signature(table),
    )


def _sentences(table: Table, key: str) -> Sentences:
    inner = table.inner(key)
    for language in LANGUAGES:
        inner.names(language)
    found = {language: tuple(inner.values[language]) for language in LANGUAGES}
    if len({len(sentences) for sentences in found.values()}) > 1:
        raise table.mistake(key, "has not as many sentences in each language; write what is missing")
    return found


def _signature(table: Table) -> str:
    return "" if table.values.get("reviewed_by") == "" else table.text("reviewed_by")
