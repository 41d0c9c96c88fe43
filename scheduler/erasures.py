"""Erasures that were cut short, or that a restored backup brought back, are finished; keys of nobody go."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from storage.database import Database

log = logging.getLogger(__name__)

LEFT_OVER = timedelta(days=1)  # real time: by then whatever made the key is saved, or failed


async def finish_erasures(database: Database, now: datetime) -> int:
    """What either store lists as erased is erased in both. Gives how many cases that was about."""
    keys = database.case_keys
    if keys is None:
        return 0
    by_keys = await keys.erased()
    async with database.transaction() as store:
        by_rows = await store.erasing.listed()
        back = await store.erasing.still_there(by_keys.keys() | by_rows.keys())
        for case, who in back:
            await store.erasing.erase(case, who, now)
    cut_short = by_rows.keys() - by_keys.keys()
    if cut_short:
        await keys.destroy(sorted(cut_short), now)
    if back or cut_short:
        log.warning("%d erasures were finished", len(cut_short | {case for case, _ in back}))
    return len(back)


async def drop_keys_of_nobody(database: Database, _now: datetime) -> int:
    """Keys that were made for cases which were never saved."""
    keys = database.case_keys
    if keys is None:
        return 0
    async with database.reading() as store:
        old = await keys.made_before(store.real - LEFT_OVER)
        left = await store.erasing.unknown(old)
    if left:
        await keys.destroy(left, _now)
    return len(left)
