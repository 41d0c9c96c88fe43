"""The table of retention: read as it is written, and told on its page."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from domain.help_rules import shipped_help
from domain.retention import period, retention
from tests.domain.retention_page import PAGE, page


def test_the_page_is_written_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.domain.retention_page"


def test_every_period_of_the_help_line_is_named() -> None:
    told = " ".join(kept.until for kept in retention().values())
    assert [name for name in asdict(shipped_help().keeping) if f"{{{name}}}" not in told] == []


@pytest.mark.parametrize(
    ("table", "long"),
    [
        ("updates_done", timedelta(hours=48)),
        ("typed", timedelta(hours=50)),
        ("due", timedelta(days=90)),
        ("survey_links", timedelta(days=366)),
    ],
)
def test_what_others_rely_on_is_long_enough(table: str, long: timedelta) -> None:
    assert period(table) >= long


def test_what_is_kept_without_end_has_no_period() -> None:
    with pytest.raises(LookupError, match="audit is kept by no period"):
        period("audit")
