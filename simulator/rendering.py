"""Text and its entities written as the HTML a person would see."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

Entity = Mapping[str, Any]

PLAIN_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
}


def as_html(text: str, entities: Iterable[Entity]) -> str:
    """Tags go where their entities begin and end; offsets count UTF-16 units, as Telegram's do."""
    wide = text.encode("utf-16-le")
    cuts = _tags_by_place(entities)
    written: list[str] = []
    done = 0
    for place in sorted(cuts):
        written += [_piece(wide, done, place), *cuts[place]]
        done = place
    return "".join([*written, _piece(wide, done, len(wide) // 2)])


def _piece(wide: bytes, start: int, end: int) -> str:
    return escape(wide[start * 2 : end * 2].decode("utf-16-le", "replace"), quote=False)


def _tags_by_place(entities: Iterable[Entity]) -> dict[int, list[str]]:
    """What opens last closes first, so closing tags are put before what is already there."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        start, end = tag_of(entity)
        if start:
            opening.setdefault(entity["offset"], []).append(start)
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, end)
    places = opening.keys() | closing.keys()
    return {place: closing.get(place, []) + opening.get(place, []) for place in places}


def tag_of(entity: Entity) -> tuple[str, str]:
    """The opening and closing tag of an entity; both empty for what people see as plain text."""
    kind = entity["type"]
    if kind in PLAIN_TAGS:
        return f"<{PLAIN_TAGS[kind]}>", f"</{PLAIN_TAGS[kind]}>"
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    return _block_tag_of(entity)


def _block_tag_of(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "pre" and entity.get("language"):
        return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
    if kind == "pre":
        return "<pre>", "</pre>"
    if kind == "blockquote":
        return "<blockquote>", "</blockquote>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(entity["custom_emoji_id"])}">', "</tg-emoji>"
    return "", ""
