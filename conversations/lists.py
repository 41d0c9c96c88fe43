"""Secondary instances: the choice lists of a form, inside it or in files beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import regex

from conversations.markup import NotXml, read
from conversations.nodes import TEXT, Node, document
from conversations.problems import Problem

MOST_CHOICES = 20_000  # in one list
_NAME = regex.compile(r"[^\W\d][\w.\-]*")


def read_list(instance: Node, resources: Mapping[str, bytes]) -> Node:
    source = instance.attribute("src")
    if not source:
        elements = [_plain(child) for child in instance.children if child.name != TEXT]
        return document(elements[0]) if elements else document(Node("root"))
    if source not in resources:
        raise Problem(f"the file {source} is missing", "Attach it to the form", place="choices")
    content = resources[source]
    return _from_csv(source, content) if source.endswith(".csv") else _from_xml(source, content)


def _plain(node: Node) -> Node:
    twin = Node(node.name, None, node.string() if not _has_elements(node) else "")
    twin.attributes = tuple(Node(each.name, twin, each.stored) for each in node.attributes)
    for child in node.children:
        if child.name != TEXT:
            twin.add(_plain(child))
    return twin


def _has_elements(node: Node) -> bool:
    return any(child.name != TEXT for child in node.children)


def _from_xml(source: str, content: bytes) -> Node:
    try:
        return read(content)
    except NotXml as broken:
        raise Problem(f"the file {source} is not sound XML: {broken}", "Export it again") from None


def _from_csv(source: str, content: bytes) -> Node:
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=head.count))
    columns = [column.strip() for column in next(rows, [])]
    root = Node("root")
    for row in rows:
        if not any(row):
            continue
        item = root.add(Node("item"))
        for column, cell in zip(columns, row, strict=False):
            if _NAME.fullmatch(column):
                item.add(Node(column, text=cell))
        if len(root.children) > MOST_CHOICES:
            raise Problem(f"the file {source} has more than {MOST_CHOICES} rows", "Make it shorter")
    return document(root)
