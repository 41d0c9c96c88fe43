"""A time limit for work of our own: a case that hangs must not hold up the others."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLong(Exception):
    """The case was stopped."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what is done inside after so many seconds. Only in the main thread, and not one inside another."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"stopped after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
