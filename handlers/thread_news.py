"""What happens to a case is told to whoever answers it: that somebody asked, wrote, closed or opened it again."""

from __future__ import annotations

from dataclasses import replace

from domain.help_cases import HelpCase, HelpMessage, State
from handlers.chat import Chat
from storage.duty import Paging


async def announce(chat: Chat, case: HelpCase) -> Paging:
    """Somebody asked: those on duty are told. Says who they are."""
    return await chat.store.duty.whom_to_page(case.satker or "", chat.now)


async def page(chat: Chat, case: HelpCase) -> Paging:
    """Life may be in danger: those on duty are called at once, also where the case has no satker yet."""
    return await chat.store.duty.whom_to_page(case.satker or "", chat.now)


async def tell(chat: Chat, case: HelpCase, message: HelpMessage) -> None:
    """Somebody wrote, or changed what they had written."""


async def close(chat: Chat, case: HelpCase) -> HelpCase:
    """Whoever asked has closed it."""
    await chat.store.help.change(case.id, state=State.CLOSED.value, closed_at=chat.now, promised_at=None)
    return replace(case, state=State.CLOSED, closed_at=chat.now, promised_at=None)


async def open_again(chat: Chat, case: HelpCase) -> HelpCase:
    """Whoever asked goes on: the one who answered is told, or else those on duty."""
    state = State.TAKEN if case.taken_by is not None else State.WAITING
    await chat.store.help.change(case.id, state=state.value, closed_at=None)
    return replace(case, state=state, closed_at=None)
