"""Reading and writing XML: no entities, no document types, nothing fetched; names keep their prefixes."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax import SAXException  # the error only: reading goes through defusedxml
from xml.sax.handler import ContentHandler

import regex
from defusedxml import DefusedXmlException
from defusedxml import sax as safe_sax

from conversations.nodes import TEXT, Node, document

# What XML 1.0 cannot hold, not even as a reference; and halves of surrogate pairs, which UTF-8 cannot.
_UNWRITABLE = regex.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = regex.compile("[&<>\r]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
DEEPEST = 100  # elements within elements
MOST_ELEMENTS = 500_000  # more than the longest list of the most columns


class NotXml(ValueError):
    """Text that is not well-formed XML, or that uses entities or a document type."""


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return str(_UNWRITABLE.sub("", text))


def read(xml: str | bytes, *, mixed: bool = False) -> Node:
    """The document. With `mixed`, the blanks between elements are kept as well: labels need them."""
    builder = _Builder(mixed)
    try:
        safe_sax.parseString(xml.encode() if isinstance(xml, str) else xml, builder, forbid_dtd=True)
    except DefusedXmlException:
        raise NotXml("document types and entities are not allowed") from None
    except (SAXException, ValueError) as broken:
        raise NotXml(str(broken)) from None
    return document(builder.root)


class _Builder(ContentHandler):
    def __init__(self, mixed: bool) -> None:
        super().__init__()
        self.root = Node("")
        self._mixed = mixed
        self._open: list[Node] = []
        self._text: list[str] = []
        self._count = 0

    def startElement(self, name: str, attrs: Mapping[str, str]) -> None:  # type: ignore[override]  # noqa: N802
        if self._text and self._open:
            self._keep_text(self._open[-1])
        above = self._open[-1] if self._open else None
        node = Node(name, above)
        if above is None:
            self.root = node
        else:
            above.children.append(node)
        if attrs:
            node.attributes = tuple(Node("@" + key, node, value) for key, value in attrs.items())
        self._open.append(node)
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise NotXml(f"there are more than {MOST_ELEMENTS} elements")
        if len(self._open) > DEEPEST:
            raise NotXml(f"elements are nested deeper than {DEEPEST}")

    def endElement(self, name: str) -> None:  # noqa: N802
        node = self._open.pop()
        if self._text:
            if node.children:
                self._keep_text(node)
            else:
                node.stored = node.text = "".join(self._text)
                self._text.clear()

    def characters(self, content: str) -> None:
        if self._open:
            self._text.append(content)

    def _keep_text(self, above: Node) -> None:
        text = "".join(self._text)
        self._text.clear()
        if self._mixed or text.strip():
            above.children.append(Node(TEXT, above, text))


def escaped(text: str) -> str:
    text = _UNWRITABLE.sub("", text)
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text) if _SPECIAL.search(text) else text


def _attribute(node: Node) -> str:
    value = escaped(node.stored).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f' {node.name[1:]}="{value}"'


def write(node: Node, *, relevant_only: bool = False) -> str:
    pieces: list[str] = []
    _write(node, relevant_only, pieces)
    return "".join(pieces)


def _write(node: Node, relevant_only: bool, pieces: list[str]) -> None:
    if node.name == TEXT:
        pieces.append(escaped(node.stored))
        return
    opening = node.name + "".join([_attribute(each) for each in node.attributes])
    if not node.children:
        text = node.text if relevant_only else node.stored
        pieces.append(f"<{opening}>{escaped(text)}</{node.name}>" if text else f"<{opening}/>")
        return
    pieces.append(f"<{opening}>")
    for child in node.children:
        if child.relevant or not relevant_only:
            _write(child, relevant_only, pieces)
    pieces.append(f"</{node.name}>")
