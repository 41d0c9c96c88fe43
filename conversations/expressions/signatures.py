"""Declaring functions: a line says what a function takes, and its arguments arrive converted.

`s` a text, `n` a number, `b` a truth, `v` any value, `l` nodes; `?` after one means it may be left out, `*` at
the end that it may be repeated. With `scope=True` the function gets the scope first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conversations.expressions.compiler import MANY as MANY
from conversations.expressions.compiler import Compiler, Function
from conversations.expressions.scope import Scope
from conversations.expressions.syntax import Call
from conversations.expressions.typed import Kind, Run, Typed, as_number, as_text, as_truth, as_value
from conversations.nodes import Node

_CONVERSIONS = {"s": as_text, "n": as_number, "b": as_truth, "v": as_value}


def takes(signature: str, gives: Kind, work: Callable[..., Any], *, scope: bool = False) -> Function:
    letters = [letter for letter in signature if letter in "snbvl"]
    repeated = signature.endswith("*")
    least = len(letters) - signature.count("?") - repeated

    def build(compiler: Compiler, call: Call) -> Typed:
        runs: list[Run] = []
        for i, argument in enumerate(call.arguments):
            letter = letters[min(i, len(letters) - 1)]
            if letter == "l":
                runs.append(compiler.nodes(argument, call))
            else:
                runs.append(_CONVERSIONS[letter](compiler.compile(argument)))
        return Typed(gives, _with_scope(work, runs) if scope else _called(work, runs))

    return Function(least, MANY if repeated else len(letters), build)


def _called(work: Callable[..., Any], runs: list[Run]) -> Run:
    if not runs:
        return lambda _node, _scope: work()
    if len(runs) == 1:
        (only,) = runs
        return lambda node, scope: work(only(node, scope))
    if len(runs) == 2:
        first, second = runs
        return lambda node, scope: work(first(node, scope), second(node, scope))
    return lambda node, scope: work(*[run(node, scope) for run in runs])


def _with_scope(work: Callable[..., Any], runs: list[Run]) -> Run:
    def run(node: Node, scope: Scope) -> Any:
        return work(scope, *[each(node, scope) for each in runs])

    return run
