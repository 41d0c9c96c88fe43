"""What a form may hold, and how people are told what it may not."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from openpyxl import Workbook

from conversations.compiling import compile_xlsform
from conversations.problems import Problem
from conversations.xform import read_form
from conversations.xlsform import compile_here
from tests.conversations.forms import form_of, xml_of

AGE = """
    | survey |
    | | type    | name | label    | relevant | calculation |
    | | integer | age  | How old? |          |             |
"""


def test_a_form_knows_its_id_version_and_languages() -> None:
    form = form_of("""
        | survey |
        | | type | name | label::Indonesia (id) | label::English (en) |
        | | text | a    | Apa?                  | What?               |
        | settings |
        | | form_id | form_title | version | default_language |
        | | visit   | Visit      | 7       | Indonesia (id)   |
    """)
    assert (form.id, form.title, form.version) == ("visit", "Visit", "7")
    assert form.languages == ("Indonesia (id)", "English (en)")
    assert form.default_language == "Indonesia (id)"


def test_without_settings_the_version_is_a_fingerprint_of_the_source() -> None:
    one, other = form_of(AGE), form_of(AGE.replace("How old?", "How old now?"))
    assert one.id == "a_form"
    assert len(one.version) == 12
    assert one.version != other.version


def test_separator_rows_with_blanks_are_fine() -> None:
    form_of("""
        | survey |
        | --- | :--- | ---: | --- |
        | | type | name | label |
        | | text | a    | What? |
    """)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("| | calculate | c | | | selekted(${age}, 'a') |", "there is no function selekted()"),
        ("| | calculate | c | | | ${age} > |", "the expression ends too early"),
        (
            "| | note | n | Hi | ${age} >> 3 | |",
            "row 3, column relevant. “>” is not expected here (character 9 of: ${age} >▸> 3)",
        ),
        ("| | calculate | c | | | ${c} + 1 |", "/data/c → /data/c"),
        ("| | calculate | c | | | instance('towns')/root/item[1]/name |", "there is no list “towns”"),
        ("| | geopoint | here | Where? | ${here} != '' | |", "in a circle"),
    ],
)
def test_what_cannot_work_is_refused_with_its_place(row: str, told: str) -> None:
    with pytest.raises(Problem) as problem:
        read_form(compile_here((AGE.strip("\n") + "\n    " + row + "\n").encode(), "md", "x").xml)
    assert told in str(problem.value)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("relevent", "sheet survey, row 1, column relevent. there is no column “relevent”. Did you mean “relevant”?"),
        ("constrant", "Did you mean “constraint”?"),
        ("lable::English (en)", "Did you mean “label”?"),
    ],
)
def test_a_misspelt_column_is_refused_with_a_guess(header: str, told: str) -> None:
    with pytest.raises(Problem) as problem:
        form_of(AGE.replace("relevant", header))
    assert told in str(problem.value)


def test_a_column_of_ones_own_is_ignored_with_a_warning() -> None:
    (warning,) = compile_here(AGE.strip("\n").replace("relevant", "warna").encode(), "md", "x").warnings
    assert str(warning).startswith("sheet survey, row 1, column warna. the column “warna” is not part of XLSForm")


def test_a_mistake_in_an_expression_is_told_with_its_row_and_column() -> None:
    with pytest.raises(
        Problem, match=r"sheet survey, row 4, column constraint\. .*selekted\(\).*Did you mean selected\(\)\?"
    ):
        form_of("""
            | survey |
            | | type        | name | label | constraint     |
            | | text        | a    | A     |                |
            | | begin group | g    | G     |                |
            | | text        | b    | B     | selekted(., 1) |
            | | end group   |      |       |                |
        """)


def test_what_a_form_marks_for_its_readers_is_kept() -> None:
    form = form_of("""
        | survey |
        | | type    | name | label | bind::suar:indikator |
        | | integer | a    | A     | penjangkauan         |
        | settings |
        | | namespaces |
        | | suar="https://suar.example/form" |
    """)
    assert form.binds["data", "a"].marks == {"suar:indikator": "penjangkauan"}


def test_a_circle_of_calculations_is_refused_by_name() -> None:
    with pytest.raises(Problem, match=r"circle: /data/[ab] → /data/[ab] → /data/[ab]"):
        form_of("""
            | survey |
            | | type      | name | label | calculation |
            | | calculate | a    |       | ${b} + 1    |
            | | calculate | b    |       | ${a} + 1    |
            | | note      | n    | Hi    |             |
        """)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("<h:body>", '<h:body><odk:setgeopoint ref="/data/age"/>'), "odk:setgeopoint is not supported"),
        (('type="int"', 'type="colour"'), "the type “colour” is not supported"),
        (("<h:body>", '<h:body><input ref="/data/nobody"/>'), "the form has no /data/nobody"),
        (('nodeset="/data/age"', 'nodeset="/data/nobody"'), "a question that the form does not have"),
        (("<instance>", '<submission base64RsaPublicKey="AAA"/><instance>'), "encrypted forms are not supported"),
        (("<h:body>", '<h:body><upload ref="/data/age" mediatype="x"><foo/></upload><zz/>'), "zz is not supported"),
        (("<?xml", "<!DOCTYPE a []><?xml"), "not sound XML"),
    ],
)
def test_what_the_engine_does_not_support_is_refused(change: tuple[str, str], told: str) -> None:
    xml = xml_of(AGE)
    assert change[0] in xml
    with pytest.raises(Problem, match=told):
        read_form(xml.replace(*change, 1))


def test_a_missing_file_is_refused_and_a_given_one_is_read() -> None:
    source = b"""
        | survey |
        | | type                             | name | label  |
        | | select_one_from_file clients.csv | who  | Who?   |
    """
    with pytest.raises(Problem, match=r"row 2, column type\. the file clients\.csv is missing"):
        compile_here(source, "md", "x")
    clients = b"name,label\nt1,Teratai\nc2,Cemara\n"
    xml = compile_here(source, "md", "x", {"clients.csv": clients}).xml
    with pytest.raises(Problem, match=r"clients\.csv is missing"):
        read_form(xml)
    form = read_form(xml, {"jr://file-csv/clients.csv": clients})
    assert [item.named("name")[0].string() for item in form.lists["clients"].children[0].children] == ["t1", "c2"]


def test_a_workbook_is_read_like_a_table() -> None:
    book = Workbook()
    book.active.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "What?"), ("text", "b", "And ${a}?")):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    compiled = compile_here(held.getvalue(), "xlsx", "visit")
    form = read_form(compiled.xml, rows=compiled.rows)
    assert (form.id, list(form.controls)) == ("visit", [("data", "a"), ("data", "b")])
    assert compiled.rows == {"/data/a": 2, "/data/b": 3}
    assert read_form(compile_here(b"survey,,,\n,type,name,label\n,text,a,What?\n", "csv", "x").xml).id == "x"


async def test_a_child_process_compiles_so_that_pyxform_stays_out_of_the_bot() -> None:
    compiled = await compile_xlsform(AGE.encode(), "md", "ages")
    assert read_form(compiled.xml).id == "ages"
    loaded = (
        "import sys, conversations.live, conversations.xform, conversations.xlsform; print('pyxform' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)  # noqa: ASYNC221
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("source", "kind", "told"),
    [
        (b"| survey |\n| | type | name | label |\n| | texxt | a | A |\n", "md", "texxt"),
        (b"| survey |\n| | type | name | label |\n| | text | a | A ${b} |\n", "md", "row 2"),
        (b"| survey |\n| | type | name |\n| | text | a | too | many | cells |\n", "md", "row 2. this row is longer"),
        (b"not a workbook", "xlsx", "could not be read"),
        (b"\xff\xfe\x00", "md", "could not be read"),
        (b"", "md", ""),
        (b"x", "docx", "cannot be a .docx file"),
        (b"x" * 1_000_001, "csv", "larger than 1 MB"),
    ],
)
async def test_a_source_that_is_no_form_is_a_problem(source: bytes, kind: str, told: str) -> None:
    with pytest.raises(Problem) as problem:
        await compile_xlsform(source, kind, "x")
    assert told in str(problem.value)


async def test_a_form_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Problem, match="took too long"):
        await compile_xlsform(AGE.encode(), "md", "x", seconds=0.01)
