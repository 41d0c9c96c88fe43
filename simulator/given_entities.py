"""Entities that a bot gave itself instead of a parse_mode."""

from collections.abc import Sequence
from typing import Any

from .addresses import wrong_address
from .refusals import BadRequest
from .utf16 import utf16_length

Entity = dict[str, Any]

SIMPLE = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
)
NEEDED_FIELDS = {
    "text_link": ("url", str),
    "text_mention": ("user", dict),
    "custom_emoji": ("custom_emoji_id", str),
    "date_time": ("unix_time", int),
}
KEPT_FIELDS = (
    "type",
    "offset",
    "length",
    "url",
    "user",
    "language",
    "custom_emoji_id",
    "unix_time",
    "date_time_format",
)

# Telegram finds these by itself, wherever a bot says they are.
AUTOMATIC = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})


def check_entities(text: str, entities: Sequence[Entity]) -> list[Entity]:
    end = utf16_length(text)
    checked = [_checked(entity, end) for entity in entities]
    return [entity for entity in checked if entity["type"] not in AUTOMATIC and entity["length"]]


def _checked(entity: Any, end: int) -> Entity:
    if not isinstance(entity, dict):
        raise BadRequest("can't parse MessageEntity: Expected an Object")
    _check_type(entity)
    start, length = _whole(entity, "offset"), _whole(entity, "length")
    if start < 0:
        raise BadRequest(f"receive an entity with incorrect offset {start}")
    if length < 0:
        raise BadRequest(f"receive an entity with incorrect length {length}")
    if start > end:
        raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {start}")
    if start + length > end:
        raise BadRequest(
            f"entity beginning at UTF-16 offset {start} "
            f"ends after the end of the text at UTF-16 offset {start + length}"
        )
    return {name: entity[name] for name in KEPT_FIELDS if entity.get(name) is not None}


def _check_type(entity: Entity) -> None:
    kind = entity.get("type")
    if kind in NEEDED_FIELDS:
        name, wanted = NEEDED_FIELDS[kind]
        if name not in entity:
            raise BadRequest(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if not isinstance(entity[name], wanted):
            raise BadRequest(f'can\'t parse MessageEntity: Field "{name}" must be of another type')
    elif kind not in SIMPLE and kind not in AUTOMATIC:
        raise BadRequest("can't parse MessageEntity: Unsupported type specified")
    if kind == "text_link" and (why := wrong_address(entity["url"])):
        raise BadRequest(f"entity URL '{entity['url']}' is invalid: {why}")


def _whole(entity: Entity, name: str) -> int:
    value = entity.get(name)
    if not isinstance(value, int):
        raise BadRequest(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    return value
