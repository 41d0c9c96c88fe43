"""When things are done: people's days, by the clock on the wall where they live."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from domain.voice import phrase

MORNING = time(8, 0)
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(7, 0)

_GREETINGS = (
    (time(18, 0), phrase("Selamat malam, {name}.")),
    (time(15, 0), phrase("Selamat sore, {name}.")),
    (time(11, 0), phrase("Selamat siang, {name}.")),
    (time(4, 0), phrase("Selamat pagi, {name}.")),
    (time(0, 0), phrase("Selamat malam, {name}.")),
)


def next_morning(local: datetime) -> datetime:
    """Eight o'clock of the day after this local moment, in UTC."""
    return _morning_of(local + timedelta(days=1))


def coming_morning(local: datetime) -> datetime:
    """The first eight o'clock after this local moment, in UTC."""
    return _morning_of(local) if local.time() < MORNING else next_morning(local)


def _morning_of(local: datetime) -> datetime:
    return datetime.combine(local.date(), MORNING, local.tzinfo).astimezone(UTC)


def is_quiet(local: datetime) -> bool:
    """Whether people are left alone at this local moment, unless they have just written."""
    return not QUIET_UNTIL <= local.time() < QUIET_FROM


def greeting(local: datetime) -> str:
    """How people greet each other at this local moment."""
    return next(words for since, words in _GREETINGS if since <= local.time())
