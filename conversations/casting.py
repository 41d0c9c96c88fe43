"""Which texts a type of question accepts, and how the result of a calculation is written for its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from math import isfinite

import regex

from conversations.expressions.days import Moment, from_days, from_number, read_day, read_moment, read_time
from conversations.expressions.values import Value, number_of, text_of

LONGEST_ANSWER = 4000  # characters
_WHOLE = regex.compile(r"-?\d{1,18}")
_DECIMAL = regex.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_DATE = regex.compile(r"\d{4}-\d\d-\d\d")


def fits(kind: str, text: str, zone: tzinfo) -> bool:
    """Whether the text of an answer is of this type."""
    test = _TESTS.get(kind)
    return len(text) <= LONGEST_ANSWER and (test is None or test(text, zone))


def _is_point(text: str) -> bool:
    numbers = text.split()
    if not 2 <= len(numbers) <= 4 or not all(_DECIMAL.fullmatch(each) for each in numbers):
        return False
    return abs(float(numbers[0])) <= 90 and abs(float(numbers[1])) <= 180


_TESTS: Mapping[str, Callable[[str, tzinfo], bool]] = {
    "int": lambda text, _: _WHOLE.fullmatch(text) is not None,
    "integer": lambda text, _: _WHOLE.fullmatch(text) is not None,
    "decimal": lambda text, _: _DECIMAL.fullmatch(text) is not None,
    "date": lambda text, _: _DATE.match(text) is not None and read_day(text) is not None,
    "time": lambda text, _: read_time(text) is not None,
    "dateTime": lambda text, zone: read_moment(text, zone) is not None,
    "geopoint": lambda text, _: _is_point(text),
}


def stored(value: Value, kind: str, zone: tzinfo) -> str:
    """What a calculation leaves in a node of this type. What is not a number leaves nothing."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, float) and value != value:  # noqa: PLR0124  # only NaN differs from itself
        return ""
    else:
        text = text_of(value)
    if kind == "string" or not text or text == "NaN":
        return "" if text == "NaN" else text
    convert = _BY_TYPE.get(kind)
    return convert(value, text, zone) if convert else text


def _whole(value: Value, text: str, zone: tzinfo) -> str:
    if _WHOLE.fullmatch(text):
        return text
    number = number_of(value, zone)
    return str(int(number)) if isfinite(number) else text


def _date(value: Value, text: str, zone: tzinfo) -> str:
    if _DATE.fullmatch(text):
        return text
    made = from_number(value) if isinstance(value, float) else read_day(text)
    return made.text if made is not None else text


def _date_time(value: Value, text: str, zone: tzinfo) -> str:
    if isinstance(value, Moment):
        return text
    made = from_days(value, zone) if isinstance(value, float) else None
    return made.text if made is not None else text


def _point(_value: Value, text: str, _zone: tzinfo) -> str:
    """Altitude and accuracy are decimals, also where they are whole: so Collect and Web Forms write them."""
    if not _is_point(text):
        return text
    first, second, *others = text.split()
    return " ".join((first, second, *(each if "." in each else f"{each}.0" for each in others)))


_BY_TYPE = {"geopoint": _point, "int": _whole, "integer": _whole, "date": _date, "dateTime": _date_time}
