"""Reading what people type, in the ways that people type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names, get_month_names

LONGEST_ANSWER = 4000
LANGUAGES = ("id", "en")
HALF_A_YEAR = 183

_DAY_WORDS = {
    "hari ini": 0, "sekarang": 0, "tadi": 0, "today": 0,
    "kemarin": -1, "kemaren": -1, "yesterday": -1,
    "kemarin dulu": -2, "kemarin lusa": -2,
    "besok": 1, "tomorrow": 1, "lusa": 2,
    "minggu depan": 7, "seminggu lagi": 7, "next week": 7,
    "minggu lalu": -7, "seminggu lalu": -7, "last week": -7,
}  # fmt: skip
_NUMERIC_DAY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?")
_NAMED_DAY = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})\s*[ /.\-]?\s*([a-z]{3,})\.?(?:\s*[ /.\-]?\s*(\d{4}|\d{2}))?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Refused(Exception):
    """The answer cannot be taken. `why` is a phrase for the person; `gaps` fill it in."""

    why: str
    gaps: dict[str, Any] = field(default_factory=dict)


def tidy(text: str) -> str:
    """The text without what no form can hold: control signs, and blanks around it."""
    kept = "".join(s for s in text if s in "\n\t" or unicodedata.category(s) not in {"Cc", "Cs", "Co"})
    return kept.strip()


def read_text(text: str) -> str:
    """Free text. Raises `Refused` when it is empty or very long."""
    read = tidy(text)
    if not read:
        raise Refused("Pesan itu kosong. Tulis jawaban Anda.")
    if len(read) > LONGEST_ANSWER:
        raise Refused("Jawaban itu terlalu panjang. Tulis paling banyak {most} huruf.", {"most": LONGEST_ANSWER})
    return read


def read_whole(text: str) -> str:
    """A whole number. `1.200` is a thousand and two hundred, as people here write it."""
    read = re.sub(r"(?<=\d)[.,](?=\d{3}(\D|$))", "", tidy(text))
    if not re.fullmatch(r"[+-]?\d{1,9}", read):
        raise Refused("Saya butuh angka, misalnya 3.")
    return str(int(read))


def read_decimal(text: str) -> str:
    """A number with a comma or a point."""
    read = tidy(text).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,9})?", read):
        raise Refused("Saya butuh angka, misalnya 2,5.")
    whole, _, rest = str(int(read.partition(".")[0])), "", read.partition(".")[2]
    sign = "-" if read.startswith("-") and whole == "0" else ""
    return f"{sign}{whole}.{rest}" if rest else whole


def read_day(text: str, today: date) -> str:
    """A day: `kemarin`, `12/5`, `12 Mei`, `2026-05-12`. Without a year, the nearest one is meant."""
    words = " ".join(tidy(text).lower().split())
    day = _spoken(words, today) or _iso(words) or _numeric(words, today) or _named(words, today)
    if day is None:
        raise Refused("Saya belum mengerti tanggal itu. Tulis misalnya 12/5 atau kemarin.")
    return day.isoformat()


def _spoken(words: str, today: date) -> date | None:
    if words in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[words])
    weekday = _WEEKDAYS.get(words.removeprefix("hari "))
    if weekday is None:
        return None
    return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)


def _iso(words: str) -> date | None:
    found = _ISO_DAY.fullmatch(words)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _numeric(words: str, today: date) -> date | None:
    found = _NUMERIC_DAY.fullmatch(words)
    return _dated(int(found[1]), int(found[2]), found[3], today) if found else None


def _named(words: str, today: date) -> date | None:
    found = _NAMED_DAY.fullmatch(words)
    month = _MONTHS.get(found[2]) if found else None
    return _dated(int(found[1]), month, found[3], today) if found and month else None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _made(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    made = [_made(today.year + years, month, day) for years in (-1, 0, 1)]
    return min((each for each in made if each), key=lambda each: abs((each - today).days), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _names(kind: Any, count: int, first: int) -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            named = kind(width, locale=language)
            names |= {named[number].lower().rstrip("."): number for number in range(first, first + count)}
    return names


_MONTHS = _names(get_month_names, 12, 1) | {"agt": 8, "ags": 8, "nop": 11, "sept": 9}
_WEEKDAYS = _names(get_day_names, 7, 0) | {"jum'at": 4, "ahad": 6}


def read_choice(text: str, labels: Sequence[str]) -> int | None:
    """Which of these choices is meant: its number in the list, its label, or the one label that begins so."""
    words = _plain(text)
    if words.isdecimal() and 1 <= int(words) <= len(labels):
        return int(words) - 1
    plain = [_plain(label) for label in labels]
    if words in plain:
        return plain.index(words)
    begin = [index for index, label in enumerate(plain) if words and label.startswith(words)]
    return begin[0] if len(begin) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFKC", text).lower()).split())
