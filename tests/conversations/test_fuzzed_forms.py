# forms are tables
"""Forms made at random and answers at random: each form is refused with its place, or played; nothing crashes."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.expressions.functions import FUNCTIONS
from conversations.live import LiveForm
from conversations.xform import read_form
from conversations.xlsform import look_into_here
from tests.conversations.forms import SUNDAY
from tests.soak import FIGURE, soak_count

KINDS = (
    *("text", "integer", "decimal", "date", "time", "dateTime", "geopoint", "note", "image", "acknowledge", "range"),
    *("calculate", "calculate", "select_one yn", "select_multiple yn", "rank yn", "select_one_from_file t.csv", "hidden"),
    *("begin group", "begin repeat", "end group", "end repeat", "start", "username"),
)  # fmt: skip
COLUMNS = (
    *("relevant", "constraint", "required", "calculation", "default", "trigger", "choice_filter", "repeat_count"),
    *("readonly", "parameters", "appearance", "hint"),
)
ODD_KINDS = ("texxt", "", "barcode", "select_one ${q1}", "select_one nobody", "begin loop", "end group")
SIGNS = ("+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or")
ATOMS = (
    *(
        ".",
        "'y'",
        "''",
        "0",
        "1",
        "-1",
        "2.5",
        "1e308",
        "today()",
        "now()",
        "true()",
        "random()",
        "once(uuid())",
        "'%d'",
    ),
    *(
        "instance('yn')/root/item",
        "instance('t')/root/item[name = /data/q0]/label",
        "position(..)",
        "'(a|aa)+$'",
        "last()",
    ),
)
ODD_ATOMS = ("${q0}", "${q9}", "${q0", "'", "$x", "//*", "../*", "../..", "current()/../q1", "instance('x')", "name")
ANSWERS = (
    *("", "y", "n", "y n", "0", "1", "-1", "3", "999999999999", "2.5", "2026-11-22", "19:05", "2026-11-22T19:05:00Z", "1 2 0 0"),
    *("a" * 40 + "!", "x" * 4001, "é\u0000<&>", "OK", "nan", "1 1 1", "  ", "\n", "${q0}", "a.jpg"),
)  # fmt: skip
FILES = {"t.csv": b"name,label\ny,Y\nn,N\n"}
CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | y | Ya |\n| | yn | n | Tidak ${q0} |\n"


class Author:
    """Somebody who writes forms at random. One who is careful names what is there, and calls functions as they are."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.careful = chance, chance.random() < 0.7
        self.named: list[str] = []

    def table(self) -> str:
        columns = self.chance.sample(COLUMNS, self.chance.randint(1, 5))
        rows = [f"| | {' | '.join(('type', 'name', 'label', *columns))} |"]
        open_: list[str] = []
        for number in range(self.chance.randint(1, 12)):
            kind = self._kind(open_)
            cells = [self._cell(column, kind).replace("|", "\\|") for column in columns]
            name = "" if kind.startswith("end") else f"q{number}"
            label = self.chance.choice(("L", "L ${q0}" if number else "L", "L" if self.careful else ""))
            rows.append(f"| | {' | '.join((kind, name, label, *cells))} |")
            self.named += [name] if name and not kind.startswith("begin") else []
        rows += [f"| | {kind.replace('begin', 'end')} |{' |' * (len(columns) + 2)}" for kind in reversed(open_)]
        return "\n".join(("| survey |", *rows, CHOICES))

    def _kind(self, open_: list[str]) -> str:
        kind = self.chance.choice(KINDS if self.careful else (*KINDS, *ODD_KINDS))
        if kind.startswith("begin"):
            open_.append(kind)
        elif kind.startswith("end") and (self.careful or self.chance.random() < 0.9):
            return open_.pop().replace("begin", "end") if open_ else "text"
        return kind

    def _cell(self, column: str, kind: str) -> str:
        if self.chance.random() > 0.3 and (column, kind) != ("calculation", "calculate"):
            return ""
        if self.careful and (kind.startswith("end") or (column == "repeat_count" and kind != "begin repeat")):
            return ""
        if column in ("required", "readonly") and self.chance.random() < 0.6:
            return self.chance.choice(("yes", "no"))
        if column == "parameters":
            return self.chance.choice(("randomize=true" if "select" in kind else "", "" if self.careful else "x"))
        if column == "trigger":
            return f"${{{self.chance.choice(self.named)}}}" if self.named else ""
        if column == "repeat_count" and self.chance.random() < 0.6:
            return self.chance.choice(("2", "1000000"))
        return self.expression()

    def expression(self, depth: int = 3) -> str:
        if depth == 0 or self.chance.random() < 0.35:
            own = [f"${{{name}}}" for name in self.named]
            return self.chance.choice((*ATOMS, *own * 3, *(() if self.careful else ODD_ATOMS)))
        kind = self.chance.random()
        if kind < 0.5:
            return self._call(depth)
        left, right = self.expression(depth - 1), self.expression(depth - 1)
        if kind < 0.9:
            return f"({left} {self.chance.choice(SIGNS)} {right})"
        return f"{self.chance.choice(('/data/*', '../*', '..'))}[{left}]"

    def _call(self, depth: int) -> str:
        name = self.chance.choice(sorted(FUNCTIONS))
        least, most = FUNCTIONS[name].least, min(FUNCTIONS[name].most, FUNCTIONS[name].least + 2)
        many = self.chance.randint(least, most) if self.careful else self.chance.randrange(4)
        return f"{name}({', '.join(self.expression(depth - 1) for _ in range(many))})"


def played(source: str, chance: Random) -> bool:
    """Look into a form, and fill it in where it can be filled in."""
    report = look_into_here(source.encode(), "md", "x", FILES)
    if report.problems:
        assert all(str(problem) for problem in report.problems)
        return False
    form = read_form(report.xml, FILES, report.rows)
    live = LiveForm.begin(form, SUNDAY)
    for _ in range(12):
        live = moved(live, chance)
    live.missing()
    live.invalid()
    again = LiveForm.restore(form, live.to_xml(), SUNDAY)
    assert [each.ref for each in again.questions()] == [each.ref for each in live.questions()]
    live.submission(SUNDAY)
    return True


def moved(live: LiveForm, chance: Random) -> LiveForm:
    repeats = [each for each in live.repeats() if live.may_change_turns(each)]
    if repeats and chance.random() < 0.2:
        repeat = chance.choice(repeats)
        turns = live.turns(repeat)
        if turns and chance.random() < 0.4:
            live.remove(chance.choice(turns), SUNDAY)
        elif len(turns) < 5:
            live.add(repeat, SUNDAY)
        return live
    questions = live.questions()
    if questions:
        question = chance.choice(questions)
        live.label(question.ref)
        offered = [choice.value for choice in live.choices(question.ref)]
        live.answer(question.ref, chance.choice((*offered, *ANSWERS)), SUNDAY)
    return live


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_forms_at_random_are_refused_or_played(seed: int) -> None:
    chance = Random(seed)
    played(Author(chance).table(), chance)


def test_enough_of_them_can_be_played() -> None:
    """Otherwise nothing would be tried."""
    assert sum(played(Author(chance).table(), chance) for chance in map(Random, range(150))) > 40


@pytest.mark.soak
@pytest.mark.parametrize("part", range(4))
def test_forms_at_random_soak(request: pytest.FixtureRequest, part: int) -> None:
    many = soak_count(request, 10_000) // 4
    chances = (Random(f"{part} {number}") for number in range(many))
    found = sum(played(Author(chance).table(), chance) for chance in chances)
    request.node.user_properties.append((FIGURE, f"{many} forms at random, {found} of them played"))
