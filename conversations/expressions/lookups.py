"""Items of a list that are looked up instead of tried one by one: [column = value and …]."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from math import isnan

from conversations.expressions.syntax import HERE, Call, Literal, Negation, Number, Operation, Path, Tree
from conversations.expressions.typed import strings
from conversations.expressions.values import Value, number_of_text
from conversations.nodes import Node

# what gives the same for every item when its arguments do, and what takes none
_TEXTS = ("string", "concat", "join", "substr", "substring-before", "substring-after", "normalize-space")
_NUMBERS = ("number", "int", "round", "position", "count", "sum", "min", "max")
_PURE = frozenset(
    (*_TEXTS, *_NUMBERS, "coalesce", "if", "date", "format-date", "selected-at", "pulldata", "instance")
)
_OF_NOTHING = frozenset(("current", "today", "now"))
_NEAR = 2e-12  # a little more than what counts as the same number


def lookups(predicate: Tree) -> tuple[list[tuple[str, Tree]], list[Tree]]:
    """The columns that have to equal what is the same for every item, each with that; and what else has to hold."""
    looked_up, rest = [], []
    for condition in _conditions(predicate):
        found = _lookup(condition)
        if found:
            looked_up.append(found)
        else:
            rest.append(condition)
    return looked_up, rest


def _conditions(tree: Tree) -> list[Tree]:
    """What has to hold together."""
    if isinstance(tree, Operation) and tree.sign == "and":
        return [*_conditions(tree.left), *_conditions(tree.right)]
    return [tree]


def _lookup(condition: Tree) -> tuple[str, Tree] | None:
    if not isinstance(condition, Operation) or condition.sign != "=":
        return None
    for side, value in ((condition.left, condition.right), (condition.right, condition.left)):
        column = _column(side)
        if column and _is_fixed(value):
            return column, value
    return None


def _column(tree: Tree) -> str:
    """The column of which this is the cell, if it is one."""
    if not isinstance(tree, Path) or tree.absolute or tree.start is not None:
        return ""
    steps = [step for step in tree.steps if step != HERE]
    if len(steps) != 1 or steps[0].axis != "child" or steps[0].predicates or steps[0].test.endswith(("*", ")")):
        return ""
    return steps[0].test


def _is_fixed(tree: Tree) -> bool:
    match tree:
        case Literal() | Number():
            return True
        case Negation(of):
            return _is_fixed(of)
        case Operation(_, left, right):
            return _is_fixed(left) and _is_fixed(right)
        case Call(name, arguments):
            known = name in (_PURE if arguments else _OF_NOTHING)
            return known and all(map(_is_fixed, arguments))
        case Path():
            return tree.absolute or (tree.start is not None and _is_fixed(tree.start))


class Column:
    """Where each text, and each number, stands in one column of a list: places in the order of its items.

    What is found is only likely: it is still held against the whole condition."""

    def __init__(self, items: Sequence[Node], column: str) -> None:
        self.items = items
        self._places: dict[str, list[int]] = {}
        self._numbers: dict[tzinfo, tuple[list[float], list[str]]] = {}  # in order; dates depend on the zone
        for place, item in enumerate(items):
            for text in {cell.string() for cell in item.named(column)}:
                self._places.setdefault(text, []).append(place)

    def like(self, value: Value, zone: tzinfo) -> Sequence[int] | None:
        """The places of all items that may equal a value, in order; None where that cannot be looked up."""
        if isinstance(value, bool):
            return None
        texts = self._texts_of(value, zone) if isinstance(value, float) else strings(value)
        if len(texts) == 1:
            return self._places.get(texts[0], ())
        return sorted({place for text in texts for place in self._places.get(text, ())})

    def with_text(self, text: str) -> Iterator[Node]:
        return (self.items[place] for place in self._places.get(text, ()))

    def _texts_of(self, number: float, zone: tzinfo) -> Sequence[str]:
        if zone not in self._numbers:
            read = ((number_of_text(text, zone), text) for text in self._places)
            known = sorted(each for each in read if not isnan(each[0]))
            self._numbers[zone] = [each for each, _ in known], [text for _, text in known]
        numbers, texts = self._numbers[zone]
        return texts[bisect_left(numbers, number - _NEAR) : bisect_right(numbers, number + _NEAR)]


def column_of(above: Node, name: str, column: str) -> Column:
    """The index of a column. Lists never change: it is made once, and serves every draft."""
    return above.remembered((name, column), lambda: Column(above.named(name), column))
