# forms are tables
"""The way through a form in words, as it is drawn for its author."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conversations.aloud import Aloud
from conversations.flow import Asked, Branch, Flow, Step, flow_of
from conversations.xform import read_form
from conversations.xlsform import compile_here
from domain.voice import load_voices
from tests.conversations.forms import SUNDAY, form_of

VISIT = """
    | survey |
    | | type               | name   | label         | required     | relevant                    | constraint              | calculation | choice_filter | repeat_count | parameters     | bind::suar:nanti |
    | | integer            | age    | Umur?         | yes          |                             | . > 0 and . < 120       |             |               |              |                |                  |
    | | select_one yn      | sick   | Sakit?        | ${age} > 60  |                             |                         |             |               |              |                |                  |
    | | select_multiple yn | both   | Dua-duanya?   |              | ${sick} = 'y'               | not(selected(., 'n'))   |             |               |              |                | ya               |
    | | note               | word   | Sakit ${sick} |              | ${sick} = 'y'               |                         |             |               |              |                |                  |
    | | begin group        | empty  | Kosong        |              |                             |                         |             |               |              |                |                  |
    | | calculate          | twice  |               |              |                             |                         | ${age} * 2  |               |              |                |                  |
    | | end group          |        |               |              |                             |                         |             |               |              |                |                  |
    | | begin repeat       | child  | Anak          |              |                             |                         |             |               | ${twice} - 1 |                |                  |
    | | select_one yn      | well   | Sehat?        |              |                             |                         |             | name != ${sick} |            |                |                  |
    | | image              | photo  | Foto?         |              |                             |                         |             |               |              |                |                  |
    | | end repeat         |        |               |              |                             |                         |             |               |              |                |                  |
    | | begin repeat       | more   | Lagi          |              |                             |                         |             |               |              |                |                  |
    | | range              | much   | Seberapa?     |              |                             |                         |             |               |              | start=1 end=5  |                  |
    | | end repeat         |        |               |              |                             |                         |             |               |              |                |                  |
    | choices |
    | | list_name | name | label |
    | | yn        | y    | Ya    |
    | | yn        | n    | Tidak |
    | settings |
    | | namespaces |
    | | suar="urn:suar:xform" |
"""


def flow(language: str = "en", table: str = VISIT) -> Flow:
    return flow_of(form_of(table), load_voices()[language], SUNDAY)


def written(steps: Sequence[Step], depth: int = 0) -> list[str]:
    lines = []
    for step in steps:
        if isinstance(step, Asked):
            lines.append("  " * depth + f"{step.number} {step.name}")
        else:
            head = f"? {step.condition}" if isinstance(step, Branch) else f"# {step.title} {step.repeats}".rstrip()
            lines += ["  " * depth + head, *written(step.steps, depth + 1)]
    return lines


def asked(steps: Sequence[Step], name: str) -> Asked:
    found = [each for each in _all(steps) if each.name == name]
    assert len(found) == 1
    return found[0]


def _all(steps: Sequence[Step]) -> list[Asked]:
    return [each for step in steps for each in ([step] if isinstance(step, Asked) else _all(step.steps))]


def test_neighbours_under_one_condition_share_a_branch_and_groups_of_formulas_are_not_drawn() -> None:
    assert written(flow().steps) == [
        "1 age",
        "2 sick",
        "? sick = Ya",
        "  3 both",
        "  4 word",
        "# Anak repeated, so many times: twice - 1",
        "  5 well",
        "  6 photo",
        "# Lagi repeated, as often as people add one",
        "  7 much",
    ]
    assert flow().worked_out == ("twice = age × 2",)


def test_a_question_says_what_it_takes() -> None:
    steps = flow().steps
    assert asked(steps, "age") == Asked(
        1, "age", "Umur?", "a whole number", required=True, must="answer > 0 and answer < 120"
    )
    assert asked(steps, "sick") == Asked(2, "sick", "Sakit?", "choose one", "Ya · Tidak", required_if="age > 60")
    assert asked(steps, "both") == Asked(
        3, "both", "Dua-duanya?", "choose several", "Ya · Tidak", must="answer without Tidak", later=True
    )
    assert asked(steps, "word") == Asked(4, "word", "Sakit ${sick}", "a note")
    assert asked(steps, "well") == Asked(5, "well", "Sehat?", "choose one", "Ya · Tidak", narrowed="name ≠ sick")
    assert asked(steps, "photo").kind == "a photo"
    assert (asked(steps, "much").kind, asked(steps, "much").choices) == ("a number on a scale", "1–5")


def test_it_speaks_indonesian_too() -> None:
    assert asked(flow("id").steps, "age").must == "jawaban > 0 dan jawaban < 120"
    assert "# Lagi diulang, sebanyak yang ditambahkan orangnya" in written(flow("id").steps)


def test_of_lists_in_files_the_name_is_said() -> None:
    source = b"""
