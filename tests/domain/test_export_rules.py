"""What leaves Suar in a file: the rules as they ship, what no rule can let out, and mistakes in rules."""

from __future__ import annotations

from datetime import date

import pytest

from domain.export_rules import NEVER, SHIPPED, Asked, Way, age_on, read_export, shipped_export
from domain.rule_tables import BadRules

TEXT = SHIPPED.read_text("utf-8")
RULES = shipped_export()


@pytest.mark.parametrize("asked", sorted(NEVER))
def test_no_rule_lets_out_what_people_wrote_or_a_file(asked: Asked) -> None:
    rules = read_export(TEXT.replace("[questions]", '[questions]\n"*.*" = "as_is"'))
    assert rules.way("penjangkauan", "catatan", asked) is Way.NOTHING
    assert rules.way("penjangkauan", "jumlah", Asked.NUMBER) is Way.AS_IS  # the rule does hold for others


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        (Asked.CHOICE, Way.AS_IS),
        (Asked.SCALE, Way.AS_IS),
        (Asked.COUNTED, Way.AS_IS),
        (Asked.ACTIVITY_DAY, Way.AS_IS),
        (Asked.NUMBER, Way.NOTHING),  # a telephone number is one
        (Asked.DAY, Way.YEAR),  # of birth, perhaps
        (Asked.TIME, Way.NOTHING),
        (Asked.PLACE, Way.AREA),
        (Asked.WORKED_OUT, Way.NOTHING),
    ],
)
def test_a_new_question_falls_to_the_safe_side(asked: Asked, way: Way) -> None:
    assert RULES.way("formulir_bnnk", "apa_saja", asked) is way


@pytest.mark.parametrize("question", ["umur", "umur_anak", "usia", "tgl_lahir", "lahir"])
def test_ages_and_days_of_birth_go_out_as_bands_whatever_the_form(question: str) -> None:
    for asked in (Asked.NUMBER, Asked.DAY, Asked.COUNTED):
        assert RULES.way("formulir_bnnk", question, asked) is Way.AGE
    assert RULES.way("formulir_bnnk", question, Asked.CHOICE) is Way.AS_IS  # a band already


def test_of_lists_that_nobody_has_looked_at_nothing_goes_out() -> None:
    assert RULES.way("x", "klien", Asked.LISTED, "clients.csv") is Way.AS_IS
    assert RULES.way("x", "warga", Asked.LISTED, "warga_kace.csv") is Way.NOTHING


@pytest.mark.parametrize("form", ["minta_bantuan", "survei_kepuasan"])
def test_nothing_goes_out_of_what_families_say(form: str) -> None:
    assert {RULES.way(form, "umur", asked, "clients.csv") for asked in Asked} == {Way.NOTHING}


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "<10"), (9, "<10"), (10, "10–17"), (17, "10–17"), (18, "18–25"), (26, "26–40"), (40, "26–40"), (41, "≥41")],
)
def test_ages_are_told_as_bands(age: int, band: str) -> None:
    assert RULES.band(age) == band


def test_somebody_is_a_year_older_on_their_birthday() -> None:
    born = date(2008, 11, 22)
    assert [age_on(born, day) for day in (date(2026, 11, 21), date(2026, 11, 22))] == [17, 18]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('choice = "as_is"', 'choice = "all"', "choice is 'all'; take one of as_is, year, age, area, nothing"),
        ('choice = "as_is"', 'choice = "year"', 'choice cannot go out as "year"; write choice = "nothing"'),
        ('choice = "as_is"', "", "choice is missing"),
        ("[kinds]", '[kinds]\ntext = "as_is"', "text is no key here"),
        ("age_bands = [10,", "age_bands = [20,", "age_bands is [20, 18, 26, 41]"),
        ('"target.tahun" = "as_is"', '"target.tahun" = 1', "target.tahun is 1; write a text"),
        ("[kinds]", "[kinds", "This is no TOML"),
    ],
)
def test_what_is_wrong_with_the_rules_is_said(old: str, new: str, why: str) -> None:
    assert old in TEXT
    with pytest.raises(BadRules) as refused:
        read_export(TEXT.replace(old, new, 1))
    assert why in str(refused.value)
