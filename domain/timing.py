"""When things are done: people's days, by the clock on the wall where they live."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

MORNING = time(8, 0)


def next_morning(local: datetime) -> datetime:
    """Eight o'clock of the day after this local moment, in UTC."""
    day = local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, local.tzinfo).astimezone(UTC)
