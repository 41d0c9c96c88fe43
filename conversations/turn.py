"""A turn of a conversation: the form, where the person is in it, and what the turn leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from conversations.form import Form
from conversations.live import Context, LiveForm, Question
from conversations.state import Held, State


@dataclass(frozen=True)
class Word:
    """Something to be said above the card, or in the flash over the chat."""

    phrase: str
    gaps: dict[str, Any]
    change: int | None = None  # the question that may be changed from here


@dataclass(frozen=True)
class Step:
    """Where a reply led. `answered` is the question that a typed text answered.

    `used` are the messages that became answers, each with its question.
    """

    state: State
    word: Word | None = None
    answered: str = ""
    dropped: tuple[str, ...] = ()
    used: tuple[tuple[Held, str], ...] = ()

    def say(self, phrase: str, **gaps: Any) -> Step:
        return replace(self, word=Word(phrase, gaps))


class Turn:
    """A form, where the person is in it, and what time it is: what every step needs."""

    def __init__(self, form: Form, state: State, context: Context) -> None:
        self.form = form
        self.state = state
        self.context = context
        self.live = _live(form, state, context)
        self.questions = tuple(self.live.questions())
        self._index = {question.ref: index for index, question in enumerate(self.questions)}

    @property
    def language(self) -> str:
        return self.context.language

    @property
    def today(self) -> date:
        return self.context.now.date()

    def index(self, ref: str) -> int:
        return self._index.get(ref, -1)

    @property
    def question(self) -> Question:
        return self.questions[self.index(self.state.at)]

    def asked(self) -> list[Question]:
        """The questions that are to be asked as things stand, in order."""
        return [q for q in self.questions if self.live.relevant(q.ref) and not self.is_note(q)]

    def to_show(self) -> list[Question]:
        return [q for q in self.questions if self.live.relevant(q.ref)]

    def is_open(self, question: Question) -> bool:
        """Whether this question still has to be put to the person."""
        if question.ref not in self.state.seen:
            return True
        value = self.live.value(question.ref)
        return not self.is_note(question) and self.live.violation(question.ref, value, self.context) is not None

    def is_note(self, question: Question) -> bool:
        """Whether there is nothing to answer: a note, or a field that only shows something."""
        return self.live.readonly(question.ref)

    def allows(self, question: Question, value: str) -> bool:
        """Whether the form would take this value."""
        return self.live.violation(question.ref, value, self.context) is None

    def keep(self, state: State) -> State:
        """The state, with the live form that belongs to it."""
        live = self.live
        same = live is state.live and live.changes == state.live_changes
        xml = state.xml if same else live.to_xml()
        return replace(state, xml=xml, live=live, live_changes=live.changes, live_day=self.today)


def _live(form: Form, state: State, context: Context) -> LiveForm:
    if state.live is None or state.live.changes != state.live_changes:
        return LiveForm.restore(form, state.xml, context)
    if state.live_day != context.now.date():
        state.live.at(context)  # what depends on today() has to be worked out again
    return state.live
