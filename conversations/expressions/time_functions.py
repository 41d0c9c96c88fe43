"""Functions on dates and times. Today is the scope's business, not the clock's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import nan

from conversations.expressions.compiler import Function
from conversations.expressions.days import (
    Day,
    Moment,
    day,
    from_days,
    from_number,
    has_sound_offset,
    moment,
    read_day,
    read_moment,
    read_time,
    written,
)
from conversations.expressions.scope import Scope
from conversations.expressions.signatures import takes
from conversations.expressions.values import Value, number_of, number_of_text, text_of


def _today(scope: Scope) -> Day:
    return day(scope.now.date())


def _now(scope: Scope) -> Moment:
    return moment(scope.now, scope.zone)


def _date(scope: Scope, value: Value) -> Value:
    """A day of a text or a number; what is no date gives an empty text."""
    if isinstance(value, float):
        return from_number(value) or "" if not _is_epoch(value) else Day(0)
    text = text_of(value).strip()
    named = read_day(text)
    if named is None:
        number = number_of_text(text, scope.zone)
        named = from_number(number)
    return "" if named is None else named


def _is_epoch(value: float) -> bool:
    return 0 <= value < 1


def _date_time(scope: Scope, value: Value) -> Value:
    if isinstance(value, Day | Moment):
        return value
    if isinstance(value, float):
        made = from_number(value) if value.is_integer() else from_days(value, scope.zone)
        return "" if made is None else made
    text = text_of(value).strip()
    only_day = read_day(text) if len(text) <= 10 else None
    if only_day is not None:
        return only_day
    made = read_moment(text, scope.zone) or from_days(number_of_text(text, scope.zone), scope.zone)
    return "" if made is None else made


def _decimal_date_time(scope: Scope, value: Value) -> float:
    made = _date_time(scope, value)
    return float(made) if isinstance(made, float) else nan


def _decimal_time(scope: Scope, text: str) -> float:
    clock = read_time(text) if has_sound_offset(text) else None
    if clock is None:
        return nan
    if clock.tzinfo is not None:
        clock = datetime.combine(scope.now.date(), clock).astimezone(scope.zone).time()
    return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86_400


def _format(scope: Scope, value: Value, pattern: str) -> str:
    if isinstance(value, float):
        made = value if isinstance(value, Moment) else from_days(value, scope.zone)
    else:
        text = text_of(value)
        made = read_moment(text, scope.zone) or from_days(number_of(text, scope.zone), scope.zone)
    return "" if made is None else written(made.at, pattern)


TIME_FUNCTIONS: Mapping[str, Function] = {
    "today": takes("", "number", _today, scope=True),
    "now": takes("", "number", _now, scope=True),
    "date": takes("v", "any", _date, scope=True),
    "date-time": takes("v", "any", _date_time, scope=True),
    "decimal-date-time": takes("v", "number", _decimal_date_time, scope=True),
    "decimal-time": takes("s", "number", _decimal_time, scope=True),
    "format-date": takes("vs", "text", _format, scope=True),
    "format-date-time": takes("vs", "text", _format, scope=True),
}
