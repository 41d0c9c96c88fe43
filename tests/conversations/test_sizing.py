# forms are tables
"""How long a form is: cards, taps and messages, and minutes that are reckoned."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversations.kinds import KINDS
from conversations.sizing import A_ROUND, A_WORD, ANSWERS, AROUND, LIST, Effort, Size, size_of
from tests.conversations.forms import SUNDAY, form_of


def size(rows: str) -> Size:
    table = f"""
    | survey |
    | | type          | name | label         | hint | required | relevant  | repeat_count | bind::suar:nanti |
    {rows}
    | choices |
    | | list_name | name | label |
    | | yn        | y    | Yes   |
    | settings |
    | | namespaces |
    | | suar="urn:suar:xform" |
    """
    return size_of(form_of(table), SUNDAY)


def test_a_question_costs_its_reading_its_answer_and_the_way_to_telegram() -> None:
    found = size("| | select_one yn | a | Is it so? | Be sure | yes | | | |")
    assert found == Size(1, found.least, found.least, False)
    assert found.least == AROUND + Effort(1, 1, 5 * A_WORD + 3 + A_ROUND)


def test_what_may_be_left_out_is_skipped_at_least_and_what_waits_for_the_review_is_not_even_seen() -> None:
    skipped = size("| | text | a | A? | | | | | |")
    assert skipped.least == AROUND + Effort(1, 1, A_WORD + 2 + A_ROUND)
    assert skipped.most == AROUND + Effort(1, 1, A_WORD + 20 + A_ROUND)
    assert size("| | text | a | A? | | | | | ya |").least == AROUND
    assert size("| | text | a | A? | | yes | | | ya |").least.cards == 3


def test_notes_are_cards_and_no_questions() -> None:
    found = size("| | note | a | Be kind | | | | | |")
    assert (found.questions, found.least.cards, found.least.sent) == (0, 3, 2)


def test_what_is_asked_only_sometimes_counts_at_most() -> None:
    found = size("| | text | a | A? | | yes | | | |\n    | | text | b | B? | | yes | ${a} = 'x' | | |")
    assert (found.least.cards, found.most.cards) == (3, 4)


def test_a_list_is_turned_down_at_least_and_has_one_entry_at_most() -> None:
    turn = "| | text | a | A? | | yes | | | |\n    | | end repeat | | | | | | | |"
    found = size(f"| | begin repeat | r | R | | | | | |\n    {turn}")
    assert found.least == AROUND + LIST
    assert found.most == AROUND + LIST + LIST + Effort(1, 1, A_WORD + 20 + A_ROUND)
    assert found.repeats
    counted = size(f"| | begin repeat | r | R | | | | 2 | |\n    {turn}")
    assert (counted.least.cards, counted.most.cards) == (4, 3)


def test_a_list_within_a_list_and_one_that_is_not_asked_for_are_no_cards() -> None:
    inner = (
        "| | begin repeat | s | S | | | | | |\n    | | text | a | A? | | yes | | | |\n"
        + "    | | end repeat | | | | | | | |\n" * 2
    )
    assert size(f"| | begin repeat | r | R | | | | | |\n    {inner}").least == AROUND + LIST
    assert size(f"| | begin repeat | r | R | | | false() | | |\n    {inner}").least == AROUND


PAGE = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_seconds_of_every_kind_of_question_are_written_down(kind: str) -> None:
    sent, seconds = ANSWERS[kind]
    named = {  # in the words of XLSForm
        "select1": "select_one",
        "select": "select_multiple",
        "trigger": "acknowledge",
        "int": "integer",
        "binary": "file",
        "string": "text",
    }
    rows = [line for line in PAGE.splitlines() if line.endswith(f"| {sent} | {seconds} |")]
    assert any(f"`{named.get(kind, kind)}`" in row for row in rows), kind
