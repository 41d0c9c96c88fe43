"""Telling those who answer of a case, and of what is new in it."""

from __future__ import annotations

from handlers.chat import Chat
from storage.duty import Paging


async def announce(chat: Chat, case: int) -> Paging:
    """Have whoever is on duty told of this case; gives who that is."""
    found = await chat.store.help.of(case)
    if found is None or found.satker is None:
        return Paging((), nobody=True)
    return await chat.store.duty.whom_to_page(found.satker, chat.now)
