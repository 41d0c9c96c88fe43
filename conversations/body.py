"""Reading the body of an XForm: which questions are asked, in which order, in which groups and repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from conversations.expressions.compiler import Names
from conversations.features import refuse_other_app
from conversations.form import (
    Action,
    Control,
    Element,
    Group,
    Item,
    Itemset,
    Repeat,
    Text,
    written,
)
from conversations.nodes import TEXT, Node
from conversations.problems import Problem
from conversations.wording import Wording, local
from domain.voice import phrase

CONTROLS = frozenset({"input", "secret", "select1", "select", "rank", "upload", "trigger", "range"})
EVENTS = {
    "odk-instance-first-load": "odk-instance-first-load",
    "xforms-ready": "odk-instance-first-load",
    "odk-instance-load": "odk-instance-load",
    "odk-new-repeat": "odk-new-repeat",
    "jr-insert": "odk-new-repeat",
    "xforms-value-changed": "xforms-value-changed",
}
_SILENT = {"label", "hint", "help", "alert", "item", "itemset", "choices", "setvalue", TEXT}
_ELSEWHERE = {"ref", "nodeset", "bind", "appearance", "class"}


def names_of(path: str, within: Names, of: str) -> Names:
    """The names of a written path; a relative one starts at what holds it."""
    path = path.strip().removeprefix("current()/")
    if "[" in path or "(" in path or "*" in path:
        raise Problem("{of}: jalur {path} bukan hanya nama", "Tulis jalur biasa ke pertanyaannya", of=of, path=path)
    names: list[str] = [] if path.startswith("/") else list(within)
    for step in path.strip("/").split("/"):
        if step == "..":
            names.pop()
        elif step not in (".", ""):
            names.append(step)
    return tuple(names)


class BodyReader:
    def __init__(self, wording: Wording, paths: Set[Names], bind_ids: dict[str, Names]) -> None:
        self._wording, self._paths, self._bind_ids = wording, paths, bind_ids

    def elements(self, above: Node, within: Names) -> tuple[Element, ...]:
        return tuple(self._elements(above, within))

    def _elements(self, above: Node, within: Names) -> Iterator[Element]:
        for node in above.children:
            kind = local(node)
            if kind in CONTROLS:
                yield self._control(node, kind, within)
            elif kind == "group":
                yield self._group(node, within)
            elif kind == "repeat":
                yield self._repeat(node, within, Text())
            elif kind not in _SILENT:
                raise unsupported(node, within)

    def path(self, node: Node, within: Names) -> Names:
        bind = node.attribute("bind")
        if bind:
            if bind not in self._bind_ids:
                raise Problem("tidak ada bind “{bind}”", "Beri pertanyaannya sebuah ref", bind=bind, place="body")
            return self._bind_ids[bind]
        path = names_of(node.attribute("ref") or node.attribute("nodeset"), within, node.name)
        if path not in self._paths:
            wrong = phrase("{of}: formulir tidak punya {path}")
            raise Problem(wrong, "Perbaiki ref-nya", of=node.name, path=written(path), place="body")
        return path

    def _group(self, node: Node, within: Names) -> Group | Repeat:
        named = node.attribute("ref") or node.attribute("nodeset") or node.attribute("bind")
        path = self.path(node, within) if named else None
        label = self._wording.label(_only(node, "label"), path or within, "label")
        repeats = [child for child in node.children if local(child) == "repeat"]
        others = [child for child in node.children if local(child) not in {"label", "repeat", "hint", TEXT}]
        if len(repeats) == 1 and not others:
            return self._repeat(repeats[0], path or within, label)
        inside = self.elements(node, path or within)
        return Group(path, label, inside)

    def _repeat(self, node: Node, within: Names, label: Text) -> Repeat:
        path = self.path(node, within)
        count = self._wording.optional(node.attribute("jr:count"), path[:-1], "repeat_count")
        own = self._wording.label(_only(node, "label"), path, "label")
        return Repeat(
            path,
            label if label != Text() else own,
            self.elements(node, path),
            count,
            node.attribute("jr:noAddRemove") == "true()" or count is not None,
        )

    def _control(self, node: Node, kind: str, within: Names) -> Control:
        path = self.path(node, within)
        refused = refuse_other_app(node.attribute("appearance"))
        if refused:
            raise refused.standing(place=written(path))
        itemset = _only(node, "itemset")
        return Control(
            "input" if kind == "secret" else kind,
            path,
            self._wording.label(_only(node, "label"), path, "label"),
            self._wording.label(_only(node, "hint"), path, "hint"),
            self._items(node, path),
            self._itemset(itemset, path) if itemset else None,
            self.actions(node, path),
            {a.name[1:]: a.stored for a in node.attributes if a.name[1:] not in _ELSEWHERE},
        )

    def _items(self, node: Node, path: Names) -> tuple[Item, ...]:
        found = []
        for item in node.children:
            if local(item) == "item":
                value = _only(item, "value")
                label = self._wording.label(_only(item, "label"), path, "label")
                found.append(Item(value.string().strip() if value else "", label))
        return tuple(found)

    def _itemset(self, node: Node, path: Names) -> Itemset:
        source = node.attribute("nodeset")
        nodes = self._wording.expression(source, path, "choice_filter")
        value, label = _only(node, "value"), _only(node, "label")
        if value is None:
            raise Problem("pilihannya tidak punya nilai", "Sebutkan kolom nilainya", place=written(path))
        inside: Names = () if source.strip().startswith(("instance", "randomize")) else path
        return Itemset(
            nodes,
            self._wording.expression(value.attribute("ref"), inside, "parameters"),
            self._wording.label(label, inside, "parameters"),
            "[" in source,
        )

    def actions(self, above: Node, within: Names) -> tuple[Action, ...]:
        """The setvalues that stand directly in an element."""
        found = []
        for node in above.children:
            if local(node) in ("setgeopoint", "recordaudio"):
                raise unsupported(node, within)
            if local(node) == "setvalue":
                found.append(self._action(node, within))
        return tuple(found)

    def _action(self, node: Node, within: Names) -> Action:
        target = self.path(node, within)
        events = (node.attribute("event") or node.attribute("ev:event")).split()
        unknown = [event for event in events if event not in EVENTS]
        if unknown or not events:
            wrong = phrase("peristiwa {event} tidak didukung") if unknown else phrase("setvalue tanpa peristiwa")
            raise Problem(wrong, "Pakai trigger atau default", event=" ".join(unknown), place=written(target))
        source = node.attribute("value")
        column = "calculation" if "xforms-value-changed" in events else "default"
        value = self._wording.expression(source, target, column) if source else node.string()
        return Action(frozenset(EVENTS[event] for event in events), target, value)


def unsupported(node: Node, within: Names) -> Problem:
    return Problem("{of} tidak didukung", "Keluarkan dari formulir", of=node.name, place=written(within))


def all_actions(reader: BodyReader, above: Node, within: Names) -> Sequence[Action]:
    """Setvalues at any depth of the body that do not stand in a question: those of groups and repeats."""
    found: list[Action] = []
    for node in above.children:
        if local(node) in ("group", "repeat"):
            named = node.attribute("ref") or node.attribute("nodeset")
            path = reader.path(node, within) if named else within
            found += reader.actions(node, path)
            found += all_actions(reader, node, path)
    return found


def _only(node: Node, name: str) -> Node | None:
    for child in node.children:
        if local(child) == name:
            return child
    return None
