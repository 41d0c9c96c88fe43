"""Lists that lie in files, as they are read by themselves, and headers and types as their authors write them."""

from __future__ import annotations

import json

import pytest

from conversations.lists import beside, columns_of, files_of, from_file, read_list
from conversations.markup import read
from conversations.nodes import Node
from conversations.problems import Problem
from conversations.sheets import Column, Sheet, column_of, kind_of, rows_by_path, sheet_of, type_of


def table(document: Node) -> list[dict[str, str]]:
    return [{cell.name: cell.string() for cell in item.children} for item in document.children[0].children]


def feature(kind: str, coordinates: object, **more: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, **more}


def geojson(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"name,label\na,A\n\n,\nb,B", [{"name": "a", "label": "A"}, {"name": "b", "label": "B"}]),
        (b"name;label\na;A,B\n", [{"name": "a", "label": "A,B"}]),
        (b"name\tlabel\na\tA;B\n", [{"name": "a", "label": "A;B"}]),
        (b"name|label\na|A\n", [{"name": "a", "label": "A"}]),
        (b"\xef\xbb\xbf name , label\r\na,A\r\n", [{"name": "a", "label": "A"}]),
        (b'name,label\na,"A, and\nB"\n', [{"name": "a", "label": "A, and\nB"}]),
        (b"name,two words,1st,_x\na,b,c,d\n", [{"name": "a"} | {"_x": "d"}]),
        (b"name,label\na\nb,B,more\n", [{"name": "a"}, {"name": "b", "label": "B"}]),
        (b"name,label\n", []),
        (b"", []),
    ],
)
def test_tables_are_read_whatever_stands_between_their_cells(content: bytes, rows: list[dict[str, str]]) -> None:
    assert table(from_file("t.csv", content)) == rows


def test_places_on_a_map_are_written_as_forms_write_them() -> None:
    content = geojson(
        feature("Point", [106.1, -2.1], id="a", properties={"title": "A", "two words": 1, "none": None, "many": 3}),
        feature("LineString", [[1, 2], [3, 4]], properties=None),
        feature("Polygon", [[[1, 2], [3, 4], [1, 2]], [[9, 9]]], id=7, properties={"id": "own"}),
    )
    assert table(from_file("t.geojson", content)) == [
        {"geometry": "-2.1 106.1 0 0", "id": "a", "title": "A", "none": "", "many": "3"},
        {"geometry": "2 1 0 0; 4 3 0 0", "id": ""},
        {"geometry": "2 1 0 0; 4 3 0 0; 2 1 0 0", "id": "own"},
    ]
    assert columns_of("t.geojson", content) == ["geometry", "id", "title", "none", "many"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"3",
        b"{}",
        b'{"features": 3}',
        b'{"features": [3]}',
        geojson({"type": "Feature"}),
        geojson(feature("Circle", [1, 2])),
        geojson(feature("Polygon", [])),
        geojson(feature("Point", [])),
        geojson(feature("Point", [1])),
        b"[" * 100_000,
    ],
)
def test_a_map_that_is_none_is_told(content: bytes) -> None:
    with pytest.raises(Problem) as found:
        from_file("t.geojson", content)
    assert str(found.value) == "the file t.geojson is not sound GeoJSON. Export it again."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", b"\xff", "the file t.csv could not be read as text. Save it again as CSV in UTF-8."),
        ("t.xml", b"<!DOCTYPE a><a/>", "the file t.xml is not sound XML: document types and entities are not allowed. Export it again."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told(name: str, content: bytes, told: str) -> None:
    with pytest.raises(Problem) as found:
        from_file(name, content)
    assert str(found.value) == told


def test_the_columns_of_a_file_are_known_from_its_first_row_or_from_all_its_items() -> None:
    assert columns_of("t.csv", b"name, label ,size\n") == ["name", "label", "size"]
    xml = b"<root><item><name>a</name></item><item><size>1</size><name>b</name></item></root>"
    assert columns_of("t.xml", xml) == ["name", "size"]


def test_a_list_is_found_by_its_address_or_its_name_or_stands_in_the_form() -> None:
    files = {"jr://file/a.xml": b"<root><item><n>1</n></item></root>", "b.csv": b"n\n2\n"}
    assert table(read_list(read('<instance id="a" src="jr://file/a.xml"/>').children[0], files)) == [{"n": "1"}]
    assert table(read_list(read('<instance id="b" src="jr://file-csv/b.csv"/>').children[0], files)) == [{"n": "2"}]
    own = read("<instance id='c'> <root><item x='y'> <n>3</n> </item></root> </instance>", mixed=True).children[0]
    made = read_list(own, files)
    assert table(made) == [{"n": "3"}]
    assert made.children[0].children[0].attribute("x") == "y"
    assert table(read_list(read("<instance id='d'/>").children[0], files)) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("jr://file/no.csv", "choices. the file no.csv is missing. Put it beside the form."),
        ("jr://instance/last-saved", "answers of an earlier report (last-saved) are not supported. Ask it again."),
    ],
)
def test_a_list_that_is_not_there_is_told(source: str, told: str) -> None:
    with pytest.raises(Problem) as found:
        read_list(read(f'<instance id="a" src="{source}"/>').children[0], {})
    assert str(found.value) == told


