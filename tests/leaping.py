"""An event loop whose time leaps to the next timer when nothing else happens: hours pass in seconds.

What a thread does takes real time: SQLite's driver is watched, and what is handed to a thread to be worked out.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import aiosqlite
import pytest

T = TypeVar("T")


class _Leaping(selectors.DefaultSelector):
    """Looks whether something has happened; if not, time leaps to where it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.leapt = 0.0
        self.threads_at_work = 0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or self.threads_at_work:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.leapt += timeout
        return ready

    def one_less(self, _done: object) -> None:
        self.threads_at_work -= 1

    def watching(self, work: Callable[..., Coroutine[Any, Any, T]]) -> Callable[..., Coroutine[Any, Any, T]]:
        async def watched(*given: Any, **named: Any) -> T:
            self.threads_at_work += 1
            try:
                return await work(*given, **named)
            finally:
                self.threads_at_work -= 1

        return watched


class LeapingLoop(asyncio.SelectorEventLoop):
    def __init__(self, leaping: _Leaping) -> None:
        self._leaping = leaping
        super().__init__(leaping)

    def time(self) -> float:
        return time.monotonic() + self._leaping.leapt

    def run_in_executor(self, executor: Any, func: Any, *given: Any) -> Any:
        work = super().run_in_executor(executor, func, *given)
        self._leaping.threads_at_work += 1
        work.add_done_callback(self._leaping.one_less)
        return work


def run_leaping(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end, in leaps."""
    leaping = _Leaping()
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner(loop_factory=lambda: LeapingLoop(leaping)) as runner:
        for name in ("_execute", "_connect"):
            patch.setattr(aiosqlite.Connection, name, leaping.watching(getattr(aiosqlite.Connection, name)))
        return runner.run(main)
