"""The rules of attention: read as they are written; a mistake is told with its place and what to write instead."""

from __future__ import annotations

import pytest

from domain.concern_rules import SHIPPED, read_concerns, shipped_concerns
from domain.concerns import Kind
from domain.rule_tables import BadRules

TEXT = SHIPPED.read_text("utf-8")


def test_the_first_kind_is_the_most_urgent() -> None:
    assert list(shipped_concerns().kinds)[:3] == [Kind.HELP, Kind.REFERRAL, Kind.CHECK_IN]


def test_whom_the_help_line_tells_is_not_told_by_these_rules() -> None:
    rules = shipped_concerns().kinds
    assert [kind for kind, rule in rules.items() if rule.steps is None] == [Kind.HELP]


def test_a_kind_without_steps_is_only_shown() -> None:
    steps = "petugas_after_days = 0\nhead_after_days = 14\nrests_days = 7"
    assert read_concerns(TEXT.replace(steps, "")).kinds[Kind.REPORT].steps is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[kinds.checkin]", "[kinds.chekin]", "^The file, kinds: chekin is no key here; take one of help,"),
        ("missed = 2", "missed = 0", "^Kinds.checkin: missed is 0; write a whole number from 1 on, such as"),
        ("missed = 2", "days = 2", "^Kinds.checkin: days is no key here; take one of missed, petugas_after_days"),
        ("days_before = 30", "", "^Kinds.sk: days_before is missing; write a whole number of days"),
        ("rests_days = 30", "", "^Kinds.sk: rests_days is missing; write a whole number of days, such as"),
        ("rests_days = 30", "rests_days = 0", "^Kinds.sk: rests_days is 0; write a whole number of days, such as"),
        ("14\nrests_days = 30", "0\nrests_days = 30", "^Kinds.sk: head_after_days is no later than the petugas"),
        ("[kinds.help]", "[kinds.help]\ndays = 1", "^Kinds.help: days is said in help.toml, with all else"),
        ("[kinds.help]", "[kinds.help", "^This is no TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(BadRules, match=said):
        read_concerns(TEXT.replace(before, after))
