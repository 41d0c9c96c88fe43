"""What the cards of one draft are drawn with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conversations.turn import Turn
from domain.messages import Button
from domain.presses import Do, Press
from domain.voice import Voice

Draw = Callable[[Press], str]


@dataclass(frozen=True)
class Page:
    """The turn that is drawn, in which language, for whom. `draw` signs a button, `subject` is the draft.

    `trial` says that somebody only tries the form out.
    """

    turn: Turn
    voice: Voice
    draw: Draw
    subject: int
    name: str
    trial: bool = False

    def button(self, label: str, do: Do, question: int = 0, choice: int = 0) -> Button:
        """A button of this screen: it carries the visit in which it was drawn."""
        press = Press(do, self.subject, question, self.turn.state.visit, choice)
        return Button(label, self.draw(press))

    def say(self, phrase: str, do: Do, question: int = 0, choice: int = 0) -> Button:
        return self.button(self.voice.say(phrase), do, question, choice)
