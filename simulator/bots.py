"""A bot's account: its name, its chats, what waits for it, and what it has told Telegram."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .chats import Chat
from .clock import Clock
from .messages import Press
from .peers import Peer
from .updates import CALLBACK_LIFE, UpdateQueue
from .uploads import Files

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a bot wants its updates."""

    url: str
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    ip_address: str = ""


@dataclass(frozen=True, slots=True)
class WebhookError:
    """Why the last delivery did not work."""

    date: int
    message: str


class Bot:
    """One bot. Give it to people's actions, or its token to a bot program."""

    def __init__(self, token: str, username: str, name: str, *, clock: Clock, random: Random, keep: int) -> None:
        self.token = token
        self.id = int(token.partition(":")[0])
        self.username = username
        self.name = name
        self.queue = UpdateQueue(clock, random)
        self.files = Files(self.id, random)
        self.webhook: Webhook | None = None
        self.webhook_error: WebhookError | None = None
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.chats: dict[int, Chat] = {}
        self._presses: dict[str, Chat] = {}
        self.as_user: Json = {
            "id": self.id,
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self._clock = clock
        self._keep = keep
        self._last_message_id = 0

    def __repr__(self) -> str:
        return f"Bot(@{self.username})"

    def chat_with(self, peer: Peer) -> Chat:
        chat = self.chats.get(peer.id)
        if chat is None:
            chat = self.chats[peer.id] = Chat(self.id, peer, self._clock, self._keep)
        return chat

    def next_message_id(self) -> int:
        self._last_message_id += 1
        return self._last_message_id

    def remember_press(self, chat: Chat, press: Press) -> None:
        """Keep it until it is answered or too old; the oldest ones are at the front."""
        while self._presses:
            oldest, place = next(iter(self._presses.items()))
            if place.presses[oldest].at + CALLBACK_LIFE > press.at:
                break
            self.forget_press(oldest)
        self._presses[press.id] = chat
        chat.presses[press.id] = press

    def chat_of_press(self, press_id: str) -> Chat | None:
        return self._presses.get(press_id)

    def forget_press(self, press_id: str) -> None:
        del self._presses.pop(press_id).presses[press_id]
