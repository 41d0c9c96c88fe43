"""In which order calculations and conditions are worked out, so that each sees what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from graphlib import CycleError, TopologicalSorter

from conversations.expressions import Expression
from conversations.expressions.compiler import Names
from conversations.form import Rule, written
from conversations.problems import Problem

Key = tuple[str, Names]


def resolved(references: Iterable[Names], paths: Set[Names], holders: Set[Names]) -> frozenset[Names]:
    """What the references of an expression read: every path they may mean, what it holds, and what holds it."""
    found: set[Names] = set()
    for reference in references:
        if "*" in reference or "//" in reference:
            found |= {path for path in paths if _fits(reference, path)}
        elif reference in paths:
            found.add(reference)
    for holder in found & holders:
        found |= {path for path in paths if path[: len(holder)] == holder}
    return frozenset(found.union(*({path[:depth] for depth in range(1, len(path))} for path in found)))


def _fits(pattern: Names, path: Names) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "//":
        return any(_fits(pattern[1:], path[i:]) for i in range(len(path) + 1))
    return bool(path) and pattern[0] in ("*", path[0]) and _fits(pattern[1:], path[1:])


def ordered(
    rules: Iterable[tuple[str, Names, Expression]], paths: Set[Names], repeats: Set[Names]
) -> tuple[tuple[Rule, ...], bool]:
    """The rules in order, and whether some read other turns of their own repeat. A cycle is a Problem."""
    made: dict[Key, Rule] = {}
    holders = {path[:-1] for path in paths}
    for kind, path, expression in rules:
        reads = resolved(expression.references, paths, holders)
        made[kind, path] = Rule(kind, path, expression, reads)  # type: ignore[arg-type]
    settles = False
    sorter: TopologicalSorter[Key] = TopologicalSorter()
    for key, rule in made.items():
        before = {each for path in rule.reads for each in _makers(path, made)}
        if rule.kind == "choices":  # choices are looked at once it is known whether the question is asked
            before |= set(_makers(rule.path, made)) - {key}
        if key in before and _in_repeat(rule.path, repeats):
            before.discard(key)
            settles = True
        sorter.add(key, *sorted(before))
    try:
        order = list(sorter.static_order())
    except CycleError as circle:
        raise _circle(circle.args[1]) from None
    return tuple(made[key] for key in order), settles


def _makers(path: Names, made: Mapping[Key, Rule]) -> Iterable[Key]:
    """The rules that decide what a reader of this path sees: its value, and whether it is shown."""
    for kind in ("calculate", "choices"):
        if (kind, path) in made:
            yield kind, path
    for depth in range(1, len(path) + 1):
        for kind in ("relevant", "count"):
            if (kind, path[:depth]) in made:
                yield kind, path[:depth]


def _in_repeat(path: Names, repeats: Set[Names]) -> bool:
    return any(path[:depth] in repeats for depth in range(1, len(path) + 1))


def _circle(keys: list[Key]) -> Problem:
    names = list(dict.fromkeys(written(path) for _, path in keys))
    chain = " → ".join([*names, names[0]])
    return Problem(
        f"these depend on each other in a circle: {chain}", "Break the circle: leave one of the references out"
    )
