"""The satisfaction survey: nine unsur, one tap each, and nobody of the staff is offered it."""

from __future__ import annotations

import pytest

from conversations.state import Screen
from domain.ikm_rules import shipped_ikm
from domain.people import Person, Role
from handlers.library import Library
from tests.forms_built_in.made_up import opened
from tests.forms_built_in.playing import ENGLISH, INDONESIAN, Report, built_in

UNSUR = [f"u{number}" for number in range(1, 10)]


@pytest.mark.parametrize("role", Role)
def test_nobody_who_works_here_is_offered_it(role: Role) -> None:
    somebody = Person(1, role, "Rina", "AMT-01", None, None, None)
    assert Library([built_in("survei_kepuasan")]).on_offer(somebody) == []


def test_it_asks_the_nine_unsur_first_and_nothing_else_has_to_be_answered() -> None:
    report = Report("survei_kepuasan")
    assert [ref.rpartition("/")[2] for ref in report.live.missing()] == UNSUR
    assert len(shipped_ikm().unsur) == len(UNSUR)


def test_every_answer_is_one_tap_and_then_it_can_be_sent() -> None:
    person = opened("survei_kepuasan").says(
        *("[Mudah]", "[Mudah]", "[Cepat]", "[Sesuai]", "[Tidak sesuai]", "[Kurang memahami]", "[Sangat sopan]"),
        *("[Nyaman]", "[Ditanggapi]"),
    )
    assert person.state.screen is Screen.REVIEW
    assert person.live.missing() == ()


@pytest.mark.parametrize("name", UNSUR)
def test_marks_go_from_bad_to_good_in_both_languages(name: str) -> None:
    report = Report("survei_kepuasan")
    assert report.offers(name) == ["1", "2", "3", "4"]
    for language, worst in ((INDONESIAN, "Tidak "), (ENGLISH, "Not ")):
        assert report.live.choices(report.ref(name), language)[0].label.startswith(worst)


def test_it_says_at_once_that_it_is_anonymous() -> None:
    report = Report("survei_kepuasan")
    assert report.live.hint(report.ref("u1")) == "Tanpa nama. Agen tidak bisa melihat jawaban Anda."
