"""Questions that families ask, and their answers, as data that BNN can review and an operator can replace.

The names of the topics are also the choices of what somebody needs, in the form of asking for help.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zlib import crc32

from domain.rule_tables import BadRules, Table

SHIPPED = Path(__file__).parent / "rules" / "faq.toml"
LONGEST_LABEL = 29  # letters, so that it fits on a button beside another
LONGEST_ANSWER = 1500

_NAME = re.compile(r"[a-z][a-z_]{0,31}")  # a choice of a form, too

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Topic:
    """One question with its answer. `words` are what people type who look for it, in any language."""

    name: str
    label: Texts
    question: Texts
    answer: Texts
    words: str
    source: str
    checked_on: date
    reviewed_by: str

    @property
    def key(self) -> int:
        """A number for buttons."""
        return crc32(self.name.encode())


@dataclass(frozen=True, slots=True)
class Faq:
    version: str
    source: str
    topics: tuple[Topic, ...]

    def by_key(self, key: int) -> Topic | None:
        return next((topic for topic in self.topics if topic.key == key), None)

    def named(self, name: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.name == name), None)


def shipped_faq() -> Faq:
    """The questions and answers that come with Suar."""
    return read_faq(SHIPPED.read_text("utf-8"))


def read_faq(text: str) -> Faq:
    """The questions and answers in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "source", "topics")
    topics = tuple(_topic(table) for table in top.list("topics", "topic"))
    names = [topic.name for topic in topics]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise top.mistake("topics", f"has {twice} twice; keep one of them")
    return Faq(top.text("version"), top.text("source").strip(), topics)


def _topic(table: Table) -> Topic:
    table.knows("name", "label", "question", "answer", "words", "source", "checked_on", "reviewed_by")
    return Topic(
        name=_name(table),
        label=_short(table, "label", LONGEST_LABEL),
        question=_short(table, "question", LONGEST_ANSWER),
        answer=_short(table, "answer", LONGEST_ANSWER),
        words=table.text("words"),
        source=table.text("source"),
        checked_on=table.day("checked_on"),
        reviewed_by=table.remark("reviewed_by"),
    )


def _name(table: Table) -> str:
    name = table.text("name")
    if not _NAME.fullmatch(name):
        raise table.mistake("name", f"is {name!r}; write small letters and _, such as wajib_lapor")
    return name


def _short(table: Table, key: str, most: int) -> Texts:
    texts = {language: text.strip() for language, text in table.inner(key).labels().items()}
    for language, text in texts.items():
        if len(text) > most:
            raise table.mistake(f"{key}.{language}", f"has {len(text)} letters; write at most {most}")
    return texts
