"""How many taps a report takes, and that the page about it is true."""

from __future__ import annotations

import pytest

from tests.forms_built_in.playing import NAMES
from tests.forms_built_in.steps import MOST, PAGE, SCRIPTS, Script, page, play, taps

IDS = [script.form for script in SCRIPTS]


@pytest.mark.parametrize("script", SCRIPTS, ids=IDS)
def test_the_ordinary_case_can_be_sent(script: Script) -> None:
    """And shows the button with which it is sent."""
    sitting = play(script)
    assert sitting.live.missing() == sitting.live.invalid() == ()
    assert "Kirim" in [button.label for row in sitting.card.rows for button in row]


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.ordinary])
def test_an_everyday_report_takes_few_taps(script: Script) -> None:
    assert taps(script) <= MOST, script.form


def test_scripts_are_for_forms_that_there_are() -> None:
    assert set(IDS) <= set(NAMES)
    assert len(IDS) == len(set(IDS))


def test_the_page_says_what_was_counted() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.forms_built_in.steps"
