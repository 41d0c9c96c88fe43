"""Letters: what the outbox holds. A letter names a card; delivery knows its message."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from domain.messages import Button, File, Message, Table


@dataclass(frozen=True, slots=True)
class Show:
    """Show this on a card: edit its message where there is one, send one otherwise.

    With `only_edit` nothing is sent when the card never arrived.
    """

    card: int
    message: Message
    only_edit: bool = False


@dataclass(frozen=True, slots=True)
class Erase:
    """Delete messages from the chat."""

    message_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a card out of the chat, if it ever arrived."""

    card: int


@dataclass(frozen=True, slots=True)
class Wipe:
    """Take a message of ours out of the chat; where it is too old for that, leave nothing of it but an empty one."""

    message_id: int


What = Show | Erase | Withdraw | Wipe


@dataclass(frozen=True, slots=True)
class Letter:
    """Something on its way to a chat. Letters of one chat leave in the order of `seq`.

    `message_id` is what was known of the card when the letter was put: 0 for a card that is new, None when the
    database has to be asked. A letter to a `stranger` may wait, so that a crowd of them delays nobody else; an
    `urgent` one goes ahead among strangers. One that is `bulk` waits for what nobody else needs.
    """

    id: int
    who: bytes
    seq: int
    chat: int
    what: What
    tries: int = 0
    message_id: int | None = None
    case: int | None = None  # the help case that it shows something of
    stranger: bool = False  # nothing ties us to whoever gets it
    urgent: bool = False  # of a stranger in danger: it goes before other strangers'
    bulk: bool = False  # said to many in the same moment, and nobody has just asked for it


def pack(chat: int, what: What) -> bytes:
    """A letter's body, to be sealed."""
    if isinstance(what, Erase):
        return json.dumps({"c": chat, "x": what.message_ids}).encode()
    if isinstance(what, Withdraw):
        return json.dumps({"c": chat, "w": what.card}).encode()
    if isinstance(what, Wipe):
        return json.dumps({"c": chat, "e": what.message_id}).encode()
    return json.dumps({"c": chat, "k": what.card, "o": what.only_edit, **_message(what.message)}).encode()


def unpack(body: bytes) -> tuple[int, What]:
    """The chat and the content of a letter's body."""
    held = json.loads(body)
    if "x" in held:
        return held["c"], Erase(tuple(held["x"]))
    if "w" in held:
        return held["c"], Withdraw(held["w"])
    if "e" in held:
        return held["c"], Wipe(held["e"])
    return held["c"], Show(held["k"], _message_of(held), held["o"])


def _message(message: Message) -> dict[str, Any]:
    held: dict[str, Any] = {
        "t": message.text,
        "r": [[(b.label, b.data, b.url, b.copy) for b in row] for row in message.rows],
    }
    if message.photo:
        held["p"] = _file(message.photo)
    if message.document:
        held["d"] = _file(message.document)
    if message.voice:
        held["v"] = _file(message.voice)
    if message.table:
        held["b"] = [message.table.caption, message.table.cells]
    if message.protect or message.silent:
        held["f"] = [message.protect, message.silent]
    return held


def _message_of(held: dict[str, Any]) -> Message:
    protect, silent = held.get("f", (False, False))
    return Message(
        text=held["t"],
        rows=tuple(tuple(Button(*button) for button in row) for row in held["r"]),
        photo=_file_of(held.get("p")),
        document=_file_of(held.get("d")),
        voice=_file_of(held.get("v")),
        protect=protect,
        silent=silent,
        table=_table_of(held.get("b")),
    )


def _table_of(held: list[Any] | None) -> Table | None:
    return Table(tuple(tuple(row) for row in held[1]), held[0]) if held else None


def _file(file: File) -> list[str]:
    return [file.name, base64.b64encode(file.content).decode()]


def _file_of(held: list[str] | None) -> File | None:
    return File(held[0], base64.b64decode(held[1])) if held else None
