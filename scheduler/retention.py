"""Forgetting what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database

EDITS = timedelta(hours=50)  # people may edit for 48
DUE_THINGS = timedelta(days=90)
FAILED_FILES = timedelta(hours=48)


async def forget_what_is_over(database: Database, now: datetime) -> int:
    """Drop the marks of updates and edits that cannot come any more and of old reminders, and files of nobody."""
    async with database.transaction() as store:
        await store.due.forget(now - DUE_THINGS)
        await store.typed.forget(store.real - EDITS)
        await store.traces.forget(store.real - EDITS)
        await store.files.forget(store.real - FAILED_FILES)
        return await store.updates.forget()
