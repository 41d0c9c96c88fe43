"""An update as Telegram gives it, and what may be kept of one that went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.transports.port import RawUpdate
from domain.messages import Elsewhere, Incoming, Unknown

PLACES = frozenset(("location", "venue"))
NUMBERS = range(2**52)
DEEPEST = 50  # levels; Telegram's own updates have about ten


@dataclass(frozen=True)
class Read:
    """An update, as far as it could be read."""

    number: int
    raw: RawUpdate
    incoming: Incoming | None
    error: str = ""

    @property
    def chat(self) -> int:
        """The private chat that it comes from; 0 where there is none."""
        is_private = self.incoming is not None and not isinstance(self.incoming.event, Elsewhere | Unknown)
        return self.incoming.chat if self.incoming is not None and is_private else 0


def number_of(raw: Any) -> int | None:
    """The number of an update, if that is one."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and number in NUMBERS else None


def first_of_each(updates: Sequence[Read], fresh: set[int]) -> list[Read]:
    """The updates that are new, each once, in the order in which they came."""
    left = set(fresh)
    kept = []
    for update in updates:
        if update.number in left:
            left.discard(update.number)
            kept.append(update)
    return kept


def is_deeper(value: Any, levels: int) -> bool:
    """Whether things lie in each other deeper than so. What is nested a thousand times nobody can write down."""
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not levels or any(is_deeper(each, levels - 1) for each in within)


def shape_of(value: Any, levels: int = DEEPEST) -> Any:
    """The names and types in an update, without any value."""
    if isinstance(value, dict) and levels:
        return {name: shape_of(each, levels - 1) for name, each in value.items()}
    if isinstance(value, list) and levels:
        return [shape_of(each, levels - 1) for each in value[:1]]
    return type(value).__name__


def without_places(value: Any) -> Any:
    """The same without where somebody was: a place is only kept as coarse as a form asks for it."""
    if isinstance(value, dict):
        return {n: shape_of(each) if n in PLACES else without_places(each) for n, each in value.items()}
    return [without_places(each) for each in value] if isinstance(value, list) else value
