"""What expressions work with: text, numbers (dates are numbers), truth and nodes, and how one becomes another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from decimal import Decimal
from math import inf, isnan, nan

import regex

from conversations.expressions.days import Day, Moment, days_of, looks_like_date
from conversations.nodes import Node

Nodes = Sequence[Node]
Value = str | float | bool | Nodes

_NUMBER = regex.compile(r"[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*")
_WORDS = {"Infinity": inf, "-Infinity": -inf}


def number_of_text(text: str, zone: tzinfo) -> float:
    """A number as XPath writes it, or a date (its civil day); anything else is not a number."""
    if text.isdecimal():
        return float(text)
    if not text:
        return nan
    if _NUMBER.fullmatch(text):
        return float(text)
    if looks_like_date(text):
        days = days_of(text, zone)
        return nan if days is None else days
    return _WORDS.get(text, nan)


def text_of_number(value: float) -> str:
    if type(value) is not float:
        if isinstance(value, Day | Moment):
            return value.text
        value = float(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _odd_number(value)


def _odd_number(value: float) -> str:
    if isnan(value):
        return "NaN"
    if value in (inf, -inf):
        return "Infinity" if value > 0 else "-Infinity"
    short = repr(value)
    if "e" not in short:
        return short.removesuffix(".0")
    return format(Decimal(short), "f")  # XPath writes no exponents


def text_of(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return text_of_number(value)
    return value[0].string() if value else ""


def number_of(value: Value, zone: tzinfo) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return number_of_text(value, zone)
    return number_of_text(value[0].string(), zone) if value else nan


def truth_of(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Day | Moment):
        return True  # every date is something, also 1970-01-01 whose number is 0
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return bool(value)


def same_number(a: float, b: float) -> bool:
    """Equal as people mean it (and as JavaRosa does): 0.1 + 0.2 = 0.3."""
    return a == b or abs(a - b) < 1e-12
