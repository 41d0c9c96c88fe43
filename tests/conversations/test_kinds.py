# forms are tables
"""Every kind of question in a chat: its buttons, and what people may type instead."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from conversations.answers import Refused
from conversations.engine import correct
from conversations.several import MOST_LINES
from conversations.state import Screen
from conversations.times import read_moment, read_time
from domain.presses import Do
from tests.conversations.forms import WIB
from tests.conversations.test_cards import fits_telegram, table_of
from tests.conversations.test_engine import Walk, walk

NOW = datetime(2026, 11, 22, 19, 5, tzinfo=WIB)


def one(kind: str, more: str = "", columns: str = "", choices: str = "") -> Walk:
    """A person in a form of one question, called x."""
    head, row = f"| | type | name | label | required | {columns}", f"| | {kind} | x | Which? | yes | {more}"
    table = "\n".join(line.rstrip("| ") + " |" for line in ("| survey", head, row))
    return walk(f"{table}\n{choices}" if choices else table)


def labels(person: Walk) -> list[str]:
    return [button.label for row in person.card.rows for button in row]


# --- Times ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14.30", (14, 30)), ("14:30", (14, 30)), ("8", (8, 0)), ("jam 8 pagi", (8, 0)), ("jam 2 siang", (14, 0)),
        ("12 siang", (12, 0)), ("11 siang", (11, 0)), ("4 sore", (16, 0)), ("7 malam", (19, 0)),
        ("12 malam", (0, 0)), ("jam 1 malam", (1, 0)), ("setengah 3 sore", (14, 30)), ("setengah 8", (7, 30)),
        ("pukul 8.15", (8, 15)), ("pkl 20.00 WIB", (20, 0)), ("sekarang", (19, 5)), ("3 pm", (15, 0)),
        ("12 am", (0, 0)), ("Jam 9 Malam", (21, 0)), ("setengah 1 siang", (12, 30)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed: str, meant: tuple[int, int]) -> None:
    assert read_time(typed, NOW) == time(*meant)


@pytest.mark.parametrize("typed", ["", "25", "8.75", "pagi", "jam", "setengah 8.15", "delapan", "24.00", "1.2.3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        read_time(typed, NOW)


def test_a_time_is_tapped_hour_first() -> None:
    person = one("time").says("[14]")
    assert labels(person)[:4] == ["14.00", "14.15", "14.30", "14.45"]
    person.says("[Jam lain]", "[08]", "[08.15]")
    assert person.value("x") == "08:15:00.000+07:00"
    assert "08.15" in person.card.text


def test_a_time_may_be_typed_and_is_told_when_it_is_none() -> None:
    person = one("time").says("setengah 3 sore")
    assert person.value("x") == "14:30:00.000+07:00"
    assert one("time").says("nanti").value("x") == ""


@pytest.mark.parametrize(
    ("typed", "day", "clock"),
    [
        ("kemarin jam 8 pagi", "2026-11-21", time(8)), ("12/10 14.30", "2026-10-12", time(14, 30)),
        ("12 Okt, 8.15", "2026-10-12", time(8, 15)), ("kemarin", "2026-11-21", None), ("14.30", None, time(14, 30)),
        ("Jumat jam 7 malam", "2026-11-20", time(19)), ("2026-11-20 07.00", "2026-11-20", time(7)),
    ],
)  # fmt: skip
def test_a_day_with_a_time_is_read_in_one(typed: str, day: str | None, clock: time | None) -> None:
    read = read_moment(typed, NOW)
    assert (read[0] and read[0].isoformat(), read[1]) == (day, clock)


def test_a_day_and_then_its_time_are_tapped() -> None:
    person = one("dateTime").says("[Kemarin]")
    assert "Sabtu 21 Nov. Jam berapa?" in person.card.text
    person.says("[20]", "[20.45]")
    assert person.value("x") == "2026-11-21T20:45:00.000+07:00"
    assert "Sabtu 21 Nov, 20.45" in person.card.text


def test_a_day_is_typed_first_and_the_time_after_it() -> None:
    person = one("dateTime").says("jam 8")
    assert person.word == "Hari apa? Tulis misalnya kemarin jam 8 pagi."
    person.says("12/10", "jam 8 pagi")
    assert person.value("x") == "2026-10-12T08:00:00.000+07:00"


# --- Ranges, ranks, notes to be read --------------------------------------------------------------


def test_a_short_range_has_a_button_for_each_number() -> None:
    person = one("range", "start=0 end=2 step=0.5", "parameters")
    assert labels(person)[:5] == ["0", "0,5", "1", "1,5", "2"]
    person.says("[1,5]")
    assert (person.value("x"), "1,5" in person.card.text) == ("1.5", True)


def test_a_long_range_is_typed_and_kept_within_its_ends() -> None:
    person = one("range", "start=0 end=100 step=5", "parameters")
    assert "Dari 0 sampai 100." in person.card.text
    for wrong in ("101", "-5", "7", "banyak"):
        person.take(wrong)
        assert person.value("x") == ""
        assert person.word
    person.says("85")
    assert person.value("x") == "85"


ABC = "| choices |\n| | list_name | name | label |\n| | abc | a | Ani |\n| | abc | b | Budi |\n| | abc | c | Cici |"


def test_a_rank_is_tapped_in_order() -> None:
    person = one("rank abc", choices=ABC).says("[Budi]")
    assert labels(person)[:3] == ["Ani", "1. Budi", "Cici"]
    assert "Selesai" not in labels(person)
    person.says("[Ani]", "[Cici]", "[Ulangi]", "[Cici]", "[Ani]", "[Budi]", "[Selesai]")
    assert person.value("x") == "c a b"
    assert "1 Cici, 2 Ani, 3 Budi" in person.card.text


def test_quick_taps_of_a_rank_all_count_and_none_twice() -> None:
    person = one("rank abc", choices=ABC)
    first, second, third, *_ = person.offered
    for press in (second, first, second, third):
        person.take(press)
    assert person.state.picks == ("b", "a", "c")


def test_a_rank_that_was_begun_again_is_not_done_by_the_button_of_before() -> None:
    person = one("rank abc", choices=ABC).says("[Ani]", "[Budi]", "[Cici]")
    done = next(press for press in person.offered if press.do is Do.DONE)
    person.says("[Ulangi]", "[Cici]").take(done)
    assert (person.word, person.value("x")) == ("Masih ada yang belum diurutkan.", "")
    person.says("[Ulangi]").take(done)
    assert (person.word, person.value("x")) == ("Pilih paling sedikit satu.", "")


def test_a_rank_is_typed_whole_or_not_at_all() -> None:
    person = one("rank abc", choices=ABC).says("cici, ani")
    assert person.value("x") == ""
    person.says("cici, ani, 2")
    assert person.value("x") == "c a b"


def test_something_to_be_read_is_acknowledged() -> None:
    person = one("acknowledge").says("kenapa?")
    assert (person.word, person.value("x")) == ("Tekan tombol di bawah ini, ya.", "")
    person.says("[Saya sudah baca]")
    assert person.value("x") == "OK"
    assert "Sudah dibaca" in person.card.text


def test_a_decimal_is_shown_as_people_write_it() -> None:
    person = one("decimal").says("2,5")
    assert (person.value("x"), "<b>2,5</b>" in person.card.text) == ("2.5", True)


# --- Choices -------------------------------------------------------------------------------------


def test_up_to_eight_choices_are_on_one_card_and_more_in_pages() -> None:
    assert "›" not in labels(walk(table_of(8, "select_one")))
    person = walk(table_of(9, "select_one"))
    assert "1/2" in labels(person)
    person.says("[›]", "[Choice number 8]")
    assert person.value("x") == "c8"


def test_a_long_list_is_searched_by_a_few_letters() -> None:
    person = walk(table_of(45, "select_one"))
    assert "Ketik beberapa huruf untuk mencari." in person.card.text
    person.says("er 4")
    assert "Hasil untuk “er 4”." in person.card.text
    assert labels(person)[:3] == ["Choice number 4", "Choice number 14", "Choice number 24"]
    person.says("zzz")
    assert person.word == "Tidak ada pilihan yang cocok dengan “zzz”. Coba kata lain."
    person.says("[Choice number 24]")
    assert person.value("x") == "c24"


def test_a_search_is_left_again() -> None:
    person = walk(table_of(45, "select_one")).says("number 3", "[Semua pilihan]")
    assert "1/6" in labels(person)
    assert person.says("Choice number 40").value("x") == "c40", "a whole label is an answer at once"


def test_what_was_ticked_stays_ticked_while_a_long_list_is_searched() -> None:
    person = walk(table_of(45, "select_multiple"))
    person.says("number 44", "[☐ Choice number 44]", "[Semua pilihan]", "[☐ Choice number 0]")
    person.says("number 4")
    fits_telegram(person.card)
    person.says("[Selesai]")
    assert person.value("x") == "c0 c44"


def test_another_answer_than_those_of_the_list_is_typed() -> None:
    person = one("select_one abc or_other", choices=ABC)
    person.says("[Other]", "Dewi")
    assert (person.value("x"), person.value("x_other")) == ("other", "Dewi")


# --- Several answers in one message ---------------------------------------------------------------

VISIT = """
    | survey |
    | | type           | name  | label   | required | constraint    |
    | | date           | day   | Kapan?  | yes      | . <= today()  |
    | | select_one abc | who   | Siapa?  | yes      |               |
    | | integer        | age   | Umur?   |          | . < 120       |
    | | select_multiple abc | with | Dengan siapa? |     |          |
    | | text           | note  | Catatan? |         |               |
    | choices |
    | | list_name | name | label |
    | | abc | a | Ani |
    | | abc | b | Budi |
    | | abc | c | Cici |
