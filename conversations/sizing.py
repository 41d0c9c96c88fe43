"""How long a form is for the person who fills it in."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.context import Context
from conversations.form import Element, Form, Repeat
from conversations.live import LiveForm

AROUND = 2  # the card to look everything over, and the receipt


@dataclass(frozen=True)
class Size:
    """`least` and `most` are cards: what is asked at once, and what may be asked in all. Where questions repeat,
    `most` counts one turn."""

    questions: int
    least: int
    most: int
    repeats: bool


def size_of(form: Form, context: Context) -> Size:
    """A question is a card; so is a note."""
    live = LiveForm.begin(form, context)
    shown = live.questions()
    notes = sum(live.readonly(question.ref) for question in shown)
    least = sum(live.relevant(question.ref) for question in shown)
    most = max(len(shown), len(form.controls))
    return Size(len(form.controls) - notes, least + AROUND, most + AROUND, _repeats(form.body))


def _repeats(body: tuple[Element, ...]) -> bool:
    return any(isinstance(each, Repeat) or _repeats(getattr(each, "children", ())) for each in body)
