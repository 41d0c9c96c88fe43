"""What an expression may know besides the node it stands on. The clock and chance come in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from conversations.nodes import Node


def _no_text(_text_id: str) -> str:
    return ""


def _no_choice(_value: str, _path: str, _here: Node) -> str:
    return ""


class Scope:
    """One sitting at which expressions are worked out; it may be used by one thread at a time."""

    __slots__ = ("chance", "choice_name", "current", "instances", "itext", "now", "position", "root", "size", "zone")

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
