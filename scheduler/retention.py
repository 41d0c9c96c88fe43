"""Forgetting what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database

# Telegram repeats an update for 24 hours at most; a message may be edited for 48.
UPDATES = timedelta(hours=48)
DUE_THINGS = timedelta(days=90)
FAILED_FILES = timedelta(hours=48)


async def forget_what_is_over(database: Database, now: datetime) -> int:
    """Drop the marks of updates that cannot come again and of old reminders, and files that are nobody's answer."""
    async with database.transaction() as store:
        await store.due.forget(now - DUE_THINGS)
        await store.files.forget(store.real - FAILED_FILES)
        return await store.updates.forget(store.real - UPDATES)
