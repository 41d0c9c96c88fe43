"""Where one person is in one form: everything that has to survive a restart, and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from conversations.live import LiveForm


class Screen(StrEnum):
    """What the person has in front of them."""

    ASK = "ask"
    REVIEW = "review"
    CANCEL = "cancel"
    HELD = "held"


@dataclass(frozen=True)
class Held:
    """A message that came before its question could be seen."""

    message_id: int
    text: str


@dataclass(frozen=True)
class State:
    """One form being filled in.

    `revision` counts every change. `visit` is the revision in which the present screen began: its buttons carry
    it, so that an old button is known as old, while several quick toggles of one screen all count.
    """

    form: str
    version: str
    xml: str
    at: str = ""
    screen: Screen = Screen.ASK
    revision: int = 0
    visit: int = 0
    seen: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    leaf: int | None = None  # the month of a calendar, or the page of a long list
    held: tuple[Held, ...] = ()
    last_text: str = ""
    recorded: str = ""
    coming: tuple[str, ...] = ()  # the questions whose file is on its way
    # The live form is a memo of `xml`, valid while nobody has changed it further: it may be dropped at any time.
    live: LiveForm | None = field(default=None, compare=False, repr=False)
    live_changes: int = field(default=-1, compare=False, repr=False)
    live_day: date | None = field(default=None, compare=False, repr=False)

    def then(self, **changes: Any) -> State:
        """The state after a change on the same screen."""
        return replace(self, revision=self.revision + 1, **changes)

    def visits(self, screen: Screen, at: str = "", **changes: Any) -> State:
        """The state in which another screen begins: what was only picked or leafed through is forgotten."""
        revision = self.revision + 1
        fresh = {"screen": screen, "at": at, "picks": (), "leaf": None, **changes}
        return replace(self, revision=revision, visit=revision, **fresh)


_KEPT = tuple(name for name in State.__dataclass_fields__ if not name.startswith("live"))


def to_json(state: State) -> bytes:
    """What is stored of a state."""
    held = {name: getattr(state, name) for name in _KEPT}
    held["held"] = [asdict(message) for message in state.held]
    return json.dumps(held).encode()


def from_json(content: bytes) -> State:
    """A state as it was stored."""
    held = json.loads(content)
    held["screen"] = Screen(held["screen"])
    held["seen"] = tuple(held["seen"])
    held["picks"] = tuple(held["picks"])
    held["coming"] = tuple(held.get("coming", ()))
    held["held"] = tuple(Held(**message) for message in held["held"])
    return State(**held)
