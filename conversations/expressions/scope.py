"""What an expression may know besides the node it stands on. The clock and chance come in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from conversations.expressions.lexer import Unworkable
from conversations.nodes import Node

MOST_WORK = 500_000  # nodes looked at for one message of a person: less than a second


def _no_text(_text_id: str) -> str:
    return ""


def _no_choice(_value: str, _path: str, _here: Node) -> str:
    return ""


class Exhausted(Unworkable):
    """A form asks for more than can be worked out while somebody waits."""

    def __init__(self) -> None:
        super().__init__("this takes too much work", "", 0)


class Scope:
    """One sitting at which expressions are worked out; it may be used by one thread at a time."""

    __slots__ = (
        "chance",
        "choice_name",
        "current",
        "instances",
        "itext",
        "now",
        "position",
        "root",
        "size",
        "work",
        "zone",
    )

    def __init__(
        self,
        root: Node,
        now: datetime,
        chance: Random,
        instances: Mapping[str, Node] | None = None,
        itext: Callable[[str], str] = _no_text,
        choice_name: Callable[[str, str, Node], str] = _no_choice,
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        self.root = root  # what `/` means, also inside instance('…'): the primary instance
        self.now = now
        self.zone = now.tzinfo
        self.chance = chance
        self.instances = instances or {}
        self.itext = itext
        self.choice_name = choice_name
        self.current = root  # what current() means
        self.position = 1
        self.size = 1
        self.work = MOST_WORK

    def spend(self, work: int) -> None:
        """So many nodes are looked at. Raises `Exhausted` where that is too much."""
        self.work -= work
        if self.work < 0:
            raise Exhausted
