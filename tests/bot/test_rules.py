"""Rules of the operator in the place of ours: read at the start, and refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.rules import (
    cards_of,
    concerns_of,
    crisis_of,
    faq_of,
    help_rules_of,
    hotlines_of,
    ikm_of,
    indicators_of,
    rules_of,
    stages_of,
)
from bot.settings import BadSetting, read_settings
from domain.concern_rules import shipped_concerns
from domain.crisis import shipped_crisis
from domain.crisis_cards import shipped_cards
from domain.faq import shipped_faq
from domain.follow_up_rules import SHIPPED, shipped_rules
from domain.help_rules import shipped_help
from domain.hotlines import shipped_hotlines
from domain.ikm_rules import shipped_ikm
from domain.indicator_rules import shipped_indicators
from domain.stage_rules import shipped_stages


def test_without_a_folder_and_without_a_file_in_it_ours_hold(tmp_path: Path) -> None:
    assert rules_of(None) == rules_of(tmp_path) == shipped_rules()
    assert concerns_of(None) == concerns_of(tmp_path) == shipped_concerns()
    assert stages_of(None) == stages_of(tmp_path) == shipped_stages()
    assert indicators_of(None) == indicators_of(tmp_path) == shipped_indicators()
    assert faq_of(None) == faq_of(tmp_path) == shipped_faq()
    assert help_rules_of(None) == help_rules_of(tmp_path) == shipped_help()
    assert crisis_of(None) == crisis_of(tmp_path) == shipped_crisis()
    assert cards_of(None) == cards_of(tmp_path) == shipped_cards()
    assert hotlines_of(None) == hotlines_of(tmp_path) == shipped_hotlines()
    assert ikm_of(None) == ikm_of(tmp_path) == shipped_ikm()


def test_the_operator_can_change_a_number_of_days(tmp_path: Path) -> None:
    theirs = SHIPPED.read_text("utf-8").replace('version = "2026-1"', 'version = "bnn-1"')
    (tmp_path / SHIPPED.name).write_text("\N{BYTE ORDER MARK}" + theirs, "utf-8")
    assert rules_of(tmp_path).version == "bnn-1"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"version = 1", "SUAR_RULES, follow_up.toml: "), (b"\xff\xfe", "follow_up.toml is not UTF-8")],
)
def test_what_cannot_be_used_is_said_with_its_file(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / SHIPPED.name).write_bytes(content)
    with pytest.raises(BadSetting, match=said):
        rules_of(tmp_path)


@pytest.mark.parametrize("name", ["SUAR_FORMS", "SUAR_RULES"])
def test_a_folder_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=f"{name}: there is no folder nowhere"):
        read_settings({name: "nowhere"})


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("escalation.toml", concerns_of),
        ("stages.toml", stages_of),
        ("indicators.toml", indicators_of),
        ("help.toml", help_rules_of),
        ("faq.toml", faq_of),
        ("crisis.toml", crisis_of),
        ("crisis_cards.toml", cards_of),
        ("hotlines.toml", hotlines_of),
        ("ikm.toml", ikm_of),
    ],
)
def test_other_rules_are_read_from_the_same_folder(tmp_path: Path, name: str, read: Callable[[Path], object]) -> None:
    (tmp_path / name).write_text("version = 1", "utf-8")
    with pytest.raises(BadSetting, match=f"SUAR_RULES, {name}: "):
        read(tmp_path)
