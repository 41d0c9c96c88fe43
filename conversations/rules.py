"""What has to be worked out after an answer, gathered from the whole form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conversations.expressions import Expression
from conversations.expressions.compiler import Names
from conversations.form import Bind, Control, Element, Repeat, written
from conversations.nodes import Node
from conversations.problems import Findings, Problem

COLUMNS = {
    "calculate": "calculation",
    "relevant": "relevant",
    "choices": "choice_filter",
    "count": "repeat_count",
}
Made = tuple[str, Names, Expression]


def all_rules(
    binds: Mapping[Names, Bind], controls: Mapping[Names, Control], body: tuple[Element, ...]
) -> list[Made]:
    """Calculations, conditions, filtered choices and counted repeats, each with its place."""
    return [*_of_binds(binds), *_of_choices(controls), *_of_counts(body)]


def _of_binds(binds: Mapping[Names, Bind]) -> Iterator[Made]:
    for path, bind in binds.items():
        if bind.calculate:
            yield "calculate", path, bind.calculate
        if bind.relevant and bind.relevant.source.strip() != "true()":
            yield "relevant", path, bind.relevant


def _of_choices(controls: Mapping[Names, Control]) -> Iterator[Made]:
    for path, control in controls.items():
        if control.itemset and control.itemset.filtered:
            yield "choices", path, control.itemset.nodes


def _of_counts(body: tuple[Element, ...]) -> Iterator[Made]:
    for each in body:
        if isinstance(each, Repeat) and each.count:
            yield "count", each.path, each.count
        if not isinstance(each, Control):
            yield from _of_counts(each.children)


def controls_of(body: tuple[Element, ...]) -> Iterator[Control]:
    """Every question, in the order in which they are asked."""
    for each in body:
        if isinstance(each, Control):
            yield each
        else:
            yield from controls_of(each.children)


def check_lists(named: Mapping[str, tuple[Names, str]], lists: Mapping[str, Node], findings: Findings) -> None:
    """Every list that an expression asks for must be there."""
    for name, (path, column) in sorted(named.items()):
        if name not in lists:
            with findings.noted(place=written(path), column=column):
                raise Problem("tidak ada daftar “{list}”", "Tambahkan di choices, atau taruh berkasnya", list=name)
