"""The built-in form of an outreach visit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from conversations.form import Form
from conversations.live import LiveForm
from conversations.xform import read_form
from conversations.xlsform import compile_here
from tests.conversations.forms import SUNDAY

SOURCE = Path(__file__).parents[1] / "forms" / "visit" / "penjangkauan.md"
VISIT, OUTCOME = "/data/kunjungan/", "/data/hasil_kunjungan/"
LANGUAGES = ("Indonesia (id)", "English (en)")


@lru_cache
def form() -> Form:
    return read_form(compile_here(SOURCE.read_bytes(), "md", "penjangkauan").xml)


def visit(**answers: str) -> LiveForm:
    live = LiveForm.begin(form(), SUNDAY)
    for name, value in answers.items():
        ref = next(question.ref for question in live.questions() if question.name == name)
        assert live.answer(ref, value, SUNDAY) is None, f"{name}={value}"
    return live


def asked(live: LiveForm) -> list[str]:
    return [question.name for question in live.questions() if live.relevant(question.ref)]


def test_an_ordinary_report_is_eight_short_questions() -> None:
    live = visit(
        tgl="2026-11-21", sasaran="keluarga", cara="kunjungan", ditemani="tidak_ada",
        hasil="pikir_pikir", aman="ya", ulang_tgl="2026-11-28",
    )  # fmt: skip
    assert asked(live) == ["tgl", "sasaran", "cara", "ditemani", "hasil", "aman", "ulang_tgl", "catatan"]
    assert live.missing() == live.invalid() == ()
    assert live.instance_name() == "Penjangkauan 21/11/2026, Keluarga"


@pytest.mark.parametrize("day", ["2026-11-23", "2025-11-20", "2027-01-01"])
def test_a_visit_is_not_in_the_future_and_not_long_ago(day: str) -> None:
    violation = visit().violation(VISIT + "tgl", day, SUNDAY)
    assert violation is not None
    assert violation.message.startswith("Tanggalnya hari ini atau sebelumnya")


@pytest.mark.parametrize("day", ["2026-11-21", "2028-01-01"])
def test_the_next_visit_is_still_to_come(day: str) -> None:
    assert visit(tgl="2026-11-20", hasil="bersedia").violation(OUTCOME + "ulang_tgl", day, SUNDAY) is not None


@pytest.mark.parametrize(
    ("outcome", "again"),
    [("bersedia", True), ("pikir_pikir", True), ("tidak_bertemu", True), ("menolak", False), ("darurat", False)],
)
def test_a_next_visit_is_asked_for_where_there_may_be_one(outcome: str, again: bool) -> None:
    assert ("ulang_tgl" in asked(visit(hasil=outcome))) is again


def test_nobody_cannot_come_along_with_somebody() -> None:
    violation = visit().violation(VISIT + "ditemani", "ap tidak_ada", SUNDAY)
    assert violation is not None
    assert "Tidak ada" in violation.message


@pytest.mark.parametrize("answers", [{"aman": "tidak"}, {"hasil": "darurat"}])
def test_danger_is_answered_with_care_for_the_agent(answers: dict[str, str]) -> None:
    live = visit(**answers)
    assert "jaga_diri" in asked(live)
    assert "119" in live.label(OUTCOME + "jaga_diri")
    assert "jaga_diri" not in asked(visit(aman="ya", hasil="menolak"))


def test_a_note_is_short() -> None:
    live = visit(catatan="x" * 300)
    assert live.violation(OUTCOME + "catatan", "x" * 301, SUNDAY) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said_in_both_languages_and_in_few_words(language: str) -> None:
    live = visit(hasil="darurat")
    for question in live.questions():
        bind = form().binds[question.control.path]
        for text in (question.control.label, question.control.hint, bind.constraint_message):
            if text is not None and text.words:
                assert language in text.words, question.ref
        assert len(live.label(question.ref, language).split()) <= 15
        for choice in live.choices(question.ref, language):
            assert choice.label != choice.value
            assert len(choice.label) <= 20
