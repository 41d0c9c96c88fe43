"""The shape of an XPath expression: what the parser makes and the compiler reads."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Negation:
    of: Tree


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Tree
    right: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Tree, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. The test is a name, `*`, `prefix:*` or a node type such as `node()`."""

    axis: str
    test: str
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`absolute`), from the nodes of another expression (`start`), or from here."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Tree | None = None
    predicates: tuple[Tree, ...] = ()  # those that stand on `start` itself
    at: int = field(default=0, compare=False)


Tree = Number | Literal | Negation | Operation | Call | Path
HERE, UP = Step("self", "node()"), Step("parent", "node()")  # . and ..
