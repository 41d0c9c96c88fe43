"""Updates in which every field that Telegram knows holds a canary: made from the types of a library, so that a field
which Telegram adds is in them as soon as the library knows it.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import (
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from aiogram.types.base import TelegramObject

from bot.transports.reading import FORWARDED

FIRST_NUMBER = 3_141_592_000_000_000  # ids have at most 52 bits
FIRST_MESSAGE = 2_010_101_010
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
# What may stand beside the content of a message. Any other field is a content, also one that Telegram adds one day.
BESIDE = {
    *("message_id", "date", "chat", "from_user", "message_thread_id", "direct_messages_topic", "sender_chat"),
    *("sender_boost_count", "sender_business_bot", "sender_tag", "guest_query_id", "business_connection_id"),
    *("is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story"),
    *("reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "guest_bot_caller_user"),
    *("guest_bot_caller_chat", "edit_date", "has_protected_content", "is_from_offline", "is_paid_post"),
    *("media_group_id", "author_signature", "paid_star_count", "entities", "link_preview_options"),
    *("suggested_post_info", "effect_id", "caption", "caption_entities", "show_caption_above_media"),
    *("has_media_spoiler", "reply_markup", "receiver_user", "ephemeral_message_id"),
}
CONTENTS = tuple(name for name in Message.model_fields if name not in BESIDE and name not in FORWARDED)
ORIGINS = (MessageOriginUser, MessageOriginHiddenUser, MessageOriginChat, MessageOriginChannel)
OFTEN_FORWARDED = ("text", "photo", "voice", "document", "location", "contact")
MESSAGES = ("message", "edited_message")


@dataclass
class Canaries:
    """The canaries that were let out, each with the field that it was in."""

    words: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    messages: dict[int, str] = field(default_factory=dict)

    def word(self, path: str) -> str:
        made = f"kenari{len(self.words):05d}x"
        self.words[made] = path
        return made

    def number(self, path: str) -> int:
        made = FIRST_NUMBER + STEP * len(self.numbers)
        self.numbers[made] = path
        return made

    def message(self) -> int:
        made = FIRST_MESSAGE + len(self.messages)
        self.messages[made] = "message_id"
        return made

    def next_of(self, options: Sequence[Any]) -> Sequence[Any]:
        """The same options, beginning with another one each time."""
        first = len(self.words) % len(options) if options else 0
        return [*options[first:], *options[:first]]


def updates_of(chat: int, canaries: Canaries, now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of update, every content of a message and every origin of a forward, from this chat."""
    for kind, about in Update.model_fields.items():
        if kind not in {"update_id", *MESSAGES}:
            yield kind, _from(_filled(about.annotation, kind, canaries, 0), chat, canaries, now)
    for kind in MESSAGES:
        for contents in (*((each,) for each in CONTENTS), CONTENTS):
            yield kind, _from(_message(contents, kind, canaries), chat, canaries, now)
    for origin in ORIGINS:
        for content in OFTEN_FORWARDED:
            yield "message", _from(_forward(content, origin, canaries), chat, canaries, now)
    yield from _unreadable(chat, canaries, now)


def _unreadable(chat: int, canaries: Canaries, now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same where one field is not what it should be: such updates are set aside."""
    for kind in (*MESSAGES, "callback_query", "my_chat_member"):
        made = _from(_filled(Update.model_fields[kind].annotation, kind, canaries, 0), chat, canaries, now)
        yield kind, {**made, "from": canaries.word(f"{kind}.from")}


def _message(contents: Sequence[str], kind: str, canaries: Canaries, depth: int = 0) -> dict[str, Any]:
    fields = Message.model_fields
    beside = {
        name: _filled(fields[name].annotation, f"{kind}.{name}", canaries, 1) for name in fields if name in BESIDE
    }
    within = {name: _filled(fields[name].annotation, f"{kind}.{name}", canaries, depth) for name in contents}
    return {_wire(fields, name): value for name, value in {**beside, **within}.items() if value is not None}


def _forward(content: str, origin: type[TelegramObject], canaries: Canaries) -> dict[str, Any]:
    """As libraries know it today, and as Telegram said it earlier."""
    earlier = [name for name in FORWARDED if name in Message.model_fields]
    made = _message([content, *earlier], "message", canaries)
    made["forward_origin"] = _object_of(origin, "message.forward_origin", canaries, 0)
    return {**made, "forward_from_message_id": canaries.number("message.forward_from_message_id")}


def _from(made: dict[str, Any], chat: int, canaries: Canaries, now: int) -> dict[str, Any]:
    """As it comes from somebody in a private chat."""
    for within in (made, made.get("message") if isinstance(made.get("message"), dict) else None):
        if within is None:
            continue
        if "chat" in within:
            within["chat"] = {**_object(within["chat"]), "id": chat, "type": "private"}
        if "message_id" in within:
            within |= {"message_id": canaries.message(), "date": now}
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
    given = [each for each in options if each is not type(None)]
    made = (_filled(each, path, canaries, depth) for each in canaries.next_of(given))
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