"""


def values(person: Walk) -> list[str]:
    return [person.live.value(question.ref) for question in person.live.questions()]


def test_one_answer_a_line_is_taken_in_order_and_shown_back() -> None:
    person = walk(VISIT)
    taken = person.take("kemarin\nbudi\n33\nani, cici\nbaik\nsekali")
    assert values(person) == ["2026-11-21", "b", "33", "a c", "baik\nsekali"]
    assert len(taken.answered) == 5
    assert person.state.screen is Screen.REVIEW


def test_only_the_gaps_are_asked() -> None:
    person = walk(VISIT)
    person.take("kemarin\nbudi\nani, cici")
    assert values(person) == ["2026-11-21", "b", "", "a c", ""]
    assert person.at == "age"
    assert "✅ Kapan? Sabtu 21 Nov\n✅ Siapa? Budi\n✅ Dengan siapa? Ani, Cici" in person.card.text
    person.says("40")
    assert person.at == "note"


def test_a_line_that_fits_nowhere_is_said_and_nothing_is_filed_past_a_needed_question() -> None:
    person = walk(VISIT)
    person.take("kemarin\nDewi\n33")
    assert values(person)[:3] == ["2026-11-21", "", ""]
    assert person.word == "Ini belum terpakai: “Dewi”, “33”. Jawab satu per satu, ya."
    assert person.at == "who"


def test_lines_of_which_none_fits_are_told_why() -> None:
    person = walk(VISIT)
    person.take("entah\nsiapa")
    assert person.word == "Saya belum mengerti tanggal itu. Tulis misalnya 12/5 atau kemarin."
    assert values(person) == [""] * 5


def test_a_text_of_many_lines_is_one_text() -> None:
    person = walk(VISIT).says("[Kemarin]", "[Ani]", "[Lewati]", "[Selesai]", "baik\n33\nAni")
    assert person.value("note") == "baik\n33\nAni"


def test_several_choices_on_several_lines_are_one_answer() -> None:
    person = walk(VISIT).says("[Kemarin]", "[Ani]", "[Lewati]", "ani\ncici")
    assert (person.value("with"), person.at) == ("a c", "note")


def test_an_edit_of_several_lines_changes_each_answer() -> None:
    person = walk(VISIT)
    taken = person.take("kemarin\nbudi\n33")
    corrected = correct(person.form, person.state, taken.answered, "kemarin\ncici\n34", person.context)
    person.see(corrected)
    assert values(person)[:3] == ["2026-11-21", "c", "34"]
    fewer = correct(person.form, person.state, taken.answered, "kemarin\ncici", person.context)
    assert fewer.word is not None
    assert fewer.state == person.state


def test_an_edit_of_several_lines_leaves_a_text_of_several_lines_whole() -> None:
    person = walk(VISIT)
    taken = person.take("kemarin\nbudi\n33\nani\nbaik\nsekali")
    person.see(
        correct(person.form, person.state, taken.answered, "kemarin\nbudi\n34\nani\nbaik\nsaja", person.context)
    )
    assert (person.word, values(person)[2:]) == ("", ["34", "a", "baik\nsaja"])


def test_lines_beyond_what_is_looked_at_are_said() -> None:
    rows = "\n".join(f"| | integer | q{n} | Q{n}? |" for n in range(MOST_LINES + 10))
    person = walk(f"| survey |\n| | type | name | label |\n{rows}")
    person.take("\n".join(str(n) for n in range(MOST_LINES + 10)))
    assert person.at == f"q{MOST_LINES}"
    assert "“50”, “51”" in person.word
    assert f"… dan {MOST_LINES - 10} lagi" in person.card.text
    fits_telegram(person.card)


# --- Where a form leaves people without a way -----------------------------------------------------


def test_an_answer_that_another_one_has_made_wrong_says_why_and_cannot_simply_be_left() -> None:
    person = walk("""
        | survey |
        | | type    | name | label | constraint | constraint_message |
        | | integer | all  | All?  |            |                    |
        | | integer | ill  | Ill?  | . <= ${all} | Paling banyak ${all}. |
    """).says("4", "3", "[1]", "2")
    assert person.at == "ill"
    assert "Sekarang tercatat: 3\n⚠ Paling banyak 2." in person.card.text
    assert "Biarkan" not in labels(person)
    person.says("1")
    assert person.state.screen is Screen.REVIEW


@pytest.mark.parametrize("kind", ["select_one", "select_multiple", "rank"])
def test_a_question_without_any_choice_says_so(kind: str) -> None:
    person = walk(f"""
        | survey |
        | | type     | name | label | choice_filter | required |
        | | text     | a    | A?    |               |          |
        | | {kind} x | b    | B?    | name = ${{a}} | yes      |
        | choices |
        | | list_name | name | label |
        | | x         | y    | Y     |
    """).says("q")
    assert "Di sini tidak ada pilihan." in person.card.text
    person.says("[‹ Kembali]", "y")
    assert "Di sini tidak ada pilihan." not in person.card.text


@pytest.mark.parametrize("kind", ["date", "time", "dateTime", "decimal", "range", "geopoint"])
def test_a_default_of_another_type_is_shown_as_it_stands(kind: str) -> None:
    person = walk(f"| survey |\n| | type | name | label | default |\n| | {kind} | x | Which? | abc |")
    assert "Sekarang tercatat: abc" in person.card.text
    assert "Biarkan" not in labels(person)
    person.says("[Kosongkan]")
    assert person.state.screen is Screen.REVIEW


def test_what_the_form_only_shows_is_shown_with_its_value() -> None:
    person = walk("""
        | survey |
        | | type    | name | label  | calculation | readonly |
        | | integer | a    | A?     |             |          |
        | | integer | b    | Twice: | ${a} * 2    | yes      |
    """).says("4")
    assert "<b>Twice:</b>\n\n8" in person.card.text


def test_another_day_can_be_tapped_before_its_time() -> None:
    person = one("dateTime").says("[Besok]", "[08]")
    old = next(press for press in person.drawn if press.do is Do.HOUR)
    person.says("[Tanggal lain]")
    assert "Kemarin" in labels(person)
    before = person.state
    assert person.take(old).state == before, "an hour is no month"
    person.says("[Kemarin]", "[09]", "[09.30]")
    assert person.value("x") == "2026-11-21T09:30:00.000+07:00"


def test_today_is_offered_where_a_later_hour_of_it_is_allowed() -> None:
    assert "Hari ini" in labels(one("dateTime", ". > now()", "constraint"))


def test_the_ends_of_a_range_are_said_as_people_write_numbers() -> None:
    person = one("range", "start=0.5 end=9.5 step=0.5", "parameters").says("0,7")
    assert person.word == "Tulis angka dari 0,5 sampai 9,5, dengan jarak 0,5."


@pytest.mark.parametrize(
    ("steps", "typed", "told"),
    [
        ("start=5 end=1 step=1", "6", "Tulis angka dari 1 sampai 5."),
        ("start=5 end=1 step=2", "2", "Tulis angka dari 1 sampai 5, dengan jarak 2."),
        ("start=1 end=5 step=1", "2,5", "Tulis angka dari 1 sampai 5."),
        ("start=0 end=5 step=2", "5", "Tulis angka dari 0 sampai 4, dengan jarak 2."),
    ],
)
def test_a_range_may_go_down_and_its_ends_are_said_the_smaller_first(steps: str, typed: str, told: str) -> None:
    person = one("range", steps, "parameters").says(typed)
    assert (person.word, person.value("x")) == (told, "")


def test_a_range_that_goes_down_has_its_buttons_in_that_order() -> None:
    person = one("range", "start=2 end=0 step=0.5", "parameters")
    assert labels(person)[:5] == ["2", "1,5", "1", "0,5", "0"]
    assert person.says("0,5").value("x") == "0.5"


def test_without_parameters_a_range_goes_from_one_to_ten() -> None:
    assert labels(one("range"))[:10] == [str(number) for number in range(1, 11)]


def test_many_lines_that_fit_nowhere_are_said_in_part() -> None:
    words = []
    for many in (8, 9):
        person = walk(VISIT)
        person.take("\n".join(["kemarin", "x" * 200, *"stuvwyz!"][: many + 1]))
        words.append(person.word)
    quoted = f"“{'x' * 60}”, “s”, “t”, “u”, “v”, “w”, “y”, “z”"
    assert words == [f"Ini belum terpakai: {quoted}{more}. Jawab satu per satu, ya." for more in ("", " …")]


def test_a_form_of_notes_does_not_count_below_itself() -> None:
    person = one("note")
    assert "1 dari 1" in person.card.text
    assert "Ketuk nomornya" not in person.says("[Lanjut]").card.text


def test_the_buttons_of_every_kind_are_known_as_old_later() -> None:
    for person, label in (
        (one("range", "start=0 end=3 step=1", "parameters"), "2"),
        (one("acknowledge"), "Saya sudah baca"),
        (one("time").says("[08]"), "08.15"),
    ):
        old = [press for press in person.offered if press.do is not Do.CANCEL]
        person.tap(label)
        before = person.state
        for press in old:
            assert person.take(press).state == before
