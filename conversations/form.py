"""A form as the engine knows it: compiled once, never changed, shared by every draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from conversations.expressions import Expression
from conversations.expressions.compiler import Names
from conversations.nodes import Node

Part = str | Expression
Words = Mapping[str, Mapping[str, tuple[Part, ...]]]  # language -> form ("" is the plain text) -> parts
Event = Literal["odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed"]


def written(path: Names) -> str:
    return "/" + "/".join(path)


@dataclass(frozen=True)
class Text:
    """Something the form says: words in each language, or the words that an expression chooses."""

    words: Words = field(default_factory=dict)
    chosen_by: Expression | None = None  # gives the id of the words
    read_from: Expression | None = None  # gives the words themselves


@dataclass(frozen=True)
class Bind:
    """What holds for one node of the model."""

    path: Names
    type: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    preload: tuple[str, str] | None = None
    marks: Mapping[str, str] = field(default_factory=dict)  # attributes of other namespaces, such as suar:indikator


@dataclass(frozen=True)
class Item:
    """A choice written out in the body."""

    value: str
    label: Text


@dataclass(frozen=True)
class Itemset:
    """Choices that an expression finds, in a list or among the answers."""

    nodes: Expression
    value: Expression
    label: Text
    filtered: bool


@dataclass(frozen=True)
class Action:
    """A setvalue: when one of the events happens, the target gets the value."""

    events: frozenset[str]
    target: Names
    value: Expression | str


@dataclass(frozen=True)
class Control:
    """A question as it stands in the body."""

    kind: str  # input, select1, select, rank, range, upload or trigger
    path: Names
    label: Text
    hint: Text
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None
    actions: tuple[Action, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)  # start, end, step, mediatype, rows …


@dataclass(frozen=True)
class Group:
    path: Names | None
    label: Text
    children: tuple[Element, ...]


@dataclass(frozen=True)
class Repeat:
    path: Names
    label: Text
    children: tuple[Element, ...]
    count: Expression | None = None
    fixed: bool = False  # people may neither add nor remove


Element = Control | Group | Repeat


@dataclass(frozen=True)
class Rule:
    """One thing to work out after an answer, at every node of its path."""

    kind: Literal["calculate", "relevant", "choices", "count"]
    path: Names
    expression: Expression
    reads: frozenset[Names] = frozenset()


@dataclass(frozen=True)
class Form:
    id: str
    title: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    template: Node  # the document of the primary instance; copied, never filled in
    repeats: Mapping[Names, Node]  # how a new turn of each repeat begins
    first_turns: Mapping[Names, tuple[Node, ...]]  # the turns that the model itself has, in their order
    siblings: Mapping[Names, tuple[str, ...]]  # the children of each element in the order of the model
    binds: Mapping[Names, Bind]
    body: tuple[Element, ...]
    controls: Mapping[Names, Control]
    lists: Mapping[str, Node]  # the secondary instances
    itext: Mapping[str, Words]
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...]  # in the order in which they depend on each other
    instance_id: Names
    triggers: frozenset[Names] = frozenset()  # questions whose answer sets another one
    sources: Mapping[str, str] = field(default_factory=dict)  # of the lists that are files: their names
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # what lay beside it, by name
    marks: Mapping[str, str] = field(default_factory=dict)  # what the settings say in columns of our own
    settles: bool = False  # some calculation reads other turns of its own repeat: work out until nothing moves

    def turn(self, path: Names, place: int) -> Node:
        """How the turn at this place of a counted repeat begins: as the model has it, or as any new turn."""
        own = self.first_turns.get(path, ())
        return own[place] if place < len(own) else self.repeats[path]

    @cached_property
    def takes_files(self) -> bool:
        """Whether some question is answered with a file."""
        return any(control.kind == "upload" for control in self.controls.values())

    @cached_property
    def readonly_around(self) -> Mapping[Names, tuple[tuple[int, Expression], ...]]:
        """For each question and group the conditions under which it only shows something: its own, and those of
        what holds it, with how many levels above it they stand."""
        found = {}
        for path in {*self.siblings, *self.binds, *self.controls}:
            above = [(len(path) - depth, self.binds.get(path[:depth])) for depth in range(len(path), 0, -1)]
            found[path] = tuple((levels, bind.readonly) for levels, bind in above if bind and bind.readonly)
        return found

    @property
    def branches(self) -> bool:
        """Whether the number of questions can change: by a condition, or by turns that people add."""
        return bool(self.repeats) or any(rule.kind in ("relevant", "count") for rule in self.rules)
