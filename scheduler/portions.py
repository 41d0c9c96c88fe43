"""Telling many people, a portion in each transaction: what every job does that looks at people one after another."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from storage.database import Database, DatabaseDown
from storage.looks import Looks
from storage.store import Store

T = TypeVar("T")


async def next_portion(
    some: Callable[[int], Awaitable[T]],
    most: int,
    give_up: Callable[[], Awaitable[T]],
    what: str,
    log: logging.Logger,
) -> T:
    """So many together. Where that fails the first by itself; and where that fails, too, the first is given up.

    So one row that cannot be read silences no other.
    """
    for count in (most, 1):
        try:
            return await some(count)
        except DatabaseDown:
            raise
        except Exception as failed:
            then = "one by one" if count > 1 else "it is given up, or has to wait"
            log.log(logging.WARNING if count > 1 else logging.ERROR, "%s: %s; %s", what, type(failed).__name__, then)
    return await give_up()


async def mind_the_clock(database: Database, looks: Callable[[Store], Looks], now: datetime) -> None:
    """Where it was put back, nobody waits for a day that was never there. Nobody is told twice: a slot is a slot."""
    async with database.reading() as store:
        is_ahead = await looks(store).is_ahead(now)
    if is_ahead:
        async with database.transaction() as store:
            await looks(store).put_back(now)
