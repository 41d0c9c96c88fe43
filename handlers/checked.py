"""A report that is about to be sent, in the hands of those who look at it once more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from conversations.engine import Step, Word
from conversations.meaning import Meaning, question_of
from conversations.page import Page
from conversations.progress import ask
from domain.messages import Button, Message
from domain.presses import Do, Press
from handlers.filling import Filling
from handlers.subject import Subject
from storage.submissions import Submission

INSISTED = 1  # of the button that sends: the person has seen the question back


@dataclass(frozen=True)
class Checked:
    """A report that is about to be sent. `insisted`: the person has seen the question back, and wants to go on."""

    filling: Filling
    page: Page
    subject: Subject
    insisted: bool = False
    corrected: Submission | None = None  # the version that a correction was begun from

    @property
    def is_correction(self) -> bool:
        return self.filling.draft.corrects is not None

    def __getitem__(self, name: str) -> str:
        """The answer to the question of this name; empty where there is none."""
        live, ref = self.page.turn.live, self.ref_of(name)
        return live.value(ref) if ref and live.relevant(ref) else ""

    def ref_of(self, name: str) -> str:
        return next((each.ref for each in self.page.turn.questions if each.name == name), "")


Objection = Step | Message  # a word on the card, or a question back
Check = Callable[[Checked], Awaitable[Objection | None]]


def at(checked: Checked, meaning: Meaning, word: Word) -> Step:
    """Back to the question that means this, with a word."""
    question = question_of(checked.page.turn.live, meaning)
    return at_question(checked, question.ref, word) if question is not None else said(checked, word)


def at_named(checked: Checked, name: str, word: Word) -> Step:
    """Back to the question of this name, with a word."""
    asked = next((each for each in checked.page.turn.asked() if each.name == name), None)
    return at_question(checked, asked.ref, word) if asked is not None else said(checked, word)


def at_question(checked: Checked, ref: str, word: Word) -> Step:
    """Back to this question, with a word."""
    turn = checked.page.turn
    return Step(ask(turn, turn.questions[turn.index(ref)]).state, word)


def said(checked: Checked, word: Word) -> Step:
    """The card as it is, with a word."""
    return Step(checked.filling.state, word)


def insist(checked: Checked, label: str) -> Button:
    """A button that sends the report all the same."""
    filling = checked.filling
    press = Press(Do.SEND, filling.draft.id, revision=filling.state.visit, choice=INSISTED)
    return Button(filling.chat.voice.plain(label), filling.chat.draw(press))
