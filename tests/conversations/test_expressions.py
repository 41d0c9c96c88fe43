"""What expressions of forms give, and how their mistakes are told."""

from __future__ import annotations

import math
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from conversations.expressions import Misread, Scope, compile_expression
from conversations.markup import read
from conversations.nodes import Node

DATA = """
<data id="x">
  <age>41</age><name>Rina</name><picks>a c</picks><empty/><born>1985-03-09</born>
  <child><age>4</age></child><child><age>9</age></child>
  <group><one>1</one><two>2</two></group>
</data>
"""
HERE = ("data", "age")
JAKARTA = ZoneInfo("Asia/Jakarta")


def answer_to(source: str, at: str = "age") -> object:
    root = read(DATA)
    towns = read("<root><item><name>a</name><size>3</size></item><item><name>b</name><size>5</size></item></root>")
    scope = Scope(root, datetime(2026, 11, 22, 19, 5, tzinfo=JAKARTA), Random(1), {"towns": towns})
    value = compile_expression(source, HERE).value(root.children[0].named(at)[0], scope)
    return [node.name for node in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3 - 4 div 2", 5),
        ("-(2 + 3) mod 3", -2),
        ("/data/age > 18 and /data/name = 'Rina'", True),
        ("../age >= 18 or explode", True),
        (". = 41", True),
        ("selected(../picks, 'c') and not(selected(../picks, 'b'))", True),
        ("count-selected(../picks)", 2),
        ("selected-at(../picks, 1)", "c"),
        ("if(../age > 40, 'old', 'young')", "old"),
        ("string(coalesce(../empty, ../name))", "Rina"),
        ("sum(/data/child/age)", 13),
        ("max(/data/child/age)", 9),
        ("count(/data/child)", 2),
        ("count(//age)", 3),
        ("count(/data/group/* | /data/child)", 4),
        ("/data/child[2]/age", ["age"]),
        ("string(/data/child[age > 5]/age)", "9"),
        ("string(/data/child[position() = last()]/age)", "9"),
        ("string(/data/child[count(../child[age > 0]) = 2 and position() = 2]/age)", "9"),
        ("position(/data/child[2])", 2),
        ("indexed-repeat(/data/child/age, /data/child, 1) + 0", 4),
        ("instance('towns')/root/item[name = 'b']/size + 0", 5),
        ("string(instance('towns')/root/item[size = /data/child[1]/age - 1]/name)", "a"),
        ("string(instance('towns')/root/item[size > 1 and name = /data/group/../picks or name = 'b']/name)", "b"),
        ("string(instance('towns')/root/item[size > 1 and 'b' = name]/size)", "5"),
        ("count(instance('towns')/root/item[name = 'b' and size < 4])", 0),
        ("count(instance('towns')/root/item[name = 'b' and position() = 2])", 1),
        ("count(instance('towns')/root/item[name = 'b' and position() = 1])", 0),
        ("count(instance('towns')/root/item[name = 'b' and 1])", 1),
        ("count(instance('towns')/root/item[name = size])", 0),
        ("count(instance('towns')/root/item[name = 'b'][1][size = 5])", 1),
        ("pulldata('towns', 'size', 'name', 'b') + 0", 5),
        ("pulldata('towns', 'size', 'name', ../empty)", ""),
        ("concat('a', 1, true())", "a1true"),
        ("join(', ', /data/child/age)", "4, 9"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -2)", "lo"),
        ("substring('12345', 2, 3)", "234"),
        ("normalize-space('  a   b ')", "a b"),
        ("string-length('añ')", 2),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("regex('0812', '^0[0-9]{3}$')", True),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", 1.01),
        ("int(-3.7)", -3),
        ("0.1 + 0.2 = 0.3", True),
        ("string(1 div 3)", "0.3333333333333333"),
        ("string(10 div 2)", "5"),
        ("string(0.0000001)", "0.0000001"),
        ("boolean-from-string('1')", True),
        ("checklist(1, 2, true(), false(), true())", True),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("div - 1 = 2", False),
    ],
)
def test_expressions_give_what_the_standard_says(source: str, expected: object) -> None:
    assert answer_to(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("string(today())", "2026-11-22"),
        ("today() - date('2026-11-01')", 21),
        ("'2026-11-22' <= today()", True),
        ("'2026-11-23' <= today()", False),
        ("string(date(today() + 7))", "2026-11-29"),
        ("string(date('2026-02-29'))", ""),
        ("int((today() - ../born) div 365.25)", 41),
        ("string(now())", "2026-11-22T19:05:00.000+07:00"),
        ("format-date('2026-11-02', '%e/%n/%Y')", "2/11/2026"),
        ("format-date-time(now(), '%H.%M')", "19.05"),
        ("date('1970-01-01') + 0", 0),
        ("boolean(date('1970-01-01'))", True),
        ("'2026-11-22T12:05:00Z' + 0 = now()", True),
        ("string(date-time(decimal-date-time(now()) + 1))", "2026-11-23T19:05:00.000+07:00"),
        ("decimal-time('06:00:00')", 0.25),
    ],
)
def test_a_date_is_a_civil_day_where_the_person_is(source: str, expected: object) -> None:
    assert answer_to(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sum(coalesce(../age, 3))", 41),
        ("sum(if(true(), 3, ../age))", 0),
        ("count(coalesce(../empty, 'x'))", 0),
        ("string(if(true(), 3, ../age)/x)", ""),
        ("if(true(), 3, ../age)[1]", []),
        ("count(if(true(), ../child, 3)/age)", 2),
    ],
)
def test_what_turns_out_to_be_no_nodes_is_none(source: str, expected: object) -> None:
    assert answer_to(source) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("Infinity", "-Infinity"), math.nan), (("9" * 308,) * 3, math.inf), (("Infinity", "1"), math.inf)],
)
def test_a_sum_of_what_is_beyond_all_numbers_is_told_as_one(values: tuple[str, ...], expected: float) -> None:
    root = read("<d>" + "".join(f"<a>{value}</a>" for value in values) + "</d>")
    scope = Scope(root, datetime(2026, 11, 22, tzinfo=JAKARTA), Random(1))
    assert str(compile_expression("sum(/d/a)").value(root.children[0], scope)) == str(expected)


