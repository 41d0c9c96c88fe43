"""A list that is looked up gives what trying every row gives, whatever it is filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conversations.expressions import Scope, compile_expression
from conversations.expressions.lookups import lookups
from conversations.expressions.parser import parse
from conversations.expressions.syntax import Path
from conversations.lists import from_rows
from conversations.nodes import Node, document

ODD = (
    *("", " ", "a", "b", "a b", "3", "3.0", " 3", "03", "-0", "0", "2.9999999999999996", "1e3", "NaN", "Infinity", "true"),
    *("2026-11-22", "2026-11-22T00:00:00.000+07:00", "2026-11-21T17:00:00Z", "20779", "19:05:00", "é", "1"),
)  # fmt: skip
CELLS = st.sampled_from(ODD)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12)
ANSWERS = st.tuples(CELLS, CELLS)
ATOMS = st.sampled_from(
    (
        *("'3'", "''", "'a'", "3", "0.1 + 0.2 + 2.7", "-0", "0 div 0", "1 div 0", "/data/a", "/data/b", "/data/nothing", "/data/*"),
        *("today()", "date('2026-11-22')", "now()", "number(/data/a)", "string(/data/b)", "/data/a + 0", "concat(/data/a, '')"),
        *("coalesce(/data/a, 3)", "coalesce(/data/a, today())", "if(/data/a = 'a', true(), /data/b)", "1 = 1", "current()/../b"),
        *("selected-at(/data/a, 0)", "instance('other')/root/item/of", "/data/a = /data/b", "count(/data/*)", "position(/data/b)"),
        *("instance('other')/root/item[of = current()]/of", "/data/*[position() = 2]", "pulldata('other', 'of', 'of', /data/a)"),
    )
)  # fmt: skip
COLUMNS = st.sampled_from(("of", "kind", "./of", "nothing"))
SAME = st.tuples(COLUMNS, ATOMS, st.booleans()).map(
    lambda each: f"{each[0]} = {each[1]}" if each[2] else f"{each[1]} = {each[0]}"
)
OTHERS = st.sampled_from(
    ("of != ''", "kind > 1", "of = kind", "contains(of, 'a')", "position() = 1", "position() = last()", "1", ".")
)
FILTERS = st.lists(st.one_of(SAME, SAME, OTHERS), min_size=1, max_size=3).map(
    lambda them: " and ".join(["true()", *them])
)
FURTHER = st.sampled_from(("", "[1]", "[last()]", "[kind = '3']"))


def scope_of(rows: Sequence[tuple[str, str, str]], answers: tuple[str, str]) -> tuple[Node, Scope]:
    data = Node("data")
    here, _ = (data.add(Node(name, text=text)) for name, text in zip("ab", answers, strict=True))
    lists = {
        "towns": from_rows("towns", ("of", "kind", "of"), rows),
        "other": from_rows("other", ("of",), [answers, ("3", "")]),
    }
    now = datetime(2026, 11, 22, 19, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
    return here, Scope(document(data), now, Random(1), lists)


def found(source: str, here: Node, scope: Scope) -> list[int]:
    return [id(node) for node in compile_expression(source, ("data", "a")).nodes(here, scope)]


@settings(max_examples=3000, deadline=None)
@example([("3", "", "3.0"), ("3.0", "", "3")], ("3", ""), "of = 3", "")
@example([("a", "a", "a")], ("a", ""), "of = /data/a", "")  # a column that is there twice
@given(ROWS, ANSWERS, FILTERS, FURTHER)
def test_looked_up_equals_tried(
    rows: list[tuple[str, str, str]], answers: tuple[str, str], condition: str, further: str
) -> None:
    here, scope = scope_of(rows, answers)
    looked_up = found(f"instance('towns')/root/item[{condition}]{further}", here, scope)
    assert looked_up == found(f"instance('towns')/root/item[{condition} or false()]{further}", here, scope)
    assert looked_up == found(f"instance('towns')/root/item[{condition}]{further}", here, scope), "and once more"


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("of = /data/a", ["of"]),
        ("/data/a = of", ["of"]),
        ("./of = 'x' and kind = current()/../b", ["of", "kind"]),
        ("kind > 2 and of = concat(/data/a, '-', /data/b)", ["of"]),
        ("of = 3 and kind = /data/a + 1", ["of", "kind"]),
        ("of = -/data/a", ["of"]),
        ("of = instance('x')/root/item[name = 'y']/of", ["of"]),
        ("of = pulldata('x', 'a', 'b', /data/a)", ["of"]),
        ("of = kind", []),
        ("of != 'a'", []),
        ("of = 'a' or kind = 'b'", []),
        ("not(of = 'a')", []),
        ("of/more = 'a'", []),
        ("@of = 'a'", []),
        ("* = 'a'", []),
        ("of[1] = 'a'", []),
        ("of = concat(kind, 'a')", []),
        ("of = ../item/kind", []),
        ("of = position()", []),
        ("of = last()", []),
        ("of = string()", []),
        ("of = random()", []),
        ("of = once('a')", []),
        ("of = uuid(3)", []),
        ("of = jr:choice-name(/data/a, '/data/a')", []),
    ],
)
def test_what_is_looked_up_is_the_same_for_every_row(condition: str, columns: list[str]) -> None:
    predicate = parse(f"item[{condition}]")
    assert isinstance(predicate, Path)
    looked_up, rest = lookups(predicate.steps[0].predicates[0])
    assert [column for column, _ in looked_up] == columns
    assert len(rest) == condition.count(" and ") + 1 - len(columns)
