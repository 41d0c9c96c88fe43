"""The expressions of forms: XPath 1.0 with the functions of the ODK XForms specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from math import nan

from conversations.expressions.compiler import Compiler, Names, run_current
from conversations.expressions.functions import FUNCTIONS
from conversations.expressions.lexer import Misread as Misread
from conversations.expressions.lexer import Unworkable
from conversations.expressions.parser import parse
from conversations.expressions.scope import Scope as Scope
from conversations.expressions.typed import Kind, Run, Typed, as_nodes, as_number, as_text, as_truth
from conversations.expressions.values import Nodes, Value
from conversations.nodes import Node

_MAY_FAIL = frozenset({"regex", "indexed-repeat"})  # what can take too long with an answer that nobody foresaw
_CHANGING = frozenset({"now", "today", "random", "uuid", "once", "randomize"})


class Expression:
    """A compiled expression. It holds no state: any number of instances may be asked with it, by any thread."""

    def __init__(self, source: str, made: Typed, compiler: Compiler) -> None:
        self.source = source
        self.references = frozenset(compiler.references)
        self.instances = frozenset(compiler.instances)
        self.changing = bool(compiler.functions_used & _CHANGING)
        made = _remembering(made) if "current" in compiler.functions_used else made
        may_fail = compiler.searches or compiler.functions_used & _MAY_FAIL
        self._made = _forgiving(made) if may_fail else made

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    @property
    def constant(self) -> Value | None:
        return self._made.constant

    @cached_property
    def value(self) -> Callable[[Node, Scope], Value]:
        return self._made.run

    @cached_property
    def text(self) -> Callable[[Node, Scope], str]:
        return as_text(self._made)

    @cached_property
    def truth(self) -> Callable[[Node, Scope], bool]:
        return as_truth(self._made)

    @cached_property
    def number(self) -> Callable[[Node, Scope], float]:
        return as_number(self._made)

    @cached_property
    def nodes(self) -> Callable[[Node, Scope], Nodes]:
        if self._made.kind not in ("nodes", "any"):
            raise Misread("di sini perlu jalur ke pertanyaan", self.source, 0)
        return as_nodes(self._made)


def compile_expression(source: str, here: Names = (), repeats: frozenset[Names] = frozenset()) -> Expression:
    """Compile what stands at the place `here` of a form with these repeats. A mistake is a Misread."""
    compiler = Compiler(source, FUNCTIONS, here, repeats)
    try:
        made = compiler.compile(parse(source))
    except RecursionError:
        raise Misread("rumusnya terlalu panjang", source, 0) from None
    return Expression(source, made, compiler)


def _remembering(made: Typed) -> Typed:
    run: Run = run_current(made.run)
    return Typed(made.kind, run, made.constant)


def _forgiving(made: Typed) -> Typed:
    """For expressions that may turn out unworkable: then they give nothing, so that a condition does not hold.
    A constraint that cannot be tried refuses the answer, whatever stands around its pattern."""

    def run(node: Node, scope: Scope) -> Value:
        try:
            return made.run(node, scope)  # type: ignore[no-any-return]
        except Unworkable:
            return _NOTHING[made.kind]

    return Typed(made.kind, run, made.constant)


_NOTHING: Mapping[Kind, Value] = {"text": "", "any": "", "number": nan, "truth": False, "nodes": ()}
