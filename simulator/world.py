"""Everything there is: bots, people, groups, and the way updates go to bots."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from .bots import Bot
from .chats import Chat
from .clock import Clock
from .journal import Journal
from .peers import Peer
from .updates import Lane

# People's numbers are beyond 32 bits, as many real ones are, so that narrow columns are noticed.
FIRST_PERSON = 7_000_000_001
FIRST_GROUP = -5_000_000_001


class World:
    """The state that bots and people share."""

    def __init__(self, clock: Clock, random: Random, keep: int) -> None:
        self.clock = clock
        self.random = random
        self.journal = Journal()
        self.bots: dict[str, Bot] = {}
        self.peers: dict[int, Peer] = {}
        self._keep = keep
        self._next_person = FIRST_PERSON
        self._next_group = FIRST_GROUP
        self._held: list[tuple[Bot, str, Any, Lane]] | None = None

    def add_bot(self, token: str, username: str, name: str) -> Bot:
        bot = self.bots[token] = Bot(token, username, name, clock=self.clock, random=self.random, keep=self._keep)
        return bot

    def add_peer(self, peer: Peer) -> Peer:
        self.peers[peer.id] = peer
        return peer

    def next_person_id(self) -> int:
        while self._next_person in self.peers:
            self._next_person += 1
        return self._next_person

    def next_group_id(self) -> int:
        while self._next_group in self.peers:
            self._next_group -= 1
        return self._next_group

    def unix(self) -> int:
        return int(self.clock.time())

    def deliver(self, bot: Bot, kind: str, payload: Any, lane: Lane) -> None:
        """Give an update to a bot, now or when the burst ends."""
        if self._held is not None:
            self._held.append((bot, kind, payload, lane))
        else:
            bot.queue.put(kind, payload, lane)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What people do inside this block arrives at once when it ends, as after time without a network."""
        if self._held is not None:
            yield
            return
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for bot, kind, payload, lane in held:
                bot.queue.put(kind, payload, lane)

    def find_bot(self, name: str) -> Bot:
        """By token, id or username."""
        for bot in self.bots.values():
            if name in (bot.token, str(bot.id), bot.username, f"@{bot.username}"):
                return bot
        raise KeyError(f"no such bot: {name}")

    def chats(self) -> Iterator[tuple[Bot, Chat]]:
        for bot in self.bots.values():
            for chat in bot.chats.values():
                yield bot, chat
