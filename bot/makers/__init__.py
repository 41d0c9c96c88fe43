"""What can be ordered: for each kind how it is made, and how it is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.makers import digest, export
from bot.makers.source import Make
from domain.exports import KIND as EXPORT
from domain.messages import File
from domain.orders import Order, Spoilt
from handlers import digests, exports
from handlers.chat import Chat
from handlers.orders import say_failed

Give = Callable[[Chat, Order, Sequence[File], Mapping[str, Any]], Awaitable[None]]
Fail = Callable[[Chat, Order, Spoilt], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """`make` runs in a process of its own, `give` and `failed` in the transaction that ends the order.

    Up to so many orders are made `together`: what costs much is done once for all who want the same.
    """

    make: Make
    give: Give
    failed: Fail = say_failed
    together: int = 1


KINDS: Mapping[str, Kind] = {
    EXPORT: Kind(export.make, exports.give),
    digests.DIGEST: Kind(digest.make, digests.give, digests.failed, together=digest.TOGETHER),
}
