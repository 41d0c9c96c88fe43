"""Answers as rows of tables: every column is known from the form, repeats have tables of their own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from conversations.flat import MAIN, Cell, Tables, united
from conversations.xform import read_form
from tests.conversations.forms import SUNDAY, Filling, form_of, xml_of

VISIT = """
    | survey |
    | | type                | name   | label  | relevant      | repeat_count | choice_filter | calculation    |
    | | start               | begun  |        |               |              |               |                |
    | | note                | hello  | Hello  |               |              |               |                |
    | | begin group         | visit  | Visit  |               |              |               |                |
    | | select_multiple way | cara   | How?   |               |              | name != 'z'   |                |
    | | date                | day    | Day?   |               |              |               |                |
    | | time                | at     | At?    |               |              |               |                |
    | | integer             | many   | Many?  |               |              |               |                |
    | | decimal             | share  | Share? |               |              |               |                |
    | | geopoint            | where  | Where? |               |              |               |                |
    | | text                | why    | Why?   | ${many} > 100 |              |               |                |
    | | end group           |        |        |               |              |               |                |
    | | begin repeat        | house  | House  |               | 2            |               |                |
    | | text                | street | Street |               |              |               |                |
    | | begin repeat        | person | Person |               |              |               |                |
    | | text                | name   | Name   |               |              |               |                |
    | | select_multiple way | seen   | Seen?  |               |              |               |                |
    | | end repeat          |        |        |               |              |               |                |
    | | end repeat          |        |        |               |              |               |                |
    | | calculate           | double |        |               |              |               | ${many} * 2    |
    | choices |
    | | list_name | name    | label |
    | | way       | telepon | Phone |
    | | way       | datang  | Visit |
    | | way       | z       | Z     |
