"""A turn of a conversation: the form, where the person is in it, and what the turn leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from conversations.form import Form
from conversations.kinds import LATER
from conversations.live import Context, Listing, LiveForm, Question
from conversations.state import Held, State


@dataclass(frozen=True)
class Word:
    """Something to be said above the card, or in the flash over the chat."""

    phrase: str
    gaps: dict[str, Any]
    change: int | None = None  # the question that may be changed from here


@dataclass(frozen=True)
class Step:
    """Where a reply led.

    `answered` are the questions that a typed text answered, `used` the messages that became answers, each with its
    questions. `dropped` are the labels of answers that do not count any longer, `moved` the new refs of questions
    whose turn has another number now (empty where it is gone).
    """

    state: State
    word: Word | None = None
    answered: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    used: tuple[tuple[Held, tuple[str, ...]], ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)

    def say(self, phrase: str, **gaps: Any) -> Step:
        return replace(self, word=Word(phrase, gaps))


class Turn:
    """A form, where the person is in it, and what time it is: what every step needs."""

    def __init__(self, form: Form, state: State, context: Context) -> None:
        self.form = form
        self.state = state
        self.context = context
        self.live = _live(form, state, context)

    @property
    def language(self) -> str:
        return self.context.language

    @property
    def today(self) -> date:
        return self.context.now.date()

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.live.route.questions

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The repeats to which people add turns, each once."""
        return self.live.route.listings

    def index(self, ref: str) -> int:
        return self.live.route.index.get(ref, -1)

    @property
    def question(self) -> Question:
        return self.questions[self.index(self.state.at)]

    @property
    def listing(self) -> Listing:
        return next(each for each in self.listings if each.ref == self.state.at)

    @property
    def questions_before_list(self) -> int:
        """How many questions lie before the list on the screen."""
        opening = self.is_untouched(self.state.at)
        count = 0
        for stop in self.live.route.stops:
            if isinstance(stop, Question):
                count += 1
            elif stop.ref == self.state.at and stop.opening is opening:
                break
        return count

    def is_asked(self, ref: str) -> bool:
        """Whether this question is there, and relevant."""
        return self.index(ref) >= 0 and self.live.relevant(ref)

    def is_listed(self, ref: str) -> bool:
        """Whether this is a repeat to which people add turns, and is asked for."""
        return any(listing.ref == ref for listing in self.listings) and self.live.is_listed(ref)

    def asked(self) -> list[Question]:
        """The questions that are to be asked as things stand, in order."""
        return [q for q in self.questions if self.live.relevant(q.ref) and not self.is_note(q)]

    def to_show(self) -> list[Question]:
        return [q for q in self.questions if self.live.relevant(q.ref)]

    def is_open(self, question: Question) -> bool:
        """Whether this question still has to be put to the person."""
        if question.ref not in self.state.seen:
            return not self.waits(question)
        return not self.is_note(question) and not self.allows(question, self.live.value(question.ref))

    def waits(self, question: Question) -> bool:
        """Whether the form leaves this question for the review (`suar:nanti`), and nobody has been there yet.

        Not one that needs an answer and has none: that is asked in its turn.
        """
        if question.ref in self.state.seen or self.live.mark(question.ref, LATER) != "ya":
            return False
        return self.allows(question, self.live.value(question.ref))

    def is_note(self, question: Question) -> bool:
        """Whether there is nothing to answer: a note, or a field that only shows something."""
        return self.live.readonly(question.ref)

    def is_untouched(self, repeat: str) -> bool:
        """Whether nobody has begun a turn of this repeat."""
        inside = f"{repeat}["
        return not any(ref.startswith(inside) for ref in self.state.seen)

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
