"""Questions that wait for the review (`suar:nanti`), and what a form says of itself (`attribute::suar:…`)."""

from __future__ import annotations

from conversations.answered import answers_of
from conversations.engine import Turn, begin
from conversations.indicators import counted
from conversations.meaning import Meaning, answer_of
from conversations.state import Screen
from tests.conversations.forms import SUNDAY, form_of
from tests.conversations.test_engine import walk

FORM = """
    | survey |
    | | type | name | label | required | default | constraint | bind::suar:nanti |
    | | date | tgl | Kapan? | yes | | | |
    | | text | lagi | Ada lagi? | | | | ya |
    | | integer | berapa | Berapa? | yes | | . > 0 | ya |
    | | integer | lama | Berapa lama? | | 30 | . > 0 | ya |
    | | text | catatan | Ada catatan? | | | | |
    | settings |
    | | form_id | form_title | namespaces | attribute::suar:untuk |
    | | coba | Coba | suar="urn:suar:xform" | agen petugas |
"""


def test_what_waits_is_not_asked_on_the_way_and_can_be_filled_in_at_the_end() -> None:
    """What is required and empty is asked in its turn all the same; a default is enough."""
    person = walk(FORM).says("[Hari ini]")
    assert person.at == "berapa"
    person.says("7")
    assert person.at == "catatan"
    person.says("[Lewati]")
    assert person.state.screen is Screen.REVIEW
    assert "2 Ada lagi?" in person.card.text
    person.says("[2]", "Ya, besok")
    assert person.state.screen is Screen.REVIEW
    assert person.value("lagi") == "Ya, besok"
    assert person.value("lama") == "30"


def test_back_passes_over_what_waits() -> None:
    person = walk(FORM).says("[Hari ini]", "[‹ Kembali]")
    assert person.at == "tgl"


def test_a_default_that_the_form_would_not_take_is_asked_for() -> None:
    person = walk(FORM.replace("| 30 |", "| -1 |")).says("[Hari ini]", "7")
    assert person.at == "lama"


def test_what_waits_is_not_counted_before_it_is_asked() -> None:
    assert "1 dari 3" in walk(FORM).card.text


def test_a_form_says_whom_it_is_for() -> None:
    assert form_of(FORM).marks == {"suar:untuk": "agen petugas"}


KNOWN = """
    | survey |
    | | type | name | label | required | bind::suar:arti |
    | | select_one k | siapa | Untuk siapa? | yes | klien |
    | | date | tgl | Kapan? | yes | hari |
    | choices |
    | | list_name | name | label |
    | | k | satu | Teratai |
    | | k | dua | Cemara |
    | settings |
    | | form_id | form_title | namespaces |
    | | coba | Coba | suar="urn:suar:xform" |
"""


def test_what_is_known_is_not_asked() -> None:
    form = form_of(KNOWN)
    state = begin(form, SUNDAY, known={Meaning.CLIENT: "dua"})
    assert state.at.endswith("/tgl")
    live = Turn(form, state, SUNDAY).live
    assert answer_of(live, Meaning.CLIENT) == "dua"


def test_what_is_known_and_not_on_offer_is_asked() -> None:
    state = begin(form_of(KNOWN), SUNDAY, known={Meaning.CLIENT: "tiga", Meaning.UNIT: "x"})
    assert state.at.endswith("/siapa")


COUNTED = """
    | survey |
    | | type | name | label | relevant | calculation | bind::suar:indikator |
    | | select_one k | cara | Cara? | | | jangkau.cara |
    | | select_multiple k | zat | Zat? | | | zat |
    | | integer | l | Laki-laki? | | | peserta.l |
    | | integer | p | Perempuan? | ${l} > 2 | | peserta.p |
    | | calculate | semua | | | ${l} + 1 | peserta |
    | | text | kata | Kata? | | | kata |
    | | begin repeat | g | Lagi | | | |
    | | integer | n | N? | | | n |
    | | end repeat | | | | | |
    | choices |
    | | list_name | name | label |
    | | k | a | A |
    | | k | b | B |
    | settings |
    | | form_id | form_title | namespaces |
    | | coba | Coba | suar="urn:suar:xform" |
"""


def test_a_report_counts_what_its_form_marks() -> None:
    person = walk(COUNTED).says("[A]", "[☐ A]", "[☐ B]", "[Selesai]", "2", "tiga", "[Tambah]", "4", "[Tambah]", "5")
    assert counted(person.form, person.live.to_xml(relevant_only=True)) == {
        "laporan.coba": 1,
        "jangkau.cara.a": 1,
        "zat.a": 1,
        "zat.b": 1,
        "peserta.l": 2,
        "peserta": 3,
        "n": 9,
    }


def test_answers_are_told_by_their_names() -> None:
    person = walk(COUNTED).says("[A]", "[Selesai]", "9", "1", "tiga", "[Tambah]", "4", "[Tambah]", "5")
    answers = answers_of(person.form, person.live.to_xml(relevant_only=True))
    assert answers["cara"] == "a"
    assert answers["semua"] == "10"
    assert answers["nothing"] == ""
    assert [turn["n"] for turn in answers.turns["g"]] == ["4", "5"]


RESULT = """
    | survey |
    | | type | name | label | required | readonly | calculation |
    | | integer | a | A? | yes | | |
    | | integer | b | B? | yes | | |
    | | note | n | Jumlahnya ${sum} | | | |
    | | note | m | Terima kasih | | | |
    | | calculate | sum | | | | ${a} + ${b} |
"""


def test_a_result_that_changes_is_shown_anew_before_it_is_sent() -> None:
    person = walk(RESULT).says("1", "2")
    assert "Jumlahnya 3" in person.card.text
    person.says("[Lanjut]", "[Lanjut]", "[2]", "5")
    assert person.at == "n"
    assert "Jumlahnya 6" in person.card.text
    person.says("[Lanjut]")
    assert person.state.screen is Screen.REVIEW


def test_a_result_that_stays_the_same_is_not_shown_again() -> None:
    person = walk(RESULT).says("1", "2", "[Lanjut]", "[Lanjut]", "[2]", "2")
    assert person.state.screen is Screen.REVIEW
