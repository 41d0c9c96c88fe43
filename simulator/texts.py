"""A message's text and its entities, made from what a bot sent."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from .given_entities import check_entities
from .html_text import parse_html
from .links import find_links
from .markdown_text import parse_markdown
from .refusals import BadRequest, NotSimulated
from .utf16 import utf16_length

Entity = dict[str, Any]

MOST_ENTITIES = 100
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Formatted(NamedTuple):
    """Text as people see it, and the places in it that mean more."""

    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def length(self) -> int:
        return utf16_length(self.text)


def formatted(text: str, parse_mode: str | None = None, entities: Sequence[Entity] | None = None) -> Formatted:
    parsed = _parsed(clean(text), parse_mode, entities)
    trimmed = _trimmed(*parsed)
    found = [*trimmed.entities, *find_links(trimmed.text, trimmed.entities)]
    if len(found) > 1:
        found.sort(key=lambda one: (one["offset"], -one["length"]))
    return Formatted(trimmed.text, tuple(found[:MOST_ENTITIES]))


def clean(text: str) -> str:
    """Control characters become spaces; lone surrogates cannot be sent at all."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest("strings must be encoded in UTF-8") from None
    return UNWANTED.sub(" ", text.replace("\r", "")) if UNWANTED.search(text) else text


def _parsed(text: str, parse_mode: str | None, entities: Sequence[Entity] | None) -> tuple[str, list[Entity]]:
    if parse_mode is None:
        return text, check_entities(text, entities) if entities else []
    mode = parse_mode.lower()
    if mode == "html":
        return parse_html(text)
    if mode == "markdownv2":
        return parse_markdown(text)
    if mode == "markdown":
        raise NotSimulated("the legacy parse_mode Markdown; use MarkdownV2 or HTML")
    raise BadRequest("unsupported parse_mode")


def _trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Spaces around a text are not kept; its entities move with it."""
    if text and not text[0].isspace() and not text[-1].isspace():
        return Formatted(text, tuple(entities))
    inner = text.strip()
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    moved = (_moved(entity, shift, utf16_length(inner)) for entity in entities)
    return Formatted(inner, tuple(entity for entity in moved if entity["length"] > 0))


def _moved(entity: Entity, shift: int, end: int) -> Entity:
    start = max(entity["offset"] - shift, 0)
    stop = min(entity["offset"] + entity["length"] - shift, end)
    return {**entity, "offset": start, "length": stop - start}
