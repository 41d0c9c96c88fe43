"""Rich messages, as far as this simulator knows them: paragraphs, headings and tables, written as HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from .refusals import BadRequest, NotSimulated

Json = dict[str, Any]

# see https://core.telegram.org/bots/api#inputrichmessage
LONGEST = 32_768
MOST_BLOCKS = 500
MOST_COLUMNS = 20

HEADINGS = {f"h{size}": size for size in range(1, 7)}
CELLS = {"td", "th"}
KNOWN = {"p", "table", "caption", "tr", "b", "i", *CELLS, *HEADINGS}
ALIGNED = {"left", "center", "right"}


@dataclass(frozen=True, slots=True)
class Rich:
    """The blocks as the Bot API gives them back, and the same as lines that people can read."""

    blocks: tuple[Json, ...]
    text: str


def read_rich(given: Any) -> Rich:
    """What a bot sends as `rich_message`."""
    written = given if isinstance(given, dict) else {}
    if len(written.keys() & {"html", "markdown", "blocks"}) != 1:
        raise BadRequest("rich message must be non-empty")
    if "html" not in written:
        raise NotSimulated("rich messages that are not written as HTML")
    reader = _Reader()
    reader.feed(written["html"])
    reader.close()
    if reader.open:
        raise BadRequest(f"can't parse rich message: tag <{reader.open[-1]}> is not closed")
    _check(written["html"], reader.blocks)
    return Rich(tuple(reader.blocks), "\n".join(map(_line, reader.blocks)).strip())


def _check(html: str, blocks: list[Json]) -> None:
    rows = [row for block in blocks for row in block.get("cells", ())]
    if not blocks:
        raise BadRequest("rich message must be non-empty")
    if len(html) > LONGEST or len(blocks) + len(rows) > MOST_BLOCKS:
        raise BadRequest("rich message is too long")
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise BadRequest("rich message has too many columns")


def _line(block: Json) -> str:
    if block["type"] != "table":
        return str(block["text"])
    rows = [" | ".join(cell["text"] for cell in row) for row in block["cells"]]
    return "\n".join([block["caption"], *rows] if "caption" in block else rows)


@dataclass
class _Words:
    """The words of a block, a caption or a cell, while they are read."""

    parts: list[str] = field(default_factory=list)

    def take(self) -> str:
        words = " ".join("".join(self.parts).split())
        self.parts.clear()
        return words


class _Reader(HTMLParser):
    """From HTML to blocks. Blanks and line breaks between blocks mean nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Json] = []
        self.open: list[str] = []
        self._words = _Words()
        self._attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN:
            raise NotSimulated(f"the tag <{tag}> in rich messages")
        self.open.append(tag)
        if tag == "table":
            given = dict(attrs)
            marks = {f"is_{name}": True for name in ("bordered", "striped") if name in given}
            self.blocks.append({"type": "table", "cells": [], **marks})
        elif tag == "tr":
            self.blocks[-1]["cells"].append([])
        elif tag in CELLS:
            self._attributes = dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise BadRequest(f"can't parse rich message: unexpected end tag </{tag}>")
        if tag in CELLS:
            self.blocks[-1]["cells"][-1].append(self._cell(tag))
        elif tag == "caption":
            self.blocks[-1]["caption"] = self._words.take()
        elif tag == "p":
            self.blocks.append({"type": "paragraph", "text": self._words.take()})
        elif tag in HEADINGS:
            self.blocks.append({"type": "heading", "text": self._words.take(), "size": HEADINGS[tag]})

    def handle_data(self, data: str) -> None:
        self._words.parts.append(data)

    def _cell(self, tag: str) -> Json:
        align = self._attributes.get("align") or "left"
        if align not in ALIGNED:
            raise BadRequest("can't parse rich message: wrong alignment")
        head = {"is_header": True} if tag == "th" else {}
        return {"text": self._words.take(), **head, "align": align, "valign": "top"}
