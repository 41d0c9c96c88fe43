"""The answers of one draft as a tree: begun from a form, kept as XML, read back again."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from conversations import markup
from conversations.expressions.compiler import Names
from conversations.form import Form
from conversations.nodes import Node


class NotThisForm(ValueError):
    """A stored draft that does not belong to the form it is opened with."""


def begin(form: Form) -> Node:
    return form.template.copy()


def restore(form: Form, xml: str) -> Node:
    document = markup.read(xml)
    expected = form.template.children[0].name
    if document.children[0].name != expected:
        raise NotThisForm(f"the draft is of <{document.children[0].name}>, the form of <{expected}>")
    return document


def to_xml(document: Node, *, relevant_only: bool = False) -> str:
    xml = markup.write(document.children[0], relevant_only=relevant_only)
    # what is sent has composed letters (é as one), as Web Forms sends it; what is kept stays as it was written
    return normalize("NFC", xml) if relevant_only and not xml.isascii() else xml


def each_ref(document: Node, repeats: frozenset[Names]) -> Iterator[tuple[str, Names, Node]]:
    """Every node with its ref, such as /data/child[2]/age, and its path without positions."""
    root = document.children[0]
    yield from _refs(root, "/" + root.name, (root.name,), repeats)


def _refs(node: Node, ref: str, path: Names, repeats: frozenset[Names]) -> Iterator[tuple[str, Names, Node]]:
    yield ref, path, node
    turns: dict[str, int] = {}
    for child in node.children:
        below = (*path, child.name)
        if below in repeats:
            turn = turns[child.name] = turns.get(child.name, 0) + 1
            yield from _refs(child, f"{ref}/{child.name}[{turn}]", below, repeats)
        elif child.children:
            yield from _refs(child, f"{ref}/{child.name}", below, repeats)
        else:
            yield f"{ref}/{child.name}", below, child


def near(start: Node, names: Names) -> list[Node]:
    """The nodes at this path that share with `start` every turn of a repeat that they can share."""
    line = [start]
    while line[-1].parent is not None:
        line.append(line[-1].parent)
    line.reverse()  # the document first, then the root
    found: list[Node] = [line[0]]
    for depth, name in enumerate(names, 1):
        if depth < len(line) and line[depth].name == name and found == [line[depth - 1]]:
            found = [line[depth]]
        else:
            found = [child for each in found for child in each.named(name)]
    return found
