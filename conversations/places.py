"""Places as answers: made as coarse as the form asks, before anything of them is kept.

A place is kept as ODK writes it: latitude, longitude, altitude and accuracy, in degrees and metres.
"""

from __future__ import annotations

import re
from math import ceil

from babel.numbers import get_decimal_symbol

from conversations.answers import Refused, ascii_digits, tidy
from conversations.form import Bind
from conversations.problems import Problem
from domain.voice import Voice, phrase

DECIMALS = "suar:desimal"
USUAL_DECIMALS = 4  # 11 metres: which house, not which room
MOST_DECIMALS = 6
METRES_A_DEGREE = 111_320
A_KILOMETRE = 1_000

ASK = phrase("Ketuk 📎, lalu Lokasi. Atau tulis lintang dan bujurnya, misalnya -2,13 106,11.")

_ONE = r"[+-]?\d{1,3}(?:[.,]\d{1,12})?"
_PAIR = re.compile(rf"({_ONE})\s*°?(?:\s*[;,]\s+|\s*;\s*|\s+)({_ONE})\s*°?")
_PLAIN_PAIR = re.compile(r"([+-]?\d{1,3}\.\d{1,12})°?,([+-]?\d{1,3}\.\d{1,12})°?")  # as maps copy it


def decimals_of(bind: Bind | None) -> int:
    """How exact the form wants a place."""
    written = bind.marks.get(DECIMALS, "").strip() if bind else ""
    return int(written) if written else USUAL_DECIMALS


def check_decimals(bind: Bind) -> None:
    """Refuse a form that asks for something else than a few decimals. Raises `Problem`."""
    written = bind.marks.get(DECIMALS, "").strip()
    if written and not (written.isascii() and written.isdecimal() and int(written) <= MOST_DECIMALS):
        wrong = phrase("suar:desimal “{written}” bukan angka yang bisa dipakai")
        remedy = phrase("Isi berapa angka di belakang koma yang disimpan, 0 sampai {most}")
        raise Problem(wrong, remedy, written=written, most=MOST_DECIMALS, place="/" + "/".join(bind.path))


def place(latitude: float, longitude: float, accuracy: float, decimals: int) -> str:
    """A place, rounded. Its accuracy is never said to be finer than the rounding."""
    cell = METRES_A_DEGREE / 10**decimals
    where = f"{_rounded(latitude, decimals)} {_rounded(longitude, decimals)}"
    return f"{where} 0 {ceil(max(accuracy, cell))}"


def _rounded(degrees: float, decimals: int) -> str:
    return f"{round(degrees, decimals) + 0.0:.{decimals}f}"  # without a minus before a zero


def read_place(text: str, decimals: int) -> str:
    """A place as people type it: `-2.13, 106.11` or `-2,13 106,11`. Raises `Refused`."""
    found = _typed(text)
    if found is None:
        raise Refused(ASK)
    return place(*found, 0.0, decimals)


def is_place(text: str) -> bool:
    """Whether somebody typed a place."""
    return _typed(text) is not None


def coarse(text: str, decimals: int) -> str:
    """The same text when somebody typed a place: no finer than the form asks."""
    found = _typed(text)
    return " ".join(_rounded(each, decimals) for each in found) if found else text


def _typed(text: str) -> tuple[float, float] | None:
    words = ascii_digits(tidy(text)).replace("\N{MINUS SIGN}", "-").strip("() ")
    found = _PLAIN_PAIR.fullmatch(words) or _PAIR.fullmatch(words)
    if found is None:
        return None
    latitude, longitude = (float(each.replace(",", ".")) for each in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def said(value: str, voice: Voice) -> str:
    """A place as people say it: about where, and how far off that may be."""
    latitude, longitude, *rest = value.split()
    point = get_decimal_symbol(voice.language)
    where = f"{latitude} {longitude}".replace(".", point).replace("-", "\N{MINUS SIGN}")
    metres = float(rest[1]) if len(rest) > 1 else 0.0
    if not metres:
        return where
    return voice.say("±{far} sekitar {where}", far=_far(metres), where=where)


def _far(metres: float) -> str:
    return f"{round(metres / A_KILOMETRE)} km" if metres >= A_KILOMETRE else f"{ceil(metres)} m"
