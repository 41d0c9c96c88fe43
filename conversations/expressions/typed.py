"""Closures that know what they give back, so that conversions are chosen once, when an expression is compiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from conversations.expressions.scope import Scope
from conversations.expressions.values import (
    Nodes,
    Value,
    number_of,
    number_of_text,
    text_of,
    text_of_number,
    truth_of,
)
from conversations.nodes import Node

Kind = Literal["text", "number", "truth", "nodes", "any"]
Run = Callable[[Node, Scope], Any]


class Typed(NamedTuple):
    kind: Kind
    run: Run
    constant: Value | None = None


def as_text(of: Typed) -> Callable[[Node, Scope], str]:
    run = of.run
    if of.kind == "text":
        return run
    if of.kind == "nodes":
        return lambda node, scope: found[0].string() if (found := run(node, scope)) else ""
    if of.kind == "number":
        return lambda node, scope: text_of_number(run(node, scope))
    return lambda node, scope: text_of(run(node, scope))


def as_number(of: Typed) -> Callable[[Node, Scope], float]:
    run = of.run
    if of.kind == "number":
        return run
    if of.kind == "text":
        return lambda node, scope: number_of_text(run(node, scope), scope.zone)
    if of.kind == "nodes":
        return _number_of_nodes(run)
    return lambda node, scope: number_of(run(node, scope), scope.zone)


def _number_of_nodes(run: Callable[[Node, Scope], Nodes]) -> Callable[[Node, Scope], float]:
    def number(node: Node, scope: Scope) -> float:
        found = run(node, scope)
        return number_of_text(found[0].string(), scope.zone) if found else float("nan")

    return number


def as_truth(of: Typed) -> Callable[[Node, Scope], bool]:
    run = of.run
    if of.kind == "truth":
        return run
    if of.kind in ("nodes", "text"):
        return lambda node, scope: bool(run(node, scope))
    return lambda node, scope: truth_of(run(node, scope))


def as_nodes(of: Typed) -> Callable[[Node, Scope], Nodes]:
    """For what may turn out to be nodes: anything else is none."""
    run = of.run
    if of.kind == "nodes":
        return run

    def nodes(node: Node, scope: Scope) -> Nodes:
        found = run(node, scope)
        return () if isinstance(found, str | bool | float) else found

    return nodes


def as_value(of: Typed) -> Callable[[Node, Scope], Value]:
    return of.run


def strings(value: Value) -> Sequence[str]:
    """A value as texts: one for each node, or the one that it is."""
    if isinstance(value, str | bool | float):
        return (text_of(value),)
    return [each.string() for each in value]
