"""Text with parse_mode MarkdownV2, read as Telegram reads it."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from .html_tags import Entity, emoji_id, link_entity, unparsable
from .utf16 import byte_offset, utf16_length

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
NEW_LINE = re.compile(r"\r\n|\n\r|\r|\n")

# The longer marks come first, so that they are not taken for two short ones.
MARKS = (
    ("```", "pre"),
    ("__", "underline"),
    ("||", "spoiler"),
    ("![", "custom_emoji"),
    ("*", "bold"),
    ("_", "italic"),
    ("~", "strikethrough"),
    ("`", "code"),
    ("[", "text_link"),
)
ENDS = {"custom_emoji": "]", "text_link": "]"} | {
    kind: mark for mark, kind in MARKS if kind not in ("custom_emoji", "text_link")
}
NAMES = {
    "pre": "Pre",
    "underline": "Underline",
    "spoiler": "Spoiler",
    "custom_emoji": "CustomEmoji",
    "bold": "Bold",
    "italic": "Italic",
    "strikethrough": "Strikethrough",
    "code": "Code",
    "text_link": "TextUrl",
}


@dataclass(slots=True)
class Opened:
    """A mark that was not closed yet."""

    kind: str
    begin: int
    offset: int
    piece: int
    language: str = ""


@dataclass(slots=True)
class Quote:
    """Lines that begin with a sign of quotation."""

    offset: int
    expandable: bool = False


def parse_markdown(text: str) -> tuple[str, list[Entity]]:
    return _Reader(text).read()


class _Reader:
    """Goes through the text sign by sign; marks may be nested."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[Opened] = []
        self._quote: Quote | None = None
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._text):
            self._read_sign(self._text[self._at])
        self._end_quote()
        if self._open:
            last = self._open[-1]
            place = byte_offset(self._text, last.begin)
            raise unparsable(f"Can't find end of {NAMES[last.kind]} entity at byte offset {place}")
        return "".join(self._pieces), self._entities

    def _say(self, piece: str) -> None:
        self._pieces.append(piece)
        self._offset += utf16_length(piece)
        self._at += len(piece)

    def _read_sign(self, sign: str) -> None:
        if sign == "\\" and 0 < ord(self._text[self._at + 1 : self._at + 2] or "\0") <= 126:
            self._at += 1
            self._say(self._text[self._at])
        elif self._closes():
            self._close()
        elif sign == "\n":
            self._say(sign)
            if self._quote and not self._text.startswith(">", self._at):
                self._end_quote()
        elif sign not in self._reserved():
            self._say(sign)
        else:
            self._open_mark(sign)

    def _reserved(self) -> frozenset[str]:
        inside = self._open[-1].kind if self._open else ""
        return frozenset("`") if inside in ("code", "pre") else RESERVED

    def _closes(self) -> bool:
        if not self._open:
            return False
        kind = self._open[-1].kind
        # Two underlines inside cursive text begin or end an underlined part.
        if kind == "italic" and self._text.startswith("__", self._at):
            return False
        return self._text.startswith(ENDS[kind], self._at)

    def _open_mark(self, sign: str) -> None:
        if sign == ">" and self._at_line_start():
            self._quote = self._quote or Quote(self._offset)
            self._at += 1
            return
        if sign == "|" and self._quote and self._ends_expandable():
            self._quote.expandable = True
            self._at += 2
            return
        for mark, kind in MARKS:
            if self._text.startswith(mark, self._at):
                self._open.append(Opened(kind, self._at, self._offset, len(self._pieces)))
                self._at += len(mark)
                if kind == "pre":
                    self._read_language(self._open[-1])
                return
        raise unparsable(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def _at_line_start(self) -> bool:
        return not self._open and (self._at == 0 or self._text[self._at - 1] in "\r\n")

    def _ends_expandable(self) -> bool:
        """Two bars at the end of a quotation hide most of it."""
        after = self._text[self._at + 2 : self._at + 4]
        return self._text.startswith("||", self._at) and (not after or (after[0] == "\n" and after[1:] != ">"))

    def _read_language(self, opened: Opened) -> None:
        if found := LANGUAGE.match(self._text, self._at):
            opened.language = found.group()
            self._at = found.end()
        if line := NEW_LINE.match(self._text, self._at):
            self._at = line.end()

    def _close(self) -> None:
        opened = self._open.pop()
        self._at += len(ENDS[opened.kind])
        words = "".join(self._pieces[opened.piece :])
        address = self._read_address() if opened.kind in ("text_link", "custom_emoji") else ""
        if self._offset == opened.offset:
            return
        entity = {"type": opened.kind, "offset": opened.offset, "length": self._offset - opened.offset}
        if opened.kind == "text_link":
            self._entities += link_entity(entity, address or words)
        elif opened.kind == "custom_emoji":
            self._entities.append(entity | {"custom_emoji_id": _emoji_in(address)})
        else:
            self._entities.append(entity | ({"language": opened.language} if opened.language else {}))

    def _read_address(self) -> str:
        if not self._text.startswith("(", self._at):
            return ""
        begin = self._at = self._at + 1
        written: list[str] = []
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "\\" and self._at + 1 < len(self._text):
                self._at += 1
            written.append(self._text[self._at])
            self._at += 1
        if self._at >= len(self._text):
            raise unparsable(f"Can't find end of a URL at byte offset {byte_offset(self._text, begin)}")
        self._at += 1
        return "".join(written)

    def _end_quote(self) -> None:
        quote, self._quote = self._quote, None
        if quote is None:
            return
        # The line break after a quotation does not belong to it.
        ends_with_line = bool(self._pieces) and self._pieces[-1] == "\n" and self._at < len(self._text)
        length = self._offset - quote.offset - ends_with_line
        if length > 0:
            kind = "expandable_blockquote" if quote.expandable else "blockquote"
            self._entities.append({"type": kind, "offset": quote.offset, "length": length})


def _emoji_in(address: str) -> str:
    parts = urlsplit(address)
    return emoji_id("".join(parse_qs(parts.query).get("id", [""]))) if parts.scheme == "tg" else emoji_id("")
