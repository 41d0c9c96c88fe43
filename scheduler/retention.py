"""Forgetting what is over. How long what is kept stands in `domain/rules/retention.toml`."""

from __future__ import annotations

from datetime import datetime

from domain.retention import period
from storage.database import Database


async def forget_what_is_over(database: Database, now: datetime) -> int:
    """Drop the marks of updates and edits that cannot come any more, and what has done its work: reminders, files of
    nobody, what many were told, invitations and links that ran out, updates that were set aside."""
    async with database.transaction() as store:
        await store.due.forget(now - period("due"))
        await store.escalations.forget((now - period("escalations")).date())
        await store.invites.forget(now - period("invites"))
        await store.broadcasts.forget(now - period("broadcasts"))
        await store.surveys.forget_links(now - period("survey_links"))
        await store.typed.forget(store.real - period("typed"))
        await store.traces.forget(store.real - period("traces"))
        await store.files.forget(store.real - period("files"))
        await store.local_forms.forget(now - period("local_forms"))
        await store.local_forms.forget_trials(now - period("drafts"))
        await store.quarantine.forget(store.real - period("quarantine"))
        return await store.updates.forget()
