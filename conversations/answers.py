"""Reading what people type, in the ways that people type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names, get_month_names

Allowed = Callable[[date], bool]

LONGEST_ANSWER = 4000
LANGUAGES = ("id", "en")

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
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+|[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_NUMBER_IN_LIST = re.compile(r"(\d{1,3})\.?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class Refused(Exception):
    """The answer cannot be taken. `why` is a phrase for the person; `gaps` fill it in."""

    def __init__(self, why: str, gaps: dict[str, Any] | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.gaps = gaps or {}


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
    read = ascii_digits(tidy(text))
    if _THOUSANDS.fullmatch(read):
        read = re.sub(r"[.,]", "", read)
    if not re.fullmatch(r"[+-]?\d{1,9}", read):
        raise Refused("Saya butuh angka, misalnya 3.")
    return str(int(read))


def read_decimal(text: str) -> str:
    """A number with a comma or a point."""
    read = ascii_digits(tidy(text)).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,9})?", read):
        raise Refused("Saya butuh angka, misalnya 2,5.")
    whole, _, rest = str(int(read.partition(".")[0])), "", read.partition(".")[2]
    sign = "-" if read.startswith("-") and whole == "0" else ""
    return f"{sign}{whole}.{rest}" if rest else whole


def read_day(text: str, today: date, allowed: Allowed = lambda _day: True) -> str:
    """A day: `kemarin`, `12/5`, `12 Mei`, `2026-05-12`.

    Without a year, the nearest day is meant that the form allows: a visit lies in the past, a plan ahead.
    """
    words = " ".join(ascii_digits(tidy(text)).lower().split())
    days = _spoken(words, today) or _iso(words) or _numeric(words, today) or _named(words, today)
    day = next((each for each in days if allowed(each)), days[0] if days else None)
    if day is None:
        raise Refused("Saya belum mengerti tanggal itu. Tulis misalnya 12/5 atau kemarin.")
    return day.isoformat()


def _spoken(words: str, today: date) -> list[date]:
    if words in _DAY_WORDS:
        return [today + timedelta(days=_DAY_WORDS[words])]
    weekday = _WEEKDAYS.get(words.removeprefix("hari "))
    if weekday is None:
        return []
    last = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    return [last, last + timedelta(days=7), last + timedelta(days=14)]


def _iso(words: str) -> list[date]:
    found = _ISO_DAY.fullmatch(words)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else []


def _numeric(words: str, today: date) -> list[date]:
    found = _NUMERIC_DAY.fullmatch(words)
    return _dated(int(found[1]), int(found[2]), found[3], today) if found else []


def _named(words: str, today: date) -> list[date]:
    found = _NAMED_DAY.fullmatch(words)
    month = _MONTHS.get(found[2]) if found else None
    return _dated(int(found[1]), month, found[3], today) if found and month else []


def _dated(day: int, month: int, year: str | None, today: date) -> list[date]:
    """The days that may be meant, the likeliest first."""
    if year is not None:
        return _made(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    days = [each for years in (-1, 0, 1) for each in _made(today.year + years, month, day)]
    return sorted(days, key=lambda each: abs((each - today).days))


def _made(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _names(kind: Any, count: int, first: int) -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            named = kind(width, locale=language)
            names |= {named[number].lower().rstrip("."): number for number in range(first, first + count)}
    return names


_MONTHS = _names(get_month_names, 12, 1) | {
    "agt": 8,
    "ags": 8,
    "nop": 11,
    "nopember": 11,
    "sept": 9,
    "peb": 2,
    "pebruari": 2,
}
_WEEKDAYS = _names(get_day_names, 7, 0) | {"jum'at": 4, "ahad": 6}


def read_choice(text: str, labels: Sequence[str]) -> int | None:
    """Which of these choices is meant: its label, its number in the list, or the one label that begins so.

    Where a number and a label disagree, nothing is guessed.
    """
    words = _plain(text)
    plain = [_plain(label) for label in labels]
    if words in plain:
        return plain.index(words)
    begin = [index for index, label in enumerate(plain) if words and label.startswith(words)]
    number = _NUMBER_IN_LIST.fullmatch(ascii_digits(tidy(text)))
    if number is not None and 1 <= int(number[1]) <= len(labels):
        meant = int(number[1]) - 1
        return meant if not begin or meant in begin else None
    return begin[0] if len(begin) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFKC", text).lower()).split())


def ascii_digits(text: str) -> str:
    """Digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
