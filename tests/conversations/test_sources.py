"""What a form may be written in, and what lies beside it."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from base64 import b64encode
from textwrap import dedent

import pytest
from openpyxl import Workbook

from conversations import compiling
from conversations.context import Context
from conversations.form import Form
from conversations.lists import files_of, from_rows
from conversations.live import LiveForm
from conversations.problems import Problem
from conversations.xform import read_form
from conversations.xlsform import Compiled, compile_here
from tests.conversations.forms import SUNDAY

ROWS = (("type", "name", "label"), ("text", "a", "What?"), ("text", "b", "And ${a}?"))
MARKDOWN = b"| survey |\n| | type | name | label |\n| | text | a | What? |\n| | text | b | And ${a}? |\n"
CSV = b"survey,,,\n,type,name,label\n,text,a,What?\n,text,b,And ${a}?\n"


def xlsx(rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    book = Workbook()
    book.active.title = "survey"
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def xls(rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    """The oldest kind of Excel file, which is simple enough to be written by hand: one sheet of labels."""
    records = [struct.pack("<HHHH", 0x0009, 4, 2, 0x10)]
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            text = cell.encode("latin-1")
            records.append(struct.pack("<HHHH3sB", 4, 8 + len(text), y, x, b"\0\0\0", len(text)) + text)
    return b"".join([*records, struct.pack("<HH", 0x000A, 0)])


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (MARKDOWN, "md"),
        (CSV, "csv"),
        (b"\xef\xbb\xbf" + CSV.replace(b",", b";"), "csv"),
        (xlsx(), "xlsx"),
        (xls(), "xls"),
        (xls(), "xlsx"),
        (xlsx(), "xls"),
        (MARKDOWN.replace(b"\n", b"\r\n"), "md"),
    ],
    ids=["md", "csv", "csv-of-excel", "xlsx", "xls", "xls-named-xlsx", "xlsx-named-xls", "md-of-windows"],
)
def test_a_form_may_be_written_in_any_of_four_ways(source: bytes, kind: str) -> None:
    compiled = compile_here(source, kind, "visit")
    form = read_form(compiled.xml, rows=compiled.rows)
    assert (form.id, form.title, list(form.controls)) == ("visit", "visit", [("data", "a"), ("data", "b")])
    assert compiled.rows == {"/data/a": 2, "/data/b": 3}


def compiled(table: str, files: dict[str, bytes] | None = None) -> Compiled:
    return compile_here(dedent(table).strip().encode(), "md", "x", files)


def problem(table: str, files: dict[str, bytes] | None = None) -> str:
    with pytest.raises(Problem) as found:
        compiled(table, files)
    return str(found.value)


def test_a_bar_inside_a_cell_is_written_with_a_backslash_and_otherwise_told() -> None:
    table = """
        | survey |
        | | type      | name | label | calculation             |
        | | text      | a    | A     |                         |
        | | calculate | c    |       | concat(${a}, 'BAR', 1)  |
    """
    form = read_form(compiled(table.replace("BAR", "\\|")).xml)
    live = LiveForm.begin(form, SUNDAY)
    live.answer("/data/a", "x", SUNDAY)
    assert live.value("/data/c") == "x|1"
    told = problem(table.replace("BAR", "|"))
    assert "sheet survey, row 3. this row is longer than its header." in told
    assert "write \\| for a bar inside a cell" in told
    assert "row 3, column calculation. this quote is not closed" in told


def test_a_line_break_in_a_table_of_text_is_written_as_n_but_not_in_expressions() -> None:
    table = """
        | survey |
        | | type | name | label       | constraint         |
        | | text | a    | One\\nTwo   | regex(., '^\\n*x$') |
    """
    form = read_form(compiled(table).xml)
    live = LiveForm.begin(form, SUNDAY)
    assert live.label("/data/a") == "One\nTwo"
    assert form.binds["data", "a"].constraint is not None
    assert "\\n" in form.binds["data", "a"].constraint.source


def test_remarks_beside_and_between_rows_are_left_alone() -> None:
    table = """
        Our form for visits.

        | survey |
        # only two questions
        | | type | name | label |  # the header
        |:--|:----:|------|-----|
        | | text | a    | A #1  |
    """
    form = read_form(compiled(table).xml)
    assert LiveForm.begin(form, SUNDAY).label("/data/a") == "A #1"


@pytest.mark.parametrize(
    ("source", "kind", "told"),
    [
        (
            b"| survey |\n| | type | name | name |\n| | text | a | b |\n",
            "md",
            "row 1, column name. there are two columns",
        ),
        (xlsx((("type", "name", "name"), ("text", "a", "b"))), "xlsx", "there are two columns “name”"),
        (
            b"| setings |\n| | a |\n| | b |\n| other |\n| | a |\n",
            "md",
            "the form has no sheet survey. Add a sheet survey",
        ),
        (b"| surveys |\n| | a |\n| other |\n| | a |\n", "md", "Did you mean the sheet “surveys”? Name it survey"),
        (b"survey,,\n,type,name,label\n,text,a,A,b,c\n", "csv", "row 2. this row is longer than its header"),
        (b"survey\n" + b'"' + b"x" * 200_000, "csv", "could not be read as CSV"),
    ],
)
def test_odd_tables_are_told(source: bytes, kind: str, told: str) -> None:
    with pytest.raises(Problem) as found:
        compile_here(source, kind, "x")
    assert told in str(found.value)


def test_a_workbook_that_unpacks_to_very_much_is_not_unpacked() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(Problem, match="what is packed in the file is too large"):
        compile_here(held.getvalue(), "xlsx", "x")


def test_what_the_libraries_print_does_not_disturb_the_answer_of_the_child() -> None:
    asked = json.dumps({"kind": "md", "name": "x", "source": "", "files": {}, "local": False}) + "\n"
    program = (
        "from conversations import compiling, xlsform; xlsform.read_book = lambda *_: print('doubts') or 1 / 0\n"
    )
    program += "try: compiling.main()\nexcept ZeroDivisionError: pass"
    said = subprocess.run([sys.executable, "-c", program], input=asked, capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("", "doubts\n")


# --- Lists in files --------------------------------------------------------------------------------

TOWNS = """
    | survey |
    | | type                         | name | label  | parameters            | choice_filter |
    | | select_one_from_file {file}  | t    | Where? | {parameters}          | {filter}      |
