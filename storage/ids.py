"""Ids, made by the program: a sealed value is bound to its row before the row is written."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

RANDOM_BITS = 20
CHANCE_BITS = 62


class Ids:
    """Whole numbers under 2**63 that grow with time, with 20 random bits against clashes of processes."""

    def __init__(self, milliseconds: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._milliseconds = milliseconds
        self._last = 0

    def new(self) -> int:
        """The next id. Always larger than the one before, also when the clock is set back."""
        fresh = self._milliseconds() << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
        self._last = max(fresh, self._last + 1)
        return self._last

    def by_chance(self) -> int:
        """An id that tells nothing of when it was made."""
        return secrets.randbits(CHANCE_BITS) | 1
