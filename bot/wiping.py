"""Taking a message of ours out of a chat for good: deleted, or emptied where it is too old for that."""

from __future__ import annotations

import base64
from contextlib import suppress

from bot.transports.errors import Gone, OtherKind
from bot.transports.port import Transport
from domain.messages import Delete, Edit, File, Message

EMPTY = "·"
# One grey point, as PNG: what a photo or document is made, which cannot become a text.
POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


async def wipe(transport: Transport, chat: int, message_id: int) -> None:
    """Delete it, or else empty it. What somebody deleted before is fine; a recording stays when it is too old."""
    try:
        await transport.send(Delete(chat, (message_id,)))
    except Gone:
        await _empty(transport, chat, message_id)


async def _empty(transport: Transport, chat: int, message_id: int) -> None:
    try:
        await transport.send(Edit(chat, message_id, Message(EMPTY)))
    except OtherKind:
        with suppress(Gone):
            await transport.send(Edit(chat, message_id, Message(EMPTY, photo=File("kosong.png", POINT))))
    except Gone:
        pass
