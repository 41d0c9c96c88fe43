"""In which order calculations and conditions are worked out, so that each sees what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from graphlib import CycleError, TopologicalSorter

from conversations.expressions import Expression
from conversations.expressions.compiler import Names
from conversations.form import Rule, written
from conversations.problems import Findings, Problem
from conversations.rules import COLUMNS
from domain.voice import phrase

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
    """Whether the pattern may mean the path. All ways to read it are taken together: there may be very many."""
    places = {0}  # how much of the path may be read by now
    for step in pattern:
        if step == "//":
            places = set(range(min(places, default=len(path) + 1), len(path) + 1))
        else:
            places = {at + 1 for at in places if at < len(path) and step in ("*", path[at])}
    return len(path) in places


def ordered(
    rules: Iterable[tuple[str, Names, Expression]], paths: Set[Names], repeats: Set[Names], findings: Findings
) -> tuple[tuple[Rule, ...], bool]:
    """The rules in order, and whether some read other turns of their own repeat. Every circle is noted."""
    made: dict[Key, Rule] = {}
    holders = {path[:-1] for path in paths}
    for kind, path, expression in rules:
        reads = resolved(expression.references, paths, holders)
        made[kind, path] = Rule(kind, path, expression, reads)  # type: ignore[arg-type]
    settles = False
    graph: dict[Key, set[Key]] = {}
    for key, rule in made.items():
        before = {each for path in rule.reads for each in _makers(path, made)}
        if rule.kind == "choices":  # choices are looked at once it is known whether the question is asked
            before |= set(_makers(rule.path, made)) - {key}
        if key in before and _in_repeat(rule.path, repeats):
            before.discard(key)
            settles = True
        graph[key] = before
    return tuple(made[key] for key in _sorted(graph, findings)), settles


def _sorted(graph: dict[Key, set[Key]], findings: Findings) -> list[Key]:
    """What others depend on comes first. A circle is noted and taken out, to find the next one."""
    while True:
        try:
            return list(TopologicalSorter({key: sorted(before) for key, before in graph.items()}).static_order())
        except CycleError as circle:
            findings.problems.append(Circle(circle.args[1]))
            gone = set(circle.args[1])
            graph = {key: before - gone for key, before in graph.items() if key not in gone}


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


class Circle(Problem):
    """Questions that depend on each other: none of them can be worked out first."""

    def __init__(self, keys: Sequence[Key]) -> None:
        names = list(dict.fromkeys(written(path) for _, path in reversed(keys)))
        self._names, (kind, _) = names, next(key for key in keys if written(key[1]) == names[0])
        super().__init__(
            phrase("ini saling bergantung melingkar: {chain}"),
            phrase("Putuskan lingkarannya: keluarkan salah satu rujukannya"),
            place=names[0],
            column=COLUMNS[kind],
            chain=" → ".join([*names, names[0]]),
        )

    def located(self, rows: Mapping[str, int]) -> Problem:
        stand = sorted({rows[name] for name in self._names if name in rows})
        if len(stand) < 2:
            return super().located(rows)
        wrong = phrase("ini saling bergantung melingkar: {chain} (baris {rows})")
        gaps = {"chain": self.gaps["chain"], "rows": ", ".join(map(str, stand))}
        found = Problem(wrong, self.remedy, place=self.place, column=self.column, **gaps)
        return found.located(rows)
