"""The page about indicators: what is shown, and what the forms count.

`python -m tests.forms_built_in.indicator_page` writes docs/indicators.md; a test compares it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conversations.form import Form
from conversations.indicators import INDICATOR, REPORTS
from conversations.nodes import Node
from domain.indicator_rules import Indicator, shipped_indicators
from domain.voice import INDONESIAN
from tests.forms_built_in.playing import NAMES, built_in

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"

INTRO = """\
# Indicators

What is counted is marked in the forms (`bind::suar:indikator`, see [forms.md](forms.md)) and kept as counters per
unit, day and indicator, in the transaction of the report that counts. A corrected report counts as its newest version
says. The day is the day of the activity, not of its entry. A report that belongs to no unit counts nowhere.

`suar indicators check` counts all reports anew and says every counter that differs, while the bots go on;
`suar indicators rebuild` makes them right in one transaction. On SQLite a bot that wants to write waits meanwhile.

This page is written by `python -m tests.forms_built_in.indicator_page`; a test compares it.

## What is shown

Under [Angka]: a petugas sees the units of the own satker, bnnp the satkers of the province, pusat the provinces. What
is shown is data (`domain/rules/indicators.toml`; an operator's own in [`SUAR_RULES`](settings.md)). Who may not open
the records sees no small counts of *people* ([why](decisions/0013-small-cells.md)), and a month only from the 5th of
the next on, as it was first shown: two looks would tell what was added between them.
"""

COUNTED = """
## What the forms count

Every report also counts itself, as `laporan.` and its form. Of a choice, each chosen one is counted, with its name
behind a dot; a number is added as it is.
"""


def page() -> str:
    shown = [
        "| indicator | counters | of people | meaning |",
        "|---|---|---|---|",
        *map(_shown, shipped_indicators().every),
    ]
    marks = ["| form | question | counts |", "|---|---|---|", *(row for name in NAMES for row in _marked(name))]
    return "\n".join([INTRO, *shown, COUNTED, *marks]) + "\n"


def _shown(indicator: Indicator) -> str:
    counters = ", ".join(f"`{name}`" for name in indicator.counters)
    people = "yes" if indicator.people else "no"
    return f"| {indicator.labels[INDONESIAN]} | {counters} | {people} | {indicator.definition['en']} |"


def _marked(name: str) -> Iterator[str]:
    for question, indicator, choices in marks_of(built_in(name)):
        yield f"| `{name}` | `{question}` | `{indicator}{'.…' if choices else ''}` |"


def marks_of(form: Form) -> Iterator[tuple[str, str, bool]]:
    """Each question that counts, what it counts, and whether it counts choices."""
    for path, bind in form.binds.items():
        indicator = bind.marks.get(INDICATOR, "")
        if indicator:
            control = form.controls.get(path)
            yield path[-1], indicator, control is not None and control.kind in {"select1", "select"}


def counters() -> frozenset[str]:
    """Every counter that some form keeps; of choices, those written in the form."""
    found = {f"{REPORTS}.{name}" for name in NAMES}
    for name in NAMES:
        form = built_in(name)
        for question, indicator, choices in marks_of(form):
            values = _values(form, question) if choices else ()
            found |= {f"{indicator}.{value}" for value in values} if choices else {indicator}
    return frozenset(found)


def _values(form: Form, question: str) -> Iterator[str]:
    """What can be chosen: the items in the body, or those of the list that it reads."""
    control = next(control for path, control in form.controls.items() if path[-1] == question)
    yield from (item.value for item in control.items)
    if control.itemset is not None:
        for name in control.itemset.nodes.instances:
            yield from (node.text for node in _named(form.lists[name], "name"))


def _named(node: Node, name: str) -> Iterator[Node]:
    for child in node.children:
        if child.name == name:
            yield child
        yield from _named(child, name)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
