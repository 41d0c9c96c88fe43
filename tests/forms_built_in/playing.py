"""The built-in forms, and people's hands to fill them in."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from conversations.context import Context
from conversations.form import Form
from conversations.indicators import counted
from conversations.live import LiveForm
from conversations.xform import read_form
from conversations.xlsform import Report as Found
from conversations.xlsform import look_into_here
from handlers.datasets import headers
from tests.conversations.forms import SUNDAY, Filling
from tests.forms_built_in.lists import nodes

FOLDER = Path(__file__).parents[2] / "conversations" / "forms"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.md")))
INDONESIAN, ENGLISH = LANGUAGES = ("Indonesia (id)", "English (en)")
ADULT, CHILD = "K-7Q4-2F", "K-3MX-9A"


@lru_cache
def looked_into(name: str) -> Found:
    return look_into_here((FOLDER / f"{name}.md").read_bytes(), "md", name, headers())


@lru_cache
def built_in(name: str) -> Form:
    compiled = looked_into(name).compiled()
    return read_form(compiled.xml, headers(), compiled.rows)


def with_lists(form: Form, **others: str) -> Context:
    """Sunday evening, with the lists that this form names."""
    return replace(SUNDAY, language=INDONESIAN, lists=nodes(form.sources, **others))


class Report(Filling):
    """One person filling in a built-in form, by the names of its questions."""

    def __init__(self, name: str, lists: dict[str, str] | None = None, **answers: str) -> None:
        self.form = built_in(name)
        self.context = with_lists(self.form, **(lists or {}))
        self.live = LiveForm.begin(self.form, self.context)
        self.give(**answers)

    def give(self, **answers: str) -> Report:
        """Answers that must be taken."""
        for name, value in answers.items():
            assert self.say(**{name: value}) is None, f"{name}={value}"
        return self

    def refuses(self, **answers: str) -> str:
        """What is said of an answer that must not be taken."""
        [(name, value)] = answers.items()
        violation = self.live.violation(self.ref(name), value, self.context)
        assert violation is not None, f"{name}={value} is taken"
        return violation.message

    def value(self, name: str) -> str:
        """What would be sent: nothing of what is not relevant."""
        return self.live.value(self.ref(name)) if self.live.relevant(self.ref(name)) else ""

    def offers(self, name: str) -> list[str]:
        return [choice.value for choice in self.live.choices(self.ref(name))]

    @property
    def can_be_sent(self) -> bool:
        return self.live.missing() == self.live.invalid() == ()

    @property
    def line(self) -> str:
        """The report in a timeline."""
        return self.live.instance_name()

    @property
    def counts(self) -> dict[str, int]:
        """What it adds to the counters, without itself."""
        found = counted(self.form, self.live.to_xml(relevant_only=True))
        return {name: value for name, value in found.items() if not name.startswith("laporan.")}
