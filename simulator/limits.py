"""Telegram's limits on sending: counted always, and enforced when wished."""

from collections import deque
from dataclasses import dataclass
from math import ceil

from .clock import Clock

# The calls that put something before a person's eyes.
COUNTED = frozenset(
    {
        "sendMessage",
        "sendRichMessage",
        "sendPhoto",
        "sendDocument",
        "sendVoice",
        "editMessageText",
        "editMessageCaption",
        "editMessageMedia",
        "editMessageReplyMarkup",
    }
)


# Violations that are kept, so that a long run does not fill the memory.
MOST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class RateLimits:
    """So many a second, and how many may come at once after a rest."""

    per_bot: float = 30.0
    bot_burst: int = 30
    per_chat: float = 1.0
    chat_burst: int = 5
    count_edits: bool = True


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that came too early, by so many seconds; `chat` is None where the bot's own limit was passed."""

    bot_id: int
    chat: int | None
    method: str
    at: float
    early: float


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """Buckets that fill by themselves; a call takes one from its bot's and one from its chat's."""

    def __init__(self, clock: Clock, rates: RateLimits | None = None) -> None:
        self.rates = rates or RateLimits()
        self.enforced = False
        self.violations: deque[Violation] = deque(maxlen=MOST_KEPT)
        self._clock = clock
        self._buckets: dict[tuple[int, int | None], _Bucket] = {}

    def enforce(self, on: bool) -> None:
        self.enforced = on

    def clear(self) -> None:
        self.violations.clear()
        self._buckets.clear()

    def take(self, bot_id: int, chat: int, method: str) -> int:
        """Count one call. More than 0 is the number of seconds the bot is told to wait."""
        if method not in COUNTED or (method.startswith("edit") and not self.rates.count_edits):
            return 0
        now = self._clock.time()
        buckets = (
            (None, self._filled(bot_id, None, now), self.rates.per_bot),
            (chat, self._filled(bot_id, chat, now), self.rates.per_chat),
        )
        early = [(who, (1 - bucket.left) / rate) for who, bucket, rate in buckets if bucket.left < 1]
        self.violations += [Violation(bot_id, who, method, now, wait) for who, wait in early]
        if early and self.enforced:
            return max(1, ceil(max(wait for _, wait in early)))
        for _, bucket, _ in buckets:
            bucket.left = max(bucket.left - 1, 0)
        return 0

    def _filled(self, bot_id: int, chat: int | None, now: float) -> _Bucket:
        rate, most = (
            (self.rates.per_bot, self.rates.bot_burst)
            if chat is None
            else (self.rates.per_chat, self.rates.chat_burst)
        )
        bucket = self._buckets.get((bot_id, chat))
        if bucket is None:
            bucket = self._buckets[bot_id, chat] = _Bucket(most, now)
        bucket.left = min(bucket.left + max(now - bucket.at, 0) * rate, most)
        bucket.at = now
        return bucket
