# forms are tables
"""Nothing that pyxform knows is passed over in silence: read from its own tables, each type, column, parameter and
setting is played, warned of, or refused."""

from __future__ import annotations

import re
from itertools import product

import pytest
from pyxform import aliases, constants
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from conversations.xlsform import Report, look_into_here

FILES = {
    "towns.csv": b"name,label,x\n1,A,1\n",
    "q.csv": b"name,label\n",
    "q.xml": b"<root><item/></root>",
    "a.png": b"x",
}
VERSION = re.compile(r'version="[0-9a-f]{12}"')
CELLS = {
    **{"hint": "H", "guidance_hint": "G", "label": "L", "appearance": "minimal", "parameters": "rows=3"},
    **{"required": "yes", "requiredmsg": "R", "required_message": "R", "readonly": "yes", "read_only": "yes"},
    **{"relevant": "${age} > 3", "relevance": "${age} > 3", "constraint": ". != 'x'", "constraint_message": "C"},
    **{"constraining_message": "C", "calculation": "${age} + 1", "calculate": "${age} + 1", "default": "${age} + 2"},
    **{"trigger": "${age}", "choice_filter": "x = ${age}", "repeat_count": "3", "count": "3", "jr:count": "3"},
    **{"image": "a.png", "big-image": "a.png", "audio": "a.png", "video": "a.png", "rows": "4", "body": "5"},
}  # fmt: skip
KINDS = (
    *("text", "integer", "decimal", "range", "date", "time", "dateTime", "geopoint", "image", "audio", "video", "file"),
    *("note", "acknowledge", "calculate", "hidden", "start", "today", "username", "deviceid", "csv-external"),
    *("select_one yn", "select_multiple yn", "rank yn", "select_one_from_file towns.csv", "begin group", "begin repeat"),
)  # fmt: skip
SAID_ALREADY = {  # (column, kind): the cell says what holds anyway
    *(("label", kind) for kind in ("calculate", "hidden", "start", "today", "username", "deviceid", "csv-external")),
    *((column, "note") for column in ("readonly", "read_only")),
}


def look(kind: str, **cells: str) -> Report:
    """A form with one row of this kind, which has these cells."""
    cells = {**({"calculation": "1"} if kind == "calculate" else {}), **cells}
    shown = kind.split(maxsplit=1)[0] not in (
        "calculate",
        "hidden",
        "start",
        "today",
        "username",
        "deviceid",
        "csv-external",
    )
    cells = {**({"label": "Q"} if shown else {}), **cells}
    blank, row = " | ".join("" for _ in cells), " | ".join(cells.values())
    lines = ["| survey |", f"| | type | name | {' | '.join(cells)} |", f"| | integer | age | {blank} |"]
    if "label" in cells:
        lines[2] = f"| | integer | age | {' | '.join('A' if each == 'label' else '' for each in cells)} |"
    lines.append(f"| | {kind} | q | {row} |")
    if kind.startswith("begin"):
        inner = " | ".join("I" if each == "label" else "" for each in cells)
        lines += [f"| | text | inner | {inner} |", f"| | {kind.replace('begin', 'end')} | | {blank} |"]
    if "label" not in cells:
        lines[2] = f"| | calculate | age | {' | '.join('1' if each == 'calculation' else '' for each in cells)} |"
        if "calculation" not in cells:
            lines = [line + extra for line, extra in zip(lines, ("", " calculation |", " 1 |", " |"), strict=True)]
    choices = ["| choices |", "| | list_name | name | label | x |", "| | yn | y | Y | 1 |", "| | yn | n | N | 2 |"]
    return look_into_here("\n".join([*lines, *choices, ""]).encode(), "md", "x", FILES)


def told(report: Report) -> set[str]:
    return {str(each) for each in (*report.problems, *report.warnings)}


def is_noticed(report: Report, without: Report) -> bool:
    """Whether something is said of what was added, or the form is another by it."""
    said = told(report) - told(without)
    return bool(said) or VERSION.sub("", report.xml) != VERSION.sub("", without.xml)


# --- Types -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(QUESTION_TYPE_DICT))
def test_every_type_of_pyxform_is_played_warned_of_or_refused(kind: str) -> None:
    report = look(kind)
    if report.problems:
        assert all(problem.row or problem.sheet for problem in report.problems)
    else:
        assert "/data/q" in report.xml or 'id="q"' in report.xml or told(report)


# --- Columns ---------------------------------------------------------------------------------------


COLUMNS = {*aliases.survey_header, *aliases.TRANSLATABLE_SURVEY_COLUMNS, "constraintmsg", "notacolumn"}


@pytest.mark.parametrize("column", sorted(COLUMNS - {"command", "tag", "value"}))  # other words for type and name
def test_every_column_of_pyxform_means_something_is_warned_of_or_refused(column: str) -> None:
    header = CELLS.get(column, "x")
    assert is_noticed(look("text", **{column: header}), look("text")), column


@pytest.mark.parametrize(("kind", "column"), sorted(product(KINDS, CELLS)))
def test_a_cell_that_can_do_nothing_where_it_stands_is_told(kind: str, column: str) -> None:
    if (column, kind) not in SAID_ALREADY and not (column.startswith("calc") and kind == "calculate"):
        assert is_noticed(look(kind, **{column: CELLS[column]}), look(kind))


@pytest.mark.parametrize("column", ["jr:constraintMsg", "constraintmsg", "jr:requiredMsg"])
def test_a_message_that_pyxform_would_drop_is_told(column: str) -> None:
    assert any(f"column {column}" in each for each in told(look("text", **{column: "No"})))
    assert told(look("text", constraint=". != 'x'", **{f"bind::{column}": "No"})) == set()


