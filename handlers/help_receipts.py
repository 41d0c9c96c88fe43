"""Receipts: with one, somebody goes on from another phone."""

from __future__ import annotations

from domain.messages import Wrote
from handlers.chat import Chat


async def give(chat: Chat) -> str:
    """The digits of a receipt for the case of this chat; empty where there is none."""
    return ""


async def take_text(chat: Chat, wrote: Wrote) -> bool:
    """Take a text that is a receipt, before any sieve of private numbers. False where it is none."""
    return False
