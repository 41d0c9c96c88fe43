"""Invitations: single-use deep links that expire. Only the hash of a token is ever stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from domain.people import Invitation
from storage.store import Store

VALID = timedelta(days=7)


def digest_of(token: str) -> bytes:
    """How a token is known to the database."""
    return sha256(token.encode()).digest()


async def invite(store: Store, token: str, invitation: Invitation, by: int | None, now: datetime) -> None:
    """Keep an invitation; whoever holds the token may use it once."""
    await store.invites.put(digest_of(token), invitation, by, now, now + VALID)


def link(bot: str, token: str) -> str:
    """The deep link to hand on."""
    return f"https://t.me/{bot}?start={token}"
