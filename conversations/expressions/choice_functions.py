"""Functions on choices: what is selected, how choices are called, checklists and random orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, inf, isfinite, isnan

from conversations.expressions.compiler import Compiler, Function
from conversations.expressions.scope import Scope
from conversations.expressions.signatures import MANY, takes
from conversations.expressions.syntax import Call, Literal
from conversations.expressions.typed import Typed, as_text, strings
from conversations.expressions.values import Nodes, Value, number_of, truth_of
from conversations.nodes import Node


def _selected(answers: str, choice: str) -> bool:
    return choice.strip() in answers.split() or (not choice and not answers)


def _selected_at(answers: str, at: float) -> str:
    chosen = answers.split()
    return chosen[int(at)] if isfinite(at) and 0 <= at < len(chosen) else ""


def _choice_name(compiler: Compiler, call: Call) -> Typed:
    value = as_text(compiler.compile(call.arguments[0]))
    where = call.arguments[1]
    names = compiler.written_path(where.text, call) if isinstance(where, Literal) else None
    if names is None:
        raise compiler.wrong(call, "{name}(): argumen kedua adalah jalur sebuah pertanyaan, di dalam tanda kutip")
    path = "/" + "/".join(names)
    return Typed("text", lambda node, scope: scope.choice_name(value(node, scope), path, node))


def _truths(values: Sequence[Value]) -> list[bool]:
    """What a checklist counts: each value, and each node of a node-set, by itself."""
    found = []
    for value in values:
        if isinstance(value, bool | float):
            found.append(truth_of(value))
        else:
            found += [text not in ("", "0", "false") for text in strings(value)]
    return found


def _between(least: float, found: float, most: float) -> bool:
    return found >= (0 if least < 0 else least) and found <= (inf if most < 0 else most)


def _checklist(least: float, most: float, *values: Value) -> bool:
    return _between(least, sum(_truths(values)), most)


def _weighted_checklist(scope: Scope, least: float, most: float, *values: Value) -> bool:
    truths = _truths(values[0::2])
    weights = [number_of(text, scope.zone) for value in values[1::2] for text in strings(value)]
    weight = sum(each for true, each in zip(truths, weights, strict=False) if true)
    return _between(least, weight, most)


def _paired_checklist(compiler: Compiler, call: Call) -> Typed:
    if len(call.arguments) % 2:
        raise compiler.wrong(call, "{name}(): sesudah yang terkecil dan terbesar ditulis pasangan nilai dan bobotnya")
    return _WEIGHTED.build(compiler, call)


_WEIGHTED = takes("nnv*", "truth", _weighted_checklist, scope=True)


def _randomize(scope: Scope, nodes: Nodes, seed: Value | None = None) -> Nodes:
    """The nodes in a random order: with a seed, the same order that JavaRosa and Enketo give."""
    shuffled: list[Node] = []
    state = _seed_of(scope, seed)
    for node in nodes:
        state = state * 16807 % 2147483647
        at = floor((state - 1) / 2147483646 * (len(shuffled) + 1))
        shuffled.append(node)
        shuffled[at], shuffled[-1] = shuffled[-1], shuffled[at]
    return shuffled


def _seed_of(scope: Scope, seed: Value | None) -> int:
    # the generator of Park and Miller; its state lies between 1 and 2^31 - 2
    number = scope.chance.randrange(2**31) if seed is None else number_of(seed, scope.zone)
    whole = 0 if isnan(number) or number in (inf, -inf) else int(number)
    state = int(abs(whole) % 2147483647) * (1 if whole >= 0 else -1)
    return state + 2147483646 if state <= 0 else state


def _itext(scope: Scope, text_id: str) -> str:
    return scope.itext(text_id)


CHOICE_FUNCTIONS: Mapping[str, Function] = {
    "selected": takes("ss", "truth", _selected),
    "selected-at": takes("sn", "text", _selected_at),
    "count-selected": takes("s", "number", lambda answers: float(len(answers.split()))),
    "jr:choice-name": Function(2, 2, _choice_name),
    "jr:itext": takes("s", "text", _itext, scope=True),
    "checklist": takes("nnv*", "truth", _checklist),
    "weighted-checklist": Function(2, MANY, _paired_checklist),
    "randomize": takes("lv?", "nodes", _randomize, scope=True),
}
