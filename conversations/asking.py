"""The way through a draft: its questions, one for every turn of the repeats they stand in, and the repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from conversations import instance
from conversations.form import Control, Element, Group, Repeat
from conversations.nodes import Node
from conversations.recompute import Layout

Around = tuple[tuple[Group | Repeat, Node], ...]


@dataclass(frozen=True)
class Question:
    """A question of the body, at one place of the draft."""

    ref: str
    control: Control
    type: str
    groups: tuple[str, ...] = ()  # refs of the groups and turns that hold it, outermost first
    around: Around = field(default=(), repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.control.path[-1]

    @property
    def kind(self) -> str:
        return self.control.kind

    @property
    def is_text(self) -> bool:
        """Whether people answer it in their own words."""
        return self.kind == "input" and self.type == "string"


@dataclass(frozen=True)
class Listing:
    """A repeat as a whole: people look at its turns, add to them and remove them, until it is enough.

    It is come by twice: once before its first turn is begun, and again after the last.
    """

    ref: str  # has no position at its end
    repeat: Repeat = field(compare=False)
    opening: bool
    around: Around = field(default=(), repr=False, compare=False)

    @property
    def key(self) -> str:
        """What is remembered when this stop is behind the person."""
        return f"before {self.ref}" if self.opening else self.ref


Stop = Question | Listing


class Route:
    """Every stop of a draft in the order of the body, whether it is relevant or not."""

    def __init__(self, stops: Iterable[Stop]) -> None:
        self.stops = tuple(stops)
        self.questions = tuple(each for each in self.stops if isinstance(each, Question))
        self.listings = tuple(each for each in self.stops if isinstance(each, Listing) and not each.opening)
        self.by_ref = {each.ref: each for each in self.questions}
        self.index = {each.ref: index for index, each in enumerate(self.questions)}


def route(layout: Layout) -> Route:
    return Route(_walk(layout, layout.form.body, layout.document, ()))


def _walk(layout: Layout, elements: tuple[Element, ...], here: Node, around: Around) -> Iterator[Stop]:
    for element in elements:
        if isinstance(element, Control):
            yield from _asked(layout, element, here, around)
        elif element.path is None:
            yield from _walk(layout, element.children, here, (*around, (element, here)))
        elif isinstance(element, Repeat) and not element.fixed:
            yield from _listed(layout, element, here, around)
        else:
            for node in instance.near(here, element.path):
                yield from _walk(layout, element.children, node, (*around, (element, node)))


def _listed(layout: Layout, repeat: Repeat, here: Node, around: Around) -> Iterator[Stop]:
    for above in instance.near(here, repeat.path[:-1]):
        ref = f"{layout.refs[id(above)]}/{repeat.path[-1]}"
        yield Listing(ref, repeat, True, around)
        for node in above.named(repeat.path[-1]):
            yield from _walk(layout, repeat.children, node, (*around, (repeat, node)))
        yield Listing(ref, repeat, False, around)


def _asked(layout: Layout, control: Control, here: Node, around: Around) -> Iterator[Question]:
    bind = layout.form.binds.get(control.path)
    groups = tuple(layout.refs[id(node)] for element, node in around if element.path)
    for node in instance.near(here, control.path):
        yield Question(layout.refs[id(node)], control, bind.type if bind else "string", groups, around)


def groups(layout: Layout) -> dict[str, Group | Repeat]:
    """Every group that has a place, and every turn of a repeat, by ref."""
    found: dict[str, Group | Repeat] = {}
    waiting: list[Element] = list(layout.form.body)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Control):
            waiting.extend(element.children)
            for node in layout.at.get(element.path, ()) if element.path else ():
                found[layout.refs[id(node)]] = element
    return found


def repeats(layout: Layout) -> Iterator[tuple[str, Repeat]]:
    """Every repeat as a whole, by a ref that has no position at its end, in the order of the body."""
    yield from _repeats(layout, layout.form.body, layout.document)


def _repeats(layout: Layout, elements: tuple[Element, ...], here: Node) -> Iterator[tuple[str, Repeat]]:
    for element in elements:
        if isinstance(element, Control):
            continue
        if isinstance(element, Repeat):
            for above in instance.near(here, element.path[:-1]):
                yield f"{layout.refs[id(above)]}/{element.path[-1]}", element
        inside = instance.near(here, element.path) if element.path else [here]
        for node in inside:
            yield from _repeats(layout, element.children, node)
