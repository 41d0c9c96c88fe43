# forms are tables
"""A form of a stranger holds up nobody and fills no memory: what is too much is refused, or gives nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex

from conversations.casting import LONGEST_ANSWER
from conversations.context import Context
from conversations.expressions.patterns import pattern as read_pattern
from conversations.expressions.scope import MOST_WORK
from conversations.expressions.text_functions import LONGEST_TEXT
from conversations.lists import from_rows
from conversations.live import LiveForm
from conversations.markup import NotXml, read
from conversations.ordering import _fits
from conversations.problems import Problem
from conversations.recompute import LONGEST_WORKED_OUT, MOST_NODES, MOST_TURNS_IN_ALL
from conversations.xform import read_form
from conversations.xlsform import look_into_here
from tests.conversations.forms import SUNDAY

TOO_LARGE = "too many (repeats|brackets) inside each other|longer than 500 letters"
TEXT = "| | text | a | A | | | |"


def form(*rows: str, files: dict[str, bytes] | None = None) -> LiveForm:
    """A draft of a form with these rows: type, name, label, calculation, repeat_count, constraint."""
    head = ("| survey |", "| | type | name | label | calculation | repeat_count | constraint |")
    report = look_into_here("\n".join([*head, *rows, ""]).encode(), "md", "x", files)
    return LiveForm.begin(read_form(report.compiled().xml, files), SUNDAY)


def calculate(name: str, formula: str) -> str:
    return f"| | calculate | {name} | | {formula.replace('|', chr(92) + '|')} | | |"


def message(number: int) -> Context:
    """Another message of a person: the work that a form may ask for begins anew."""
    return replace(SUNDAY, seed=number)


def groups(depth: int) -> list[str]:
    begin = [f"| | begin group | g{n} | G | | | |" for n in range(depth)]
    return [*begin, "| | text | deep | Q | | | |", *["| | end group | | | | | |"] * depth]


# --- What is worked out ----------------------------------------------------------------------------


def test_texts_that_double_with_every_question_stay_short() -> None:
    rows = [
        calculate(f"c{n}", f"concat(${{{'a' if not n else f'c{n - 1}'}}}, ${{{'a' if not n else f'c{n - 1}'}}})")
        for n in range(60)
    ]
    live = form(
        TEXT,
        *rows,
        calculate("long", "string-length(concat(${c59}, ${c59}, ${c59}, ${c59}, join('x', ${c59}, ${c59})))"),
    )
    live.answer("/data/a", "x" * LONGEST_ANSWER, SUNDAY)
    assert len(live.value("/data/c59")) == LONGEST_WORKED_OUT
    assert int(live.value("/data/long")) <= 2 * LONGEST_TEXT


def test_a_chain_of_a_thousand_calculations_is_worked_out() -> None:
    rows = [calculate(f"c{n}", f"${{{'a' if not n else f'c{n - 1}'}}} + 1") for n in range(998)]
    live = form("| | integer | a | A | | | |", *reversed(rows))
    live.answer("/data/a", "1", SUNDAY)
    assert live.value("/data/c997") == "999"


def test_hundreds_of_circles_are_all_told() -> None:
    rows = [row for n in range(200) for row in (calculate(f"a{n}", f"${{b{n}}}"), calculate(f"b{n}", f"${{a{n}}}"))]
    with pytest.raises(Problem) as told:
        form(*rows)
    assert len(told.value.all) == 200


MANY = (
    "| | begin group | g | G | | | |",
    *[f"| | text | q{n} | Q | | | |" for n in range(900)],
    "| | end group | | | | | |",
)


@pytest.mark.parametrize(
    "formula",
    [
        "count(//*[count(//*[count(//*) > 0]) > 0])",
        "count(/data/g/*[count(/data/g/*[count(/data/g/*) > 0]) > 0])",
        "count(//*[count(//*[count(//nothing) = 0]) > 0])",
        "count(/data/g/*[count(/data/descendant::nothing) = 0])",
        " + ".join(["sum(/data/g//*)"] * 220),
        "+".join(["sum(/data/g/*)"] * 250) + " + count(/data/g/*[count(/data/g/*[sum(/data/g/*) > 0]) > 0])",
        "string-length(concat(/data/g/*[count(/data/g/*[count(/data/g/*) > 0]) > 0], 'a')) div 0",
    ],
)
def test_a_formula_that_looks_at_everything_again_and_again_gives_nothing(formula: str) -> None:
    live = form(TEXT, *MANY, calculate("z", formula), calculate("y", "1 + 1"))
    for number in (1, 2):
        live.answer("/data/a", str(number), message(number))
        assert live.value("/data/z") == ""
        assert live.value("/data/y") == "2", "other formulas are worked out"


def test_work_is_counted_anew_for_every_message() -> None:
    live = form(
        TEXT, *[f"| | text | q{n} | Q | | | |" for n in range(300)], calculate("z", "count(//*[count(//*) > 0])")
    )
    for n in range(MOST_WORK // 90_000 * 2):
        live.answer("/data/a", str(n), message(n))
        assert int(live.value("/data/z")) > 300


def test_any_number_of_slashes_through_deep_groups_is_read() -> None:
    live = form(TEXT, *groups(45), calculate("z", "count(" + "//*" * 25 + "//nothing) + count(//*//*//text())"))
    live.answer("/data/a", "1", SUNDAY)
    assert live.value("/data/z").isdecimal()
    form(TEXT, *groups(45), calculate("z", "sum(" + "//*" * 20 + "//nothing)"))


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (("data", "a"), True), (("data", "*"), True), (("//", "a"), True), (("data", "//"), True), (("//",), True),
        (("data", "//", "*"), True), (("//", "data", "//", "a", "//"), True), ((), False), (("data",), False),
        (("data", "a", "*"), False), (("//", "b"), False), (("b", "//"), False), (("data", "//", "*", "*"), False),
    ],
)  # fmt: skip
def test_what_a_pattern_of_names_may_mean(pattern: tuple[str, ...], fits: bool) -> None:
    assert _fits(pattern, ("data", "a")) is fits


def test_groups_as_deep_as_anybody_likes_are_refused() -> None:
    form(*groups(50))
    for depth in (51, 480):
        with pytest.raises(Problem, match=r"row 52, column type\. groups deeper than 50 levels"):
            form(*groups(depth))


# --- Repeats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", ["1000000", "999999999999", "1e300", "1 div 0"])
def test_a_million_turns_are_as_many_as_there_is_room_for(count: str) -> None:
    live = form(
        TEXT,
        f"| | begin repeat | r | R | | {count} | |",
        *[f"| | text | q{n} | Q | | | |" for n in range(900)],
        "| | end repeat | | | | | |",
    )
    live.answer("/data/a", "1", SUNDAY)
    assert len(live.document.children[0].children) <= MOST_TURNS_IN_ALL
    assert sum(1 for _ in live.document.walk()) <= MOST_NODES + 1000


def test_repeats_in_repeats_have_room_together() -> None:
    live = form(
        "| | begin repeat | r | R | | 500 | |",
        "| | begin repeat | s | S | | 500 | |",
        *[f"| | text | q{n} | Q | | | |" for n in range(30)],
        *["| | end repeat | | | | | |"] * 2,
    )
    assert sum(1 for _ in live.document.walk()) <= MOST_NODES + 1000


def test_turns_that_read_all_turns_are_worked_out() -> None:
    live = form(
        "| | integer | n | N | | | |",
        "| | begin repeat | r | R | | ${n} | |",
        "| | integer | q | Q | | | |",
        calculate("s", "sum(${q}) + indexed-repeat(${q}, ${r}, position(..)) + count(${r})"),
        "| | end repeat | | | | | |",
    )
    live.answer("/data/n", "500", SUNDAY)
    assert len(live.turns("/data/r")) == 500


# --- Patterns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000000}", "(a{1000}){1000}", "((a{100}){100}){100}", "(?:a{1000}){1000}", "(a|b){1000000}", "(a?){1000000}",
        "(" * 45 + "a+" + ")+" * 45 + "$", "[a]{99999999999999999999}", "\\d{500}" * 100, "(((a{100,}){100,}){100,})",
    ],
)  # fmt: skip
def test_a_pattern_that_is_huge_when_it_is_compiled_is_never_compiled(pattern: str) -> None:
    with pytest.raises(regex.error, match=TOO_LARGE):
        read_pattern(pattern)
    with pytest.raises(Problem, match=TOO_LARGE):
        form(f"| | text | a | A | | | regex(., '{pattern.replace('|', chr(92) + '|')}') |")


@pytest.mark.parametrize(
    "pattern",
    [
        "^[0-9]{16}$", "^(08|\\+62)[0-9]{7,12}$", "[\\s\\S]*[Nn][Aa]\\s*:[\\s\\S]*", "^\\S+@\\S+\\.\\S{2,}$", "(a+)+$", "a{1000}",
        "[]x]{3}", "[^]]*", "\\(\\{\\)", "(?i)ya|tidak", "((a|b)+c){2,5}", "x{2,}y{,3}z{",
    ],
)  # fmt: skip
def test_ordinary_patterns_are_small(pattern: str) -> None:
    read_pattern(pattern)


def test_brackets_that_close_before_they_open_are_told_as_such() -> None:
    with pytest.raises(regex.error, match="unbalanced parenthesis"):
        read_pattern(")(")


def test_a_pattern_out_of_an_answer_is_held_to_the_same() -> None:
    live = form(TEXT, calculate("z", "if(regex('aaa', ${a}), 'ya', 'tidak')"), calculate("y", "1 + 1"))
    for pattern, found in (("a+", "ya"), ("(a{1000}){1000}", ""), ("(", ""), ("b", "tidak")):
        live.answer("/data/a", pattern, SUNDAY)
        assert (live.value("/data/z"), live.value("/data/y")) == (found, "2")


def test_hundreds_of_patterns_that_hang_are_tried_a_few_times() -> None:
    rows = [calculate(f"c{n}", "regex(${a}, '(a|aa)+$')") for n in range(600)]
    live = form(TEXT, *rows, calculate("y", "1 + 1"))
    live.answer("/data/a", "a" * 60 + "!", SUNDAY)  # 600 times 0.1 s, twice, would be two minutes
    assert (live.value("/data/c599"), live.value("/data/y")) == ("false", "2")


# --- Answers and lists -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "note"])
def test_an_answer_has_four_thousand_letters_at_most(kind: str) -> None:
    live = form(f"| | {kind} | a | A | | | |")
    assert live.violation("/data/a", "x" * LONGEST_ANSWER, SUNDAY) is None
    refused = live.violation("/data/a", "x" * (LONGEST_ANSWER + 1), SUNDAY)
    assert refused is not None
    assert refused.kind == "type"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("t.csv", b"name,label" + b",c" * 60 + b"\n" + (b"1,a" + b",x" * 60 + b"\n") * 10_000),
        ("t.csv", b"name,label\n" + b"1,a\n" * 20_001),
        ("t.xml", b"<root>" + b"<item><name>1</name><label>a</label></item>" * 20_001 + b"</root>"),
        ("t.geojson", b'{"features": [' + b",".join([b'{"geometry": {"type": "Point", "coordinates": [1, 2]}}'] * 20_001) + b"]}"),
    ],
)  # fmt: skip
def test_lists_that_are_too_long_or_too_wide_are_refused(file: str, content: bytes) -> None:
    if file.endswith("csv"):
        head, _, rest = content.partition(b"\n")
        names = [name + (b"%d" % n if name == b"c" else b"") for n, name in enumerate(head.split(b","))]
        content = b",".join(names) + b"\n" + rest
    with pytest.raises(Problem, match="more than"):
        form(f"| | select_one_from_file {file} | a | A | | | |", files={file: content})


def test_xml_of_a_million_elements_is_not_read() -> None:
    with pytest.raises(NotXml, match="more than 500000 elements"):
        read("<root>" + "<a/>" * 500_001 + "</root>")


def test_the_longest_list_is_shuffled_and_offered() -> None:
    live = form("| | select_one_from_file t.csv | a | A | | | |", files={"t.csv": b"name,label\n1,a\n"})
    rows = [(str(n), f"L{n}") for n in range(20_000)]
    context = Context(SUNDAY.now, lists={"t": from_rows("t.csv", ("name", "label"), rows)})
    live.at(context)
    assert len(live.choices("/data/a")) == 20_000


def test_hundreds_of_lists_within_a_repeat_are_found_once_for_as_long_as_none_comes_or_goes() -> None:
    live = form(
        "| | begin repeat | r | R | | 500 | |",
        "| | begin repeat | s | S | | | |",
        "| | text | q | Q | | | |",
        *["| | end repeat | | | | | |"] * 2,
    )
    before = live._all_repeats
    assert sum(live.may_change_turns(each) for each in live.repeats()) == 500
    assert live._all_repeats is before
    live.add("/data/r[1]/s", SUNDAY)
    assert live._all_repeats is not before
