"""Functions that look at nodes, choices, positions and other lists."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from math import isfinite

from conversations.expressions.compiler import Compiler, Function
from conversations.expressions.lookups import column_of
from conversations.expressions.scope import Scope
from conversations.expressions.signatures import MANY, takes
from conversations.expressions.syntax import Call, Literal, Path, Step
from conversations.expressions.typed import Typed, as_number, as_text, as_truth
from conversations.expressions.values import Nodes, Value, text_of
from conversations.nodes import NOWHERE, Node

LONGEST_UUID = 1000  # letters of uuid(n): a form must not fill the memory


def _if(compiler: Compiler, call: Call) -> Typed:
    condition, yes, no = (compiler.compile(each) for each in call.arguments)
    holds, first, second = as_truth(condition), yes.run, no.run
    kind = yes.kind if yes.kind == no.kind else "any"
    return Typed(kind, lambda node, scope: first(node, scope) if holds(node, scope) else second(node, scope))


def _coalesce(compiler: Compiler, call: Call) -> Typed:
    runs = [compiler.compile(each).run for each in call.arguments]

    def first_filled(node: Node, scope: Scope) -> Value:
        value: Value = ""
        for run in runs:
            value = run(node, scope)
            if text_of(value) not in ("", "NaN"):
                return value
        return value

    return Typed("any", first_filled)


def _once(compiler: Compiler, call: Call) -> Typed:
    fresh = as_text(compiler.compile(call.arguments[0]))
    return Typed("text", lambda node, scope: node.string() or fresh(node, scope))


def _position(compiler: Compiler, call: Call) -> Typed:
    if not call.arguments:
        return Typed("number", lambda _node, scope: float(scope.position))
    nodes = compiler.places(call.arguments[0], call)

    def place(node: Node, scope: Scope) -> float:
        found = nodes(node, scope)
        if not found:
            return float("nan")
        place = found[0].place()
        scope.work -= place  # it was counted
        return float(place)

    return Typed("number", place)


def _current(_compiler: Compiler, _call: Call) -> Typed:
    return Typed("nodes", lambda _node, scope: (scope.current,))


def _instance(compiler: Compiler, call: Call) -> Typed:
    name = call.arguments[0]
    if not isinstance(name, Literal):
        raise compiler.wrong(call, "{name}(): nama daftarnya ditulis di dalam tanda kutip")
    wanted = name.text
    compiler.instances.add(wanted)

    def find(_node: Node, scope: Scope) -> Nodes:
        document = scope.instances.get(wanted)
        return (document,) if document is not None else NOWHERE

    return Typed("nodes", find)


def _indexed_repeat(compiler: Compiler, call: Call) -> Typed:
    """The value at a path in the n-th turn of one, two or three repeats inside each other."""
    if len(call.arguments) % 2 == 0:
        raise compiler.wrong(call, "{name}(): sesudah jalurnya ditulis pasangan pengulangan dan nomornya")
    wanted, _ = compiler.everywhere(call.arguments[0], call)
    # which turn it is, not what is in it: two that look at their neighbours do not depend on each other
    repeats = [compiler.everywhere(each, call, reads=False) for each in call.arguments[1::2]]
    numbers = [as_number(compiler.compile(each)) for each in call.arguments[2::2]]
    # the outermost repeat first, in whatever order they are written
    outward = sorted(zip(repeats, numbers, strict=True), key=lambda pair: len(pair[0][1] or ()))
    pairs = [(repeat, number) for (repeat, _), number in outward]

    def find(node: Node, scope: Scope) -> Nodes:
        turn: Node | None = None
        for repeat, number in pairs:
            turns = [each for each in repeat(node, scope) if turn is None or _holds(turn, each)]
            at = number(node, scope)
            if not (isfinite(at) and 1 <= at <= len(turns)):
                return NOWHERE
            turn = turns[int(at) - 1]
        return [each for each in wanted(node, scope) if turn is None or _holds(turn, each)]

    return Typed("nodes", find)


def _holds(turn: Node, node: Node | None) -> bool:
    while node is not None:
        if node is turn:
            return True
        node = node.parent
    return False


def _count(compiler: Compiler, call: Call) -> Typed:
    nodes = compiler.places(call.arguments[0], call)
    return Typed("number", lambda node, scope: float(len(nodes(node, scope))))


def _pulldata(compiler: Compiler, call: Call) -> Typed:
    """pulldata('list', 'column wanted', 'column looked at', value): the first row that has the value."""
    name, wanted, key, sought = call.arguments
    if not (isinstance(name, Literal) and isinstance(wanted, Literal) and isinstance(key, Literal)):
        raise compiler.wrong(call, "{name}(): nama daftar dan kolomnya ditulis di dalam tanda kutip")
    lists = compiler.compile(Path((Step("child", "root"),), start=Call("instance", (name,), call.at))).run
    value, column = as_text(compiler.compile(sought)), key.text

    def find(node: Node, scope: Scope) -> str:
        text = value(node, scope)
        if not text:
            return ""
        rows = (row for each in lists(node, scope) for row in _rows_with(each, column, text))
        return next((_cell(row, wanted.text) for row in rows), "")

    return Typed("text", find)


def _rows_with(rows: Node, column: str, text: str) -> Iterable[Node]:
    if not column.startswith("@"):
        return column_of(rows, "item", column).with_text(text)
    return (row for row in rows.named("item") if row.attribute(column[1:]) == text)


def _cell(row: Node, column: str) -> str:
    if column.startswith("@"):
        return row.attribute(column[1:])
    cells = row.named(column)
    return cells[0].string() if cells else ""


def _count_non_empty(nodes: Nodes) -> float:
    return float(sum(1 for each in nodes if each.children or each.text))


def _uuid(scope: Scope, length: float | None = None) -> str:
    if length is None:
        return str(uuid.UUID(int=scope.chance.getrandbits(128), version=4))
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    many = int(min(max(length, 0), LONGEST_UUID)) if isfinite(length) else 0
    return "".join(scope.chance.choices(letters, k=many))


def _name(work: Callable[[Node], str]) -> Function:
    def build(compiler: Compiler, call: Call) -> Typed:
        if not call.arguments:
            return Typed("text", lambda node, _scope: work(node))
        nodes = compiler.nodes(call.arguments[0], call)
        return Typed("text", lambda node, scope: work(found[0]) if (found := nodes(node, scope)) else "")

    return Function(0, 1, build)


def _full_name(node: Node) -> str:
    return "" if node.name.startswith("#") else node.name.removeprefix("@")


def _this(of: str) -> Function:
    """number() and string(): of what is given, or of the node where we stand."""

    def build(compiler: Compiler, call: Call) -> Typed:
        argument = call.arguments[0] if call.arguments else Path(())
        made = compiler.compile(argument)
        if of == "text":
            return Typed("text", as_text(made))
        number = as_number(made)
        return Typed("number", lambda node, scope: float(number(node, scope)))  # a plain number, also of a date

    return Function(0, 1, build)


def _not(compiler: Compiler, call: Call) -> Typed:
    truth = as_truth(compiler.compile(call.arguments[0]))
    return Typed("truth", lambda node, scope: not truth(node, scope))


NODE_FUNCTIONS: Mapping[str, Function] = {
    "true": takes("", "truth", lambda: True),
    "false": takes("", "truth", lambda: False),
    "not": Function(1, 1, _not),
    "boolean": takes("b", "truth", lambda truth: truth),
    "number": _this("number"),
    "string": _this("text"),
    "if": Function(3, 3, _if),
    "once": Function(1, 1, _once),
    "coalesce": Function(1, MANY, _coalesce),
    "count": Function(1, 1, _count),
    "count-non-empty": takes("l", "number", _count_non_empty),
    "position": Function(0, 1, _position),
    "last": takes("", "number", lambda scope: float(scope.size), scope=True),
    "current": Function(0, 0, _current),
    "instance": Function(1, 1, _instance),
    "pulldata": Function(4, 4, _pulldata),
    "indexed-repeat": Function(3, 7, _indexed_repeat),
    "uuid": takes("n?", "text", _uuid, scope=True),
    "name": _name(_full_name),
    "local-name": _name(lambda node: _full_name(node).rpartition(":")[2]),
    "depend": takes("vv*", "any", lambda *values: values[0]),
}
