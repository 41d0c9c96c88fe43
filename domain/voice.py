"""How Suar says something in a language: gettext catalogues, with Indonesian as the language of the source.

`say` takes Indonesian and gives the person's language. What people wrote is escaped for Telegram's HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from domain.messages import LONGEST_TEXT

INDONESIAN = "id"
ENGLISH = "en"
LANGUAGES = (INDONESIAN, ENGLISH)
_MARK = re.compile(r"<[^<>]*>")
LOCALE = Path(__file__).parent / "locale"


def phrase(text: str) -> str:
    """Mark a text for the catalogues where it stands apart from the place that says it."""
    return text


@dataclass(frozen=True)
class Html:
    """Text that is HTML already, and is not escaped again."""

    text: str


@dataclass(frozen=True)
class Voice:
    """One language."""

    language: str
    phrases: Mapping[str, str]

    def say(self, phrase: str, **gaps: Any) -> str:
        """The phrase in this language, its gaps filled in."""
        spoken = self.phrases.get(phrase) or phrase
        return spoken.format_map({name: self._shown(gap) for name, gap in gaps.items()}) if gaps else spoken

    def plain(self, phrase: str, **gaps: Any) -> str:
        """The same where no HTML is read: on buttons, in the terminal."""
        return html.unescape(self.say(phrase, **gaps))

    def _shown(self, gap: Any) -> str:
        if isinstance(gap, Decimal):
            return self.number(str(gap))
        return gap.text if isinstance(gap, Html) else escaped(gap)

    def day(self, day: date, today: date | None = None) -> str:
        """A day as people say it: Selasa 24 Nov; with the year when it is not this one's."""
        pattern = "EEEE d MMM" if today is None or day.year == today.year else "EEEE d MMM y"
        return _written(day, pattern, self.language)

    def dated(self, day: date) -> str:
        """A day long ago, or one that a figure holds for: 24 Nov 2026."""
        return _written(day, "d MMM y", self.language)

    def weekday(self, number: int) -> str:
        """Sen for 0."""
        return _written(date(2024, 1, 1 + number), "EEE", self.language)  # a month that began on a Monday

    def short_day(self, day: date, today: date | None = None) -> str:
        """The same without the name of the day: 24 Nov."""
        pattern = "d MMM" if today is None or day.year == today.year else "d MMM y"
        return _written(day, pattern, self.language)

    def number(self, number: str) -> str:
        """A number as people write it: 1.200,5."""
        return str(format_decimal(number, locale=self.language))

    def hundredths(self, number: Decimal) -> str:
        """A number as rules print it, always with two decimals: 82,50."""
        return str(format_decimal(number, "#,##0.00", locale=self.language))

    def month(self, day: date) -> str:
        """Nov 2026."""
        return _written(day, "MMM y", self.language)

    def moment(self, moment: datetime, zone: str) -> str:
        """Minggu 22 Nov, 19.05 WIB."""
        return f"{self.day(moment.date())}, {moment:%H.%M} {zone}"


@lru_cache(maxsize=1_000)
def _written(day: date, pattern: str, language: str) -> str:
    """Thousands of people are told of the same few days each morning."""
    return format_date(day, pattern, locale=language)


def within_a_sentence(text: str) -> str:
    """A name as it stands within a sentence: ber-SK, not Ber-SK."""
    return text[:1].lower() + text[1:]


def escaped(text: object) -> str:
    """Somebody's words, as they can stand in Telegram's HTML."""
    return html.escape(str(text), quote=False)


def fitted(text: str, most: int = LONGEST_TEXT) -> str:
    """HTML as it is; where Telegram would refuse it as too long, its beginning without marks, which have no half."""
    plain = html.unescape(_MARK.sub("", text)).encode("utf-16-le")
    if len(plain) <= 2 * most:
        return text
    return escaped(plain[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…")


def load_voices(folder: Path = LOCALE) -> dict[str, Voice]:
    """Every language, read from its catalogue."""
    voices = {}
    for language in LANGUAGES:
        path = folder / language / "LC_MESSAGES" / "suar.po"
        voices[language] = Voice(language, _phrases(path) if path.exists() else {})
    return voices


@lru_cache(maxsize=len(LANGUAGES))
def _phrases(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
