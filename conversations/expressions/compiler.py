"""Making closures of a syntax tree, and noting which answers it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fmod, inf, nan
from typing import Any

from conversations.expressions import paths
from conversations.expressions.comparing import comparison
from conversations.expressions.lexer import Misread, Unworkable
from conversations.expressions.lookups import lookups
from conversations.expressions.parser import parse
from conversations.expressions.paths import Find, Link
from conversations.expressions.scope import Scope
from conversations.expressions.syntax import HERE, UP, Call, Literal, Negation, Number, Operation, Path, Step, Tree
from conversations.expressions.typed import Run, Typed, as_nodes, as_number, as_truth
from conversations.nodes import Node
from conversations.problems import guess
from domain.voice import phrase

Names = tuple[str, ...]  # a path of names from the root, without positions
MANY = 1000  # arguments; more are certainly a mistake
UNKNOWN: Names = ("//",)  # a node whose path is known only when the expression runs


class Function:
    """A function as the compiler knows it: how many arguments it takes, and how a call of it is built."""

    def __init__(self, least: int, most: int, build: Callable[[Compiler, Call], Typed]) -> None:
        self.least, self.most, self.build = least, most, build


class Compiler:
    """Compiles one expression that stands at one place of a form."""

    def __init__(
        self, source: str, functions: Mapping[str, Function], here: Names, repeats: frozenset[Names]
    ) -> None:
        self.source = source
        self.references: set[Names] = set()
        self.functions_used: set[str] = set()
        self.instances: set[str] = set()
        self.searches = False  # whether it may look at more than one node, which may be too much work
        self._functions = functions
        self._origin = here
        self._here: Names | None = here  # None: in a secondary instance, whose nodes are not answers
        self._repeats = repeats

    def compile(self, tree: Tree) -> Typed:
        match tree:
            case Number(value):
                return Typed("number", lambda _node, _scope: value, value)
            case Literal(text):
                return Typed("text", lambda _node, _scope: text, text)
            case Negation(of):
                number = as_number(self.compile(of))
                return Typed("number", lambda node, scope: -number(node, scope))
            case Operation(sign, left, right, at):
                return self._operation(sign, left, right, at)
            case Call():
                return self._call(tree)
            case Path():
                return self.path(tree)[0]

    def _operation(self, sign: str, left: Tree, right: Tree, at: int) -> Typed:
        a, b = self.compile(left), self.compile(right)
        if sign in ("and", "or"):
            return Typed("truth", _logic(sign, as_truth(a), as_truth(b)))
        if sign == "|":
            return Typed("nodes", self._union(a, b, at))
        if sign in _ARITHMETIC:
            return Typed("number", _ARITHMETIC[sign](as_number(a), as_number(b)))
        return comparison(sign, a, b)

    def _union(self, a: Typed, b: Typed, at: int) -> Find:
        if {a.kind, b.kind} != {"nodes"}:
            raise Misread("“|” menggabungkan jalur, bukan nilai", self.source, at)
        first, second = a.run, b.run
        return lambda node, scope: paths.in_order([*first(node, scope), *second(node, scope)])

    def _call(self, call: Call) -> Typed:
        function = self._functions.get(call.name)
        if function is None:
            raise self._unknown(call)
        if not function.least <= len(call.arguments) <= function.most:
            raise self._miscounted(call, function)
        self.functions_used.add(call.name)
        return function.build(self, call)

    def wrong(self, call: Call, what: str, **gaps: Any) -> Misread:
        """What is wrong with a call; `{name}` in the phrase is the function."""
        return Misread(what, self.source, call.at, name=call.name, **gaps)

    def _miscounted(self, call: Call, function: Function) -> Misread:
        least, most = function.least, function.most
        remedy = phrase("Isi {least} argumen") if least == most else phrase("Isi {least} sampai {most} argumen")
        if most == MANY:
            remedy = phrase("Isi paling sedikit {least} argumen")
        gaps = {"name": call.name, "n": len(call.arguments), "least": least, "most": most}
        return Misread("{name}() tidak menerima {n} argumen", self.source, call.at, remedy, **gaps)

    def _unknown(self, call: Call) -> Misread:
        near = guess(call.name, self._functions)
        remedy = phrase("Maksud Anda {guess}()?") if near else ""
        return Misread("tidak ada fungsi {name}()", self.source, call.at, remedy, name=call.name, guess=near)

    def unworkable(self, call: Call, what: str) -> Unworkable:
        return Unworkable(f"{call.name}(): {what}", self.source, call.at)

    def nodes(self, tree: Tree, call: Call) -> Find:
        """An argument that must be a path."""
        made = self.compile(tree)
        if made.kind not in ("nodes", "any"):
            raise self.wrong(call, "{name}(): di sini perlu jalur ke pertanyaan")
        return as_nodes(made)

    def written_path(self, text: str, call: Call) -> Names | None:
        """A path that is given in quotes, as in jr:choice-name(): the names that lead to it."""
        try:
            tree = parse(text)
        except Misread as misread:
            raise Misread(misread.wrong, self.source, call.at, misread.remedy, **misread.gaps) from None
        return self.path(tree)[1] if isinstance(tree, Path) else None

    def places(self, tree: Tree, call: Call) -> Find:
        """An argument of which only the place or the number matters, not the answers in it."""
        if isinstance(tree, Path):
            return self.path(tree, reads=False)[0].run
        return self.nodes(tree, call)

    def path(self, tree: Path, *, reads: bool = True) -> tuple[Typed, Names | None]:
        """The path, and the names that lead to what it finds (None in a secondary instance)."""
        tree = self._within_repeat(tree)
        find, names = self._start(tree)
        chain = []
        for step in tree.steps:
            names = _after(names, step)
            link = self._indexed(step) if names is None and tree.start else None
            chain.append(link or Link(step, self._predicates(step.predicates, names)))
            self.searches |= not paths.is_straight(step) or names in self._repeats
        self.searches |= tree.start is not None
        if names is not None and reads:
            self.references.add(names)
        if tree.absolute:
            return Typed("nodes", paths.from_root(chain)), names
        return Typed("nodes", paths.steps(find, chain) if chain or not find else find), names

    def _start(self, tree: Path) -> tuple[Find | None, Names | None]:
        if tree.absolute:
            return None, ()
        if tree.start is None:
            return None, self._here
        find, names = self._start_of(tree.start, tree.at)
        if tree.predicates:
            find = paths.filtered(find, self._predicates(tree.predicates, names))
        return find, names

    def _start_of(self, start: Tree, at: int) -> tuple[Find, Names | None]:
        match start:
            case Call("instance"):
                return self.compile(start).run, None
            case Call("current"):
                return self.compile(start).run, self._origin
            case Path():
                made, names = self.path(start, reads=False)
                return made.run, names
        made = self.compile(start)
        if made.kind not in ("nodes", "any"):
            raise Misread("hanya jalur yang bisa diikuti “/” atau “[”", self.source, at)
        return as_nodes(made), UNKNOWN

    def _predicates(self, trees: Sequence[Tree], names: Names | None) -> list[Typed]:
        outside, self._here = self._here, names
        try:
            return [self.compile(each) for each in trees]
        finally:
            self._here = outside

    def _indexed(self, step: Step) -> Link | None:
        """[column = value and …] on the items of a list: only those that may have the value are tried."""
        if not step.predicates or not paths.is_child(step):
            return None
        looked_up, rest = lookups(step.predicates[0])
        if not looked_up or self._ask_for_positions(rest):
            return None
        values = [(column, self._predicates((value,), None)[0].run) for column, value in looked_up]
        return Link(step, self._predicates(step.predicates, None), values)

    def _ask_for_positions(self, conditions: Sequence[Tree]) -> bool:
        """Whether these read positions, which are others when only some items are tried."""
        outside, self.functions_used = self.functions_used, set()
        self._predicates(conditions, None)
        asked = bool(self.functions_used & {"position", "last"})
        self.functions_used |= outside
        return asked

    def _within_repeat(self, tree: Path) -> Path:
        """An absolute path into the repeat where we stand means this turn of it (as in JavaRosa)."""
        if not tree.absolute:
            return tree
        shared = self._shared_repeat(tree.steps, self._origin if self._here is None else self._here)
        if not shared:
            return tree
        if self._here is None:
            ups = (UP,) * (len(self._origin) - shared)
            return Path(ups + tree.steps[shared:], start=Call("current", (), 0))
        return Path((HERE,) + (UP,) * (len(self._here) - shared) + tree.steps[shared:])

    def _shared_repeat(self, steps: Sequence[Step], here: Names) -> int:
        """How many leading steps lead to a repeat that holds both the path and this place."""
        shared = 0
        for i, step in enumerate(steps[:-1]):
            if step.axis != "child" or step.predicates or i >= len(here) or step.test != here[i]:
                break
            if here[: i + 1] in self._repeats:
                shared = i + 1
        return shared

    def absolute(self, tree: Tree) -> Tree:
        """A relative path from the place of this expression, written from the root: all turns of its repeats."""
        if not isinstance(tree, Path) or tree.absolute or tree.start is not None or not self._here:
            return tree
        ups = 0
        while ups < len(tree.steps) and tree.steps[ups] in (HERE, UP):
            ups += 1
        rest = tree.steps[ups:]
        kept = len(self._here) - tree.steps[:ups].count(UP)
        return Path(tuple(Step("child", name) for name in self._here[:kept]) + rest, absolute=True)

    def everywhere(self, tree: Tree, call: Call, *, reads: bool = True) -> tuple[Find, Names | None]:
        """A path that is not narrowed to the turn of the repeat where the expression stands."""
        whole = self.absolute(tree)
        if not isinstance(whole, Path):
            raise self.wrong(call, "{name}(): di sini perlu jalur ke pertanyaan")
        kept, self._repeats = self._repeats, frozenset()
        try:
            made, names = self.path(whole, reads=reads)
            return made.run, names
        finally:
            self._repeats = kept


def _after(names: Names | None, step: Step) -> Names | None:
    if names is None or step == HERE:
        return names
    match step.axis:
        case "child" if not step.test.endswith(")"):
            return (*names, step.test)
        case "self" | "attribute":
            return names
        case "parent":
            return names[:-1] if names and names[-1] not in ("//", "*") else UNKNOWN
        case "descendant-or-self" | "descendant":
            return (*names, "//")
    return UNKNOWN


def _logic(sign: str, a: Run, b: Run) -> Run:
    if sign == "and":
        return lambda node, scope: a(node, scope) and b(node, scope)
    return lambda node, scope: a(node, scope) or b(node, scope)


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if not a or a != a:  # noqa: PLR0124  # only NaN differs from itself
        return nan
    return inf if (a > 0) == (str(b)[0] != "-") else -inf


def _remainder(a: float, b: float) -> float:
    # the sign of the dividend, as XPath has it; Python's % has the sign of the divisor
    return fmod(a, b) if b and a not in (inf, -inf) else nan


Arithmetic = Callable[[Run, Run], Run]
_ARITHMETIC: Mapping[str, Arithmetic] = {
    "+": lambda a, b: lambda node, scope: a(node, scope) + b(node, scope),
    "-": lambda a, b: lambda node, scope: a(node, scope) - b(node, scope),
    "*": lambda a, b: lambda node, scope: a(node, scope) * b(node, scope),
    "div": lambda a, b: lambda node, scope: _divide(a(node, scope), b(node, scope)),
    "mod": lambda a, b: lambda node, scope: _remainder(a(node, scope), b(node, scope)),
}


def run_current(run: Run) -> Run:
    """For expressions that say current(): remember where the whole expression stands."""

    def at_current(node: Node, scope: Scope) -> object:
        outside, scope.current = scope.current, node
        try:
            return run(node, scope)
        finally:
            scope.current = outside

    return at_current
