"""Rotating the keyring: all that older keys have sealed is sealed anew under the newest, while the bots go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from storage.database import Database
from storage.sealed import BY_THE_KEYRING, Sealed

TRIES = 5
PAUSE = 0.5  # seconds, after which whoever is at a row has probably finished


async def seal_anew(database: Database, done: Callable[[int], None] = lambda _count: None) -> Sequence[str]:
    """Seal all anew; gives the places that no key opens. What is being changed just now is tried again."""
    shut: list[str] = []
    for _ in range(TRIES):
        shut = [place for where in BY_THE_KEYRING for place in await _seal_anew(database, where, done)]
        if await count_older(database) <= len(shut):
            break
        await asyncio.sleep(PAUSE)
    return shut


async def _seal_anew(database: Database, where: Sealed, done: Callable[[int], None]) -> list[str]:
    """One column, portion by portion, each in a transaction of its own."""
    shut: list[str] = []
    last = None
    while True:
        async with database.transaction() as store:
            portion = await store.resealing.some(where, last)
        if portion.last is None:
            return shut
        shut += portion.shut
        last = portion.last
        done(portion.done)


async def count_older(database: Database) -> int:
    """How many values are not yet under the newest key."""
    async with database.reading() as store:
        return await store.resealing.count_older()
