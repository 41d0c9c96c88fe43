"""Forms written as tables inside tests, compiled by pyxform, and people's hands to fill them in."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from textwrap import dedent
from zoneinfo import ZoneInfo

from conversations.context import Context
from conversations.form import Form
from conversations.live import LiveForm, Violation
from conversations.xform import read_form
from conversations.xlsform import Compiled, compile_here

WIB = ZoneInfo("Asia/Jakarta")
SUNDAY = Context(
    datetime(2026, 11, 22, 19, 5, tzinfo=WIB),
    instance_id="uuid:11111111-2222-4333-8444-555555555555",
    username="rina",
    seed=7,
)


@lru_cache(maxsize=200)
def form_of(table: str) -> Form:
    compiled = compiled_of(table)
    return read_form(compiled.xml, rows=compiled.rows)


@lru_cache(maxsize=200)
def compiled_of(table: str) -> Compiled:
    return compile_here(dedent(table).strip().encode() + b"\n", "md", "a_form")


def xml_of(table: str) -> str:
    return compiled_of(table).xml


class Filling:
    """One person filling in one form, by the names of its questions."""

    def __init__(self, table: str, context: Context = SUNDAY) -> None:
        self.form = form_of(table)
        self.context = context
        self.live = LiveForm.begin(self.form, context)

    def ref(self, name: str) -> str:
        found = [ref for ref in self.live._layout.nodes if ref.endswith("/" + name)]
        assert len(found) == 1, f"{name}: {found}"
        return found[0]

    def say(self, **answers: str) -> Violation | None:
        """Give answers in turn; gives back what is against the last one."""
        violation = None
        for name, value in answers.items():
            violation = self.live.answer(self.ref(name), value, self.context)
        return violation

    def value(self, name: str) -> str:
        return self.live.value(self.ref(name))

    def asked(self) -> list[str]:
        return [q.name for q in self.live.questions() if self.live.relevant(q.ref)]

    def again(self) -> Filling:
        """The same draft, after a restart."""
        twin = Filling.__new__(Filling)
        twin.form, twin.context = self.form, self.context
        twin.live = LiveForm.restore(self.form, self.live.to_xml(), self.context)
        return twin
