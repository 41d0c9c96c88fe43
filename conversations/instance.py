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


def reopened(form: Form, xml: str, instance_id: str) -> tuple[Node, list[Node]]:
    """What was sent before, to be sent anew: the document, and the nodes that had been left out of it because they
    were not relevant. They begin as in a new draft."""
    document = restore(form, xml)
    root = document.children[0]
    added: list[Node] = []
    _complete(form, root, form.template.children[0], (root.name,), added)
    _succeed(document, form.instance_id, instance_id)
    return document, added


def _complete(form: Form, node: Node, pattern: Node, path: Names, added: list[Node]) -> None:
    for child in pattern.children:
        below, own = (*path, child.name), node.named(child.name)
        if below in form.repeats:
            for turn in own:
                _complete(form, turn, form.repeats[below], below, added)
        elif own:
            _complete(form, own[0], child, below, added)
        else:
            added += node.add(child.copy(), place_of(form, node, below)).walk()


def _succeed(document: Node, path: Names, instance_id: str) -> None:
    """A new instance ID; the one before it becomes the deprecated one, as OpenRosa wants it of an edit."""
    (current,) = near(document, path)
    meta, name = current.parent, path[-1].replace("instanceID", "deprecatedID")
    assert meta is not None  # noqa: S101  # an instance ID stands in meta; tells the type checker
    if current.stored:
        before = next(iter(meta.named(name)), None) or meta.add(Node(name))
        before.store(current.stored)
    current.store(instance_id)


def place_of(form: Form, above: Node, path: Names) -> int | None:
    """Where a child of this path belongs that is not there: before the first of those that follow it in the model."""
    order = form.siblings[path[:-1]]
    later = set(order[order.index(path[-1]) + 1 :])
    return next((i for i, child in enumerate(above.children) if child.name in later), None)


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
