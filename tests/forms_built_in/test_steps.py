"""How many taps a report takes, and that the page about it is true."""

from __future__ import annotations

import pytest

from conversations.meaning import asks_for
from conversations.sizing import size_of
from tests.forms_built_in.playing import NAMES, built_in, with_lists
from tests.forms_built_in.steps import KNOWN, MOST, PAGE, SCRIPTS, Script, page, play, taps

KNOWN_MORE = {"hasil_asistensi"}  # what the monitoring of the unit said is not asked again
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


@pytest.mark.parametrize("script", SCRIPTS, ids=IDS)
def test_what_suar_form_check_reckons_is_about_what_was_counted(script: Script) -> None:
    """Less by what is known already and what an answer fills in; more only where something repeats."""
    form = built_in(script.form)
    size = size_of(form, with_lists(form))
    known = sum(asks_for(form, meaning) for meaning in KNOWN)
    filled = {action.target for control in form.controls.values() for action in control.actions} & {*form.controls}
    assert script.form in KNOWN_MORE or size.least.sent - known - len(filled) <= taps(script)
    assert size.repeats or taps(script) <= size.most.sent
