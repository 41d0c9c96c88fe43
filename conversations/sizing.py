"""How long a form is for the person who fills it in.

The seconds are assumptions, not measurements: docs/forms.md says them. They are for comparing two ways of asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.context import Context
from conversations.expressions import Expression
from conversations.form import Bind, Control, Element, Form, Repeat, Text
from conversations.kinds import is_later, kind_of
from conversations.live import LiveForm, Question
from conversations.saying import words_in

A_WORD = 0.3  # seconds to read it: 200 words a minute
A_ROUND = 1.0  # until the next card is there, on a slow phone


@dataclass(frozen=True)
class Effort:
    """Cards that are seen, taps and messages that are sent, and seconds."""

    cards: int = 0
    sent: int = 0
    seconds: float = 0.0

    def __add__(self, other: Effort) -> Effort:
        return Effort(self.cards + other.cards, self.sent + other.sent, self.seconds + other.seconds)

    @property
    def minutes(self) -> int:
        """Whole minutes, one at least."""
        return max(1, round(self.seconds / 60))


# kind of question: taps and messages, and the seconds to think, to tap and to type
ANSWERS: Mapping[str, tuple[int, float]] = {
    "select1": (1, 3),
    "select": (2, 5),  # a tick, and that it is all
    "rank": (4, 12),
    "range": (1, 3),
    "trigger": (1, 2),
    "int": (1, 5),
    "decimal": (1, 6),
    "date": (1, 3),
    "time": (1, 6),
    "dateTime": (2, 9),
    "geopoint": (1, 10),
    "image": (1, 20),
    "audio": (1, 40),
    "video": (1, 40),
    "binary": (1, 30),
    "note": (1, 1),
    "string": (1, 20),  # a dozen words
}
SKIPPED = (1, 2)
LIST = Effort(1, 1, 3)  # whether there is any to enter, or any more
AROUND = Effort(2, 1, 10)  # the card to look everything over, and the receipt


@dataclass(frozen=True)
class Size:
    """What a report takes: `least` is what is asked at once, without what may be left out; `most` is everything, in
    all branches, and one turn of what is repeated."""

    questions: int
    least: Effort
    most: Effort
    repeats: bool


def size_of(form: Form, context: Context) -> Size:
    notes = sum(kind_of(form, control) == "note" for control in form.controls.values())
    listed = _lists(form.body)
    most = sum((_answered(form, each) for each in form.controls.values()), AROUND)
    for _ in range(2 * listed):
        most += LIST
    return Size(len(form.controls) - notes, _least(form, context), most, _repeats(form.body))


def _least(form: Form, context: Context) -> Effort:
    live = LiveForm.begin(form, context)
    open_lists = [ref for ref in live.repeats() if live.may_change_turns(ref)]
    found = AROUND
    for ref in open_lists:
        if live.is_listed(ref) and not _is_within(ref, open_lists):
            found += LIST
    for question in live.questions():
        if live.relevant(question.ref) and not _is_within(question.ref, open_lists):
            found += _at_least(form, live, question)
    return found


def _at_least(form: Form, live: LiveForm, question: Question) -> Effort:
    control = question.control
    needed = live.required(question.ref) and not live.value(question.ref)
    if is_later(form.binds.get(control.path, Bind(control.path))) and not needed:
        return Effort()
    is_note = kind_of(form, control) == "note"
    return _answered(form, control) if needed or is_note else _asked(form, control, SKIPPED)


def _answered(form: Form, control: Control) -> Effort:
    return _asked(form, control, ANSWERS[kind_of(form, control)])


def _asked(form: Form, control: Control, answer: tuple[int, float]) -> Effort:
    sent, seconds = answer
    words = _words(form, control.label) + _words(form, control.hint)
    return Effort(1, sent, words * A_WORD + seconds + sent * A_ROUND)


def _words(form: Form, text: Text) -> int:
    parts = words_in(form, text.words, form.default_language)
    return sum(1 if isinstance(part, Expression) else len(part.split()) for part in parts)


def _is_within(ref: str, repeats: list[str]) -> bool:
    return any(ref.startswith(f"{repeat}[") for repeat in repeats)


def _lists(body: tuple[Element, ...]) -> int:
    """The repeats to which people add."""
    return sum(
        (isinstance(each, Repeat) and not each.fixed) + _lists(each.children)
        for each in body
        if not isinstance(each, Control)
    )


def _repeats(body: tuple[Element, ...]) -> bool:
    return any(isinstance(each, Repeat) or _repeats(getattr(each, "children", ())) for each in body)
