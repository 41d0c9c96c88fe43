"""Two cores: one for simulated Telegram and its people, the other for the bot under test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

HAS_AFFINITY = hasattr(os, "sched_setaffinity")


def usable() -> list[int]:
    """The cores that this process may use."""
    return sorted(os.sched_getaffinity(0)) if HAS_AFFINITY else list(range(os.cpu_count() or 1))


ALL = usable()
TELEGRAM, BOT = ALL[0], ALL[-1]


def stay_on_telegrams() -> None:
    """From now on this process keeps off the bot's core, if there are two."""
    if HAS_AFFINITY and TELEGRAM != BOT:
        os.sched_setaffinity(0, {TELEGRAM})


@contextmanager
def on_the_bots() -> Iterator[None]:
    """A process that is started inside this block is born on the bot's core and stays there, with all its threads."""
    if not HAS_AFFINITY or TELEGRAM == BOT:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {BOT})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
