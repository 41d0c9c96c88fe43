# forms are tables
"""What formulas leave behind: values in the type of their question, turns within turns, and mistakes told whole."""

from __future__ import annotations

from datetime import UTC

import pytest

from conversations.casting import fits, stored
from conversations.expressions import Misread, compile_expression
from conversations.expressions.days import day, read_day, read_moment
from tests.conversations.forms import SUNDAY, WIB, Filling


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("", "int", ""),
        ("7", "int", "7"),
        ("7.9", "int", "7"),
        (7.9, "integer", "7"),
        (-7.9, "int", "-7"),
        ("seven", "int", "seven"),
        (float("nan"), "int", ""),
        (float("inf"), "int", "Infinity"),
        ("NaN", "string", ""),
        ("NaN", "decimal", ""),
        (0.5, "decimal", "0.5"),
        (2.0, "string", "2"),
        (True, "string", "true"),
        ("2026-11-22", "date", "2026-11-22"),
        ("2026-11-22T10:00:00Z", "date", "2026-11-22"),
        (20779.0, "date", "2026-11-22"),
        (20779.5, "date", "2026-11-22"),
        ("someday", "date", "someday"),
        (20779.5, "dateTime", "2026-11-22T12:00:00.000+07:00"),
        ("20779.5", "dateTime", "20779.5"),
        ("-2 106", "geopoint", "-2 106"),
        ("-2 106 3", "geopoint", "-2 106 3.0"),
        ("-2.5 106.5 3.5 12", "geopoint", "-2.5 106.5 3.5 12.0"),
        ("-2 106 3 here", "geopoint", "-2 106 3 here"),
        ("91 106 3", "geopoint", "91 106 3"),
    ],
)
def test_a_result_is_written_as_its_question_writes_it(value: str | float, kind: str, text: str) -> None:
    assert stored(value, kind, WIB) == text


def test_days_and_moments_are_written_as_such() -> None:
    today, at = read_day("2026-11-22"), read_moment("2026-11-22T10:00:00.000+07:00", WIB)
    assert today is not None
    assert at is not None
    assert (stored(today, "date", WIB), stored(at, "date", WIB)) == ("2026-11-22", "2026-11-22")
    assert stored(at, "dateTime", WIB) == "2026-11-22T10:00:00.000+07:00"
    assert stored(day(SUNDAY.now.date()), "string", WIB) == "2026-11-22"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", ["0", "-5", "1" * 18], ["", "1.0", "1" * 19, "+1", "one"]),
        ("integer", ["12"], ["1,2"]),
        ("decimal", ["0", "-5", "1.", ".5", "-1.25"], ["", ".", "1e5", "1,5", "--1"]),
        ("date", ["2026-02-28", "2026-11-22T10:00:00"], ["2026-02-30", "26-11-22", ""]),
        ("time", ["10:30", "10:30:00.000+07:00"], ["25:00", "x"]),
        ("dateTime", ["2026-11-22T10:00:00.000+07:00"], ["x"]),
        (
            "geopoint",
            ["1 2", "1 2 3", "1 2 3 4", "-90 180", "90 -180"],
            ["1", "1 2 3 4 5", "90.1 1", "1 -180.1", "a b"],
        ),
        ("string", ["", "x" * 4000], ["x" * 4001]),
    ],
)
def test_every_type_knows_its_own(kind: str, good: list[str], bad: list[str]) -> None:
    assert [each for each in good if not fits(kind, each, UTC)] == []
    assert [each for each in bad if fits(kind, each, UTC)] == []


