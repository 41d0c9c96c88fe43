"""What a form asks for must not hold up the bot: work, texts and turns have a bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.expressions.patterns import LONGEST
from conversations.expressions.scope import MOST_WORK
from conversations.live import LiveForm
from conversations.problems import Problem
from conversations.recompute import LONGEST_WORKED_OUT, MOST_NODES
from tests.conversations.forms import SUNDAY, compiled_of, form_of

SQUARED = "count(instance('l')/root/item[count(instance('l')/root/item[label != '']) > 0])"


def list_of(many: int) -> str:
    return "\n".join(f"    | | l | n{n} | N{n} |" for n in range(many))


def searching(expression: str, many: int) -> str:
    return f"""
    | survey |
    | | type         | name | label | calculation |
    | | select_one l | q    | Q     |             |
    | | calculate    | c    |       | {expression} |
    | | calculate    | d    |       | count(instance('l')/root/item[label = 'N1']) |
    | choices |
    | | list_name | name | label |
{list_of(many)}
    """


def test_a_search_within_a_search_is_worked_out_where_it_is_not_too_much() -> None:
    live = LiveForm.begin(form_of(searching(SQUARED, 100)), SUNDAY)
    assert live.value("/data/c") == "100"


def test_a_search_that_is_too_much_gives_nothing_and_so_does_what_comes_after_it() -> None:
    live = LiveForm.begin(form_of(searching(SQUARED, 1000)), SUNDAY)
    assert live.value("/data/c") in ("", "NaN")
    assert live._scope.work < 0


def test_the_next_message_has_its_own_work() -> None:
    live = LiveForm.begin(form_of(searching("string-length(${q})", 3)), SUNDAY)
    live._scope.work = -1
    live.answer("/data/q", "n1", replace(SUNDAY, seed=2))
    assert live.value("/data/d") == "1"
    assert 0 < live._scope.work <= MOST_WORK


def test_texts_that_join_each_other_do_not_grow_without_end() -> None:
    rows = "\n".join(f"    | | calculate | a{n} | | concat(${{a{n - 1}}}, ${{a{n - 1}}}) |" for n in range(1, 40))
    doubling = f"""
    | survey |
    | | type      | name | label | calculation |
    | | text      | q    | Q     |             |
    | | calculate | a0   |       | 'sepuluh hr' |
{rows}
    """
    live = LiveForm.begin(form_of(doubling), SUNDAY)
    assert len(live.value("/data/a39")) == LONGEST_WORKED_OUT


def test_a_counted_repeat_stops_where_the_draft_is_full() -> None:
    rows = "\n".join(f"    | | text | q{n} | Q |" for n in range(200))
    many = f"""
    | survey |
    | | type         | name | label | repeat_count |
    | | begin_repeat | r    | R     | 400          |
{rows.replace("| Q |", "| Q | |")}
    | | end_repeat   |      |       |              |
    """
    live = LiveForm.begin(form_of(many), SUNDAY)
    assert 0 < len(live.turns("/data/r")) < 400
    assert len(live.questions()) <= MOST_NODES


@pytest.mark.parametrize(
    "pattern",
    ["x" * (LONGEST + 1), "((((a{99}){99}){99}){99}){99}", "(" * 200 + "a" + ")" * 200 + "{9}{999}{999}"],
)
def test_a_pattern_that_takes_long_to_read_is_refused(pattern: str) -> None:
    refused = f"""
    | survey |
    | | type | name | label | constraint |
    | | text | q    | Q     | regex(., '{pattern}') |
    """
    with pytest.raises(Problem, match="regex"):
        compiled_of(refused)


@pytest.mark.parametrize(
    "pattern", ["^[0-9]{16}$", "^(08\\|62)[0-9]{8,12}$", "[a-z]{1,500}", r"[\]{9}]{2}", "(a{3}b{3}){100}"]
)
def test_ordinary_patterns_are_read(pattern: str) -> None:
    fine = f"""
    | survey |
    | | type | name | label | constraint |
    | | text | q    | Q     | regex(., '{pattern}') |
    """
    assert compiled_of(fine)


def test_a_pattern_that_is_worked_out_and_refused_holds_for_nothing() -> None:
    worked_out = """
    | survey |
    | | type | name | label | constraint       |
    | | text | p    | P     |                  |
    | | text | q    | Q     | regex(., ${p})   |
    """
    live = LiveForm.begin(form_of(worked_out), SUNDAY)
    live.answer("/data/p", "((((a{99}){99}){99}){99}){99}", SUNDAY)
    assert live.violation("/data/q", "a", SUNDAY) is not None
