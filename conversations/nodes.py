"""The light tree that instances and choice lists are made of, and that expressions walk over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

DOCUMENT = "#document"
TEXT = "#text"
NOWHERE: tuple[Node, ...] = ()
T = TypeVar("T")


class Node:
    """An element, a document, an attribute (name begins with @) or a piece of mixed text (name is #text).

    `stored` is what was answered; `text` is what expressions see: nothing while the node is not relevant.
    """

    __slots__ = (
        "_by_name",
        "_remembered",
        "attributes",
        "children",
        "name",
        "own",
        "parent",
        "relevant",
        "stored",
        "text",
    )

    def __init__(self, name: str, parent: Node | None = None, text: str = "") -> None:
        self.name = name
        self.parent = parent
        self.children: list[Node] = []
        self.attributes: tuple[Node, ...] = ()
        self.stored = text
        self.text = text
        self.own = True  # whether its own condition holds, whatever holds it says
        self.relevant = True
        self._by_name: dict[str, list[Node]] | None = None
        self._remembered: dict[object, Any] | None = None

    def named(self, name: str) -> Sequence[Node]:
        """The children of this name. The answer belongs to the node: do not change it."""
        index = self._by_name
        if index is None:
            index = self._by_name = {}
            for child in self.children:
                index.setdefault(child.name, []).append(child)
        return index.get(name, NOWHERE)

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for as long as no child comes or goes. Only for lists, which never change."""
        if self._remembered is None:
            self._remembered = {}
        if key not in self._remembered:
            self._remembered[key] = make()
        return self._remembered[key]  # type: ignore[no-any-return]

    def string(self) -> str:
        """The string-value of XPath: the visible text of this node and of everything under it."""
        if not self.children:
            return self.text
        return "".join([child.string() for child in self.children])

    def add(self, child: Node, at: int | None = None) -> Node:
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)
        self._by_name = self._remembered = None
        return child

    def remove(self, child: Node) -> None:
        self.children.remove(child)
        self._by_name = self._remembered = None

    def store(self, text: str) -> None:
        self.stored = text
        if self.relevant:
            self.text = text

    def show(self) -> None:
        """Work out the relevance of this node and of what is under it. What was answered is kept, and hidden."""
        relevant = self.own and (self.parent is None or self.parent.relevant)
        if relevant is not self.relevant:
            self.relevant = relevant
            self.text = self.stored if relevant else ""
            for child in self.children:
                child.show()

    def attribute(self, name: str) -> str:
        wanted = "@" + name
        return next((each.stored for each in self.attributes if each.name == wanted), "")

    def place(self) -> int:
        """The position among the siblings of the same name, from 1."""
        return self.parent.named(self.name).index(self) + 1 if self.parent else 1

    def copy(self, parent: Node | None = None) -> Node:
        twin = Node(self.name, parent, self.stored)
        twin.attributes = tuple(Node(each.name, twin, each.stored) for each in self.attributes)
        twin.children = [child.copy(twin) for child in self.children]
        return twin

    def walk(self) -> Iterator[Node]:
        """This node and everything under it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def order(node: Node, places: dict[int, dict[int, int]]) -> tuple[int, ...]:
    """A key that sorts nodes of one tree into document order. `places` remembers what was counted."""
    steps: list[int] = []
    while node.parent is not None:
        above = node.parent
        if node.name.startswith("@"):
            steps.append(above.attributes.index(node) - len(above.attributes))
        else:
            # the text of a leaf is not among its children (see _child_or_text): it comes first
            if id(above) not in places:
                places[id(above)] = {id(child): place for place, child in enumerate(above.children)}
            steps.append(places[id(above)].get(id(node), 0))
        node = above
    return tuple(reversed(steps))


def document(root: Node) -> Node:
    """A document around a root element."""
    above = Node(DOCUMENT)
    above.add(root)
    return above
