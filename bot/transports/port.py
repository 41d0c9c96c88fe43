"""The port: poll, read, send, fetch, close. Everything the rest of Suar knows of Telegram's libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from domain.messages import Incoming, Outgoing, Sent

RawUpdate = dict[str, Any]

# The kinds of update Suar asks for; all others stay with Telegram.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

OFFICIAL_API = "https://api.telegram.org"

# How long a call may take, in seconds, before Telegram counts as unavailable.
PATIENCE = 30.0

# The same for a file of 20 MB, the largest that Telegram gives to bots.
DOWNLOAD_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str
    name: str


class Transport(Protocol):
    """One bot at Telegram. Every verb may raise a `TelegramError` of `bot.transports.errors`."""

    async def me(self) -> Me:
        """Ask Telegram who the token belongs to."""

    async def poll(self, offset: int, wait: float) -> list[RawUpdate]:
        """Wait up to `wait` seconds for updates from `offset` on; asking confirms all before it."""

    def read(self, raw: RawUpdate) -> Incoming:
        """Read one update. Raises `Unreadable` when the library cannot."""

    async def send(self, call: Outgoing) -> Sent:
        """Do one thing at Telegram."""

    async def fetch(self, file_id: str) -> bytes:
        """Download a file that a person sent."""

    async def close(self) -> None:
        """Let go of the connections."""
