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
    TURNS = "turns"  # what was entered in a repeat
    REMOVE = "remove"  # really take this turn away?


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

    `at` is the question, or the repeat whose turns are shown. `seen` are the stops that are behind the person.
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
    leaf: int | None = None  # the month of a calendar, the hour of a clock, the page of a list, the turn to remove
    search: str = ""  # what the choices of a long list are searched for
    held: tuple[Held, ...] = ()
    last_text: str = ""
    recorded: tuple[str, ...] = ()
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
        fresh = {"screen": screen, "at": at, "picks": (), "leaf": None, "search": "", **changes}
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
    recorded = held["recorded"]  # one ref in drafts of version 0.1
    held["recorded"] = tuple(recorded) if isinstance(recorded, list) else (recorded,) if recorded else ()
    held["coming"] = tuple(held.get("coming", ()))
    held["held"] = tuple(Held(**message) for message in held["held"])
    return State(**held)
