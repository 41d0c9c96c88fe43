"""Reading times of day, and days with a time, in the ways that people type them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from conversations.answers import Allowed, Refused, ascii_digits, read_day, tidy
from conversations.live import Question
from conversations.turn import Turn

_CLOCK = re.compile(
    r"(?:(?:jam|pukul|pkl|jm|at)\.?\s*)?(setengah\s+)?(\d{1,2})(?:\s*[.:]\s*([0-5]\d))?"
    r"(?:\s*(?:wib|wita|wit))?(?:\s*(pagi|siang|sore|petang|malam|am|pm))?(?:\s*(?:wib|wita|wit))?"
)
_NOW = {"sekarang", "now", "barusan", "tadi"}
NOON = 12
_LAST = time(23, 59)
_AFTERNOON = {
    "siang": range(1, 7),
    "sore": range(1, 9),
    "petang": range(1, 9),
    "malam": range(5, 12),
    "pm": range(1, 12),
}
_MIDNIGHT = {"pagi", "malam", "am"}


def read_time(text: str, now: datetime) -> time:
    """A time: `14.30`, `jam 2 siang`, `8 pagi`, `setengah 3 sore`. Without a word, hours are those of 24."""
    words = " ".join(ascii_digits(tidy(text)).lower().replace(",", ".").split())
    if words in _NOW:
        return now.time().replace(second=0, microsecond=0, tzinfo=None)
    found = _CLOCK.fullmatch(words)
    read = _time(found[1], int(found[2]), int(found[3] or 0), found[4]) if found else None
    if read is None:
        raise Refused("Saya belum mengerti jam itu. Tulis misalnya 14.30 atau jam 8 pagi.")
    return read


def _time(half: str | None, hour: int, minute: int, part: str | None) -> time | None:
    if hour > 23 or (half and (minute or hour > NOON)):
        return None
    if part and hour in _AFTERNOON.get(part, ()):
        hour += NOON
    elif part in _MIDNIGHT and hour == NOON:
        hour = 0
    minutes = hour * 60 + minute - (30 if half else 0)
    return time(minutes // 60 % 24, minutes % 60)


def read_moment(text: str, now: datetime, allowed: Allowed = lambda _day: True) -> tuple[date | None, time | None]:
    """A day with a time, `kemarin jam 8 pagi`; or one of the two. Raises `Refused` where neither can be read."""
    words = tidy(text).replace("\n", " ").split()
    for cut in range(len(words), -1, -1):
        day, clock = " ".join(words[:cut]).rstrip(","), " ".join(words[cut:])
        try:
            return (
                date.fromisoformat(read_day(day, now.date(), allowed)) if day else None,
                read_time(clock, now) if clock else None,
            )
        except Refused:
            continue
    raise Refused("Saya belum mengerti waktu itu. Tulis misalnya kemarin jam 8 pagi, atau 12/5 14.30.")


def written_time(clock: time, now: datetime) -> str:
    """As ODK writes it: 14:30:00.000+07:00."""
    return f"{clock:%H:%M}:00.000{_offset(datetime.combine(now.date(), clock, now.tzinfo))}"


def written_moment(day: date, clock: time, now: datetime) -> str:
    """As ODK writes it: 2026-11-21T14:30:00.000+07:00."""
    return datetime.combine(day, clock, now.tzinfo).isoformat(timespec="milliseconds")


def picked_day(turn: Turn) -> date | None:
    """The day that was chosen for a question that also wants the time."""
    return date.fromisoformat(turn.state.picks[0]) if turn.state.picks else None


def allows_day(turn: Turn, question: Question, day: date) -> bool:
    """Whether the form would take this day; of a day with a time, whether now, at its begin or at its end."""
    if question.type != "dateTime":
        return turn.allows(question, day.isoformat())
    now = turn.context.now
    return any(turn.allows(question, written_moment(day, clock, now)) for clock in (now.time(), time.min, _LAST))


def _offset(moment: datetime) -> str:
    return moment.isoformat()[-6:]