WIB, WITA, WIT = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))


def day_at(instant: str, zone: ZoneInfo, source: str) -> object:
    scope = Scope(read(DATA), datetime.fromisoformat(instant).astimezone(zone), Random(1))
    return compile_expression(source).value(scope.root.children[0], scope)


@pytest.mark.parametrize(
    ("instant", "zone", "today", "clock"),
    [
        ("2026-11-22T16:59:59.999+00:00", WIB, "2026-11-22", "23:59:59"),
        ("2026-11-22T17:00:00+00:00", WIB, "2026-11-23", "00:00:00"),
        ("2026-11-22T15:59:59+00:00", WITA, "2026-11-22", "23:59:59"),
        ("2026-11-22T16:00:00+00:00", WITA, "2026-11-23", "00:00:00"),
        ("2026-11-22T14:59:59+00:00", WIT, "2026-11-22", "23:59:59"),
        ("2026-11-22T15:00:00+00:00", WIT, "2026-11-23", "00:00:00"),
    ],
)
def test_a_day_ends_at_midnight_where_the_person_is(instant: str, zone: ZoneInfo, today: str, clock: str) -> None:
    assert day_at(instant, zone, "string(today())") == today
    assert day_at(instant, zone, "format-date-time(now(), '%Y-%m-%d %H:%M:%S')") == f"{today} {clock}"
    assert day_at(instant, zone, f"'{today}' = today() and '{today}' <= today()") is True
    assert day_at(instant, zone, f"date('{today}') + 1 > today() and today() - 1 < date('{today}')") is True
    assert day_at(instant, zone, "string(date(now()))") == today
    assert day_at(instant, zone, "today() - date('2026-11-01')") == int(today[-2:]) - 1
    assert day_at(instant, zone, "now() - today() >= 0 and now() - today() < 1") is True
    assert day_at(instant, zone, "floor(decimal-date-time(now())) = today()") is True


