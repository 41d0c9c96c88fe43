"""Finding what must not be stored: numbers that look like a NIK or a phone number.

A NIK has 16 digits. Phone numbers: mobile 08… or 62 8…, landlines 0 with area code. People write both with spaces,
dots and dashes, in full-width digits or as keycap emoji. Days and times of day are not numbers in this sense.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

NIK_DIGITS = 16
GROUPS_IN_A_NUMBER = 16

_DAY_OR_TIME = re.compile(
    r"(?<![\d.\-/:])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2})(?![\d\-/]|[.:]\d)"
)
_RUN = re.compile(r"\+?\d(?:(?:[^\S\n]|[._\-/()\u2010-\u2015]){0,3}\d)*")
_PHONE = re.compile(r"(?:\+?62|0)8\d{7,11}|0[2-79]\d{7,10}|\+\d{9,14}")


class Private(StrEnum):
    """Why a text may not be stored."""

    NIK = "nik"
    PHONE = "phone"


def private_number(text: str) -> Private | None:
    """What private number this text seems to hold, if any."""
    for run in _RUN.finditer(_DAY_OR_TIME.sub(" ~ ", _plain(text))):
        found = _in_run(run.group())
        if found:
            return found
    return None


def _plain(text: str) -> str:
    """The text with ordinary digits, without marks that hide between them."""
    decomposed = unicodedata.normalize("NFKC", text)
    return "".join(_ordinary(sign) for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})


def _ordinary(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _in_run(run: str) -> Private | None:
    # "1904… 0813…" are two numbers side by side: look at every stretch of neighbouring groups.
    groups = re.findall(r"\+?\d+", run)
    for first in range(len(groups)):
        for last in range(first + 1, min(len(groups), first + GROUPS_IN_A_NUMBER) + 1):
            digits = "".join(groups[first:last])
            if len(digits.lstrip("+")) == NIK_DIGITS:
                return Private.NIK
            if _PHONE.fullmatch(digits):
                return Private.PHONE
    return None
