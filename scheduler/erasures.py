"""Erasures that were cut short, or that a restored backup brought back, are finished; keys of nobody go."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from storage.database import Database
from storage.sealing import Who
from storage.store import Store

log = logging.getLogger(__name__)

Before = Callable[[Store, int], Awaitable[None]]

LEFT_OVER = timedelta(days=1)  # real time: by then whatever made the key is saved, or failed


class Finishing:
    """Finishes them whenever either store lists another one. The lists only grow: they are not read in vain."""

    def __init__(self) -> None:
        self._known: tuple[int, int] | None = None

    async def work(self, database: Database, now: datetime) -> int:
        """As a job of the clock."""
        counted = await _counted(database)
        if counted == self._known:
            return 0
        back = await finish_erasures(database, now)
        self._known = counted  # as it was before: what was erased meanwhile is looked at the next time
        return back


async def _counted(database: Database) -> tuple[int, int]:
    """How many erasures either store lists."""
    by_keys = await database.case_keys.count_erased() if database.case_keys is not None else 0
    async with database.reading() as store:
        return by_keys, await store.erasing.count()


async def finish_erasures(database: Database, now: datetime) -> int:
    """What either store lists as erased is erased in both. Gives how many cases had rows."""
    keys = database.case_keys
    if keys is None:
        return 0
    by_keys = await keys.erased()
    async with database.transaction() as store:
        back = await replay(store, by_keys, now)
    return len(back)


async def replay(
    store: Store, by_keys: Collection[int], now: datetime, before: Before | None = None
) -> list[tuple[int, Who]]:
    """The same in one transaction. Gives the cases that had rows, and does something `before` each is erased."""
    by_rows = await store.erasing.listed()
    back = await store.erasing.still_there({*by_keys, *by_rows})
    await store.turns.wait_for({who for _, who in back})
    for case, who in back:
        if before is not None:
            await before(store, case)
        await store.erasing.erase(case, who, now)
        await store.erasing.forget_chat(case, who)
    cut_short = by_rows.keys() - set(by_keys)
    for case in sorted(cut_short):
        store.case_seals.doom(case)
    if back or cut_short:
        log.warning("%d erasures were finished", len(cut_short | {case for case, _ in back}))
    return back


async def drop_keys_of_nobody(database: Database, _now: datetime) -> int:
    """Keys that were made for cases which were never saved.

    Not those of before a restore: the backup may be an older one, and a newer that knows their cases may follow.
    """
    keys = database.case_keys
    if keys is None:
        return 0
    async with database.reading() as store:
        old = await keys.made_between(await store.help.restored_at(), store.real - LEFT_OVER)
        left = await store.erasing.unknown(old)
    if left:
        await keys.destroy(left, _now)
    return len(left)
