"""What is wrong with the words of a form: missing in a language, too long, or no short name for the review."""

from __future__ import annotations

from collections.abc import Iterator

from conversations.form import Form
from conversations.live import LiveForm
from tests.forms_built_in.made_up import CONTEXT, form_of, report_of

LANGUAGES = ("Indonesia (id)", "English (en)")
LONGEST_LABEL, LONGEST_CHOICE = 15, 20  # words, letters


def faults(name: str) -> list[str]:
    """What the checker warns of, such as a missing translation, and what is only our own rule."""
    form = form_of(name)
    return [*map(str, report_of(name).warnings), *_unexplained(form), *_unnamed(form), *_long(form)]


def _unexplained(form: Form) -> Iterator[str]:
    binds = (form.binds[path] for path in form.controls)
    yield from (
        f"{bind.path[-1]}: no word of its constraint"
        for bind in binds
        if bind.constraint and not bind.constraint_message
    )


def _unnamed(form: Form) -> Iterator[str]:
    binds = (form.binds[path] for path in form.controls)
    for bind in binds:
        short = {"suar:ringkas", "suar:ringkas_en"} & set(bind.marks)
        if len(short) != 2 and bind.readonly is None:
            yield f"{bind.path[-1]}: no short name"


def _long(form: Form) -> Iterator[str]:
    live = LiveForm.begin(form, CONTEXT)
    for question in live.questions():
        for language in LANGUAGES:
            label = live.label(question.ref, language)
            if form.binds[question.control.path].readonly is None and len(label.split()) > LONGEST_LABEL:
                yield f"{question.name}: {label}"
    for key, words in form.itext.items():
        choices = ("".join(map(str, words[language][""])) for language in LANGUAGES if not key.startswith("/"))
        yield from (f"{key}: {label}" for label in choices if len(label) > LONGEST_CHOICE)
