"""The primary instance of an XForm: what a draft begins with, and what a turn of a repeat begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from conversations.expressions.compiler import Names
from conversations.form import written
from conversations.nodes import TEXT, Node, document
from conversations.problems import Problem
from conversations.wording import local
from domain.voice import phrase

_TEMPLATE = "@jr:template"
_META_URI = "http://openrosa.org/xforms"


@dataclass(frozen=True)
class Model:
    template: Node
    repeats: Mapping[Names, Node]
    first_turns: Mapping[Names, tuple[Node, ...]]
    siblings: Mapping[Names, tuple[str, ...]]  # of every element, the names in it in their order
    instance_id: Names

    @property
    def paths(self) -> frozenset[Names]:
        return frozenset(self.siblings)


def read_model(root: Node, repeat_paths: frozenset[Names]) -> Model:
    """Templates are taken out: they are how turns begin, not turns themselves."""
    tree = _without_blanks(root, None)
    instance_id = _instance_id(tree, _declares_orx(root))
    siblings: dict[Names, tuple[str, ...]] = {}
    _note_siblings(tree, (tree.name,), siblings)
    repeats: dict[Names, Node] = {}
    _take_templates(tree, (tree.name,), repeat_paths, repeats)
    _declare_prefixes(tree, root, repeats.values())
    missing = sorted(repeat_paths - set(repeats))
    if missing:
        wrong = phrase("pengulangan ini menunjuk kelompok yang tidak ada di formulir")
        raise Problem(wrong, "Perbaiki nama kelompoknya", place=written(missing[0]))
    first_turns: dict[Names, tuple[Node, ...]] = {}
    _note_turns(tree, (tree.name,), repeat_paths, first_turns)
    return Model(document(tree), repeats, first_turns, siblings, instance_id)


def _without_blanks(node: Node, above: Node | None) -> Node:
    twin = Node(node.name, above, node.stored)
    twin.attributes = tuple(Node(each.name, twin, each.stored) for each in node.attributes)
    elements = [child for child in node.children if child.name != TEXT]
    if not elements and node.children:
        twin.store("".join(child.stored for child in node.children))
    if not twin.stored.strip():
        twin.store("")
    twin.children = [_without_blanks(child, twin) for child in elements]
    return twin


def _note_siblings(node: Node, path: Names, siblings: dict[Names, tuple[str, ...]]) -> None:
    names = dict.fromkeys((*siblings.get(path, ()), *(child.name for child in node.children)))
    siblings[path] = tuple(names)
    for child in node.children:
        _note_siblings(child, (*path, child.name), siblings)


def _take_templates(node: Node, path: Names, repeat_paths: frozenset[Names], repeats: dict[Names, Node]) -> None:
    for child in list(node.children):
        below = (*path, child.name)
        is_template = any(each.name == _TEMPLATE for each in child.attributes)
        _take_templates(child, below, repeat_paths, repeats)
        child.attributes = tuple(each for each in child.attributes if each.name != _TEMPLATE)
        if below in repeat_paths and below not in repeats:
            repeats[below] = child.copy()
        if is_template:
            node.remove(child)


def _note_turns(
    node: Node, path: Names, repeat_paths: frozenset[Names], turns: dict[Names, tuple[Node, ...]]
) -> None:
    for name in dict.fromkeys(child.name for child in node.children):
        below, children = (*path, name), node.named(name)
        if below in repeat_paths:
            turns.setdefault(below, tuple(child.copy() for child in children))
        for child in children:
            _note_turns(child, below, repeat_paths, turns)


def _declare_prefixes(root: Node, original: Node, turns: Iterable[Node]) -> None:
    """Write on the root itself the prefixes that it and what grows in it use, as it leaves its document."""
    names = [name for node in (root, *turns) for name in _names(node)]
    used = {name.partition(":")[0] for name in names if ":" in name} - {"xml", "xmlns"}
    declared = {each.name.removeprefix("@xmlns:") for each in root.attributes}
    added, above = [], original.parent
    while above is not None:
        for each in above.attributes:
            prefix = each.name.removeprefix("@xmlns:")
            if prefix in used - declared:
                declared.add(prefix)
                added.append(Node(each.name, root, each.stored))
        above = above.parent
    root.attributes = (*root.attributes, *added)


def _names(root: Node) -> Iterator[str]:
    for node in root.walk():
        yield node.name
        yield from (each.name.removeprefix("@") for each in node.attributes)


def _declares_orx(node: Node | None) -> bool:
    while node is not None:
        if any(each.name == "@xmlns:orx" for each in node.attributes):
            return True
        node = node.parent
    return False


def _instance_id(root: Node, orx: bool) -> Names:
    """Every submission has an instance ID; where the form has no place for it, one is made."""
    meta = next((child for child in root.children if local(child) == "meta"), None)
    if meta is None:
        meta = root.add(Node("orx:meta" if orx else "meta"))
        if orx and not any(each.name == "@xmlns:orx" for each in root.attributes):
            root.attributes = (*root.attributes, Node("@xmlns:orx", root, _META_URI))
    found = next((child for child in meta.children if local(child) == "instanceID"), None)
    if found is None:
        found = meta.add(Node(meta.name.removesuffix("meta") + "instanceID"))
    return (root.name, meta.name, found.name)
