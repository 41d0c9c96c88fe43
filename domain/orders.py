"""Orders: files that take a while. They are made in a process of their own, and then given to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

LARGEST_FILE = (
    49_000_000  # bytes; Telegram takes 50 MB from a bot, see https://core.telegram.org/bots/api#senddocument
)

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be made for a person. `spec` holds codes, days and a language, never what people wrote.

    `at` is people's time: what is made tells how things stood then. `card` is where its progress is shown.
    """

    id: int
    kind: str
    person: int
    spec: Spec
    at: datetime
    card: int | None = None
    tries: int = 0


class Spoilt(StrEnum):
    """Why nothing came of an order."""

    BROKEN = "broken"
    TOO_LARGE = "too large"  # for Telegram
