"""= != < <= > >= as XPath 1.0 defines them, with the common shapes made short."""

from __future__ import annotations

import operator
from collections.abc import Callable
from itertools import product
from typing import Any

from conversations.expressions.scope import Scope
from conversations.expressions.typed import Run, Typed, as_number, as_text, as_truth
from conversations.expressions.values import (
    Value,
    number_of,
    number_of_text,
    same_number,
    text_of,
    truth_of,
)
from conversations.nodes import Node

Compare = Callable[[Any, Any], bool]


def _other_number(a: float, b: float) -> bool:
    return not same_number(a, b)


_ORDERS: dict[str, Compare] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def comparison(sign: str, left: Typed, right: Typed) -> Typed:
    if right.kind == "nodes" and left.kind != "nodes":
        left, right, sign = right, left, _MIRRORED[sign]
    run = _order(sign, left, right) if sign in _ORDERS else _equality(sign == "=", left, right)
    return Typed("truth", run)


def _order(sign: str, left: Typed, right: Typed) -> Run:
    compare = _ORDERS[sign]
    if left.kind == "nodes" and right.kind in ("number", "text"):
        return _nodes_to_number(compare, left.run, as_number(right))
    if "any" not in (left.kind, right.kind) and left.kind != "nodes":
        a, b = as_number(left), as_number(right)
        return lambda node, scope: compare(a(node, scope), b(node, scope))
    first, second = left.run, right.run
    return lambda node, scope: _ordered(compare, first(node, scope), second(node, scope), scope)


def _nodes_to_number(compare: Compare, nodes: Run, number: Run) -> Run:
    def run(node: Node, scope: Scope) -> bool:
        limit, zone = number(node, scope), scope.zone
        for each in nodes(node, scope):  # noqa: SIM110  # any() would cost a generator at every comparison
            if compare(number_of_text(each.string(), zone), limit):
                return True
        return False

    return run


def _ordered(compare: Compare, a: Value, b: Value, scope: Scope) -> bool:
    return any(compare(number_of(x, scope.zone), number_of(y, scope.zone)) for x, y in product(_each(a), _each(b)))


def _each(value: Value) -> list[str | float | bool]:
    if isinstance(value, str | float | bool):
        return [value]
    return [each.string() for each in value]


def _equality(equal: bool, left: Typed, right: Typed) -> Run:
    kinds = {left.kind, right.kind}
    if "any" in kinds:
        first, second = left.run, right.run
        return lambda node, scope: _equal(equal, first(node, scope), second(node, scope), scope)
    if "truth" in kinds:
        return _pair(operator.eq if equal else operator.ne, as_truth(left), as_truth(right))
    if left.kind == "nodes":
        return _equality_of_nodes(equal, left, right)
    if "number" in kinds:
        return _pair(same_number if equal else _other_number, as_number(left), as_number(right))
    return _pair(operator.eq if equal else operator.ne, as_text(left), as_text(right))


def _pair(compare: Compare, a: Run, b: Run) -> Run:
    return lambda node, scope: compare(a(node, scope), b(node, scope))


def _equality_of_nodes(equal: bool, left: Typed, right: Typed) -> Run:
    nodes = left.run
    if right.kind == "number":
        return _nodes_to_number(same_number if equal else _other_number, nodes, right.run)
    if right.kind == "text":
        return _nodes_to_text(equal, nodes, right)
    others = right.run

    def run(node: Node, scope: Scope) -> bool:
        seen = [each.string() for each in others(node, scope)]
        return any((each.string() == text) is equal for each in nodes(node, scope) for text in seen)

    return run


def _nodes_to_text(equal: bool, nodes: Run, right: Typed) -> Run:
    wanted = as_text(right)

    def run(node: Node, scope: Scope) -> bool:
        text = wanted(node, scope)
        for each in nodes(node, scope):  # noqa: SIM110  # as above
            if (each.string() == text) is equal:
                return True
        return False

    return run


def _equal(equal: bool, a: Value, b: Value, scope: Scope) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return (truth_of(a) == truth_of(b)) is equal
    return any(_same(x, y, scope) is equal for x, y in product(_each(a), _each(b)))


def _same(a: str | float | bool, b: str | float | bool, scope: Scope) -> bool:
    if isinstance(a, float) or isinstance(b, float):
        return same_number(number_of(a, scope.zone), number_of(b, scope.zone))
    return text_of(a) == text_of(b)
