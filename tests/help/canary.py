"""Updates in which every field that Telegram knows holds a canary: made from the types of a library, so that a field
which Telegram adds is in them as soon as the library knows it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import Message, Update
from aiogram.types.base import TelegramObject

FIRST_NUMBER = 3_141_592_000_000_000  # ids have at most 52 bits
STEP = 7_919
DEEPEST = 2
# Small numbers that say nothing about anybody, and would be found everywhere.
SMALL = {
    "width",
    "height",
    "duration",
    "length",
    "file_size",
    "offset",
    "position",
    "date",
    "edit_date",
    "message_id",
}
# A message holds one of these; everything else may stand beside it.
CONTENTS = (
    *("text", "animation", "photo", "voice", "video", "video_note", "audio", "sticker", "document", "location"),
    *("venue", "contact", "poll", "dice", "game", "story", "checklist", "paid_media", "invoice", "giveaway"),
)
MESSAGES = ("message", "edited_message")


@dataclass
class Canaries:
    """The canaries that were let out."""

    words: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)

    def word(self, path: str) -> str:
        made = f"kenari{len(self.words):05d}x"
        self.words[made] = path
        return made

    def number(self, path: str) -> int:
        made = FIRST_NUMBER + STEP * len(self.numbers)
        self.numbers[made] = path
        return made


def updates_of(chat: int, canaries: Canaries, now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of update, and every content of a message, from this chat; with the words of a person in `text`."""
    numbers = iter(range(500, 5_000))
    for kind, about in Update.model_fields.items():
        if kind in {"update_id", *MESSAGES}:
            continue
        made = _filled(about.annotation, kind, canaries, 0)
        yield kind, _from(made, chat, next(numbers), now)
    for kind in MESSAGES:
        for content in CONTENTS:
            yield f"{kind}.{content}", _from(_message(content, kind, canaries), chat, next(numbers), now)


def _message(content: str, kind: str, canaries: Canaries) -> dict[str, Any]:
    fields = Message.model_fields
    beside = [name for name in fields if name not in CONTENTS and not _is_service(name)]
    made = {name: _filled(fields[name].annotation, f"{kind}.{name}", canaries, 1) for name in beside}
    made[content] = _filled(fields[content].annotation, f"{kind}.{content}", canaries, 0)
    return {_wire(fields, name): value for name, value in made.items() if value is not None}


def _is_service(name: str) -> bool:
    """What Telegram writes by itself into a chat: it makes no message of a person."""
    words = (
        "_created",
        "_chat_",
        "pinned",
        "timer",
        "_shared",
        "successful",
        "refunded",
        "_tasks_",
        "migrate",
        "boost",
    )
    return any(word in f"_{name}" for word in words)


def _from(made: dict[str, Any], chat: int, message_id: int, now: int) -> dict[str, Any]:
    """As it comes from somebody in a private chat."""
    for within in (made, made.get("message") if isinstance(made.get("message"), dict) else None):
        if within is None:
            continue
        if "chat" in within:
            within["chat"] = {**_object(within["chat"]), "id": chat, "type": "private"}
        if "message_id" in within:
            within |= {"message_id": message_id, "date": now}
    for name in ("from", "user"):
        if name in made:
            made[name] = {**_object(made[name]), "id": chat, "is_bot": False}
    if "new_chat_member" in made:
        made["new_chat_member"] = {**_object(made["new_chat_member"]), "status": "member"}
    return made


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _filled(annotation: Any, path: str, canaries: Canaries, depth: int) -> Any:
    """A value of this type, with a canary wherever one fits. None: too deep, or nothing that comes on the wire."""
    origin = typing.get_origin(annotation)
    if origin in {typing.Union, types.UnionType}:
        return _first(typing.get_args(annotation), path, canaries, depth)
    if origin is list:
        inner = _filled(typing.get_args(annotation)[0], path, canaries, depth)
        return [inner] if inner is not None else None
    if origin is typing.Literal:
        return typing.get_args(annotation)[0]
    if origin is typing.Annotated:
        return _filled(typing.get_args(annotation)[0], path, canaries, depth)
    if isinstance(annotation, type) and issubclass(annotation, TelegramObject):
        return _object_of(annotation, path, canaries, depth)
    return _plain(annotation, path, canaries)


def _first(options: tuple[Any, ...], path: str, canaries: Canaries, depth: int) -> Any:
    made = (_filled(each, path, canaries, depth) for each in options if each is not type(None))
    return next((value for value in made if value is not None), None)


def _object_of(model: type[TelegramObject], path: str, canaries: Canaries, depth: int) -> dict[str, Any] | None:
    if depth > DEEPEST:
        return None
    fields = model.model_fields
    made = {name: _filled(each.annotation, f"{path}.{name}", canaries, depth + 1) for name, each in fields.items()}
    return {_wire(fields, name): value for name, value in made.items() if value is not None}


def _wire(fields: Any, name: str) -> str:
    return fields[name].alias or name


def _plain(annotation: Any, path: str, canaries: Canaries) -> Any:
    name = path.rpartition(".")[2]
    if annotation is bool:
        return True
    if annotation is str:
        return canaries.word(path)
    if annotation is float:
        return 7.25
    if annotation is int:
        return 7 if name in SMALL else canaries.number(path)
    if isinstance(annotation, type) and issubclass(annotation, datetime):
        return 1_764_000_000
    return None
