"""The stages of units, and how many units stand where in a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.attained import UnitYear, as_of, attained
from domain.rule_tables import BadRules
from domain.stage_rules import SHIPPED, read_stages, shipped_stages
from domain.stages import (
    NO_DECREE,
    ORDER,
    Decree,
    Reached,
    Stage,
    decree_of,
    following,
    has_come_to,
    is_sustained,
    standing,
)

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
TODAY = NOON.date()
RULES = shipped_stages()


def step(day: date, stage: str, track: str = "reguler", minutes: int = 0, decree: Decree = NO_DECREE) -> Reached:
    number = f"{day}-{minutes}"
    return Reached(number, "U", day, stage, track, "bukti", decree, NOON + timedelta(minutes=minutes))


MAPPED = step(date(2024, 3, 1), "dipetakan")
WORKING = step(date(2025, 5, 1), "operasional")
ASLEEP = step(date(2026, 2, 1), "tidak_aktif")


def test_a_unit_stands_where_it_came_last_by_that_day() -> None:
    history = [ASLEEP, MAPPED, WORKING]
    assert standing(history, date(2024, 2, 29)) is None
    assert standing(history, date(2025, 4, 30)) == MAPPED
    assert standing(history, date(2026, 1, 31)) == WORKING
    assert standing(history, TODAY) == ASLEEP


def test_of_one_day_what_was_told_later_came_later() -> None:
    earlier, later = step(TODAY, "ber_sk"), step(TODAY, "advokasi", minutes=1)
    assert standing([later, earlier], TODAY) == later
    numbered = replace(earlier, number="B"), replace(earlier, number="A")
    assert standing(numbered, TODAY) == numbered[0]


def test_a_decree_holds_through_later_stages_and_a_new_one_takes_its_place() -> None:
    first = Decree("sk_desa", "1", date(2025, 1, 1), date(2026, 1, 1))
    second = Decree("sk_desa", "2", date(2026, 1, 1), date(2027, 1, 1))
    history = [step(date(2025, 1, 1), "ber_sk", decree=first), WORKING]
    assert decree_of(history, TODAY) == first
    assert decree_of([*history, step(date(2026, 1, 5), "operasional", decree=second)], TODAY) == second
    assert decree_of(history, date(2024, 12, 31)) is None


def test_who_has_come_far_has_passed_what_lies_before() -> None:
    assert [stage for stage in ORDER if has_come_to("operasional", stage)] == list(ORDER[:4])
    assert not any(has_come_to(stage, Stage.MAPPED) for stage in ("tidak_aktif", "unheard", ""))


@pytest.mark.parametrize(
    ("stage", "after"),
    [
        (None, Stage.MAPPED),
        ("dipetakan", Stage.ADVOCACY),
        ("operasional", Stage.SUSTAINED),
        ("berkelanjutan", None),
        ("tidak_aktif", Stage.OPERATIONAL),
        ("unheard", None),
    ],
)
def test_what_comes_next(stage: str | None, after: Stage | None) -> None:
    assert following(stage) == after


@pytest.mark.parametrize(
    ("history", "year", "reports", "sustained"),
    [
        ([WORKING], 2026, 3, True),
        ([WORKING], 2026, 2, False),
        ([WORKING], 2025, 30, False),
        ([MAPPED], 2026, 30, False),
        ([WORKING, ASLEEP], 2026, 3, True),
    ],
    ids=["active again", "too little", "not an earlier year", "never operational", "whatever was recorded"],
)
def test_sustained_is_worked_out_from_what_a_unit_did(
    history: list[Reached], year: int, reports: int, sustained: bool
) -> None:
    assert is_sustained(RULES.sustained, history, year, reports) is sustained


def test_a_year_holds_for_its_last_day_or_today() -> None:
    assert as_of(2025, TODAY) == date(2025, 12, 31)
    assert as_of(2026, TODAY) == as_of(2027, TODAY) == TODAY


def test_units_are_counted_by_stage_and_track() -> None:
    units = [
        UnitYear("A", [MAPPED, WORKING], 3),
        UnitYear("A", [MAPPED, WORKING, ASLEEP], 0),
        UnitYear("B", [step(TODAY, "dipetakan", "mandiri")], 9),
    ]
    found = attained(RULES, units, 2026, TODAY)
    assert {stage: found.units(stage) for stage in found.by_track} == {
        Stage.MAPPED: 2,
        Stage.ADVOCACY: 1,
        Stage.DECREED: 1,
        Stage.OPERATIONAL: 1,
        Stage.SUSTAINED: 0,
        Stage.INACTIVE: 1,
    }
    assert found.by_track[Stage.MAPPED] == {"reguler": 1, "prioritas": 0, "mandiri": 1}
    assert found.sustained == 1
    assert attained(RULES, units, 2025, TODAY).units(Stage.OPERATIONAL) == 2


def test_a_track_of_somebody_elses_form_is_counted_too() -> None:
    found = attained(RULES, [UnitYear("A", [step(TODAY, "dipetakan", "hibah")], 0)], 2026, TODAY)
    assert found.by_track[Stage.MAPPED] == {"reguler": 0, "prioritas": 0, "mandiri": 0, "hibah": 1}


# --- The rules ------------------------------------------------------------------------------------


def test_every_stage_has_a_definition() -> None:
    assert set(RULES.definitions) == set(Stage)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("reports = 3", "reports = 0", "Sustained, reports|reports is 0; write a whole number from 1 on"),
        ("reports = 3", 'reports = "3"', "reports is '3'; write a whole number from 1 on"),
        ('version = "2026-1"', "version = 1", "version is 1; write a text"),
        ("reports = 3", "reports = 3\nof_all = 1", "of_all is no key here"),
        ("[sustained]", "[sustained", "This is no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(BadRules, match=said):
        read_stages(SHIPPED.read_text("utf-8").replace(old, new))
