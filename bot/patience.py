"""Trying again until the database answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.database import DatabaseDown

T = TypeVar("T")

log = logging.getLogger(__name__)

FIRST_WAIT = 0.1
LONGEST_WAIT = 5.0


async def until_it_answers(work: Callable[[], Awaitable[T]]) -> T:
    """Do this, again and again while the database is away."""
    wait = FIRST_WAIT
    while True:
        try:
            return await work()
        except DatabaseDown as down:
            log.error("the database does not answer (%s): nothing is confirmed, trying again", down)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
