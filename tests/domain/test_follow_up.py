"""What comes next, by the rules that are shipped."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.follow_up import next_checkin, next_step, planned, settling
from domain.follow_up_rules import Rule, shipped_rules
from domain.people import Role
from domain.voice import LANGUAGES

ROOT = Path(__file__).parents[2]
RULES = shipped_rules()
DAY = date(2026, 11, 20)


def plans(form: str, opened: date | None = None, **answers: str) -> list[tuple[str, int]]:
    """Each planned task, and in how many days it is due."""
    return [(plan.kind, (plan.due - DAY).days) for plan in planned(RULES, form, answers, DAY, opened)]


@pytest.mark.parametrize(
    ("form", "answers", "wanted"),
    [
        ("penjangkauan", {"hasil": "bersedia"}, [("persetujuan", 3)]),
        ("penjangkauan", {"hasil": "bersedia", "ulang_tgl": "2026-11-21"}, [("persetujuan", 1)]),
        ("penjangkauan", {"hasil": "pikir_pikir", "ulang_tgl": "2026-11-28"}, [("temui_lagi", 8)]),
        ("penjangkauan", {"hasil": "tidak_bertemu"}, []),
        ("laporan_warga", {"tindak_lanjut": "penjangkauan"}, [("temui_lagi", 3)]),
        ("laporan_warga", {"tindak_lanjut": "petugas"}, []),
        ("persetujuan", {"setuju_catat": "ya", "usia": "dewasa"}, [("klien_baru", 0)]),
        ("persetujuan", {"setuju_catat": "tidak", "usia": "dewasa"}, []),
        ("persetujuan", {"usia": "anak", "wali": "belum"}, [("anak_tanpa_wali", 1)]),
        ("persetujuan", {"usia": "anak", "wali": "pendamping", "setuju_catat": "ya"}, [("klien_baru", 0)]),
        ("klien_baru", {"jk": "L"}, [("skrining", 3), ("pemantauan", 7)]),
        ("status_klien", {"status": "aktif"}, [("pemantauan", 7)]),
        ("status_klien", {"status": "tak_terjangkau"}, []),
        ("skrining_assist", {"saran": "layani"}, [("layanan", 7)]),
        ("skrining_ringkas", {"saran": "rujuk"}, [("rujukan", 1)]),
        ("skrining_ringkas", {"saran": "kie"}, []),
        ("skrining_ringkas", {"saran": "lengkap"}, [("skrining", 3)]),
        ("layanan", {"berikut_tgl": "2026-11-27"}, [("layanan", 7)]),
        ("layanan", {}, []),
        ("rujukan", {"tujuan": "puskesmas"}, [("hasil_rujukan", 3)]),
        ("kambuh", {"perlu_rujuk": "tidak"}, [("layanan", 2)]),
        ("kambuh", {"perlu_rujuk": "ya"}, [("rujukan", 1)]),
        ("monitoring_awal", {}, [("asistensi", 14)]),
        ("asistensi", {}, [("monitoring_akhir", 30)]),
        ("sosialisasi", {"berikut_tgl": "2026-11-27"}, []),
    ],
)
def test_what_comes_after_a_report(form: str, answers: dict[str, str], wanted: list[tuple[str, int]]) -> None:
    assert plans(form, **answers) == wanted


def test_an_answered_day_wins_over_the_cadence() -> None:
    assert plans("pemantauan", opened=DAY) == [("pemantauan", 7)]
    assert plans("pemantauan", opened=DAY, berikut_tgl="2026-11-23") == [("pemantauan", 3)]


def test_check_ins_end_with_the_time_of_monitoring_unless_a_day_was_agreed() -> None:
    long_ago = DAY - timedelta(days=180)
    assert plans("pemantauan", opened=long_ago) == []
    assert plans("pemantauan", opened=long_ago, berikut_tgl="2026-12-20") == [("pemantauan", 30)]


@pytest.mark.parametrize(
    ("age", "gap"), [(-3, 7), (0, 7), (29, 7), (30, 14), (89, 14), (90, 30), (179, 30), (180, None), (900, None)]
)
def test_check_ins_grow_rarer(age: int, gap: int | None) -> None:
    last = DAY + timedelta(days=age)
    assert next_checkin(RULES, DAY, last) == (None if gap is None else last + timedelta(days=gap))


def test_a_client_met_on_time_is_met_twelve_times() -> None:
    days = [DAY]
    while following := next_checkin(RULES, DAY, days[-1]):
        days.append(following)
    assert [(day - DAY).days for day in days[1:]] == [7, 14, 21, 28, 35, 49, 63, 77, 91, 121, 151, 181]


# --- Referrals: three questions, while nothing is known ------------------------------------------


def step_after(step: int, day: int, **answers: str) -> tuple[int, int] | None:
    plan = next_step(RULES, "hasil_rujukan", DAY, step, DAY + timedelta(days=day), answers)
    return (plan.step, (plan.due - DAY).days) if plan else None


def test_a_referral_is_asked_about_after_3_7_and_14_days() -> None:
    assert step_after(1, 3, sampai="belum_tahu") == (2, 7)
    assert step_after(2, 7, sampai="belum_tahu") == (3, 14)
    assert step_after(3, 14, sampai="belum_tahu") is None


def test_who_answers_late_is_not_asked_again_for_a_day_that_has_passed() -> None:
    assert step_after(1, 6, sampai="belum_tahu") == (2, 7)
    assert step_after(1, 7, sampai="belum_tahu") == (3, 14)


def test_unanswered_is_unknown_as_well() -> None:
    assert step_after(1, 3) == (2, 7)


@pytest.mark.parametrize(("arrived", "status"), [("ya", "datang"), ("tidak", "tidak_datang"), ("tidak", "ditolak")])
def test_once_the_outcome_is_known_nobody_is_asked_again(arrived: str, status: str) -> None:
    assert step_after(1, 3, sampai=arrived, status=status) is None


def test_who_is_still_expected_there_is_asked_about_again() -> None:
    assert step_after(1, 3, sampai="tidak", status="diterima") == (2, 7)


def test_what_is_no_series_has_no_next_step() -> None:
    assert next_step(RULES, "pemantauan", DAY, 1, DAY, {}) is None


# --- The unit's decree ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "months", "due"),
    [
        ("2026-01-15", "12", "2026-12-16"),
        ("2026-08-31", "6", "2027-01-29"),
        ("2023-12-31", "2", "2024-01-30"),
        ("2026-01-15", "", None),
        ("", "12", None),
        ("2026-01-15", "setahun", None),
        ("2026-01-15", "9" * 4, "2859-03-16"),
        ("2026-01-15", "9" * 5000, None),
        ("9999-12-01", "3", None),
        ("0001-01-05", "0", None),
    ],
)
def test_the_petugas_is_told_30_days_before_a_decree_ends(signed: str, months: str, due: str | None) -> None:
    found = planned(RULES, "tahap_unit", {"sk_tgl": signed, "sk_masa_bulan": months}, DAY)
    assert [(plan.kind, plan.to, plan.due.isoformat()) for plan in found] == (
        [("sk_habis", Role.PETUGAS, due)] if due else []
    )


# --- Who, and what settles -----------------------------------------------------------------------


def test_each_task_says_whose_it_is_and_which_form_it_opens() -> None:
    (child,) = planned(RULES, "persetujuan", {"usia": "anak", "wali": "belum"}, DAY)
    assert (child.to, child.opens) == (Role.PETUGAS, None)
    (outreach,) = planned(RULES, "penjangkauan", {"hasil": "bersedia"}, DAY)
    assert (outreach.to, outreach.opens, outreach.step) == (Role.AGEN, "persetujuan", 1)


def test_the_form_that_a_task_opens_settles_it() -> None:
    for kind in RULES.kinds.values():
        if kind.opens:
            assert kind.name in settling(RULES, kind.opens)


def test_either_screening_settles_the_screening() -> None:
    assert settling(RULES, "skrining_assist") == settling(RULES, "skrining_ringkas") == {"skrining"}
    assert settling(RULES, "sosialisasi") == frozenset()


ANSWERS = st.dictionaries(
    st.sampled_from(["hasil", "ulang_tgl", "berikut_tgl", "sk_tgl", "sk_masa_bulan", "saran", "perlu_rujuk", "wali"]),
    st.text() | st.dates().map(str) | st.integers().map(str),
)


@given(st.sampled_from(sorted(set().union(*(rule.after for rule in RULES.rules)))), ANSWERS, st.dates(max_value=DAY))
def test_whatever_was_answered_planning_goes_on(form: str, answers: dict[str, str], opened: date) -> None:
    for plan in planned(RULES, form, answers, DAY, opened):
        assert plan.kind in RULES.kinds


# --- The rules themselves ------------------------------------------------------------------------


def test_everything_that_can_be_chosen_is_said_in_every_language() -> None:
    for each in (*RULES.kinds.values(), *RULES.not_met, *RULES.done, *RULES.later):
        assert set(each.labels) == set(LANGUAGES)
    assert all(reason.wait_days >= 1 for reason in RULES.not_met)
    assert [reason.wait_days for reason in RULES.later] == [0, 1, 3, 7]  # tonight, tomorrow, …, next week


def test_the_rules_say_how_old_they_are_and_where_they_come_from() -> None:
    assert RULES.version
    assert RULES.checked_on <= date(2027, 12, 31)
    assert "Inferred" in RULES.source


def test_every_question_and_answer_of_the_rules_is_in_its_form() -> None:
    for rule in RULES.rules:
        for form in rule.after:
            path = ROOT / "conversations" / "forms" / f"{form}.md"
            if path.exists():
                cells = {cell.strip() for cell in path.read_text("utf-8").split("|")}
                assert _named(rule) - cells == set(), form


def _named(rule: Rule) -> set[str]:
    answers = [conditions.items() for conditions in (rule.when, rule.unless)]
    named = {each for items in answers for question, values in items for each in (question, *values)}
    asked = {rule.question, *((rule.before.question, rule.before.months) if rule.before else ())}
    return named | {each for each in asked if each}


def test_the_page_about_follow_up_shows_the_rules_as_they_are() -> None:
    page = (ROOT / "docs" / "follow-up.md").read_text("utf-8")
    shown = [line for line in page.splitlines() if re.search(r"\| (agen|petugas) \|$", line)]
    assert shown == [_line(rule) for rule in RULES.rules]


def _line(rule: Rule) -> str:
    kind = RULES.kinds[rule.plan]
    after = ", ".join(f"`{form}`" for form in sorted(rule.after))
    opens = f"`{kind.opens}`" if kind.opens else "–"
    return f"| {after} | {_condition(rule)} | `{rule.plan}` | {_due(rule)} | {opens} | {kind.to} |"


def _condition(rule: Rule) -> str:
    said = [f"`{name}` is {' or '.join(sorted(values))}" for name, values in rule.when.items()]
    said += [f"`{name}` is not {' or '.join(sorted(values))}" for name, values in rule.unless.items()]
    return " and ".join(said) or "always"


def _due(rule: Rule) -> str:
    ways = [f"on `{rule.question}`"] if rule.question else []
    if rule.in_days is not None:
        ways.append(_days(rule.in_days))
    if rule.cadence:
        ways.append(f"by the cadence `{rule.cadence}`")
    if rule.steps:
        ways.append(f"after {', '.join(map(str, rule.steps))} days, until it is known")
    if rule.before:
        ways.append(f"{rule.before.days} days before `{rule.before.question}` + `{rule.before.months}` months")
    return ", or else ".join(ways)


def _days(days: int) -> str:
    return {0: "the same day", 1: "the next day"}.get(days, f"after {days} days")
