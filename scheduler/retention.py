"""Forgetting what is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Database

EDITS = timedelta(hours=50)  # people may edit for 48
DUE_THINGS = timedelta(days=90)
FAILED_FILES = timedelta(hours=48)
SURVEY_LINKS = timedelta(days=366)  # longer than any period in which somebody is asked once


async def forget_what_is_over(database: Database, now: datetime) -> int:
    """Drop the marks of updates and edits that cannot come any more and of old reminders, files of nobody,
    and links to the survey."""
    async with database.transaction() as store:
        await store.due.forget(now - DUE_THINGS)
        await store.surveys.forget_links(now - SURVEY_LINKS)
        await store.typed.forget(store.real - EDITS)
        await store.traces.forget(store.real - EDITS)
        await store.files.forget(store.real - FAILED_FILES)
        return await store.updates.forget()
