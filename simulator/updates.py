"""The updates that wait for one bot: numbered, kept for a while, confirmed by an offset."""

import asyncio
import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from .clock import Clock
from .refusals import Conflict

DAY = 24 * 3600.0
CALLBACK_LIFE = 150.0
QUIET_WEEK = 7 * DAY

# Telegram sends these only to bots that ask for them by name.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"

Lane = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Update:
    """One update, written as JSON once; `lane` is the queue it travels in to a webhook."""

    id: int
    kind: str
    body: str
    lane: Lane
    expires: float


class UpdateQueue:
    """Everything that one bot has not confirmed yet, oldest first."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self._clock = clock
        self._random = random
        self._pending: OrderedDict[int, Update] = OrderedDict()
        self._next_id = self._random_start()
        self._last_put = clock.time()
        self.confirmed = 0
        self.expired: Counter[str] = Counter()  # what nobody fetched in time, by kind
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None
        self.carry: Callable[[Update], None] | None = None

    def __len__(self) -> int:
        self._drop_expired()
        return len(self._pending)

    @property
    def allowed(self) -> list[str] | None:
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember which kinds the bot wants; an empty list means the usual ones."""
        self._allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        return kind not in ONLY_ON_REQUEST if self._allowed is None else kind in self._allowed

    def put(self, kind: str, payload: Any, lane: Lane) -> Update | None:
        """Add an update and wake whoever waits for one; None if the bot does not want this kind."""
        if not self.wants(kind):
            return None
        return self.put_raw({kind: payload}, lane, CALLBACK_LIFE if kind == "callback_query" else DAY)

    def put_raw(self, update: dict[str, Any], lane: Lane, life: float = DAY) -> Update:
        """Add an update just as it is given; it gets a number unless it brings one."""
        numbered = {"update_id": self._number(), **update}
        body = json.dumps(numbered, ensure_ascii=False, separators=(",", ":"))
        kind = next((name for name in update if name != "update_id"), "")
        added = Update(numbered["update_id"], kind, body, lane, self._clock.time() + life)
        self._pending[added.id] = added
        if self.carry:
            self.carry(added)
        self._wake()
        return added

    def confirm(self, offset: int) -> None:
        """Forget what is below the offset; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popitem(last=False)
            return
        while self._pending and next(iter(self._pending)) < offset:
            self._pending.popitem(last=False)
            self.confirmed += 1

    def ready(self, limit: int) -> list[Update]:
        self._drop_expired()
        return list(islice(self._pending.values(), limit))

    def all(self) -> list[Update]:
        self._drop_expired()
        return list(self._pending.values())

    def done(self, update: Update) -> None:
        self._pending.pop(update.id, None)

    def clear(self) -> None:
        self._pending.clear()

    @property
    def polled(self) -> bool:
        """Whether somebody is waiting for an update."""
        return self._poller is not None

    def end_polls(self, why: Exception | None = None) -> None:
        """Whoever is still waiting gives way."""
        if self._poller and not self._poller.done():
            self._poller.set_exception(why or Conflict(OTHER_POLLER))
        self._poller = None

    async def wait(self, seconds: float) -> None:
        """Wait for an update, without looking again and again. Another poller ends it with 409."""
        loop = asyncio.get_running_loop()
        mine = self._poller = loop.create_future()
        bell = loop.call_later(seconds, _ring, mine)
        try:
            await mine
        finally:
            bell.cancel()
            if self._poller is mine:
                self._poller = None

    def _wake(self) -> None:
        if self._poller:
            _ring(self._poller)

    def _number(self) -> int:
        """Numbers grow by one; after a quiet week Telegram starts again somewhere else."""
        now = self._clock.time()
        if now - self._last_put > QUIET_WEEK:
            self._next_id = self._random_start()
        self._last_put = now
        self._next_id += 1
        return self._next_id - 1

    def number_from(self, first: int) -> None:
        """Number what comes now from here on, as Telegram may after a quiet week."""
        self._next_id, self._last_put = first, self._clock.time()

    def _random_start(self) -> int:
        return self._random.randrange(100_000_000, 900_000_000)

    def _drop_expired(self) -> None:
        now = self._clock.time()
        for update in [update for update in self._pending.values() if update.expires <= now]:
            del self._pending[update.id]
            self.expired[update.kind] += 1


def _ring(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)