"""
WAYS = ("telepon", "datang", "z")


def filled() -> Filling:
    visit = Filling(VISIT)
    visit.say(cara="datang telepon", day="2026-11-22", at="10:30", many="12", share="0.5", where="-6.2 106.8 7.0 4.5")
    for _ in range(2):
        visit.live.add("/data/house[2]/person", SUNDAY)
    for ref, value in {
        "/data/house[1]/street": "Melati",
        "/data/house[1]/person[1]/name": "Ani",
        "/data/house[2]/person[1]/name": "Budi",
        "/data/house[2]/person[1]/seen": "z",
        "/data/house[2]/person[2]/name": "Cici",
    }.items():
        visit.live.put(ref, value, SUNDAY)
    return visit


def test_the_columns_are_known_without_any_answer() -> None:
    columns = Tables(form_of(VISIT)).columns
    cara = ["visit/cara", *(f"visit/cara/{way}" for way in WAYS)]
    where = ["visit/where", *(f"visit/where/{part}" for part in ("latitude", "longitude", "altitude", "accuracy"))]
    assert list(columns) == [MAIN, "house", "house/person"]
    assert columns[MAIN] == (
        "_index", "begun", *cara, "visit/day", "visit/at", "visit/many", "visit/share", *where, "visit/why",
        "house_count", "double", "meta/instanceID",
    )  # fmt: skip
    assert columns["house"] == ("_index", "_parent_table", "_parent_index", "house/street")
    assert columns["house/person"][3:] == (
        "house/person/name",
        "house/person/seen",
        *(f"house/person/seen/{way}" for way in WAYS),
    )


def test_a_submission_is_one_row_of_typed_values() -> None:
    xml = filled().live.submission(SUNDAY)
    (row,) = Tables(form_of(VISIT)).rows([xml])[MAIN]
    assert tuple(row) == Tables(form_of(VISIT)).columns[MAIN]
    expected: dict[str, Cell] = {
        "begun": datetime(2026, 11, 22, 19, 5, tzinfo=timezone(timedelta(hours=7))),
        "visit/cara": "datang telepon", "visit/cara/telepon": 1, "visit/cara/datang": 1, "visit/cara/z": 0,
        "visit/day": date(2026, 11, 22), "visit/at": time(10, 30), "visit/many": 12, "visit/share": 0.5,
        "visit/where/latitude": -6.2, "visit/where/longitude": 106.8, "visit/where/altitude": 7.0,
        "visit/where/accuracy": 4.5, "visit/why": None, "meta/instanceID": SUNDAY.instance_id,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert isinstance(row["visit/many"], int)


def test_repeats_in_repeats_point_to_the_row_they_stand_in() -> None:
    xml = filled().live.submission(SUNDAY)
    rows = Tables(form_of(VISIT)).rows([xml, xml])
    houses = [
        (row["_index"], row["_parent_table"], row["_parent_index"], row["house/street"]) for row in rows["house"]
    ]
    assert houses == [(1, "", 1, "Melati"), (2, "", 1, None), (3, "", 2, "Melati"), (4, "", 2, None)]
    people = [
        (row["_index"], row["_parent_table"], row["_parent_index"], row["house/person/name"])
        for row in rows["house/person"]
    ]
    assert people == [
        (1, "house", 1, "Ani"), (2, "house", 2, "Budi"), (3, "house", 2, "Cici"),
        (4, "house", 3, "Ani"), (5, "house", 4, "Budi"), (6, "house", 4, "Cici"),
    ]  # fmt: skip
    budi = rows["house/person"][1]
    assert [budi[f"house/person/seen/{way}"] for way in WAYS] == [0, 0, 1]


def test_what_was_not_answered_is_empty_not_zero() -> None:
    (row,) = Tables(form_of(VISIT)).rows([Filling(VISIT).live.submission(SUNDAY)])[MAIN]
    assert {row[name] for name in row if name.startswith("visit/")} == {None}


def test_what_is_not_of_its_type_stays_the_text_that_it_is() -> None:
    visit = Filling(VISIT)
    for name, odd in {"many": "a few", "day": "2026-02-30", "where": "here", "at": "25:00", "share": "½"}.items():
        visit.live.put(visit.ref(name), odd, SUNDAY)
    (row,) = Tables(visit.form).rows([visit.live.submission(SUNDAY)])[MAIN]
    odd_ones = [row[f"visit/{name}"] for name in ("many", "day", "where", "at", "share")]
    assert odd_ones == ["a few", "2026-02-30", "here", "25:00", "½"]
    assert row["visit/where/latitude"] is None


def test_moments_keep_the_offset_in_which_they_were_written() -> None:
    table = """
        | survey |
        | | type     | name | label |
        | | dateTime | at   | At?   |
    """
    made = []
    for written in (
        "2026-11-22T10:00:00.000+07:00",
        "2026-11-22T10:00:00Z",
        "2026-11-22 10:00",
        "2026-11-22T10:00+0700",
    ):
        filling = Filling(table)
        filling.live.put("/data/at", written, SUNDAY)
        (row,) = Tables(filling.form).rows([filling.live.submission(SUNDAY)])[MAIN]
        made.append(row["at"].isoformat() if isinstance(row["at"], datetime) else row["at"])
    assert made == [f"2026-11-22T10:00:00{offset}" for offset in ("+07:00", "+00:00", "", "+07:00")]


def test_the_columns_of_all_versions_stand_together_in_order() -> None:
    first = Tables(form_of(VISIT)).columns
    newer = VISIT.replace("name   | label  | relevant ", "name   | label  | relevant ").replace(
        "    | | integer             | many   | Many?",
        "    | | text                | who    | Who?   | | | | |\n    | | integer             | many   | Many?",
    )
    newer = newer.replace(
        "    | | time                | at     | At?    |               |              |               |                |\n",
        "",
    )
    newer = newer.replace("| way       | z       | Z     |", "| way       | surat   | Mail  |")
    both = united([first, Tables(form_of(newer)).columns])
    main = both[MAIN]
    assert set(first[MAIN]) < set(main)
    assert main.index("visit/day") < main.index("visit/who") < main.index("visit/many")
    assert "visit/at" in main
    assert [name for name in main if name.startswith("visit/cara/")] == [
        "visit/cara/telepon", "visit/cara/datang", "visit/cara/surat", "visit/cara/z",
    ]  # fmt: skip
    assert len(main) == len(set(main))
    assert united([first]) == first


def test_choices_come_from_a_list_whatever_filters_or_shuffles_it_and_long_ones_are_not_split() -> None:
    xml = xml_of(VISIT)
    shuffled = xml.replace(
        "instance('way')/root/item[name != 'z']", "randomize(instance('way')/root/item[name != 'z'])"
    )
    assert shuffled != xml
    assert Tables(read_form(shuffled)).columns == Tables(form_of(VISIT)).columns
    items = "".join(f"<item><name>c{n}</name><label>C{n}</label></item>" for n in range(300))
    many = xml.replace("<item><itextId>", "<item><itextId>").replace("</root>", f"{items}</root>")
    assert not [name for name in Tables(read_form(many)).columns[MAIN] if name.startswith("visit/cara/")]