"""


def offered(file: str, content: bytes, parameters: str = "", filter_: str = "") -> list[tuple[str, str]]:
    table = TOWNS.format(file=file, parameters=parameters, filter=filter_)
    form = read_form(compiled(table, {file: content}).xml, {file: content})
    return [(choice.value, choice.label) for choice in LiveForm.begin(form, SUNDAY).choices("/data/t")]


@pytest.mark.parametrize(
    ("file", "content", "parameters"),
    [
        ("towns.csv", b"name,label\n1,Kace\n2,Baruga\n", ""),
        ("towns.csv", b"\xef\xbb\xbfname;label\r\n1;Kace\r\n2;Baruga\r\n", ""),
        ("towns.csv", b"kode,nama\n1,Kace\n2,Baruga\n", "value=kode, label=nama"),
        ("towns.xml", b"<root><item><name>1</name><label>Kace</label></item>"
         b"<item><name>2</name><label>Baruga</label></item></root>", ""),
    ],
    ids=["csv", "csv-of-excel", "columns-of-its-own", "xml"],
)  # fmt: skip
def test_choices_may_come_from_a_file(file: str, content: bytes, parameters: str) -> None:
    assert offered(file, content, parameters) == [("1", "Kace"), ("2", "Baruga")]


def test_choices_may_come_from_places_on_a_map() -> None:
    place = {"type": "Feature", "id": "b", "geometry": {"type": "Point", "coordinates": [106.1, -2.1]}}
    content = json.dumps({"type": "FeatureCollection", "features": [{**place, "properties": {"title": "Balai"}}]})
    assert offered("places.geojson", content.encode()) == [("b", "Balai")]
    assert offered("places.geojson", content.encode(), filter_="geometry = '-2.1 106.1 0 0'") == [("b", "Balai")]


def test_a_list_from_a_file_may_be_filtered() -> None:
    assert offered("towns.csv", b"name,label,p\n1,Kace,19\n2,Baruga,74\n", filter_="p = '74'") == [("2", "Baruga")]


@pytest.mark.parametrize(
    ("file", "content", "parameters", "filter_", "told"),
    [
        ("towns.csv", b"kode,nama\n", "", "", "column parameters. towns.csv has no column “name”. Did you mean value=nama?"),
        ("towns.csv", b"name,label\n", "label=lable", "", "Did you mean label=label?"),
        ("towns.csv", b"name,label,prov\n", "", "prv = 1", "its list has no column “prv”"),
        ("towns.txt", b"", "", "", "“towns.txt” is no file of a list. Use a .csv, .xml or .geojson file"),
        ("towns.csv", b"\xff\xfe\x00", "", "", "the file towns.csv could not be read as text"),
        ("towns.xml", b"<root>", "", "", "the file towns.xml is not sound XML"),
        ("towns.xml", b"<!DOCTYPE a []><root/>", "", "", "not sound XML"),
        ("towns.geojson", b"[]", "", "", "the file towns.geojson is not sound GeoJSON"),
        ("towns.csv", b"name,label\n" + b"1,a\n" * 20_001, "", "", "more than 20000 rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(
    file: str, content: bytes, parameters: str, filter_: str, told: str
) -> None:
    assert told in problem(TOWNS.format(file=file, parameters=parameters, filter=filter_), {file: content})


def test_a_file_that_is_nearly_named_so_is_guessed() -> None:
    told = problem(TOWNS.format(file="towns.csv", parameters="", filter=""), {"town.csv": b"name,label\n"})
    assert "row 2, column type. the file towns.csv is missing. Did you mean town.csv?" in told


def test_pulldata_reads_a_file_beside_the_form() -> None:
    table = """
        | survey |
        | | type      | name | label | calculation                         |
        | | text      | a    | A     |                                     |
        | | calculate | c    |       | pulldata('towns', 'p', 'name', ${a}) |
    """
    form = read_form(compiled(table, {"towns.csv": b"name,p\nkace,19\n"}).xml, {"towns.csv": b"name,p\nkace,19\n"})
    live = LiveForm.begin(form, SUNDAY)
    live.answer("/data/a", "kace", SUNDAY)
    assert live.value("/data/c") == "19"
    assert "column calculation. there is no list “towns”" in problem(table)


def test_pictures_of_labels_must_be_there_and_are_kept_with_the_form() -> None:
    table = """
        | survey |
        | | type              | name | label | media::image |
        | | select_one colour | a    | A     | wheel.png    |
        | choices |
        | | list_name | name | label | audio   |
        | | colour    | red  | Red   | red.ogg |
    """
    told = problem(table)
    assert "sheet survey, row 2, column media::image. the file wheel.png is missing" in told
    assert "sheet choices, row 2, column audio. the file red.ogg is missing" in told
    files = {"wheel.png": b"PNG", "red.ogg": b"OGG", "other.png": b"?"}
    made = compiled(table, files)
    assert files_of(made.xml) == {"wheel.png", "red.ogg"}
    assert read_form(made.xml, files).files == {"wheel.png": b"PNG", "red.ogg": b"OGG"}


def test_the_version_without_settings_changes_with_the_files_that_are_used() -> None:
    table = TOWNS.format(file="towns.csv", parameters="", filter="")

    def version(**files: bytes) -> str:
        held = {name + ".csv": content for name, content in files.items()}
        return read_form(compiled(table, held).xml, held).version

    first = version(towns=b"name,label\n1,Kace\n")
    assert version(towns=b"name,label\n1,Kace\n", unused=b"x") == first
    assert version(towns=b"name,label\n1,Kace Baru\n") != first


# --- Lists of a person -----------------------------------------------------------------------------


def with_list(form: Form, *labels: str) -> Context:
    rows = [(str(n), label) for n, label in enumerate(labels)]
    return Context(SUNDAY.now, lists={"towns": from_rows("towns.csv", ("name", "label"), rows)})


def test_a_list_of_the_person_comes_before_the_one_of_the_form() -> None:
    table = TOWNS.format(file="towns.csv", parameters="", filter="")
    content = {"towns.csv": b"name,label\n"}
    form = read_form(compiled(table, content).xml, content)
    assert form.sources == {"towns": "towns.csv"}
    context = with_list(form, "Kace")
    live = LiveForm.begin(form, context)
    assert [choice.label for choice in live.choices("/data/t")] == ["Kace"]
    assert live.answer("/data/t", "0", context) is None
    later = with_list(form, "Kace", "Baruga")
    assert live.answer("/data/t", "1", later) is None
    assert [choice.label for choice in LiveForm.begin(form, SUNDAY).choices("/data/t")] == []


def test_the_child_answers_one_line_for_each_that_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    good = MARKDOWN
    asked = [(good, "md"), (good.replace(b"text", b"texxt", 1), "md"), (b"", "docx")]
    lines = [
        json.dumps({"kind": kind, "name": "x", "local": False, "source": b64encode(each).decode(), "files": {}})
        for each, kind in asked
    ]
    with pytest.MonkeyPatch.context() as parent:
        parent.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
        parent.setattr("sys.stdout", sys.stdout)  # the child keeps its own for the answers
        compiling.main()
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert read_form(answers[0]["xml"]).title == "x"
    assert answers[2]["xml"] == ""
    assert [[problem["column"] for problem in each["problems"]] for each in answers] == [[], ["type"], [""]]
    rows = {"/data/a": 2, "/data/b": 3}
    assert [each["rows"] for each in answers] == [rows, rows, {}]
    assert [(each["warnings"], each["about"]) for each in answers] == [([], {})] * 3
