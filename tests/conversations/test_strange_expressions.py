"""Whatever stands in an expression: it is refused with its place, or it gives a value. Nothing crashes or hangs."""

from __future__ import annotations

from datetime import datetime
from random import Random
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.expressions import Misread, Scope, compile_expression
from conversations.expressions.functions import FUNCTIONS
from conversations.markup import read
from conversations.problems import Problem
from conversations.xform import read_form
from tests.conversations.forms import SUNDAY, Filling, xml_of

DATA = """
<data id="x"><a>41</a><e/><b>1985-03-09</b><t>2026-11-22T23:30:00.000+07:00</t><p>a c</p><g>1.5 2.5 0 0</g>
<r><x>4</x><s><y>1</y><y>2</y></s></r><r><x>no</x><s/></r></data>
"""
ROOT = read(DATA)
TOWNS = read("<root><item><name>a</name><size>3</size></item><item><name>b</name><size>5</size></item></root>")
ATOMS = (
    "''", "'a'", "'%Y %b %d %H:%M:%S %3'", "'SHA-256'", "'hex'", "'(a+)+$'", "'['", "'9999-12-31T23:59:59-12:00'",
    "'0001-01-01T00:00:00+14:00'", "'2026-02-30'", "'12:00:00+99:00'", "'1e999'", "'90 180 0 0;1 1'", "'towns'", "'/data/p'",
    "0", "-1", "1.5", "1e300", "-1e300", "1 div 0", "-1 div 0", "0 div 0", "719162", "-719163", "true()", "false()",
    "today()", "now()", ".", "..", "../e", "../b", "../t", "../p", "../g", "../r", "../r/x", "//y", "/data/@id", "/",
    "/nothing", "instance('towns')/root/item", "current()/../r[last()]/x", "../r[position() = 1]/s/y | ../a",
)  # fmt: skip


# what the ODK XForms specification lists; extract-signed() is refused on purpose (docs/forms-conformance.md)
SPECIFICATION = """
string concat join substr substring-before substring-after translate string-length normalize-space contains starts-with
ends-with uuid digest base64-decode pulldata if coalesce once true false boolean boolean-from-string not regex checklist
weighted-checklist number random int sum max min round pow log log10 abs sin cos tan asin acos atan atan2 sqrt exp exp10
pi count count-non-empty position instance current randomize today now format-date format-date-time date
decimal-date-time decimal-time selected selected-at count-selected jr:choice-name jr:itext indexed-repeat area distance
geofence
"""


def test_every_function_of_the_specification_is_there() -> None:
    assert set(SPECIFICATION.split()) <= set(FUNCTIONS)


def scope() -> Scope:
    return Scope(ROOT, datetime(2026, 11, 22, 23, 30, tzinfo=ZoneInfo("Asia/Jayapura")), Random(1), {"towns": TOWNS})


def is_told(misread: Misread) -> None:
    if not misread.source:
        return  # there is no place in nothing
    assert f"(character {misread.at + 1} of: " in str(misread)
    assert "▸" in str(misread)


def calls(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    named = st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(inside, max_size=4))
    signed = st.tuples(
        inside,
        st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or", "|"]),
        inside,
    )
    return st.one_of(
        named.map(lambda call: f"{call[0]}({', '.join(call[1])})"),
        signed.map(lambda each: f"({' '.join(each)})"),
        st.tuples(st.sampled_from(("../r", "//y", "../p")), inside).map(lambda each: f"{each[0]}[{each[1]}]"),
    )


@settings(max_examples=1500, deadline=None)
@given(st.recursive(st.sampled_from(ATOMS), calls, max_leaves=6))
@example("jr:choice-name('', '')")
def test_every_call_gives_a_value_or_is_refused_with_its_place(source: str) -> None:
    try:
        expression = compile_expression(source, ("data", "a"), frozenset({("data", "r")}))
    except Misread as misread:
        is_told(misread)
        return
    here = ROOT.children[0].named("a")[0]
    assert isinstance(expression.value(here, scope()), str | float | bool | list | tuple)
    assert isinstance(expression.text(here, scope()), str)
    assert isinstance(expression.truth(here, scope()), bool)
    assert isinstance(expression.number(here, scope()), float)


@settings(max_examples=1000, deadline=None)
@given(st.text("ab1 .'\"/[]()@:$*+-=!<>|,éあ\n", max_size=30))
def test_noise_is_refused_with_its_place_or_is_an_expression(source: str) -> None:
    try:
        compile_expression(source)
    except Misread as misread:
        is_told(misread)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("../age > 18 and or ../b", "../age > 18 and or ▸../b"),
        ("concat(../a, selekted(../b))", "concat(../a, ▸selekted(../b))"),
        ("../a |\n  3", "../a ▸| 3"),
        ("(1 + 2)[1]", "▸(1 + 2)[1]"),
        ("1 + " * 90 + "?" + " + 1" * 90, "+ 1 + ▸? + 1 +"),
    ],
)
def test_a_mistake_shows_the_expression_with_a_mark_at_the_place(source: str, shown: str) -> None:
    with pytest.raises(Misread) as misread:
        compile_expression(source, ("data", "a"))
    assert shown in str(misread.value)
    assert len(str(misread.value)) < 260


HANGING = """
    | survey |
    | | type | name | label | constraint | constraint_message | relevant | calculation |
    | | text | code | Code  | {constraint} | Begitu tidak bisa |          |             |
    | | text | more | More  |            |                    | not(regex(${{code}}, '(a\\|aa)+$')) | |
    | | calculate | fits |  |            |                    |          | if(regex(${{code}}, '(a\\|aa)+$'), 'yes', 'no') |
"""


@pytest.mark.parametrize("constraint", ["regex(., '(a\\|aa)+$')", "not(regex(., '(a\\|aa)+$'))"])
def test_a_pattern_that_would_hang_refuses_the_answer_whatever_stands_around_it(constraint: str) -> None:
    visit = Filling(HANGING.format(constraint=constraint))
    began = monotonic()
    refused = visit.say(code="a" * 60 + "!")
    assert refused is not None
    assert (refused.kind, refused.message) == ("constraint", "Begitu tidak bisa")
    visit.live.put(visit.ref("code"), "a" * 60 + "!", SUNDAY)  # what was taken elsewhere does not crash the step
    assert (visit.value("fits"), visit.asked()) == ("", ["code"])
    assert monotonic() - began < 30  # Python's own re would take years


@pytest.mark.parametrize("column", ["default", "calculation", "constraint", "label"])
def test_a_list_that_nobody_has_is_refused_wherever_it_is_named(column: str) -> None:
    xml = xml_of("""
        | survey |
        | | type | name | label    | default     | calculation | constraint |
        | | text | a    | At LABEL | b + DEFAULT | CALCULATION | CONSTRAINT |
    """)
    named = "instance('towns')/root/item[1]/name"
    for other in ("DEFAULT", "CALCULATION", "CONSTRAINT"):
        xml = xml.replace(f"b + {other}", "1").replace(other, named if other.lower() == column else "1")
    xml = xml.replace("LABEL", f'<output value="{named}"/>' if column == "label" else "")
    if column == "default":
        xml = xml.replace('value="1"', f'value="{named}"')
    with pytest.raises(Problem, match="there is no list “towns”"):
        read_form(xml)
