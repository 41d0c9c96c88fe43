"""What holds for every built-in form."""

from __future__ import annotations

import pytest

from conversations.flow import flow_of
from conversations.form import Form, Words
from conversations.live import LiveForm
from domain.voice import load_voices
from handlers.datasets import headers
from reports.flow_layout import Said, Sheet
from reports.flow_layout import Words as Own
from tests.forms_built_in.lists import LISTS
from tests.forms_built_in.playing import (
    ADULT,
    ENGLISH,
    INDONESIAN,
    LANGUAGES,
    NAMES,
    built_in,
    looked_into,
    with_lists,
)

pytestmark = pytest.mark.parametrize("name", NAMES)
LONGEST_BUTTON = 40
MOST_WORDS = 15
KNOWN = {"klien": ADULT, "unit": "1904062006", "tgl": "2026-11-22"}
HISTORY = {"unit_baru", "pembentukan", "bimtek", "tahap_unit"}  # how a unit came to be: years may have passed


def begun(name: str) -> LiveForm:
    return LiveForm.begin(built_in(name), with_lists(built_in(name)))


def test_it_compiles_without_a_doubt(name: str) -> None:
    found = looked_into(name)
    assert (found.problems, found.warnings) == ((), ())


def test_it_says_whom_it_is_for_and_where_it_stands_in_the_menu(name: str) -> None:
    form = built_in(name)
    assert form.id == name
    assert set(form.marks["suar:untuk"].split()) <= {"agen", "petugas", "bnnp", "pusat", "keluarga"}
    assert form.marks["suar:bagian"] in {"kegiatan", "klien", "unit", "tabel", "target", "keluarga"}
    assert int(form.marks["suar:urut"]) > 0


def test_it_has_at_most_one_day_of_its_activity(name: str) -> None:
    meanings = [bind.marks.get("suar:arti") for bind in built_in(name).binds.values()]
    for meaning in ("hari", "klien", "unit", "rujukan", "persetujuan"):
        assert meanings.count(meaning) <= 1, meaning
    assert not any(path[-1] == "tgl" for path in built_in(name).controls) or "hari" in meanings


def test_everything_is_said_in_both_languages(name: str) -> None:
    """pyxform writes a dash where a translation is missing."""
    form = built_in(name)
    assert set(form.languages) == set(LANGUAGES)
    for what, words in (*_texts(form), *form.itext.items()):
        for language in LANGUAGES:
            assert words[language].get("", ()) not in ((), ("-",)), f"{what} in {language}"


def test_what_is_not_taken_is_explained(name: str) -> None:
    for path, bind in built_in(name).binds.items():
        assert bind.constraint is None or bind.constraint_message is not None, path[-1]


def test_questions_are_short_and_have_a_short_name(name: str) -> None:
    live = begun(name)
    for question in live.questions():
        if not live.readonly(question.ref):
            for mark in ("suar:ringkas", "suar:ringkas_en"):
                assert 0 < len(live.mark(question.ref, mark)) <= 32, f"{question.name} {mark}"
            assert len(live.label(question.ref, INDONESIAN).split()) <= MOST_WORDS, question.name


def test_choices_fit_on_a_button(name: str) -> None:
    live = begun(name)
    for question in live.questions():
        for language in LANGUAGES:
            for choice in live.choices(question.ref, language):
                assert 0 < len(choice.label) <= LONGEST_BUTTON, f"{question.name} {choice}"
                assert choice.value.isascii()


def test_what_waits_for_the_review_can_be_left_out(name: str) -> None:
    """It is optional, or has an answer once the day is known, and whom the report is about."""
    live = begun(name)
    for question in live.questions():
        if question.name in KNOWN:
            live.put(question.ref, KNOWN[question.name], with_lists(live.form))
    for question in live.questions():
        if live.mark(question.ref, "suar:nanti") == "ya" and live.relevant(question.ref):
            assert live.value(question.ref) or not live.required(question.ref), question.name


def test_notes_are_short_and_name_nobody(name: str) -> None:
    live = begun(name)
    notes = [question for question in live.questions() if question.name == "catatan"]
    for note in notes:
        assert live.violation(note.ref, "x" * 300, with_lists(live.form)) is None
        for bad in ("x" * 301, "nama: Budi", "NAMA: Budi"):
            assert live.violation(note.ref, bad, with_lists(live.form)) is not None, bad
        assert live.violation(note.ref, "Nama baik keluarga dijaga.", with_lists(live.form)) is None


@pytest.mark.parametrize("day", ["2026-11-23", "2025-11-20", "2027-01-01"])
def test_what_was_done_is_not_in_the_future_and_not_long_ago(name: str, day: str) -> None:
    live = begun(name)
    for question in live.questions():
        if live.mark(question.ref, "suar:arti") == "hari":
            for language in LANGUAGES:
                said = live.constraint_message(question.ref, language)
                assert said.startswith({INDONESIAN: "Tanggalnya hari ini", ENGLISH: "The date is today"}[language])
            is_history = name in HISTORY and day < "2026"
            assert (live.violation(question.ref, day, with_lists(live.form)) is None) is is_history
            assert live.violation(question.ref, "2026-11-22", with_lists(live.form)) is None


def test_the_line_of_the_timeline_holds_no_free_text(name: str) -> None:
    """A typed word never comes back in it."""
    live = begun(name)
    context = with_lists(live.form)
    for question in live.questions():
        if question.type == "string" and question.kind == "input" and not live.readonly(question.ref):
            live.put(question.ref, "kenari", context)
    assert "kenari" not in live.instance_name()


def test_the_rows_in_these_tests_are_like_those_of_the_database(name: str) -> None:
    for listed in set(built_in(name).sources.values()) & set(LISTS):
        assert LISTS[listed].splitlines()[0] == headers()[listed].decode().strip()


def _texts(form: Form) -> list[tuple[str, Words]]:
    texts = [(control.path[-1], text) for control in form.controls.values() for text in (control.label, control.hint)]
    for path, bind in form.binds.items():
        texts += [(path[-1], text) for text in (bind.constraint_message, bind.required_message) if text]
    return [(what, text.words) for what, text in texts if text.words]


def test_its_way_is_drawn_with_every_question_once_and_in_no_raw_path(name: str) -> None:
    form = built_in(name)
    flow = flow_of(form, load_voices()["id"], with_lists(form))
    sheet = Sheet(Own(*["-"] * 8))
    sheet.whole(flow)
    said = [mark.text for mark in sheet.marks if isinstance(mark, Said)]
    numbers = [text.split()[0] for text in said if text.split()[0] in {str(n + 1) for n in range(len(form.controls))}]
    assert sorted(set(numbers), key=int) == [str(n + 1) for n in range(len(form.controls))]
    assert [text for text in said if "../" in text or "/data" in text] == []
