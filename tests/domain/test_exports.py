"""What is asked for: of which days, and as what it is kept in an order and in the audit."""

from __future__ import annotations

import json
from datetime import date

import pytest

from domain.exports import Ask, Time, What, ask_of, days_of, may_take, months_between
from domain.people import Role
from storage.audit import CODE

TODAY = date(2026, 1, 15)
ASK = Ask(What.XLSX, date(2026, 11, 1), date(2026, 11, 30), "id", satker="BNNK-PGK")


@pytest.mark.parametrize(
    ("time", "days"),
    [
        (Time.THIS_MONTH, (date(2026, 1, 1), TODAY)),
        (Time.LAST_MONTH, (date(2025, 12, 1), date(2025, 12, 31))),
        (Time.THIS_YEAR, (date(2026, 1, 1), TODAY)),
        (Time.ALL, (date(2015, 1, 1), TODAY)),
    ],
)
def test_a_time_is_a_first_and_a_last_day(time: Time, days: tuple[date, date]) -> None:
    assert days_of(time, TODAY) == days


def test_months_between_go_over_the_end_of_a_year() -> None:
    found = months_between(date(2025, 11, 30), date(2026, 2, 1))
    assert found == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_what_is_asked_for_is_the_same_when_it_is_read_back() -> None:
    assert ask_of(json.loads(json.dumps(ASK.spec()))) == ASK


def test_the_audit_takes_whose_of_which_time_and_how_much() -> None:
    noted = ASK.noted("AMT-01", 1_000_000)
    assert noted == "BNNK-PGK:2026-11-01..2026-11-30:1000000"
    assert CODE.fullmatch(noted)


def test_only_who_works_with_records_takes_rows_and_recaps() -> None:
    with_rows = (What.XLSX, What.CSV, What.RECAP)
    assert {role: may_take(role) for role in Role} == {
        Role.AGEN: with_rows,
        Role.PETUGAS: with_rows,
        Role.BNNP: (What.XLSX, What.CSV),
        Role.PUSAT: (What.XLSX, What.CSV),
    }
