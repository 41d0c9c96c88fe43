"""Dates in forms: a day is the number of civil days since 1970-01-01 where the person is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import floor, isfinite

import regex

_EPOCH = date(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_MIDNIGHT = datetime(1970, 1, 1)  # noqa: DTZ001  # civil time: the zone has been taken off on purpose
_DAY = regex.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_MOMENT = regex.compile(r"(\d{4}-\d\d?-\d\d?)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?")
_TIME = regex.compile(r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Day(float):
    """A date. As a number it is its civil day; as text it is ISO 8601."""

    __slots__ = ()

    @property
    def text(self) -> str:
        return _of_number(self).isoformat()


class Moment(float):
    """A date with a time. As a number it is civil days and their fraction, as text ISO 8601 with its zone."""

    __slots__ = ("at",)
    at: datetime

    @property
    def text(self) -> str:
        return self.at.isoformat(timespec="milliseconds")


def moment(at: datetime, zone: tzinfo) -> Moment:
    local = at.astimezone(zone)
    made = Moment((local.replace(tzinfo=None) - _MIDNIGHT) / timedelta(days=1))
    made.at = local
    return made


def day(of: date) -> Day:
    return Day(of.toordinal() - _EPOCH_ORDINAL)


def looks_like_date(text: str) -> bool:
    return len(text) >= 8 and text[4:5] == "-" and text[:4].isdecimal()


def read_day(text: str) -> Day | None:
    """The civil day that a date or a date-time names, whatever zone it is written in."""
    if len(text) == 10 and text[4] == text[7] == "-":
        return _read_iso(text)
    text = text.strip()
    match = _DAY.match(text)
    if match is None or (match.end() < len(text) and _MOMENT.fullmatch(text) is None):
        return None
    try:
        return day(date(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:
        return None


def _read_iso(text: str) -> Day | None:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return None


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """A date-time, or a date as its midnight; where no offset is written, the person's zone is meant."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        only = read_day(text)
        return None if only is None else from_days(only, zone)
    civil = read_day(match[1])
    clock = read_time("T" + text.strip()[match.start(2) :])
    if civil is None or clock is None:
        return None
    at = datetime.combine(_of_number(civil), clock)
    try:
        return moment(at if at.tzinfo else at.replace(tzinfo=zone), zone)
    except OverflowError:  # in the zone of the person it would lie before year 1 or after 9999
        return None


def read_time(text: str) -> time | None:
    match = _TIME.fullmatch(text.strip().removeprefix("T"))
    if match is None:
        return None
    zone = None if match[5] is None else _offset(match[5])
    micro = int((match[4] or "0")[:6].ljust(6, "0"))
    try:
        return time(int(match[1]), int(match[2]), int(match[3] or 0), micro, zone)
    except ValueError:
        return None


def _offset(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    parsed = datetime.strptime(text if len(text) > 3 else text + "00", "%z") if _sound(text) else None
    return parsed.tzinfo if parsed else None


def _sound(offset: str) -> bool:
    return int(offset[1:3]) < 24 and int(offset[3:].lstrip(":") or 0) < 60


def has_sound_offset(text: str) -> bool:
    match = _TIME.fullmatch(text.strip())
    return match is not None and (match[5] in (None, "Z") or _sound(match[5]))


def from_days(days: float, zone: tzinfo) -> Moment | None:
    """The moment that so many civil days after 1970-01-01T00:00 is, where the person is."""
    if not isfinite(days) or not -719_162 <= days < 2_932_896:
        return None
    # to the millisecond: the fraction of a day is a float, and 10.30 must not become 10.29.59
    try:
        civil = _MIDNIGHT + timedelta(milliseconds=round(days * 86_400_000))
        return moment(civil.replace(tzinfo=zone), zone)
    except OverflowError:
        return None


def from_number(days: float) -> Day | None:
    return Day(floor(days)) if isfinite(days) and -719_162 <= days < 2_932_896 else None


def _of_number(days: float) -> date:
    return date.fromordinal(floor(days) + _EPOCH_ORDINAL)


def days_of(text: str, zone: tzinfo) -> float | None:
    """The number of a text that looks like a date or a date-time; None if it does not."""
    if "T" in text or ":" in text:
        return read_moment(text, zone)
    return read_day(text)


def _offset_of(at: datetime) -> str:
    written = at.strftime("%z")
    return "Z" if written == "+0000" else f"{written[:3]}:{written[3:]}"


_CODES: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda at: f"{at.year:04d}",
    "y": lambda at: f"{at.year % 100:02d}",
    "m": lambda at: f"{at.month:02d}",
    "n": lambda at: str(at.month),
    "b": lambda at: _MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02d}",
    "e": lambda at: str(at.day),
    "a": lambda at: _WEEKDAYS[at.weekday()],
    "w": lambda at: str(at.isoweekday() % 7),
    "W": lambda at: str(at.isocalendar().week),
    "j": lambda at: f"{at.timetuple().tm_yday:03d}",
    "H": lambda at: f"{at.hour:02d}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02d}",
    "S": lambda at: f"{at.second:02d}",
    "3": lambda at: f"{at.microsecond // 1000:03d}",
    "Z": _offset_of,
    "%": lambda _: "%",
}


def written(at: datetime, pattern: str) -> str:
    """A moment in the codes of format-date() of the ODK specification. Unknown codes stay as they are."""
    made, i = [], 0
    while i < len(pattern):
        code = _CODES.get(pattern[i + 1 : i + 2]) if pattern[i] == "%" else None
        made.append(code(at) if code else pattern[i])
        i += 2 if code else 1
    return "".join(made)
