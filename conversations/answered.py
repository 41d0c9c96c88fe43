"""What was answered in a report that was sent, by the names of the questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conversations.expressions.compiler import Names
from conversations.form import Form
from conversations.instance import restore
from conversations.nodes import Node


@dataclass(frozen=True)
class Answers:
    """Answers by name, and the turns of each repeat. What was not asked or not answered is empty."""

    values: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, tuple[Answers, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def several(self, name: str) -> tuple[str, ...]:
        """The choices of a question that takes several."""
        return tuple(self[name].split())

    def yes(self, name: str) -> bool:
        return self[name] == "ya"


def answers_of(form: Form, xml: str) -> Answers:
    """The answers in an instance of this form."""
    root = restore(form, xml).children[0]
    return _answers(form, root, (root.name,))


def _answers(form: Form, node: Node, path: Names) -> Answers:
    values: dict[str, str] = {}
    turns: dict[str, list[Answers]] = {}
    for child, here in _inside(form, node, path):
        if here in form.repeats:
            turns.setdefault(child.name, []).append(_answers(form, child, here))
        else:
            values[child.name] = child.string()
    return Answers(values, {name: tuple(each) for name, each in turns.items()})


def _inside(form: Form, node: Node, path: Names) -> Iterator[tuple[Node, Names]]:
    """The answers and the turns in a node, through its groups."""
    for child in node.children:
        here = (*path, child.name)
        if here in form.repeats or not form.siblings.get(here):
            yield child, here
        else:
            yield from _inside(form, child, here)