| survey |
| | type                              | name | label |
| | select_one_from_file towns.csv    | a    | A     |
| | select_multiple_from_file own.csv | b    | B     |
"""
    files = {"towns.csv": b"name,label\na,A\n", "own.csv": b"name,label\n"}
    compiled = compile_here(source, "md", "a_form", files)
    drawn = flow_of(read_form(compiled.xml, files, compiled.rows), load_voices()["en"], SUNDAY)
    assert [each.choices for each in _all(drawn.steps)] == ["towns.csv", "own.csv"]


def test_a_question_without_a_label_says_its_hint_and_one_with_shuffled_choices_its_filter() -> None:
    steps = flow(
        table="""
        | survey |
        | | type          | name | label | hint     | choice_filter | parameters     | required      |
        | | text          | a    |       | Only me  |               |                |               |
        | | select_one ab | b    | B     |          | name != ${a}  | randomize=true | ${a} = 'x'    |
        | | select_one ab | c    | C     |          |               | randomize=true | false()       |
        | choices |
        | | list_name | name | label |
        | | ab        | a    | Aa    |
        | | ab        | b    | Bb    |
        """
    ).steps
    assert [(each.text, each.choices, each.narrowed, each.required, each.required_if) for each in _all(steps)] == [
        ("Only me", "", "", False, ""),
        ("B", "Aa · Bb", "name ≠ a", False, "a = “x”"),
        ("C", "Aa · Bb", "", False, ""),
    ]


def test_of_long_lists_the_beginning_is_said() -> None:
    table = """
        | survey |
        | | type                           | name | label |
        | | select_one many                | a    | A     |
        | choices |
        | | list_name | name | label |
    """ + "".join(f"    | | many | c{n} | C{n} |\n        " for n in range(12))
    assert asked(flow(table=table).steps, "a").choices == "C0 · C1 · C2 · C3 · C4 · C5 · C6 · C7 · … 12 choices"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("/data/a = 'x'", "a = X"),
        ("'x' != ../a", "a ≠ X"),
        ("/data/a = 'other'", "a = “other”"),
        (". = 'x'", "answer = X"),
        ("/data/a = ''", "a is empty"),
        ("/data/a != ''", "a is filled in"),
        ("selected(/data/a, 'x') and not(selected(/data/a, 'y'))", "a has X and a without “y”"),
        ("(/data/a > 1 or /data/b) and /data/c >= 2", "(a > 1 or b) and c ≥ 2"),
        ("/data/a > 1 or /data/b and /data/c", "a > 1 or b and c"),
        ("1 - (2 - 3) * -4", "1 - (2 - 3) × -4"),
        ("1 - (2 - 3)", "1 - (2 - 3)"),
        ("8 div (4 div 2)", "8 ÷ (4 ÷ 2)"),
        ("1 = (2 = 3)", "1 = (2 = 3)"),
        ("not(/data/a > 3)", "not (a > 3)"),
        ("string-length(.) <= 300", "letters of answer ≤ 300"),
        ("count-selected(/data/a) mod 2", "choices of a mod 2"),
        ("regex(., '^a+$')", "answer looks like ^a+$"),
        ("today() - 7", "today - 7"),
        ("if(true(), now(), 0.5)", "if(yes, now, 0.5)"),
        ("jr:choice-name(/data/a, '/data/a')", "name of the choice a"),
        ("instance('towns')/root/item[name = /data/a]/size", "towns[name = a]/size"),
        ("/data/r[position() = 2]/x", "x[position() = 2]"),
        ("sum(/data/r/x | /data/y)", "sum(x | y)"),
    ],
)
def test_formulas_are_read_aloud(source: str, said: str) -> None:
    aloud = Aloud(load_voices()["en"], lambda name, value: "X" if (name, value) == ("a", "x") else "", here="a")
    assert aloud.read(source) == said
