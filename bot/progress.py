"""How far a command has come, said while it takes longer than people like to wait in silence."""

from __future__ import annotations

from collections.abc import Callable

PATIENCE = 1.0  # seconds


class Progress:
    """Says how much of the whole is done, at most once a second."""

    def __init__(self, whole: int, say: Callable[[str], None], now: Callable[[], float]) -> None:
        self._whole = whole
        self._say = say
        self._now = now
        self._said = now()

    def at(self, done: int) -> None:
        if done < self._whole and self._now() - self._said >= PATIENCE:
            self._said = self._now()
            self._say(f"{done:,} of {self._whole:,} …")
