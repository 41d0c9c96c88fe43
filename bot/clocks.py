"""People's time. For demo and tests it is written in a file, which may be changed at any moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import BadSetting

Now = Callable[[], datetime]


def real_now() -> datetime:
    return datetime.now(UTC)


def clock_of(path: Path | None) -> Now:
    """The clock that is set: the real one, or the one in the file."""
    return real_now if path is None else lambda: read_clock(path)


def read_clock(path: Path) -> datetime:
    """The instant in the file. Raises `BadSetting`."""
    try:
        moment = datetime.fromisoformat(path.read_text("utf-8").strip())
        there = moment.astimezone(UTC)
    except OSError as failed:
        raise BadSetting(f"SUAR_CLOCK: the file {path} cannot be read ({failed.strerror}).") from None
    except (ValueError, OverflowError):
        raise BadSetting(
            f"SUAR_CLOCK: the file {path} must hold one instant with zone, like 2026-11-22T19:05:00+07:00."
        ) from None
    if moment.tzinfo is None:
        raise BadSetting(f"SUAR_CLOCK: the instant in {path} has no zone; write it like 2026-11-22T19:05:00+07:00.")
    return there


def write_clock(path: Path, moment: datetime) -> None:
    """Set the clock, so that a reader never sees half of it."""
    fresh = path.with_suffix(".new")
    fresh.write_text(moment.isoformat(), "utf-8")
    fresh.replace(path)