NESTED = """
    | survey |
    | | type               | name   | label  | calculation                                                                 | choice_filter | relevant |
    | | integer            | rate   | Rate?  |                                                                             |               |          |
    | | begin repeat       | house  | House  |                                                                             |               |          |
    | | integer            | rooms  | Rooms? |                                                                             |               |          |
    | | begin repeat       | child  | Child  |                                                                             |               |          |
    | | integer            | age    | Age?   |                                                                             |               |          |
    | | calculate          | place  |        | concat(position(../..), '.', position(..))                                  |               |          |
    | | calculate          | next   |        | ${age} + 1                                                                  |               |          |
    | | calculate          | share  |        | ${age} div sum(${age})                                                      |               |          |
    | | calculate          | mine   |        | sum(/data/house/child/age)                                                  |               |          |
    | | calculate          | first  |        | indexed-repeat(${age}, ${house}, 1, ${child}, 1)                            |               |          |
    | | calculate          | second |        | indexed-repeat(${age}, ${child}, 2, ${house}, 1)                            |               |          |
    | | calculate          | before |        | sum(../preceding-sibling::child/age)                                        |               |          |
    | | end repeat         |        |        |                                                                             |               |          |
    | | calculate          | oldest |        | max(${age})                                                                 |               |          |
    | | calculate          | many   |        | count(${child})                                                             |               |          |
    | | calculate          | grown  |        | count(${child}[age >= 18])                                                  |               |          |
    | | calculate          | own    |        | ${rooms} * ${rate}                                                          |               |          |
    | | select_one town    | town   | Town?  |                                                                             | size > ${rooms} |        |
    | | calculate          | size   |        | instance('town')/root/item[name = current()/../town]/size                   |               |          |
    | | calculate          | named  |        | jr:choice-name(${town}, '${town}')                                          |               |          |
    | | end repeat         |        |        |                                                                             |               |          |
    | | calculate          | rooms_all |     | sum(${rooms})                                                               |               |          |
    | | calculate          | big    |        | join(',', ${house}[rooms > 2]/child/age)                                    |               |          |
    | | calculate          | last   |        | indexed-repeat(${rooms}, ${house}, count(${house}))                         |               |          |
    | | calculate          | none   |        | indexed-repeat(${rooms}, ${house}, 3)                                       |               |          |
    | | calculate          | zero   |        | indexed-repeat(${rooms}, ${house}, 0)                                       |               |          |
    | choices |
    | | list_name | name | label | size |
    | | town      | a    | Ayu   | 3    |
    | | town      | b    | Batu  | 5    |
"""


def nested() -> Filling:
    filling = Filling(NESTED)
    filling.say(rate="10")
    filling.live.add("/data/house", SUNDAY)
    for house, rooms, town, ages in ((1, "2", "a", ("4", "40")), (2, "4", "b", ("6",))):
        for number, age in enumerate(ages, 1):
            if number > len(filling.live.turns(f"/data/house[{house}]/child")):
                filling.live.add(f"/data/house[{house}]/child", SUNDAY)
            filling.live.answer(f"/data/house[{house}]/child[{number}]/age", age, SUNDAY)
        filling.live.answer(f"/data/house[{house}]/rooms", rooms, SUNDAY)
        filling.live.answer(f"/data/house[{house}]/town", town, SUNDAY)
    return filling


def test_formulas_in_turns_within_turns_mean_their_own_turn_and_those_outside_all() -> None:
    live = nested().live
    children = ("/data/house[1]/child[1]", "/data/house[1]/child[2]", "/data/house[2]/child[1]")
    inside = ("place", "next", "mine", "first", "second", "before")
    assert [[live.value(f"{child}/{name}") for name in inside] for child in children] == [
        ["1.1", "5", "4", "4", "40", "0"],
        ["1.2", "41", "40", "4", "40", "4"],
        ["2.1", "7", "6", "4", "40", "0"],
    ]
    houses = ("oldest", "many", "grown", "own", "size", "named")
    assert [[live.value(f"/data/house[{number}]/{name}") for name in houses] for number in (1, 2)] == [
        ["40", "2", "1", "20", "3", "Ayu"],
        ["6", "1", "0", "40", "5", "Batu"],
    ]
    whole = ("rooms_all", "big", "last", "none", "zero")
    assert [live.value(f"/data/{name}") for name in whole] == ["6", "6", "4", "", ""]


def test_a_turn_that_goes_takes_its_part_of_every_formula_with_it() -> None:
    filling = nested()
    live = filling.live
    live.remove("/data/house[1]/child[1]", SUNDAY)
    assert live.value("/data/house[1]/child[1]/place") == "1.1"
    assert live.value("/data/house[1]/child[1]/before") == "0"
    assert live.value("/data/house[2]/child[1]/mine") == "6"
    live.remove("/data/house[1]", SUNDAY)
    assert [live.value(f"/data/{name}") for name in ("rooms_all", "big", "last")] == ["4", "6", "4"]
    assert live.value("/data/house[1]/child[1]/place") == "1.1"
    assert filling.again().live.to_xml() == live.to_xml()


