"""Moments in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

MICROSECONDS = 1_000_000


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as microseconds since 1970 in UTC.

    SQLite has no moments: as text they forget their zone and cost time to read. A whole number sorts the
    same on both databases.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / MICROSECONDS, UTC)


def microseconds(moment: datetime) -> int:
    """A moment as it is kept."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment}")
    return round(moment.timestamp() * MICROSECONDS)
