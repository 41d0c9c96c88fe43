"""Finding nodes: the steps of a path as closures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from conversations.expressions.lookups import column_of
from conversations.expressions.scope import Scope
from conversations.expressions.syntax import HERE, UP, Step
from conversations.expressions.typed import Run, Typed, as_truth
from conversations.nodes import TEXT, Node, order

Find = Callable[[Node, Scope], Sequence[Node]]
_REVERSE = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}


class Link(NamedTuple):
    """A step that is ready to walk. By its first predicate, the columns of `lookups` have to equal these."""

    step: Step
    predicates: Sequence[Typed]
    lookups: Sequence[tuple[str, Run]] = ()


def steps(start: Find | None, chain: Sequence[Link]) -> Find:
    """A closure that walks the chain from what `start` finds, or from the node it is given."""
    ups, rest = 0, list(chain)
    if start is None:
        while rest and rest[0].step in (HERE, UP):
            ups += rest.pop(0).step == UP
    names = [link.step.test for link in rest if _is_plain(link)]
    if len(names) == len(rest):
        return _plain(start, ups, names)
    found = start or _climb(ups)
    for link in rest:
        found = _then(found, link)
    return found


def from_root(chain: Sequence[Link]) -> Find:
    return steps(lambda _, scope: (scope.root,), chain) if chain else lambda _, scope: (scope.root,)


def _is_plain(link: Link) -> bool:
    return is_child(link.step) and not link.step.predicates


def is_child(step: Step) -> bool:
    return step.axis == "child" and not step.test.endswith(("*", ")"))


def is_straight(step: Step) -> bool:
    """Whether a step leads to one node, where nothing is repeated."""
    return not step.predicates and (is_child(step) or step in (HERE, UP))


def _climb(ups: int) -> Find:
    def climb(node: Node, _: Scope) -> Sequence[Node]:
        above: Node | None = node
        for _up in range(ups):
            above = above.parent if above else None
        return (above,) if above else ()

    return climb if ups else lambda node, _: (node,)


def _plain(start: Find | None, ups: int, names: Sequence[str]) -> Find:
    first = start or _climb(ups)
    if not names:
        return first

    def descend(node: Node, scope: Scope) -> Sequence[Node]:
        found = first(node, scope)
        for name in names:
            if len(found) == 1:
                found = found[0].named(name)
            elif found:
                scope.spend(len(found))
                found = [child for each in found for child in each.named(name)]
            else:
                return ()
        scope.work -= len(found)  # who asks again and again is stopped by the predicate around it
        return found

    return descend


def _then(before: Find, link: Link) -> Find:
    hits_of, step = _hits(link), link.step
    kept = [_predicate(each) for each in link.predicates]
    backwards = step.axis in _REVERSE
    one_level = step.axis in ("child", "self", "attribute")

    def walk(node: Node, scope: Scope) -> Sequence[Node]:
        starts = before(node, scope)
        found: list[Node] = []
        for each in starts:
            hits = hits_of(each, node, scope)
            for keep in kept:
                hits = keep(hits, scope)
            found.extend(hits)
        scope.spend(len(found))
        return found if one_level or (len(starts) < 2 and not backwards) else in_order(found)

    return walk


def _hits(link: Link) -> Callable[[Node, Node, Scope], Sequence[Node]]:
    """What a step finds from one node; the second node is where the whole path began."""
    step = link.step
    if link.lookups:
        return _looked_up(step.test, link.lookups)
    if is_child(step):
        return lambda each, _node, _scope: each.named(step.test)
    axis, matches = _AXES[step.axis], _test(step)

    def along(each: Node, _node: Node, scope: Scope) -> Sequence[Node]:
        seen = list(axis(each))
        scope.spend(len(seen))
        return [hit for hit in seen if matches(hit)]

    return along


def _looked_up(name: str, lookups: Sequence[tuple[str, Run]]) -> Callable[[Node, Node, Scope], Sequence[Node]]:
    """The fewest children that a lookup leaves to be tried; all of them where none can be told from its value."""

    def look_up(each: Node, node: Node, scope: Scope) -> Sequence[Node]:
        items = each.named(name)
        likely = [column_of(each, name, column).like(run(node, scope), scope.zone) for column, run in lookups]
        fewest = min((places for places in likely if places is not None), key=len, default=range(len(items)))
        return [items[place] for place in fewest]

    return look_up


def in_order(found: Iterable[Node]) -> list[Node]:
    """The nodes once each, in document order."""
    places: dict[int, dict[int, int]] = {}  # of the children of each node: to look for each anew takes too long
    return sorted(dict.fromkeys(found), key=lambda node: order(node, places))


def filtered(find: Find, predicates: Sequence[Typed]) -> Find:
    kept = [_predicate(each) for each in predicates]

    def narrow(node: Node, scope: Scope) -> Sequence[Node]:
        found = find(node, scope)
        for keep in kept:
            found = keep(found, scope)
        return found

    return narrow


def _predicate(of: Typed) -> Callable[[Sequence[Node], Scope], Sequence[Node]]:
    if of.kind in ("number", "any"):
        return _by_position(of.run, as_truth(of))
    holds = as_truth(of)

    def keep(nodes: Sequence[Node], scope: Scope) -> Sequence[Node]:
        position, size = scope.position, scope.size
        scope.size, found = len(nodes), []
        for scope.position, each in enumerate(nodes, 1):
            scope.spend(1)
            if holds(each, scope):
                found.append(each)
        scope.position, scope.size = position, size
        return found

    return keep


def _by_position(run: Run, truth: Run) -> Callable[[Sequence[Node], Scope], Sequence[Node]]:
    def keep(nodes: Sequence[Node], scope: Scope) -> Sequence[Node]:
        position, size = scope.position, scope.size
        scope.size, found = len(nodes), []
        for place, each in enumerate(nodes, 1):
            scope.position = place
            scope.spend(1)
            value = run(each, scope)
            if value == place if isinstance(value, float) else truth(each, scope):
                found.append(each)
        scope.position, scope.size = position, size
        return found

    return keep


def _test(step: Step) -> Callable[[Node], bool]:
    test = "@" + step.test if step.axis == "attribute" and step.test != "*" else step.test
    if test in ("node()", "@node()"):
        return lambda _: True
    if test == "text()":
        return lambda node: node.name == TEXT
    if test == "*":
        return lambda node: not node.name.startswith("#")
    if test.endswith(")"):
        return lambda _: False  # comments and processing instructions are not kept
    if test.endswith(":*"):
        prefix = test[:-1]
        return lambda node: node.name.startswith(prefix)
    return lambda node: node.name == test


def _child_or_text(node: Node) -> Sequence[Node]:
    # the text of a leaf is not a node of its own until somebody asks for text()
    if node.children or not node.text or node.name.startswith(("@", "#")):
        return node.children
    return [Node(TEXT, node, node.text)]


def _descendants(node: Node) -> Iterator[Node]:
    for child in _child_or_text(node):
        yield child
        yield from _descendants(child)


def _self_and_descendants(node: Node) -> Iterator[Node]:
    yield node
    yield from _descendants(node)


def _ancestors(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _siblings(node: Node, step: int) -> Sequence[Node]:
    if node.parent is None or node.name.startswith("@"):
        return ()
    all_of_them, at = node.parent.children, node.parent.children.index(node)
    return all_of_them[at + 1 :] if step > 0 else all_of_them[:at][::-1]


def _following(node: Node) -> Iterator[Node]:
    for each in [node, *_ancestors(node)]:
        for after in _siblings(each, 1):
            yield from _self_and_descendants(after)


def _preceding(node: Node) -> Iterator[Node]:
    for each in [node, *_ancestors(node)]:
        for before in _siblings(each, -1):
            yield from reversed(list(_self_and_descendants(before)))


def _visible(nodes: Iterable[Node]) -> Iterator[Node]:
    return (each for each in nodes if not each.name.startswith("@xmlns"))


_AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": _child_or_text,
    "self": lambda node: (node,),
    "parent": lambda node: (node.parent,) if node.parent else (),
    "descendant": _descendants,
    "descendant-or-self": _self_and_descendants,
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: (node, *_ancestors(node)),
    "attribute": lambda node: _visible(node.attributes),
    "following-sibling": lambda node: _siblings(node, 1),
    "preceding-sibling": lambda node: _siblings(node, -1),
    "following": _following,
    "preceding": _preceding,
}