def test_the_files_of_a_form_are_those_that_it_refers_to() -> None:
    xml = "<a src='jr://file-csv/a.csv'/><b>jr://images/b c.png </b><c>jr://video/c.mp4</c><d>jr://audio/d.mp3</d><e>x.csv</e>"
    assert files_of(xml) == {"a.csv", "b c.png", "c.mp4", "d.mp3"}
    assert [beside(each) for each in ("jr://file-xml/a.xml", "jr://images/b.png", "c.csv")] == [
        "a.xml",
        "b.png",
        "c.csv",
    ]


# --- Headers and types -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "base", "language"),
    [
        ("label", "label", ""),
        ("Label::English (en)", "label", "English (en)"),
        ("label:English", "label", "English"),
        ("caption::English", "label", "English"),
        ("media::image::English", "image", "English"),
        ("media::thing", "media::thing", ""),
        ("bind::relevant", "relevant", ""),
        ("bind:relevance", "relevant", ""),
        ("bind::suar:arti", "bind::suar:arti", ""),
        ("bind::jr:constraintMsg::English", "constraint_message", "English"),
        ("jr:constraintMsg", "jr:constraintmsg", ""),
        ("constraintMsg", "constraintmsg", ""),
        ("jr:count", "repeat_count", ""),
        ("body::jr:count", "repeat_count", ""),
        ("control::appearance", "control::appearance", ""),
        ("instance::x", "instance::x", ""),
        ("bind", "bind", ""),
        ("Read Only", "readonly", ""),
        (" hint :: Indonesia (id) ", "hint", "Indonesia (id)"),
        ("constraint message::a::b", "constraint_message", "a::b"),
        ("attribute::suar:untuk", "attribute", "suar:untuk"),
    ],
)
def test_a_header_says_what_its_column_is_for(header: str, base: str, language: str) -> None:
    assert column_of(header) == Column(header, base, language)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("begin group", "begin_group"),
        ("Begin  Looped Group", "begin_repeat"),
        ("end_repeat", "end_repeat"),
        ("begin loop over x", "begin_loop over x"),
        ("select one x", "select_one x"),
        ("add select one prompt using x", "select_one x"),
        ("select 1 from x", "select_one x"),
        ("select1 x", "select_one x"),
        ("select all that apply from x", "select_multiple x"),
        ("select multiple x or_other", "select_multiple x or_other"),
        ("select one from file x.csv", "select_one_from_file x.csv"),
        ("select multiple from file x.csv", "select_multiple_from_file x.csv"),
        ("select one external x", "select one external x"),
        ("text", "text"),
    ],
)
def test_a_type_may_be_spelt_in_many_ways(cell: str, plain: str) -> None:
    assert type_of(cell) == plain
    assert kind_of(cell) == plain.split(" ", maxsplit=1)[0]


def test_every_question_stands_in_a_row_also_within_groups_and_repeats() -> None:
    kinds = (
        "text a",
        "begin_group g",
        "text a",
        "begin_repeat r",
        "text b",
        "end_repeat -",
        "end_group -",
        "end_group -",
        "text c",
        "text c",
    )
    rows = [{"type": kind, "name": name.strip("-")} for kind, name in (each.split() for each in kinds)]
    assert rows_by_path(sheet_of("survey", ["type", "name", ""], rows)) == {
        "/data/a": 2,
        "/data/g": 3,
        "/data/g/a": 4,
        "/data/g/r": 5,
        "/data/g/r_count": 5,
        "/data/g/r/b": 6,
        "/data/c": 10,
    }


def test_a_cell_is_the_first_for_its_purpose_that_says_anything() -> None:
    sheet = sheet_of("survey", ["label::a", "label::b", "name"], [{"label::b": "B", "name": "n"}, {}])
    assert [sheet.cell(row, "label") for row in sheet.rows] == ["B", ""]
    assert (sheet.header("label"), sheet.header("hint")) == ("label::a", "hint")
    assert [column.language for column in sheet.of("label")] == ["a", "b"]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert Sheet("x").cell(sheet.rows[0], "label") == ""
