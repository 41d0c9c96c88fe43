"""Text with parse_mode HTML, read as Telegram reads it."""

import re
from html.entities import html5

from .html_tags import MEANT, TAGS, Entity, OpenTag, entity_of, joined, unparsable
from .utf16 import byte_offset, utf16_length

SIGN = re.compile("[<&]")
# Telegram decodes numbers and four names; anything else stays as it is written.
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


def parse_html(text: str) -> tuple[str, list[Entity]]:
    if not SIGN.search(text):
        return text, []
    return _Reader(text).read()


def _decoded(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return html5[f"{name};"]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code < 0xE000:
        return found.group()
    return chr(code)


class _Reader:
    """Goes through the text from sign to sign; a zero at its end stands for Telegram's end of text."""

    def __init__(self, text: str) -> None:
        self._text = text + "\0"
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        end = len(self._text) - 1
        while self._at < end:
            found = SIGN.search(self._text, self._at)
            stop = found.start() if found else end
            self._say(self._text[self._at : stop])
            self._at = stop
            if found:
                self._read_sign(found.group())
        if self._open:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._pieces), joined(self._entities)

    def _say(self, piece: str) -> None:
        self._pieces.append(piece)
        self._offset += utf16_length(piece)

    def _read_sign(self, sign: str) -> None:
        if sign == "&":
            self._read_reference()
        elif self._text[self._at + 1] == "/":
            self._read_end_tag()
        else:
            self._read_start_tag()

    def _read_reference(self) -> None:
        found = REFERENCE.match(self._text, self._at)
        self._say(_decoded(found) if found else "&")
        self._at = found.end() if found else self._at + 1

    def _read_start_tag(self) -> None:
        begin = self._at
        name = self._take(TAG_NAME, begin + 1)
        if self._ended:
            raise unparsable(f"Unclosed start tag at byte offset {self._place(begin)}")
        name = name.lower()
        if name not in TAGS:
            raise unparsable(f'Unsupported start tag "{name}" at byte offset {self._place(begin)}')
        attributes = self._read_attributes(name, begin)
        if name == "span" and attributes.get("class") != "spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._place(begin)}')
        self._open.append(OpenTag(name, attributes, self._offset, len(self._pieces)))

    def _read_attributes(self, tag: str, begin: int) -> dict[str, str]:
        read: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._text[self._at] == ">":
                self._at += 1
                return read
            name = self._take(ATTRIBUTE_NAME, self._at).lower()
            if not name or self._ended:
                what = "Unclosed start tag" if self._ended else "Empty attribute name in the tag"
                raise unparsable(f'{what} "{tag}" at byte offset {self._place(begin)}')
            value = self._read_value(tag, begin)
            start = MEANT.get((tag, name))
            if start is not None and value.startswith(start):
                read[name] = value.removeprefix(start)
            elif tag == "blockquote" and name == "expandable":
                read[name] = "1"

    def _read_value(self, tag: str, begin: int) -> str:
        self._skip_spaces()
        if self._text[self._at] != "=":
            return ""
        self._at += 1
        self._skip_spaces()
        value = self._read_quoted() if self._text[self._at] in "'\"" else self._read_token()
        if self._ended:
            raise unparsable(f"Unclosed start tag at byte offset {self._place(begin)}")
        return value

    def _read_quoted(self) -> str:
        stop = self._text.find(self._text[self._at], self._at + 1)
        if stop < 0:
            self._at = len(self._text) - 1
            return ""
        value = self._text[self._at + 1 : stop]
        self._at = stop + 1
        return REFERENCE.sub(_decoded, value)

    def _read_token(self) -> str:
        begin = self._at
        value = self._take(TOKEN, begin).lower()
        if not self._text[self._at].isspace() and self._text[self._at] != ">":
            raise unparsable(f"Unexpected end of name token at byte offset {self._place(begin)}")
        return value

    def _read_end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise unparsable(f"Unexpected end tag at byte offset {self._place(begin)}")
        name = self._take(TAG_NAME, begin + 2)
        self._skip_spaces()
        if self._text[self._at] != ">":
            raise unparsable(f"Unclosed end tag at byte offset {self._place(begin)}")
        self._at += 1
        opened = self._open.pop()
        if name and name.lower() != opened.name:
            raise unparsable(
                f"Unmatched end tag at byte offset {self._place(begin)}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        if self._offset > opened.offset:
            self._entities += entity_of(opened, self._offset, "".join(self._pieces[opened.piece :]))

    def _take(self, pattern: re.Pattern[str], start: int) -> str:
        found = pattern.match(self._text, start)
        taken = found.group().rstrip("\0") if found else ""
        self._at = start + len(taken)
        return taken

    def _skip_spaces(self) -> None:
        while self._text[self._at].isspace():
            self._at += 1

    @property
    def _ended(self) -> bool:
        return self._at >= len(self._text) - 1

    def _place(self, index: int) -> int:
        return byte_offset(self._text, index)