def test_the_same_moment_is_the_same_number_only_in_one_zone() -> None:
    noon = "'2026-11-22T12:00:00+07:00' + 0"
    assert day_at("2026-11-22T05:00:00+00:00", WIB, f"{noon} = now()") is True
    assert day_at("2026-11-22T05:00:00+00:00", WIT, f"{noon} = now()") is True
    wib, wit = (day_at("2026-11-22T05:00:00+00:00", zone, noon) for zone in (WIB, WIT))
    assert wit - wib == pytest.approx(2 / 24)  # type: ignore[operator]


def test_what_is_no_number_is_nan() -> None:
    assert math.isnan(answer_to("number('a few')"))  # type: ignore[arg-type]
    assert math.isnan(answer_to("../name * 2"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("selekted(../picks, 'a')", "there is no function selekted()"),
        ("round()", "round() does not take 0 arguments"),
        ("if(true(), 1)", "if() does not take 2 arguments"),
        ("../age >", "the expression ends too early"),
        ("../age > 1)", "“)” is not expected here"),
        ("$age", "variables such as $name are not supported"),
        ("count(3)", "a path to questions is needed here"),
        ("regex(., '(')", "the pattern cannot be read"),
        ("digest(., 'SHA-7')", "“SHA-7” is none of MD5, SHA-1"),
        ("digest(., 'MD5', 'rot13')", "“rot13” is none of base64, hex"),
        ("weighted-checklist(1, 2, true())", "pairs of a value and its weight"),
        ("indexed-repeat(../a, ../r)", "does not take 2 arguments"),
        ("depend()", "depend() does not take 0 arguments"),
        ("#", "“#” is not expected here"),
        ("(" * 60 + "1" + ")" * 60, "nested deeper than 50"),
        ("1" + " + 1" * 2000, "longer than 4000 characters"),
    ],
)
def test_a_mistake_is_told_with_its_place(source: str, told: str) -> None:
    with pytest.raises(Misread, match="character") as misread:
        compile_expression(source)
    assert told in str(misread.value)


def test_long_chains_are_worked_out_or_refused_but_never_crash() -> None:
    chain = " + ".join(["1"] * 900)
    try:
        assert answer_to(chain) == 900
    except Misread as misread:
        assert "too long" in str(misread)  # noqa: PT017  # either is fine, a RecursionError is not


@pytest.mark.parametrize(
    "source", ["uuid(1000000000)", "uuid(1 div 0)", "round(5, 1000000000)", "round(5, -1000000000)"]
)
def test_numbers_beyond_all_measure_neither_crash_nor_fill_the_memory(source: str) -> None:
    assert len(str(answer_to(source))) <= 1000


def test_a_seed_gives_the_order_that_other_engines_give() -> None:
    # from 42 Park and Miller's generator gives 705894, 1126542223, 1579310009, 565444343: places 0, 1, 2 and 1
    assert answer_to("join(' ', randomize(/data/child | /data/group/*, 42))") == "4 2 1 9"


def test_a_pattern_that_would_hang_is_given_up() -> None:
    assert answer_to(f"regex('{'a' * 60}!', '(a|aa)+$')") is False  # Python's own re would take years


def test_an_expression_knows_what_it_reads() -> None:
    read = compile_expression("../a + sum(/data/r/b) + instance('towns')/root/item[x = /data/c]/y", HERE)
    assert read.references == {("data", "a"), ("data", "r", "b"), ("data", "c")}
    assert read.instances == {"towns"}


def test_counting_turns_does_not_read_their_answers() -> None:
    assert compile_expression("position(..) + count(/data/r)", ("data", "r", "a")).references == set()


def test_an_absolute_path_into_the_own_repeat_means_this_turn() -> None:
    root = read("<data><r><a>1</a><b/></r><r><a>2</a><b/></r></data>")
    scope = Scope(root, datetime(2026, 11, 22, tzinfo=JAKARTA), Random(1))
    here, repeats = ("data", "r", "b"), frozenset({("data", "r")})
    second: Node = root.children[0].children[1].children[1]
    assert compile_expression("/data/r/a", here, repeats).text(second, scope) == "2"
    assert compile_expression("indexed-repeat(/data/r/a, /data/r, 1)", here, repeats).text(second, scope) == "1"
    assert compile_expression("sum(/data/r[a > 0]/a)", here, repeats).number(second, scope) == 3
