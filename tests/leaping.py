"""An event loop whose time leaps to the next timer when nothing else happens: hours pass in seconds."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 0.02  # real seconds: so long a thread, such as a database's, may take before time leaps over it


class _Leaping(selectors.DefaultSelector):
    """Waits only for a moment, and then lets time leap."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self.patience = patience
        self.leapt = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= self.patience:
            return super().select(timeout)
        ready = super().select(self.patience)
        if not ready:
            self.leapt += timeout - self.patience
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    def __init__(self, patience: float = PATIENCE) -> None:
        self._leaping = _Leaping(patience)
        super().__init__(self._leaping)

    def time(self) -> float:
        return time.monotonic() + self._leaping.leapt


def run_leaping(main: Coroutine[Any, Any, T], patience: float = PATIENCE) -> T:
    """Run to the end, in leaps."""
    with asyncio.Runner(loop_factory=lambda: LeapingLoop(patience)) as runner:
        return runner.run(main)
