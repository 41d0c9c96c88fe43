"""What is shown as an indicator is counted by some form, and the page about it is true."""

from __future__ import annotations

from domain.indicator_rules import shipped_indicators
from domain.stage_rules import shipped_stages
from tests.forms_built_in.indicator_page import PAGE, counters, page
from tests.forms_built_in.playing import NAMES


def test_every_indicator_that_is_shown_is_counted_by_a_form() -> None:
    assert set(shipped_indicators().counters) - counters() == set()


def test_every_level_of_an_indicator_that_is_shown_is_in_it() -> None:
    """Else its parts would not add up to the whole."""
    for indicator in shipped_indicators().every:
        if indicator.levels:
            known = {name for name in counters() if name.startswith(f"{indicator.name}.")}
            assert known == set(indicator.counters), indicator.name


def test_the_reports_that_make_a_unit_sustained_are_forms() -> None:
    assert shipped_stages().sustained.of - set(NAMES) == set()


def test_the_page_says_what_is_counted() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.forms_built_in.indicator_page"
