"""Everything that is wrong with a form is told at once, where it stands, with what to do, in two languages."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from conversations.compiling import compile_xlsform, look_into
from conversations.features import NOT_IN_A_CHAT, REFUSED_TYPES, SELECTS, SELECTS_FROM_FILE
from conversations.problems import Problem, Problems
from conversations.xlsform import Report, compile_here, look_into_here
from domain.voice import load_voices

SURVEY = """
    | survey |
    | | type      | name | label | {column} |
    | | integer   | age  | Age?  |          |
    | | {kind}    | q    | Q?    | {cell}   |
    | choices |
    | | list_name | name | label | town |
    | | colour    | red  | Red   | a    |
    | | colour    | blue | Blue  | b    |
"""


def look(table: str, files: dict[str, bytes] | None = None) -> Report:
    return look_into_here(dedent(table).strip().encode(), "md", "a_form", files)


def told(table: str, files: dict[str, bytes] | None = None) -> list[str]:
    return [str(problem) for problem in look(table, files).problems]


def warned(table: str, files: dict[str, bytes] | None = None) -> list[str]:
    report = look(table, files)
    assert report.problems == ()
    return [str(warning) for warning in report.warnings]


def survey(kind: str = "text", column: str = "relevant", cell: str = "") -> str:
    return SURVEY.format(kind=kind, column=column, cell=cell)


def test_all_mistakes_of_a_form_are_told_in_one_go() -> None:
    assert told("""
        | survey |
        | | type                            | name | label | relevent | constraint    | calculation |
        | | text                            | a    | A     |          | selekted(., 1) |            |
        | | inteeger                        | b    | B     |          |               |             |
        | | select_one_from_file towns.csv  | c    | C     |          |               |             |
        | | calculate                       | x    |       |          |               | ${y} + 1    |
        | | calculate                       | y    |       |          |               | ${x} + 1    |
        | | calculate                       | k    |       |          |               | ${m} + 1    |
        | | calculate                       | m    |       |          |               | ${k} + 1    |
        | | begin group                     | g    | G     |          |               |             |
    """) == [
        "sheet survey, row 1, column relevent. there is no column “relevent”. Did you mean “relevant”?"
        " Otherwise give the column another name.",
        "sheet survey, row 2, column constraint. there is no function selekted() (character 1 of: ▸selekted(., 1))."
        " Did you mean selected()?",
        "sheet survey, row 3, column type. there is no type “inteeger”. Did you mean “integer”?",
        "sheet survey, row 4, column type. the file towns.csv is missing. Put it beside the form.",
        "sheet survey, row 5, column calculation. these depend on each other in a circle:"
        " /data/x → /data/y → /data/x (rows 5, 6). Break the circle: leave one of the references out.",
        "sheet survey, row 7, column calculation. these depend on each other in a circle:"
        " /data/k → /data/m → /data/k (rows 7, 8). Break the circle: leave one of the references out.",
        "sheet survey, row 9, column type. this begin group is not closed. Add a row end group.",
    ]


def test_one_problem_is_raised_as_itself_and_several_together() -> None:
    with pytest.raises(Problem) as one:
        compile_here(dedent(survey("texxt")).encode(), "md", "x")
    assert len(one.value.all) == 1
    with pytest.raises(Problems) as both:
        compile_here(dedent(survey("texxt", "relevant", "foo(")).encode(), "md", "x")
    assert [problem.column for problem in both.value.all] == ["type", "relevant"]
    assert str(both.value).count("\n") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "lembar survey, baris 3, kolom type. tidak ada jenis “texxt”. Maksud Anda “text”?"),
        ("en", "sheet survey, row 3, column type. there is no type “texxt”. Did you mean “text”?"),
    ],
)
async def test_a_problem_says_itself_in_both_languages_also_when_it_comes_from_the_child(
    language: str, said: str
) -> None:
    report = await look_into(dedent(survey("texxt")).encode(), "md", "x")
    assert [problem.said(load_voices()[language]) for problem in report.problems] == [said]


# --- Expressions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "where_and_what"),
    [
        ("relevant", "${age} >", "column relevant. the expression ends too early (character 9 of: ${age} >▸)"),
        ("relevant", "${age} = 'a", "column relevant. this quote is not closed (character 10 of"),
        ("relevant", "${age} = ‘a’", "Use a straight quote"),
        ("constraint", ". >> 3", "column constraint. “>” is not expected here (character 4 of: . >▸> 3)"),
        ("calculation", "if(${age}, 1)", "column calculation. if() does not take 2 arguments (character 1"),
        ("calculation", "round()", "Give it 1 to 2."),
        ("calculation", "$age + 1", "variables such as $name are not supported"),
        ("calculation", "cond(1, 2, 3)", "there is no function cond()"),
        ("calculation", "cht:extension-lib('x')", "there is no function cht:extension-lib()"),
        ("calculation", "namespace::*", "there is no axis “namespace”"),
        ("calculation", "instance('color')/root/item", "there is no list “color” (character 11 of"),
        ("required", "yess(", "column required. the expression ends too early"),
        ("readonly", "tru()", "column readonly. there is no function tru()"),
        ("default", "today(", "column default. the expression ends too early (character 7 of: today(▸)"),
        ("default", "toady()", "column default. there is no function toady()"),
        ("trigger", "${agee}", "column trigger. there is no question named “agee”"),
        ("label::English (en)", "Hello ${agee}", "(character 7 of: Hello ▸${agee}). Did you mean ${age}?"),
        ("hint", "Hello ${age", "column hint. this curly bracket is not closed (character 7"),
        ("calculation", "${last-saved#age}", "answers of an earlier report (last-saved) are not supported"),
        ("calculation", "1" + " + 1" * 1500, "longer than 4000 characters"),
        ("calculation", "(" * 51 + "1" + ")" * 51, "nested deeper than 50"),
    ],
)
def test_what_is_wrong_with_an_expression_is_told_in_the_words_of_the_cell(
    column: str, cell: str, where_and_what: str
) -> None:
    problems = told(survey("text", column, cell))
    assert len(problems) == 1, problems
    assert problems[0].startswith("sheet survey, row 3, column ")
    assert where_and_what in problems[0]


def test_a_count_of_turns_and_a_name_for_the_report_are_looked_at_too() -> None:
    problems = told("""
        | survey |
        | | type         | name | label | repeat_count |
        | | integer      | n    | N     |              |
        | | begin repeat | r    | R     | ${n} + 1 *   |
        | | text         | a    | A     |              |
        | | end repeat   |      |       |              |
        | settings |
        | | instance_name |
        | | conct(${n})   |
    """)
    assert "sheet settings, row 2, column instance_name. there is no function conct()" in problems[0]
    assert "sheet survey, row 3, column repeat_count. the expression ends too early" in problems[1]


@pytest.mark.parametrize("cell", ["yes", "TRUE", "no", "${age} > 3"])
def test_required_may_be_a_plain_word(cell: str) -> None:
    assert told(survey("text", "required", cell)) == []


@pytest.mark.parametrize("cell", ["a (b", "2026-11-22", "don't", "today()"])
def test_a_default_that_is_only_words_is_no_expression(cell: str) -> None:
    assert told(survey("text", "default", cell)) == []


def test_a_filter_may_only_name_columns_of_its_list() -> None:
    assert told(survey("select_one colour", "choice_filter", "town = ${age} and position(..) = 1")) == []
    (problem,) = told(survey("select_one colour", "choice_filter", "twn = ${age}"))
    assert "column choice_filter. its list has no column “twn” (character 1 of: ▸twn = ${age})" in problem
    assert "Did you mean “town”?" in problem


@pytest.mark.parametrize("cell", ["selected(${age}, twn)", "not(contains(label, 'R') and twn = 1)", "1 + twn > 2"])
def test_a_column_is_looked_for_wherever_the_filter_names_it(cell: str) -> None:
    (problem,) = told(survey("select_one colour", "choice_filter", cell))
    assert f"its list has no column “twn” (character {cell.index('twn') + 1} of: " in problem


@pytest.mark.parametrize("cell", ["count(*) > 0", "text() != ''", "../age > 1", "self::node() != ''"])
def test_what_is_no_name_in_a_filter_is_no_column(cell: str) -> None:
    assert told(survey("select_one colour", "choice_filter", cell)) == []


def test_a_filter_may_look_into_other_lists() -> None:
    other = "town = instance('colour')/root/item[anything = current()/../age]/name"
    assert told(survey("select_one colour", "choice_filter", other)) == []


# --- What is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("geotrace", "Use geopoint"),
        ("geoshape", "Use geopoint"),
        ("barcode", "Use text"),
        ("osm", "Use geopoint"),
        ("background-audio", "Use audio"),
        ("start-geopoint", "Use geopoint"),
        ("select_one_external colour", "Use select_one_from_file"),
        ("include other", "Copy its rows"),
        ("begin loop over colour", "Use begin_repeat"),
        ("cascading_select colour", "choice_filter"),
    ],
)
def test_a_type_that_a_chat_cannot_play_is_refused_with_another_way(kind: str, remedy: str) -> None:
    problem = told(survey(kind))[0]
    assert problem.startswith("sheet survey, row 3, column type. the type “")
    assert remedy in problem


@pytest.mark.parametrize("look", ["signature", "draw", "ex:org.app.Scan(x=1)", "search('towns')", "w1 search('a')"])
def test_an_appearance_that_asks_for_more_than_looks_is_refused(look: str) -> None:
    (problem,) = told(survey("image", "appearance", look))
    assert f"column appearance. the appearance “{look}” is not supported" in problem


@pytest.mark.parametrize(
    ("sheet", "columns", "cells", "said"),
    [
        ("survey", "save_to", "age", "sheet survey, row 1, column save_to. the column “save_to” is not supported"),
        ("survey", "intent", "x", "no other app can be opened from a chat"),
        ("survey", "disabled", "yes", "Remove the column, and the rows that are not wanted"),
        ("survey", "relevant::English (en)", "1", "the column “relevant::English (en)” cannot have a language"),
        ("settings", "public_key", "AAA", "Suar seals every answer"),
        ("settings", "form_idd", "x", "Did you mean “form_id”?"),
        ("entities", "dataset", "people", "sheet entities. the sheet entities is not supported"),
        ("external_choices", "list_name", "x", "Use select_one_from_file"),
        (
            "setings",
            "form_id",
            "x",
            "sheet setings. there is no sheet “setings” in XLSForm. Did you mean “settings”?",
        ),
    ],
)
def test_columns_and_sheets_that_mean_something_else_are_refused(
    sheet: str, columns: str, cells: str, said: str
) -> None:
    table = survey("text", columns, cells) if sheet == "survey" else survey()
    added = "" if sheet == "survey" else f"    | {sheet} |\n    | | {columns} |\n    | | {cells} |\n"
    problems = told(table.lstrip("\n") + added)
    assert len(problems) == 1, problems
    assert said in problems[0]


def test_repeats_are_played_two_deep_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        begins = "".join(f"    | | begin repeat | r{n} | R |\n" for n in range(depth))
        return f"    | survey |\n    | | type | name | label |\n{begins}    | | text | a | A |\n" + (
            "    | | end repeat | | |\n" * depth
        )

    assert told(nested(2)) == []
    (problem,) = told(nested(3))
    assert "row 4, column type. repeats deeper than 2 levels are not supported" in problem


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("| | text | | A |", "row 2, column name. this row has no name"),
        ("| | text | two words | A |", "“two words” cannot be a name"),
        ("| | text | meta | A |", "the name “meta” is taken by XLSForm itself"),
        ("| | text | a | A |\n    | | text | A | B |", "row 3, column name. the name “A” is taken in row 2"),
        (
            "| | text | a | A |\n    | | end group | | |",
            "row 3, column type. this end group has no begin group above",
        ),
        ("| | text | a | |", "row 2, column label. this question has no label"),
        ("| | calculate | a | |", "row 2, column calculation. this calculate has nothing to calculate"),
        ("| | select_one | a | A |", "this question does not name its list"),
        ("| | select_one colr | a | A |", "Did you mean “colour”?"),
    ],
)
def test_the_rows_of_a_survey_must_fit_together(rows: str, said: str) -> None:
    problems = told(f"""
    | survey |
    | | type | name | label |
    {rows}
    | choices |
    | | list_name | name | label |
    | | colour | red | Red |
    """)
    assert len(problems) == 1, problems
    assert said in problems[0]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("| | colour | | Red |", "row 3, column name. this choice has no value"),
        ("| | colour | a b | Red |", "the value “a b” has a blank in it"),
        ("| | colour | blue | Red |", "the value “blue” is in row 2 already"),
    ],
)
def test_the_choices_must_be_told_apart(choice: str, said: str) -> None:
    problems = told(f"""
    | survey |
    | | type | name | label |
    | | select_one colour | a | A |
    | choices |
    | | list_name | name | label |
    | | colour | blue | Blue |
    {choice}
    """)
    assert len(problems) == 1, problems
    assert said in problems[0]


def test_a_form_has_a_thousand_rows_and_twenty_thousand_choices_at_most() -> None:
    rows = "".join(f"| | text | q{n} | Q |\n" for n in range(1001))
    (problem,) = told("| survey |\n| | type | name | label |\n" + rows)
    assert problem == "sheet survey. the form has more than 1000 rows. Split it into several forms."
    choices = "".join(f"| | l | c{n} | C |\n" for n in range(20_001))
    table = "| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | list_name | name | label |\n"
    (problem,) = told(table + choices)
    assert problem.startswith("sheet choices. the form has more than 20000 choices.")


# --- What is passed over, but not in silence -------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    [
        "minimal",
        "quick",
        "likert",
        "columns-4",
        "compact-3",
        "quickcompact-2",
        "w2",
        "W10",
        "field-list",
        "multiline",
        "maps",
    ],
)
def test_an_appearance_that_only_changes_looks_is_warned_of(look: str) -> None:
    (warning,) = warned(survey("text", "appearance", look))
    expected = f"sheet survey, row 3, column appearance. the appearance “{look}” has no effect in a chat."
    assert warning == expected


def test_an_appearance_that_nobody_knows_is_warned_of_with_a_guess() -> None:
    (warning,) = warned(survey("text", "appearance", "multilin"))
    assert "“multilin” is not known, and is ignored. Did you mean “multiline”?" in warning


@pytest.mark.parametrize(
    ("column", "cell"), [("guidance_hint", "Be kind"), ("body::accuracyThreshold", "5"), ("hxl", "#adm")]
)
def test_a_column_without_effect_is_warned_of(column: str, cell: str) -> None:
    (warning,) = warned(survey("text", column, cell))
    assert warning == f"sheet survey, row 1, column {column}. the column “{column}” has no effect in a chat."


@pytest.mark.parametrize(("kind", "said"), [("audit", "keeps no audit"), ("deviceid", "has no “deviceid”")])
def test_what_a_chat_does_not_know_is_warned_of(kind: str, said: str) -> None:
    table = f"""
        | survey |
        | | type   | name  | label |
        | | text   | a     | A     |
        | | {kind} | {kind} |      |
    """
    (warning,) = warned(table)
    assert "row 3, column type" in warning
    assert said in warning


def test_a_missing_translation_is_warned_of_where_it_is_missing() -> None:
    assert warned("""
        | survey |
        | | type              | name | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) | hint::English (en) |
        | | select_one colour | a    | Warna?                | -                   |                      |                    |
        | | text              | b    | Lain?                 | Other?              |                      | Anything           |
        | choices |
        | | list_name | name | label::Indonesia (id) | label::English (en) |
        | | colour    | red  | Merah                 | Red                 |
        | | colour    | blue | Biru                  |                     |
    """) == [
        "sheet survey, row 3, column hint::Indonesia (id). this translation is missing.",
        "sheet survey, row 2, column label::English (en). this translation is missing.",
        "sheet choices, row 3, column label::English (en). this translation is missing.",
    ]


async def test_the_child_tells_the_warnings_too() -> None:
    compiled = await compile_xlsform(dedent(survey("text", "appearance", "quick")).encode(), "md", "x")
    assert [warning.row for warning in compiled.warnings] == [3]


# --- What is written about it ----------------------------------------------------------------------

DOCS = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")
UNNAMED = {"end_loop", "imei", "xforms-signature"}


@pytest.mark.parametrize("kind", sorted({*REFUSED_TYPES, *NOT_IN_A_CHAT, *SELECTS, *SELECTS_FROM_FILE} - UNNAMED))
def test_what_is_special_about_a_type_is_written_down_for_authors(kind: str) -> None:
    assert f"`{kind.removeprefix('uri:')}`" in DOCS


def test_pictures_of_choices_and_sounds_of_labels_are_warned_of_as_they_are_not_shown() -> None:
    table = """
        | survey |
        | | type         | name | label | media::image | media::audio |
        | | select_one c | q    | Mana? | a.png        | a.mp3        |
        | choices |
        | | list_name | name | label | media::image |
        | | c         | a    | A     | a.png        |
    """
    assert warned(table, {"a.png": b"png", "a.mp3": b"mp3"}) == [
        "sheet survey, row 1, column media::audio. the column “media::audio” has no effect in a chat.",
        "sheet choices, row 1, column media::image. the column “media::image” has no effect in a chat.",
    ]