@pytest.mark.parametrize("column", ["relevant", "repeat_count", "required"])
def test_what_stands_on_the_end_of_a_group_is_told(column: str) -> None:
    rows = f"| survey |\n| | type | name | label | {column} |\n| | begin group | g | G | |\n| | text | a | A | |\n"
    (warning,) = look_into_here(f"{rows}| | end group | | | 1 |\n".encode(), "md", "x").warnings
    assert str(warning) == f"sheet survey, row 4, column {column}. this column has no effect on end group."


@pytest.mark.parametrize(
    "function", ["extract-signed('a', 'b')", "intersects(${age}, 1)", "property('x')", "id('a')"]
)
def test_a_function_that_the_page_of_conformance_refuses_is_refused(function: str) -> None:
    assert any("there is no function" in each for each in told(look("calculate", calculation=function)))


# --- Parameters, settings, choices, sheets ---------------------------------------------------------

PARAMETERS = {
    "text": constants.ParametersText,
    "image": constants.ParametersImage,
    "audio": constants.ParametersAudio,
    "geopoint": constants.ParametersGeoPoint,
    "range": constants.ParametersRange,
    "select_one yn": constants.ParametersSelect,
    "rank yn": constants.ParametersSelect,
    "select_one_from_file towns.csv": constants.ParametersSelectFromFile,
}
VALUES = {
    **{"randomize": "true", "value": "x", "label": "x", "max-pixels": "100", "app": "com.example.app", "quality": "low"},
    **{"capture-accuracy": "5", "warning-accuracy": "9", "allow-mock-accuracy": "true", "rows": "3", "start": "2"},
    **{"end": "8", "step": "2", "tick_interval": "3", "placeholder": "5", "seed": "4", "reference-geometry": "age"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, each.value) for kind, names in PARAMETERS.items() for each in names]
)
def test_every_parameter_of_pyxform_means_something_is_warned_of_or_refused(kind: str, name: str) -> None:
    given = {"seed": "randomize=true, seed=4"}.get(name, f"{name}={VALUES.get(name, 'yn')}")
    assert is_noticed(look(kind, parameters=given), look(kind))


@pytest.mark.parametrize("kind", ["date", "note", "calculate", "integer"])
def test_parameters_of_a_type_that_has_none_are_told(kind: str) -> None:
    assert any("the parameter “colour” has no effect" in each for each in told(look(kind, parameters="colour=red")))


SETTINGS = {
    **{"form_title": "T", "set_form_title": "T", "version": "7", "instance_name": "'x'", "namespaces": 'a="urn:b"'},
    **{"default_language": "Indonesia (id)", "public_key": "AAA", "style": "pages", "name": "root", "flat": "yes"},
    **{"submission_url": "https://x.example", "auto_send": "true", "auto_delete": "true", "client_editable": "yes"},
    **{"sms_keyword": "x", "sms_separator": "+", "sms_allow_media": "TRUE", "sms_date_format": "x", "prefix": "x"},
    **{"sms_datetime_format": "x", "sms_response": "x", "delimiter": "x", "omit_instanceID": "yes", "attribute": "x"},
    **{"instance_xmlns": "urn:x", "add_none_option": "yes", "instance_id": "x", "entity_version": "x", "colour": "red"},
}  # fmt: skip


@pytest.mark.parametrize("column", sorted({*SETTINGS, *aliases.settings_header} - {"form_id", "set_form_id"}))
def test_every_setting_means_something_is_warned_of_or_refused(column: str) -> None:
    table = """
| survey |
| | type               | name | label::English (en) |
| | select_multiple yn | q    | Q                   |
| choices |
| | list_name | name | label::English (en) |
| | yn        | y    | Y                   |
| | yn        | n    | N                   |
| settings |
| | form_id | {} |
| | a       | {} |
"""
    with_it = look_into_here(table.format(column, SETTINGS[column]).encode(), "md", "x")
    assert is_noticed(with_it, look_into_here(table.format("form_title", "").encode(), "md", "x"))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("Indonesian (id)", "there is no column in the language “Indonesian (id)”. Did you mean “Indonesia (id)”?"),
        ("Jawa (jv)", "Use one of the languages in the headers of the column label"),
    ],
)
def test_a_default_language_that_the_form_does_not_speak_is_refused(named: str, said: str) -> None:
    survey = "| survey |\n| | type | name | label::Indonesia (id) |\n| | text | a | A |\n"
    table = f"{survey}| settings |\n| | default_language |\n| | {named} |\n"
    (problem,) = look_into_here(table.encode(), "md", "x").problems
    assert str(problem).startswith("sheet settings, row 2, column default_language. ")
    assert said in str(problem)
    plain = table.replace("label::Indonesia (id)", "label")
    assert look_into_here(plain.encode(), "md", "x").problems == ()


@pytest.mark.parametrize("sheet", [*sorted(constants.SUPPORTED_SHEET_NAMES - {"survey"}), "pilihan"])
def test_every_sheet_means_something_is_warned_of_or_refused(sheet: str) -> None:
    survey = "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n"
    survey += "| choices |\n| | list_name | name | label |\n| | yn | y | Y |\n"
    with_it = (
        f"{survey}| {sheet} |\n| | list_name | name | label | form_title | dataset |\n| | yn | z | Z | T | d |\n"
    )
    assert is_noticed(*(look_into_here(each.encode(), "md", "x") for each in (with_it, survey)))
