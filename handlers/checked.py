"""A report that is about to be sent, and the ways to object to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from conversations.engine import Step, Word
from conversations.live import Question
from conversations.meaning import Meaning, question_of
from conversations.page import Page
from conversations.progress import ask
from domain.messages import Message
from handlers.filling import Filling
from handlers.subject import Subject


@dataclass(frozen=True)
class Checked:
    """A report that is about to be sent. `insisted`: the person has seen the question back, and wants to go on."""

    filling: Filling
    page: Page
    subject: Subject
    insisted: bool = False


Objection = Step | Message  # a word on the card, or a question back
Check = Callable[[Checked], Awaitable[Objection | None]]


def at(checked: Checked, meaning: Meaning, word: Word) -> Step:
    """Back to the question that means this, with a word."""
    question = question_of(checked.page.turn.live, meaning)
    return at_question(checked, question.ref, word) if question is not None else said(checked, word)


def at_question(checked: Checked, ref: str, word: Word) -> Step:
    """Back to this question, with a word."""
    turn = checked.page.turn
    return Step(ask(turn, turn.questions[turn.index(ref)]).state, word)


def asked(checked: Checked, name: str) -> Question | None:
    """The first question of this name, if it is asked as things stand."""
    return next((each for each in checked.page.turn.asked() if each.name == name), None)


def at_name(checked: Checked, name: str, word: Word) -> Step:
    """Back to the first question of this name, with a word."""
    question = asked(checked, name)
    return at_question(checked, question.ref, word) if question is not None else said(checked, word)


def said(checked: Checked, word: Word) -> Step:
    """The card as it is, with a word."""
    return Step(checked.filling.state, word)
