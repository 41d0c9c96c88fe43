"""The tables of a form of somebody's own, with every kind of question."""

from __future__ import annotations

from datetime import UTC, date, datetime
from textwrap import dedent
from typing import Any

from conversations.flat import MAIN
from conversations.form import Form
from conversations.xform import read_form
from conversations.xlsform import compile_here
from domain.export_rules import shipped_export
from reports.columns import Kind
from reports.form_tables import FormTables

FILES = {"w.csv": b"name,label\nAni,Ani\n"}
AT = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
OWN = """
    | survey |
    | | type                       | name      | label      | calculation | bind::suar:indikator | bind::suar:arti |
    | | date                       | hari      | Kapan?     |             |                      | hari |
    | | select_one suku            | pilih     | Yang mana? |             |                      | |
    | | select_multiple suku       | banyak    | Mana saja? |             |                      | |
    | | select_one_from_file w.csv | warga     | Siapa?     |             |                      | |
    | | integer                    | hp        | Nomor?     |             |                      | |
    | | integer                    | hadir     | Berapa?    |             | hadir                | |
    | | integer                    | umur      | Umur?      |             |                      | |
    | | date                       | tgl_lahir | Lahir?     |             |                      | |
    | | date                       | sejak     | Sejak?     |             |                      | |
    | | geopoint                   | tempat    | Di mana?   |             |                      | |
    | | text                       | cerita    | Cerita?    |             |                      | |
    | | calculate                  | ulang     |            | ${cerita}   |                      | |
    | | calculate                  | hitung    |            | ${cerita}   | cerita               | |
    | | range                      | skala     | Skala?     |             |                      | |
    | | acknowledge                | baca      | Baca       |             |                      | |
    | | begin repeat               | anak      | Anak       |             |                      | |
    | | text                       | nama      | Nama?      |             |                      | |
    | | select_one suku            | pilih     | Yang mana? |             |                      | |
    | | end repeat                 |           |            |             |                      | |
    | choices |
    | | list_name | name | label |
    | | suku | a | A |
    | | suku | b | B, C |
    | settings |
    | | form_id | version | namespaces |
    | | x | 1 | suar="urn:suar:xform" |
"""
SENT = """<data id="x" version="1"><hari>2026-11-21</hari><pilih>b</pilih><banyak>a b z</banyak><warga>Ani</warga>
<hp>6281377712345</hp><hadir>12</hadir><umur>17</umur><tgl_lahir>2008-11-21</tgl_lahir><sejak>2024-05-06</sejak>
<tempat>-2.13345 106.11234 0 0</tempat><cerita>Kata orang</cerita><ulang>Kata orang</ulang><hitung>Kata orang</hitung>
<skala>3</skala><baca>OK</baca><anak><nama>Ani</nama><pilih>a</pilih></anak><anak><nama>Budi</nama><pilih>b</pilih></anak>
</data>"""


def tables(*forms: Form, taken: frozenset[str] = frozenset()) -> FormTables:
    return FormTables(forms, shipped_export(), "id", AT, taken)


def form(table: str = OWN) -> Form:
    compiled = compile_here(dedent(table).strip().encode() + b"\n", "md", "x", FILES)
    return read_form(compiled.xml, FILES)


def told(made: FormTables, xml: str, version: str = "1") -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in made.tables}
    for row in made.rows(version, xml, date(2026, 11, 21)):
        titles = [column.title for column in made.tables[row.table]]
        found[row.table].append(dict(zip(titles, row.cells, strict=True)))
    return found


def test_of_a_form_of_somebodys_own_goes_out_what_is_safe() -> None:
    assert told(tables(form()), SENT) == {
        MAIN: [
            {
                "Yang mana?": "B, C",
                "Mana saja?": "A; B, C",  # what the form does not list is left out
                "Berapa?": 12,
                "Umur?": "10–17",
                "Lahir?": "18–25",  # on the day of the report
                "Sejak?": 2024,
                "Di mana? (lat)": -2.1,
                "Di mana? (lon)": 106.1,
                "hitung": None,  # it counts, but is no number
                "Skala?": 3,
                "Baca": "OK",
            }
        ],
        "anak": [{"Yang mana?": "A"}, {"Yang mana?": "B, C"}],
    }


def test_columns_have_types() -> None:
    kinds = {column.title: column.kind for column in tables(form()).tables[MAIN]}
    assert (kinds["Yang mana?"], kinds["Berapa?"]) == (Kind.CHOICE, Kind.WHOLE)
    assert (kinds["Di mana? (lat)"], kinds["Umur?"]) == (Kind.DECIMAL, Kind.CHOICE)


def test_rows_of_a_repeat_say_which_turn_they_are() -> None:
    rows = [row for row in tables(form()).rows("1", SENT, AT.date()) if row.table == "anak"]
    assert [(row.turn, row.within) for row in rows] == [(1, 1), (2, 1)]


def test_headings_are_told_apart() -> None:
    table = OWN.replace("Mana saja?", "Yang mana?")
    titles = [column.title for column in tables(form(table), taken=frozenset(("Skala?",))).tables[MAIN]]
    assert titles[:2] == ["Yang mana? (pilih)", "Yang mana? (banyak)"]
    assert "Skala? (skala)" in titles
    assert len(titles) == len(set(titles))


def test_versions_share_a_table_and_the_newest_names_its_columns() -> None:
    older = form()
    newest = OWN.replace("| x | 1 |", "| x | 2 |").replace("| skala ", "| derajat ")
    newer = form(newest.replace("Skala?", "Derajat?").replace("Berapa?", "Berapa orang?"))
    made = tables(older, newer)
    titles = [column.title for column in made.tables[MAIN]]
    assert "Berapa?" not in titles
    assert {"Skala?", "Derajat?", "Berapa orang?"} <= set(titles)
    (old,) = told(made, SENT)[MAIN]
    (new,) = told(made, SENT.replace("skala>", "derajat>").replace('version="1"', 'version="2"'), "2")[MAIN]
    assert (old["Skala?"], old["Derajat?"], old["Berapa orang?"]) == (3, None, 12)
    assert (new["Skala?"], new["Derajat?"], new["Berapa orang?"]) == (None, 3, 12)
