"""The satisfaction index: exact, rounded before it is graded, and read from rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ikm import Tally, ikm, lowest, of_all, of_means, rounded
from domain.ikm_rules import SHIPPED, IkmRules, read_ikm, shipped_ikm
from domain.rule_tables import BadRules

EXACT = shipped_ikm()
PRINTED = replace(EXACT, weight=Fraction("0.11"))
MIXED = ("3.2", "3.1", "3.0", "4.0", "3.3", "3.4", "3.6", "2.9", "3.2")


@pytest.mark.parametrize(
    ("rules", "means", "index", "grade"),
    [
        (EXACT, ("4",) * 9, "100.00", "A"),
        (PRINTED, ("4",) * 9, "99.00", "A"),
        (EXACT, ("3",) * 9, "75.00", "C"),
        (PRINTED, ("3",) * 9, "74.25", "C"),
        (EXACT, ("3.5",) * 9, "87.50", "B"),
        (PRINTED, ("3.5",) * 9, "86.63", "B"),
        (EXACT, MIXED, "82.50", "B"),
        (PRINTED, MIXED, "81.68", "B"),
        (EXACT, ("1",) * 9, "25.00", "D"),
        (PRINTED, ("1",) * 9, "24.75", "D"),
    ],
)
def test_the_index_is_that_of_the_rule(rules: IkmRules, means: tuple[str, ...], index: str, grade: str) -> None:
    found = of_means(rules, [Fraction(each) for each in means])
    assert (str(found.index), found.grade.name) == (index, grade)


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        ("25", "D"), ("64.99", "D"), ("64.994999", "D"), ("64.995", "C"), ("65", "C"), ("76.60", "C"),
        ("76.604999", "C"), ("76.605", "B"), ("76.61", "B"), ("88.30", "B"), ("88.305", "A"), ("88.31", "A"),
    ],
)  # fmt: skip
def test_it_is_rounded_first_so_that_no_index_falls_between_two_grades(index: str, grade: str) -> None:
    assert of_means(EXACT, [Fraction(index) / 25] * 9).grade.name == grade


def test_everything_good_is_a_c() -> None:
    """3 is "baik", and yet the rule calls 75.00 "kurang baik": supervisors have to be told."""
    found = of_all(EXACT, 3)
    assert (found.index, found.grade.name, found.grade.labels["id"]) == (Decimal("75.00"), "C", "Kurang baik")


def test_marks_of_people_add_up() -> None:
    answers = [Tally(1, (4, 3, 3, 4, 3, 3, 4, 2, 3)), Tally(1, (3, 3, 3, 4, 4, 3, 4, 3, 3))]
    found = ikm(EXACT, answers[0] + answers[1] + Tally())
    assert found.means[0] == Fraction(7, 2)
    assert found.index == Decimal("81.94")  # 59 marks of 18, × 25


@given(st.fractions(min_value=0, max_value=100))
def test_rounding_is_half_up(number: Fraction) -> None:
    assert -Fraction(1, 200) < Fraction(rounded(number)) - number <= Fraction(1, 200)
    assert rounded(number).as_tuple().exponent == -2


def test_the_lowest_unsur_are_named_but_none_that_is_perfect() -> None:
    assert lowest([Fraction(each) for each in MIXED]) == [7, 2]
    assert lowest([Fraction(4)] * 8 + [Fraction(3)]) == [8]
    assert lowest([Fraction(4)] * 9) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('weight = "1/9"', "weight = 0.11", "weight is 0.11; write a text"),
        ('weight = "1/9"', 'weight = "a ninth"', 'weight is "a ninth"; write a number in quotes'),
        ('weight = "1/9"', 'weight = "1/8"', "nine of it make at most 1"),
        ('weight = "1/9"', 'weight = "1/0"', "write a number in quotes"),
        ("period_months = 6", "period_months = 5", "period_months is 5; take one of 1, 2, 3, 4, 6, 12"),
        ("link_days = 30", "link_days = 0", "link_days is 0"),
        ('from = "0"', 'from = "10"', "grades do not go down to 0"),
        ('from = "88.31"', 'from = "60"', "write the best first"),
        ("version", "versi", "versi is no key here"),
        ("weight =", "weight", "This is no TOML"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_with_what_to_write(old: str, new: str, said: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    with pytest.raises(BadRules, match=said):
        read_ikm(text.replace(old, new))


@pytest.mark.parametrize(("months", "first"), [(1, 11), (3, 10), (4, 9), (6, 7), (12, 1)])
def test_a_period_is_a_part_of_the_year(months: int, first: int) -> None:
    for day in (date(2026, 11, 1), date(2026, 11, 30)):
        assert replace(EXACT, period_months=months).period(day) == date(2026, first, 1)


def test_there_are_nine_unsur() -> None:
    text = SHIPPED.read_text("utf-8")
    ninth = text.index("[unsur.u9]")
    with pytest.raises(BadRules, match="unsur has 8 of them; write nine"):
        read_ikm(text[:ninth] + text[text.index("# From this index") :])
