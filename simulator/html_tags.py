"""What each HTML tag of Telegram's means, as an entity."""

import re
from dataclasses import dataclass
from typing import Any

from .addresses import wrong_address
from .refusals import BadRequest

Entity = dict[str, Any]

PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = PLAIN.keys() | {"a", "code", "pre", "blockquote", "tg-emoji", "tg-time"}

# Which attributes mean something, and what their value must begin with.
MEANT = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
    ("tg-time", "unix"): "",
    ("tg-time", "format"): "",
}

USER_LINK = re.compile(r"^tg://user\?id=(\d+)$")


@dataclass(slots=True)
class OpenTag:
    """A tag that was not closed yet."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


def unparsable(why: str) -> BadRequest:
    return BadRequest(f"can't parse entities: {why}")


def entity_of(tag: OpenTag, end: int, words: str) -> list[Entity]:
    """The entity of a closed tag; a link that leads nowhere is left out in silence, as Telegram does."""
    entity: Entity = {"type": PLAIN.get(tag.name, tag.name), "offset": tag.offset, "length": end - tag.offset}
    if tag.name == "a":
        return link_entity(entity, tag.attributes.get("href") or words)
    if tag.name == "tg-emoji":
        return [entity | {"type": "custom_emoji", "custom_emoji_id": emoji_id(tag.attributes.get("emoji-id", ""))}]
    if tag.name == "tg-time":
        return [_time_entity(entity, tag.attributes)]
    if tag.name == "blockquote" and "expandable" in tag.attributes:
        return [entity | {"type": "expandable_blockquote"}]
    if tag.name == "code" and tag.attributes.get("class"):
        return [entity | {"language": tag.attributes["class"]}]
    return [entity]


def link_entity(entity: Entity, url: str) -> list[Entity]:
    if user := USER_LINK.match(url):
        mentioned = {"id": int(user.group(1)), "is_bot": False, "first_name": ""}
        return [entity | {"type": "text_mention", "user": mentioned}]
    if wrong_address(url):
        return []
    return [entity | {"type": "text_link", "url": url}]


def emoji_id(written: str) -> str:
    if not written.isdecimal() or int(written) >= 2**63:
        raise unparsable("Invalid custom emoji identifier specified")
    return written


def _time_entity(entity: Entity, attributes: dict[str, str]) -> Entity:
    unix = attributes.get("unix", "")
    if not unix.isdecimal():
        raise unparsable("Invalid date specified")
    shown = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
    return entity | {"type": "date_time", "unix_time": int(unix)} | shown


def joined(entities: list[Entity]) -> list[Entity]:
    """Code with a language right inside pre is one entity; elsewhere code has no language."""
    merged: list[Entity] = []
    for entity in entities:
        inner = merged[-1] if merged else {}
        same = all(inner.get(name) == entity[name] for name in ("offset", "length"))
        if entity["type"] == "pre" and inner.get("type") == "code" and same and inner.get("language"):
            merged[-1] = inner | {"type": "pre"}
        else:
            merged.append(entity)
    return [
        {name: entity[name] for name in entity if name != "language"} if entity["type"] == "code" else entity
        for entity in merged
    ]
