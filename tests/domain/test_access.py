"""The table of access: what it says of each role, and that the page of the docs says the same."""

from __future__ import annotations

import pytest

from domain.access import ACCESS, Action, Reach, Record, reach
from domain.people import Role
from tests.domain.access_page import PAGE, page

WITH_WORDS = (
    Record.CLIENT,
    Record.CASE,
    Record.ACTIVITY,
    Record.TASK,
    Record.REFERRAL,
    Record.SUGGESTION,
    Record.THREAD,
)


def test_the_page_is_the_table() -> None:
    """Write it anew with `python -m tests.domain.access_page`."""
    assert PAGE.read_text("utf-8") == page()


def test_what_is_not_in_the_table_is_denied() -> None:
    for role in Role:
        for record in Record:
            for action in Action:
                if action not in ACCESS[role].get(record, {}):
                    assert reach(role, action, record) is Reach.NOTHING


@pytest.mark.parametrize("role", [Role.BNNP, Role.PUSAT])
@pytest.mark.parametrize("record", WITH_WORDS)
def test_overseers_never_see_what_was_written_about_anybody(role: Role, record: Record) -> None:
    assert {reach(role, action, record) for action in Action} == {Reach.NOTHING}


def test_an_agent_reaches_no_further_than_their_unit_with_anything_about_people() -> None:
    about_people = (*WITH_WORDS, Record.CODE, Record.AGENT, Record.COUNT, Record.SURVEY)
    for record in about_people:
        for action in Action:
            assert reach(Role.AGEN, action, record) in {Reach.NOTHING, Reach.OWN, Reach.UNIT}
    assert reach(Role.AGEN, Action.SEE, Record.CLIENT) is Reach.OWN


def test_suggestions_of_clients_are_read_by_no_agent() -> None:
    assert [role for role in Role if reach(role, Action.SEE, Record.SUGGESTION) is not Reach.NOTHING] == [
        Role.PETUGAS
    ]


def test_only_a_petugas_reviews_reports() -> None:
    reviewing = {
        role for role in Role for record in Record if reach(role, Action.REVIEW, record) is not Reach.NOTHING
    }
    assert reviewing == {Role.PETUGAS}


def test_nobody_reaches_audit_in_a_chat() -> None:
    assert all(reach(role, action, Record.AUDIT) is Reach.NOTHING for role in Role for action in Action)
