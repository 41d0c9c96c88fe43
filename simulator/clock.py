"""The simulator's time: the real clock, and an offset that anyone may move."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MoveListener = Callable[[timedelta], None]


class Clock:
    """Messages are dated by it, and updates expire by it; it may be moved forward or back."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._listeners: list[MoveListener] = []

    @property
    def offset(self) -> timedelta:
        return timedelta(seconds=self._offset)

    def time(self) -> float:
        """Seconds since 1970, as `time.time` gives them."""
        return time.time() + self._offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def move(self, by: timedelta) -> None:
        self._offset += by.total_seconds()
        for tell in tuple(self._listeners):
            tell(by)

    def on_move(self, listener: MoveListener) -> None:
        """Tell an embedding program each time the clock is moved, with how far."""
        self._listeners.append(listener)
