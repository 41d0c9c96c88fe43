"""Forgetting what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database

DUE_THINGS = timedelta(days=90)


async def forget_what_is_over(database: Database, now: datetime) -> int:
    """Drop the marks of updates that cannot come again, and of reminders that were sent long ago."""
    async with database.transaction() as store:
        await store.due.forget(now - DUE_THINGS)
        return await store.updates.forget()
