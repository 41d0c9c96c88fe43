"""What the functions of expressions give, beyond the common ones: places, numbers, texts, choices, and ways through the answers."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from random import Random

import pytest

from conversations.expressions import Misread, Scope, compile_expression
from conversations.markup import read
from tests.conversations.forms import SUNDAY, Filling
from tests.conversations.test_expressions import answer_to

PANGKALPINANG, SUNGAILIAT = "-2.13 106.11", "-2.15 106.14 12 5"
SQUARE = "0 0; 0 1; 1 1; 1 0; 0 0"
DENT = "0 0; 0 4; 4 4; 2 2; 4 0; 0 0"


def number(source: str) -> float:
    found = answer_to(source)
    assert isinstance(found, float)
    return found


# --- Places ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "metres"),
    [
        ("distance('0 0; 1 0')", 111318.85),
        ("distance('0 0', '1 0')", 111318.85),
        ("distance('60 10', '60 11')", 55658.89),
        (f"distance('{PANGKALPINANG}', '{SUNGAILIAT}')", 4011.72),
        (f"distance('{SUNGAILIAT}', '{PANGKALPINANG}')", 4011.72),
        ("distance('0 0', '0 180')", 20037392.1),
        ("distance('0 0; 1 0', '1 0; 0 0')", 222637.69),
        ("distance('1 1')", 0),
        ("distance('90 180; 90 -180')", 0),
    ],
)
def test_a_distance_is_as_the_crow_flies_along_all_points(source: str, metres: float) -> None:
    assert number(source) == pytest.approx(metres, abs=0.011)


def test_distances_are_told_to_the_centimetre() -> None:
    assert str(number("distance('0 0; 1 0')")) == "111318.85"


@pytest.mark.parametrize("point", ["here", "1", "x 1", "1 x", "90.1 0", "-90.1 0", "0 180.1", "0 -180.1", "1 1; 2"])
@pytest.mark.parametrize("source", ["distance('{}', '1 1')", "area('{}')"])
def test_what_is_no_place_has_no_distance_and_no_area(point: str, source: str) -> None:
    assert math.isnan(number(source.format(point)))


@pytest.mark.parametrize(
    ("shape", "square_metres"),
    [
        (SQUARE, 12391399902.0),
        ("0 0; 0 1; 1 1; 1 0", 12391399902.0),  # closed by itself
        ("1 0; 1 1; 0 1; 0 0; 1 0", 12391399902.0),  # the other way round
        ("-2 106; -2 107; -1 106", 6193582240.0),
        ("0 0; 0 1; 0 0", 0),
        ("0 0; 0 1", 0),
        ("0 0", 0),
    ],
)
def test_the_area_of_a_shape_does_not_mind_where_and_which_way_it_begins(shape: str, square_metres: float) -> None:
    assert number(f"area('{shape}')") == pytest.approx(square_metres, rel=2e-4)


def test_areas_are_told_to_the_square_centimetre() -> None:
    assert number("area('0 0; 0 0.00001; 0.00001 0')") == 0.62


@pytest.mark.parametrize(
    ("point", "shape", "is_in"),
    [
        ("0.5 0.5", SQUARE, True),
        ("1.5 0.5", SQUARE, False),
        ("-0.5 0.5", SQUARE, False),
        ("0.5 1.5", SQUARE, False),
        ("0.5 -0.5", SQUARE, False),
        ("1 1", DENT, True),
        ("3.5 2", DENT, False),  # in the dent
        ("3 0.5", DENT, True),
        ("3 3.5", DENT, True),
        ("1.9 2", DENT, True),
        ("0.5 0.5", "0 0; 0 1; 1 1; 1 0", False),  # not closed
        ("0.5 0.25", "0 0; 0 1; 1 0; 0 0", True),
        ("0.2 0.2", "0 0; 1 1; 0 0", False),
        ("", SQUARE, False),
        ("0.5 0.5", "", False),
    ],
)
def test_a_fence_knows_what_is_in_it(point: str, shape: str, is_in: bool) -> None:
    assert answer_to(f"geofence('{point}', '{shape}')") is is_in


# --- Numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("min(/data/child/age)", 4),
        ("min(3, /data/child/age, 5)", 3),
        ("min(7, 'x')", math.nan),
        ("min(/data/nothing)", math.nan),
        ("max(/data/nothing)", math.nan),
        ("max(7, 'x')", math.nan),
        ("1 div -0", -math.inf),
        ("-1 div -0", math.inf),
        ("-1 div 0", -math.inf),
        ("0 div 0", math.nan),
        ("5 mod 0", math.nan),
        ("number()", 41),
        ("round(1, 'x')", math.nan),
        ("round('x', 1)", math.nan),
        ("round(1 div 0)", math.inf),
        ("round(1.25, 1 div 0)", 1.25),
        ("round(0.5)", 1),
        ("round(-0.5)", -1),
        ("round(0.05, 0)", 0),
        ("round(0.05, 1)", 0.1),
        ("round(0.005, 1)", 0),
        ("round(49, -2)", 0),
        ("round(50, -2)", 100),
        ("round(5, -2)", 0),
        ("date(1.5) + 0", 1),
        ("date(0.5) + 0", 0),
        ("int('x')", math.nan),
        ("int(-1 div 0)", -math.inf),
        ("max('2026-11-22', '2026-11-21') - date('2026-11-01')", 21),
        ("max('2026-11-22T00:00:00+07:00', 5) - date('2026-11-01')", 21),
        ("decimal-time('06:00:00+07:00')", 0.25),
        ("decimal-time('06:00:00+07:60')", math.nan),
        ("decimal-time('06:00:00+24:00')", math.nan),
        ("decimal-time('06:00:00+23')", 14 / 24),
        ("decimal-date-time('2026-11-22T00:00:00+07:00') - date('2026-11-01')", 21),
        ("decimal-date-time('x')", math.nan),
        ("coalesce(number('x'), 5) + 0", 5),
        ("coalesce(../empty, ../nothing, 5) + 0", 5),
        ("log(1)", 0),
        ("log(0)", -math.inf),
        ("log(-1)", math.nan),
        ("log10(1000)", 3),
        ("log10(0)", -math.inf),
        ("exp10(2)", 100),
        ("pow(2, 10)", 1024),
        ("pow(0, -1)", math.inf),
        ("pow(0, 0)", 1),
        ("pow(0, 2)", 0),
        ("pow(-8, 0.5)", math.nan),
        ("pow(10, 1000)", math.inf),
        ("sqrt(-1)", math.nan),
        ("abs(-3)", 3),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("floor(1 div 0)", math.inf),
        ("ceiling(-1 div 0)", -math.inf),
        ("round(pi(), 2)", 3.14),
        ("round(1250, -2)", 1300),
        ("round(atan2(1, 1) * 4, 5)", 3.14159),
        ("count-non-empty(/data/*)", 7),
        ("count-non-empty(/data/empty)", 0),
    ],
)
def test_numbers_are_those_of_the_standard(source: str, expected: float) -> None:
    assert repr(number(source)) == repr(float(expected))


# --- Texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("substring-before('a-b-c', '-')", "a"),
        ("substring-before('abc', '-')", ""),
        ("substring-before('abc', '')", ""),
        ("substring-after('a-b-c', '-')", "b-c"),
        ("substring-after('abc', '-')", ""),
        ("substring-after('abc', '')", "abc"),
        ("base64-decode('UmluYQ==')", "Rina"),
        ("base64-decode('UmluYQ')", ""),
        ("base64-decode('Rina!')", ""),
        ("base64-decode('gA==')", "\N{REPLACEMENT CHARACTER}"),
        ("name(/data/child)", "child"),
        ("name(/data/@id)", "id"),
        ("local-name(/data/@id)", "id"),
        ("name(/data/nothing)", ""),
        ("name(/)", ""),
        ("string()", "41"),
        ("digest('abc', 'md5')", "kAFQmDzST7DWlj99KOF/cg=="),
        ("digest('abc', 'MD5', 'HEX')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'sha-256', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("digest('abc', ../name)", ""),
        ("digest('abc', 'MD5', ../name)", ""),
        ("pulldata('towns', 'size', 'name', 'c')", ""),
        ("pulldata('nowhere', 'size', 'name', 'a')", ""),
        ("pulldata('towns', 'nothing', 'name', 'a')", ""),
        ("format-date('2026-11-02', '%Z')", "+07:00"),
        ("format-date(today() + 1, '%d.%m.%Y')", "23.11.2026"),
        ("format-date(string(today() + 1), '%d')", "23"),
        ("format-date('20779.5', '%Y-%m-%d')", "2026-11-22"),
        ("format-date(now(), '%H:%M')", "19:05"),
        ("format-date('x', '%d')", ""),
        ("string(date('20779'))", "2026-11-22"),
        ("string(date(20779))", "2026-11-22"),
        ("string(date(0.5))", "1970-01-01"),
        ("string(date('x'))", ""),
        ("string(date-time('2026-11-22'))", "2026-11-22"),
        ("string(date-time('2026-11-22T10:00:00.000+07:00'))", "2026-11-22T10:00:00.000+07:00"),
        ("string(date-time('2026-11-22T10:00'))", "2026-11-22T10:00:00.000+07:00"),
        ("string(date-time(20779))", "2026-11-22"),
        ("string(date-time('20779.5'))", "2026-11-22T12:00:00.000+07:00"),
        ("string(date-time('x'))", ""),
        ("string(date-time('2026-11-22T10:00:00+08'))", "2026-11-22T09:00:00.000+07:00"),
        ("string(date-time('2026-11-22T10:00:00-0130'))", "2026-11-22T18:30:00.000+07:00"),
        ("string(1 div 0)", "Infinity"),
        ("string(-1 div 0)", "-Infinity"),
        ("string(1 div 3000000)", "0.00000033333333333333335"),
        ("string(pow(10, 22))", "10000000000000000000000"),
        ("join(' ', /data/age | /data/@id | /data/name)", "x 41 Rina"),
        ("join(' ', /data/group/two | /data/group/one | /data/child/age)", "4 9 1 2"),
        ("format-date('2026-11-02', '100% %y%m%d %q')", "100% 261102 %q"),
        ("format-date-time('2026-11-02T03:04:05.006+07:00', '%h.%H.%M.%S.%3')", "3.03.04.05.006"),
    ],
)
def test_texts_are_those_of_the_standard(source: str, expected: str) -> None:
    assert answer_to(source) == expected


# --- Choices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("weighted-checklist(3, 5, true(), 3)", True),
        ("weighted-checklist(3, 5, true(), 2, false(), 9)", False),
        ("weighted-checklist(3, 5, true(), 2, 'x', 3)", True),
        ("weighted-checklist(3, 5, true(), 2, 1, 4)", False),
        ("weighted-checklist(-1, 5, false(), 1)", True),
        ("weighted-checklist(1, -1, true(), 1000)", True),
        ("weighted-checklist(-1, -1, true(), -1)", False),
        ("weighted-checklist(13, 13, /data/child/age, /data/child/age)", True),
        ("weighted-checklist(9, 9, /data/child[2]/age, /data/child[2]/age, /data/empty, 5)", True),
        ("checklist(2, 2, /data/child/age, /data/empty)", True),
        ("checklist(0, 0, 0, '0', 'false', '')", True),
        ("checklist(1, 1, 2)", True),
        ("selected-at('a b', 0)", "a"),
        ("selected-at('a b', 2)", ""),
        ("selected-at('a b', -1)", ""),
        ("selected-at('a b', 1 div 0)", ""),
        ("selected('a b', ' b ')", True),
        ("selected('', '')", True),
        ("selected('a', '')", False),
        ("count-selected('a  b c')", 3.0),
    ],
)
def test_choices_are_counted_and_weighed(source: str, expected: object) -> None:
    assert answer_to(source) == expected


@pytest.mark.parametrize(
    ("seed", "same"),
    [("0", 2147483646), ("1 div 0", 2147483646), ("'x'", 2147483646), ("2147483647", 2147483646), ("-1", 2147483645),
     ("2147483648.9", 1), ("-2147483648", 2147483645)],
)  # fmt: skip
def test_every_seed_is_one_of_those_that_the_generator_knows(seed: str, same: int) -> None:
    many = "join(' ', randomize(/data/child | /data/group/* | /data/born | /data/age | /data/picks, {}))"
    assert answer_to(many.format(seed)) == answer_to(many.format(same))


def test_other_seeds_give_other_orders() -> None:
    orders = {answer_to(f"join(' ', randomize(/data/child | /data/group/*, {seed}))") for seed in range(100)}
    assert len(orders) > 20


# --- Ways through the answers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("following-sibling::*", ["name", "picks", "empty", "born", "child", "child", "group"]),
        ("/data/born/preceding-sibling::*", ["empty", "picks", "name", "age"]),
        ("/data/born/preceding-sibling::*[1]", ["empty"]),
        ("/data/born/following-sibling::*[1]/*", ["age"]),
        ("/data/born/following::*", ["child", "age", "child", "age", "group", "one", "two"]),
        ("/data/child[2]/age/following::*", ["group", "one", "two"]),
        ("/data/child[2]/age/preceding::*", ["age", "child", "born", "empty", "picks", "name", "age"]),
        ("/data/child[1]/age/ancestor::*", ["child", "data"]),
        ("/data/child[1]/age/ancestor-or-self::*", ["age", "child", "data"]),
        ("/data/attribute::*", ["@id"]),
        ("/data/@id/following-sibling::*", []),
        ("/data/preceding-sibling::*", []),
        ("/data/group/descendant-or-self::*", ["group", "one", "two"]),
        ("/data/group/self::group/parent::data/age", ["age"]),
    ],
)
def test_every_way_through_the_answers_can_be_gone(source: str, expected: list[str]) -> None:
    assert sorted(answer_to(source)) == sorted(expected)  # type: ignore[call-overload]
    assert answer_to(f"count({source})") == len(expected)


def test_the_attributes_of_a_list_are_columns_too() -> None:
    places = read("<root><item id='x'><name>a</name></item><item id='y'><name>b</name></item></root>")
    scope = Scope(read("<data/>"), SUNDAY.now, Random(1), {"places": places})
    source = "concat(pulldata('places', '@id', 'name', 'b'), pulldata('places', 'name', '@id', 'x'))"
    assert compile_expression(source).text(scope.root, scope) == "ya"


def test_a_moment_in_utc_says_so() -> None:
    scope = Scope(read("<data/>"), datetime(2026, 11, 22, 12, 5, tzinfo=UTC), Random(1))
    assert compile_expression("format-date-time(now(), '%H%Z')").text(scope.root, scope) == "12Z"


# --- Comparing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("coalesce(/data/empty, 'x') = 'x'", True),
        ("coalesce(/data/empty, 'x') != 'x'", False),
        ("coalesce(/data/name, 'x') = 'Rina'", True),
        ("coalesce(/data/age, 3) = 41", True),
        ("coalesce(/data/age, 3) != 41", False),
        ("41 = coalesce(/data/age, 3)", True),
        ("coalesce(/data/age, 3) < 42", True),
        ("42 > coalesce(/data/age, 3)", True),
        ("41 > coalesce(/data/age, 3)", False),
        ("41 >= coalesce(/data/age, 3)", True),
        ("if(true(), /data/child/age, 3) = 9", True),
        ("if(true(), /data/child/age, 3) != 9", True),
        ("if(true(), /data/child/age, 3) = 5", False),
        ("if(true(), /data/child/age, 3) > 8", True),
        ("if(false(), /data/child/age, 3) = '3.0'", True),
        ("if(false(), /data/child/age, 3) = /data/child/age", False),
        ("if(true(), /data/child/age, 3) = /data/child/age", True),
        ("if(true(), /data/nothing, 3) = true()", False),
        ("if(true(), /data/empty, 3) = true()", True),
        ("true() = if(true(), /data/nothing, 3)", False),
        ("if(true(), /data/nothing, 3) != true()", True),
        ("if(true(), /data/nothing, 3) = ''", False),
        ("/data/nothing = false()", True),
        ("/data/nothing != 'x'", False),
        ("/data/child/age = /data/age", False),
        ("/data/child/age != /data/age", True),
        ("/data/child/age < /data/age", True),
        ("/data/age < /data/child/age", False),
        ("4 = /data/child/age", True),
        ("4 < /data/child/age", True),
        ("9 < /data/child/age", False),
        ("9 <= /data/child/age", True),
        ("4 > /data/child/age", False),
        ("5 > /data/child/age", True),
        ("9 >= /data/child/age", True),
        ("3 >= /data/child/age", False),
        ("'Rina' = /data/name", True),
        ("'Rina' != /data/name", False),
        ("1 = true()", True),
        ("1 != true()", False),
        ("'' = false()", True),
        ("'1' = 1", True),
        ("'1' != 1", False),
        ("'a' != 'b'", True),
        ("'10' > '9'", True),
        ("number('x') = number('x')", False),
        ("number('x') != number('x')", True),
    ],
)
def test_comparing_is_that_of_the_standard_whatever_stands_on_each_side(source: str, expected: bool) -> None:
    assert answer_to(source) is expected


def test_a_choice_is_called_by_its_name_in_the_language_of_the_reader() -> None:
    filling = Filling("""
        | survey |
        | | type              | name | label     | calculation                                    |
        | | select_one colour | tint | Tint?     |                                                |
        | | calculate         | said |           | jr:choice-name(${tint}, '${tint}')             |
        | | calculate         | none |           | jr:choice-name('grey', '${tint}')              |
        | | note              | n    | ${said}   |                                                |
        | choices |
        | | list_name | name | label |
        | | colour    | red  | Red   |
        | | colour    | blue | Blue  |
    """)
    filling.live.answer(filling.ref("tint"), "blue", SUNDAY)
    assert (filling.value("said"), filling.value("none")) == ("Blue", "")


@pytest.mark.parametrize("source", ["jr:choice-name('a', 3)", "weighted-checklist(1, 2, true())"])
def test_functions_that_want_their_arguments_written_so_say_it(source: str) -> None:
    with pytest.raises(Misread):
        compile_expression(source)
