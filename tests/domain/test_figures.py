"""Indicators as they are shown: which there are, and their tables."""

from __future__ import annotations

from datetime import date

import pytest

from domain.figures import table_of, total_of
from domain.indicator_rules import SHIPPED, read_indicators, shipped_indicators
from domain.rule_tables import BadRules

INDICATORS = shipped_indicators()
CLIENTS = next(each for each in INDICATORS.every if each.name == "klien_baru.jk")
EVENTS = next(each for each in INDICATORS.every if each.name == "laporan.sosialisasi")
SUMS = {("a", "klien_baru.jk.L"): 7, ("a", "klien_baru.jk.P"): 6, ("b", "klien_baru.jk.P"): 2}


def test_a_table_has_places_levels_and_totals() -> None:
    table = table_of(CLIENTS, ["a", "b"], SUMS, hides=False)
    assert table.counts == ((7, 6, 13), (0, 2, 2), (7, 8, 15))
    assert total_of(table) == 15


def test_small_counts_of_people_are_hidden_and_what_would_tell_them() -> None:
    table = table_of(CLIENTS, ["a", "b"], SUMS, hides=True)
    assert table.counts == ((None, None, None), (None, None, None), (7, 8, 15))


def test_counts_of_other_things_are_not_hidden() -> None:
    table = table_of(EVENTS, ["a", "b"], {("a", "laporan.sosialisasi"): 1}, hides=True)
    assert table.counts == ((1, 1), (0, 0), (1, 1))


def test_without_any_place_there_is_nothing() -> None:
    assert total_of(table_of(EVENTS, [], {}, hides=True)) == 0
    assert total_of(table_of(CLIENTS, [], {}, hides=True)) is None


def test_an_indicator_is_found_by_the_number_on_its_button() -> None:
    assert [INDICATORS.by_key(each.key) for each in INDICATORS.every] == list(INDICATORS.every)
    assert INDICATORS.by_key(0) is None


def test_it_says_when_it_was_checked_and_by_what() -> None:
    assert (INDICATORS.version, INDICATORS.checked_on) == ("2026-1", date(2026, 11, 25))
    assert INDICATORS.source.startswith("Sourced:")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"laporan.layanan"', '"laporan.sosialisasi"', "has laporan.sosialisasi twice; keep one of them"),
        ("people = false", 'people = "no"', "people is 'no'; write people = true or people = false"),
        ('id = "Layanan"\n', "", "id is missing; write a text"),
        ("[[indicators]]", "[[indicator]]", "indicator is no key here"),
        ('version = "2026-1"', "version =", "This is no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(BadRules, match=said):
        read_indicators(SHIPPED.read_text("utf-8").replace(old, new))