def test_what_a_filter_no_longer_offers_is_hidden_with_all_that_follows_from_it() -> None:
    live = nested().live
    live.answer("/data/house[1]/rooms", "4", SUNDAY)
    assert [live.value(f"/data/house[1]/{name}") for name in ("town", "size", "named")] == ["", "", ""]
    live.answer("/data/house[1]/rooms", "1", SUNDAY)
    assert [live.value(f"/data/house[1]/{name}") for name in ("town", "size", "named")] == ["a", "3", "Ayu"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("selekted(., 'a')", "there is no function selekted() (character 1 of: ▸selekted(., 'a')). Did you mean selected()?"),
        ("qqqqqq()", "there is no function qqqqqq() (character 1 of: ▸qqqqqq()). Correct the expression."),
        ("round()", "round() does not take 0 arguments (character 1 of: ▸round()). Give it 1 to 2."),
        ("max()", "max() does not take 0 arguments (character 1 of: ▸max()). Give it at least 1."),
        ("if(1, 2)", "if() does not take 2 arguments (character 1 of: ▸if(1, 2)). Give it 3."),
        ("1 | 2", "“|” joins nodes, not values (character 3 of: 1 ▸| 2). Correct the expression."),
        ("1 | ../a", "“|” joins nodes, not values (character 3 of: 1 ▸| ../a). Correct the expression."),
        ("(1)/a", "only paths can be followed by “/” or “[” (character 1 of: ▸(1)/a). Correct the expression."),
        ("'a'[1]", "only paths can be followed by “/” or “[” (character 1 of: ▸'a'[1]). Correct the expression."),
        ("count(3)", "count(): a path to questions is needed here (character 1 of: ▸count(3)). Correct the expression."),
        ("count(current()/../a, 1)", "count() does not take 2 arguments (character 1 of: ▸count(current()/../a, 1)). Give it 1."),
        ("instance(../a)", "instance(): the name of the list must be a text in quotes (character 1 of: ▸instance(../a)). Correct the expression."),
        ("indexed-repeat(../a, ../r)", "indexed-repeat() does not take 2 arguments (character 1 of: ▸indexed-repeat(../a, ../r)). Give it 3 to 7."),
        ("indexed-repeat(../a, ../r, 1, ../s)", "indexed-repeat(): after the path come pairs of a repeat and its number (character 1 of: ▸indexed-repeat(../a, ../r, 1, ../s)). Correct the expression."),
        ("indexed-repeat(1, ../r, 1)", "indexed-repeat(): a path to questions is needed here (character 1 of: ▸indexed-repeat(1, ../r, 1)). Correct the expression."),
        ("jr:choice-name('a', ../b)", "jr:choice-name(): the second argument is the path of a question, in quotes (character 1 of: ▸jr:choice-name('a', ../b)). Correct the expression."),
        ("jr:choice-name('a', '1')", "jr:choice-name(): the second argument is the path of a question, in quotes (character 1 of: ▸jr:choice-name('a', '1')). Correct the expression."),
        ("weighted-checklist(1, 2, true())", "weighted-checklist(): after the least and the most come pairs of a value and its weight (character 1 of: ▸weighted-checklist(1, 2, true())). Correct the expression."),
        ("pulldata(../a, 'b', 'c', 'd')", "pulldata(): the names of the list and of its columns must be texts in quotes (character 1 of: ▸pulldata(../a, 'b', 'c', 'd')). Correct the expression."),
        ("regex(., '(')", "regex(): the pattern cannot be read, missing ) at position 1 (character 1 of: ▸regex(., '(')). Correct the expression."),
        ("digest(., 'SHA-7')", "digest(): “SHA-7” is none of MD5, SHA-1, SHA-256, SHA-384, SHA-512 (character 1 of: ▸digest(., 'SHA-7')). Correct the expression."),
        ("digest(., 'MD5', 'rot13')", "digest(): “rot13” is none of base64, hex (character 1 of: ▸digest(., 'MD5', 'rot13')). Correct the expression."),
        ("once()", "once() does not take 0 arguments (character 1 of: ▸once()). Give it 1."),
        ("randomize(3)", "randomize(): a path to questions is needed here (character 1 of: ▸randomize(3)). Correct the expression."),
        ("namespace::x", "there is no axis “namespace” (character 1 of: ▸namespace::x). Correct the expression."),
        ("$a", "variables such as $name are not supported (character 1 of: ▸$a). Correct the expression."),
        ("'a", "this quote is not closed (character 1 of: ▸'a). Correct the expression."),
        ("..//", "the expression ends too early (character 5 of: ..//▸). Correct the expression."),
        ("a[", "the expression ends too early (character 3 of: a[▸). Correct the expression."),
        ("1 2", "“2” is not expected here (character 3 of: 1 ▸2). Correct the expression."),
        ("a b", "“b” is not expected here (character 3 of: a ▸b). Correct the expression."),
        ("#", "“#” is not expected here (character 1 of: ▸#). Correct the expression."),
        (")", "“)” is not expected here (character 1 of: ▸)). Correct the expression."),
        ("", "the expression ends too early. Correct the expression."),
        ("‘a’", "“‘” is not expected here (character 1 of: ▸‘a’). Use a straight quote, ' or \"."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_whole(source: str, told: str) -> None:
    with pytest.raises(Misread) as misread:
        compile_expression(source, ("data", "x"))
    assert str(misread.value) == told
