# forms are tables
"""Repeats in a chat: people add, go through again, take away, and say when it is all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.arriving import expect, give
from conversations.state import Screen
from tests.conversations.test_cards import fits_telegram
from tests.conversations.test_engine import QUICK, Walk, go, walk

FAMILY = """
    | survey |
    | | type         | name  | label            | required | relevant      | calculation |
    | | text         | house | Rumah mana?      |          |               |             |
    | | begin repeat | child | Anak             |          |               |             |
    | | text         | name  | Namanya?         | yes      |               |             |
    | | integer      | age   | Umur ${name}?    |          |               |             |
    | | end repeat   |       |                  |          |               |             |
    | | calculate    | all   |                  |          |               | count(${child}) |
    | | text         | last  | Ada lagi?        |          |               |             |
"""


def names(person: Walk) -> list[str]:
    return [person.live.value(q.ref) for q in person.live.questions() if q.name == "name"]


def test_a_list_is_begun_only_when_there_is_something_to_enter() -> None:
    person = walk(FAMILY).says("no. 5")
    assert person.state.screen is Screen.TURNS
    assert "Anak" in person.card.text
    assert "Ada yang mau dicatat?" in person.card.text
    person.says("[Tidak ada]")
    assert (person.at, person.live.value("/data/all")) == ("last", "0")


def test_turns_are_added_one_after_another_until_it_is_all() -> None:
    person = walk(FAMILY).says("no. 5", "[Tambah]")
    assert "Anak 1" in person.card.text
    person.says("Ani", "4")
    assert person.state.screen is Screen.TURNS
    assert "1 Ani, 4" in person.card.text
    person.says("[Tambah]")
    assert "Anak 2" in person.card.text
    person.says("Budi")
    assert "Umur Budi?" in person.card.text
    person.says("[Lewati]", "[Lanjut]", "[Lewati]")
    assert (names(person), person.live.value("/data/all")) == (["Ani", "Budi"], "2")
    assert person.state.screen is Screen.REVIEW


def two_children() -> Walk:
    return walk(FAMILY).says("no. 5", "[Tambah]", "Ani", "4", "[Tambah]", "Budi", "9")


def test_a_turn_is_gone_through_again_and_what_is_right_is_left() -> None:
    person = two_children().says("[Ubah 1]")
    assert "Sekarang tercatat: Ani" in person.card.text
    person.says("[Biarkan]", "5")
    assert person.state.screen is Screen.TURNS
    assert "1 Ani, 5" in person.card.text
    assert "2 Budi, 9" in person.card.text


def test_a_turn_is_taken_away_only_after_a_question_back_and_the_others_move_up() -> None:
    person = two_children().says("[Hapus 1]")
    assert "Hapus isian 1 dari Anak?" in person.card.text
    person.says("[Jangan hapus]")
    assert names(person) == ["Ani", "Budi"]
    person.says("[Hapus 1]")
    taken = person.tap("Hapus")
    assert names(person) == ["Budi"]
    assert taken.moved == {
        "/data/child[1]/name": "", "/data/child[1]/age": "",
        "/data/child[2]/name": "/data/child[1]/name", "/data/child[2]/age": "/data/child[1]/age",
    }  # fmt: skip
    person.says("[Lanjut]", "[Lewati]")
    assert person.state.screen is Screen.REVIEW, "nothing of the turn that moved up is asked again"


def test_what_is_remembered_of_the_turns_behind_moves_up_with_them() -> None:
    person = walk("""
        | survey |
        | | type         | name  | label    |
        | | begin repeat | child | Anak     |
        | | text         | name  | Namanya? |
        | | image        | photo | Fotonya? |
        | | end repeat   |       |          |
    """).says("[Tambah]", "Ani", "[Lewati]", "[Tambah]", "Budi", "[Lewati]", "[Tambah]", "Cici", "[Lewati]")
    person.state = replace(person.state, coming=tuple(f"/data/child[{n}]/photo" for n in (1, 2, 3)))
    person.says("[Hapus 2]", "[Hapus]")
    assert person.state.coming == ("/data/child[1]/photo", "/data/child[2]/photo")
    assert [ref for ref in person.state.seen if "[3]" in ref] == []
    assert "/data/child[2]/photo" in person.state.seen
    person.says("[Lanjut]")
    assert person.state.screen is Screen.REVIEW


def test_who_began_a_turn_by_mistake_gets_out_of_it() -> None:
    person = two_children().says("[Tambah]", "[Hapus isian]")
    assert "Hapus isian 3 dari Anak?" in person.card.text
    person.says("[Jangan hapus]")
    assert "Namanya?" in person.card.text, "back to the question that is still open"
    person.says("[Hapus isian]", "[Hapus]")
    assert (person.state.screen, names(person)) == (Screen.TURNS, ["Ani", "Budi"])


def test_a_list_can_be_opened_again_from_the_review() -> None:
    person = two_children().says("[Lanjut]", "[Lewati]")
    assert "Anak <b>2 isian</b>" in person.card.text
    assert "<i>Anak 2</i>" in person.card.text
    number = next(line.split()[0] for line in person.card.text.splitlines() if "isian" in line)
    person.says(f"[{number}]", "[Tambah]", "Cici", "[Lewati]")
    assert (person.state.screen, names(person)) == (Screen.TURNS, ["Ani", "Budi", "Cici"])
    person.says("[Lanjut]")
    assert person.state.screen is Screen.REVIEW


def test_back_leads_out_of_a_list_to_the_question_before_it() -> None:
    person = walk(FAMILY).says("no. 5", "[‹ Kembali]")
    assert person.at == "house"
    person = two_children().says("[‹ Kembali]")
    assert (person.at, "Umur Budi?" in person.card.text) == ("age", True)


def test_old_buttons_of_a_list_do_nothing() -> None:
    person = two_children()
    add = next(press for press in person.offered if press.choice == 0)
    person.take(add)
    before = person.state
    assert person.take(add).state == before
    assert names(person) == ["Ani", "Budi", ""]


def test_texts_at_a_list_and_texts_that_came_early_are_never_filed_in_it() -> None:
    person = two_children().says("Cici")
    assert person.word == "Pilih salah satu tombol di bawah ini."
    person.hold("Cici")
    assert person.state.screen is Screen.HELD
    person.says("[Buang]")
    assert (person.state.screen, names(person)) == (Screen.TURNS, ["Ani", "Budi"])


def test_a_draft_is_cancelled_and_gone_on_with_at_a_list() -> None:
    person = two_children().says("[Batal]", "[Lanjutkan mengisi]")
    assert person.state.screen is Screen.TURNS


COUNTED = """
    | survey |
    | | type         | name  | label     | repeat_count |
    | | integer      | many  | Berapa?   |              |
    | | begin repeat | child | Anak      | ${many}      |
    | | text         | name  | Namanya?  |              |
    | | end repeat   |       |           |              |
"""


def test_turns_that_the_form_counts_are_asked_without_a_list() -> None:
    person = walk(COUNTED).says("2", "Ani", "Budi")
    assert person.state.screen is Screen.REVIEW
    person.says("[1]", "1")
    assert names(person) == ["Ani"]
    assert "Namanya?" in person.card.text
    person.says("[1]", "2")
    assert (names(person), person.at) == (["Ani", ""], "name"), "the turn that came back is asked anew"


def test_what_a_smaller_count_takes_away_is_said() -> None:
    person = walk(COUNTED).says("2", "Ani", "Budi", "[1]")
    assert person.take("1").dropped == ("Namanya?",)


NESTED = """
    | survey |
    | | type         | name  | label    | relevant |
    | | begin repeat | child | Anak     |          |
    | | text         | name  | Namanya? |          |
    | | begin repeat | toy   | Mainan   | ${name} != 'x' |
    | | text         | what  | Apa?     |          |
    | | end repeat   |       |          |          |
    | | end repeat   |       |          |          |
"""


def test_lists_within_lists() -> None:
    person = walk(NESTED).says("[Tambah]", "Ani", "[Tambah]", "bola", "[Tambah]", "buku", "[Lanjut]")
    assert "1 Ani, bola" in person.card.text
    person.says("[Tambah]", "Budi", "[Tidak ada]", "[Tambah]", "x")
    assert person.state.screen is Screen.TURNS
    assert "3 x" in person.card.text, "the list of toys of x is not relevant"
    person.says("[Hapus 1]", "[Hapus]", "[Lanjut]")
    assert person.state.screen is Screen.REVIEW
    assert names(person) == ["Budi", "x"]


PICTURED = """
    | survey |
    | | type         | name  | label | relevant |
    | | image        | photo | Foto? |          |
    | | begin repeat | child | Anak  | not(contains(${photo}, 'empty')) |
    | | text         | name  | Nama? |          |
    | | end repeat   |       |       |          |
    | | text         | last  | Lagi? |          |
"""


def test_a_file_that_comes_while_a_list_is_on_the_screen_moves_nothing() -> None:
    person = walk(PICTURED).says("[Lewati]", "[Tambah]", "Ani")
    for _ in range(2):  # at the list, and where a turn of it is to be removed
        before = person.state
        person.see(give(person.form, expect(before, "/data/photo"), "/data/photo", "foto.jpg", person.context))
        assert (person.state.screen, person.state.visit, person.state.leaf) == (
            before.screen,
            before.visit,
            before.leaf,
        )
        person.tap("Hapus 1") if person.state.screen is Screen.TURNS else None
    person.says("[Hapus]")
    assert names(person) == []


def test_a_file_that_closes_the_list_on_the_screen_leads_to_the_next_question() -> None:
    person = walk(PICTURED).says("[Lewati]")
    person.see(give(person.form, expect(person.state, "/data/photo"), "/data/photo", "empty.jpg", person.context))
    assert person.at == "last"


def test_a_group_within_a_turn_is_asked_and_the_turn_can_be_taken_away_from_there() -> None:
    person = walk("""
        | survey |
        | | type         | name  | label |
        | | begin repeat | child | Anak  |
        | | begin group  | body  | Tubuh |
        | | text         | name  | Nama? |
        | | end group    |       |       |
        | | end repeat   |       |       |
    """).says("[Tambah]", "Ani", "[Tambah]")
    assert "Anak 2 · Tubuh" in person.card.text
    person.says("[Hapus isian]", "[Hapus]")
    assert names(person) == ["Ani"]


def test_a_list_that_comes_first_offers_no_way_back() -> None:
    person = walk(NESTED)
    assert person.state.screen is Screen.TURNS
    assert "‹ Kembali" not in [button.label for row in person.card.rows for button in row]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["tap"] * 6 + ["type", "hold", "old"]), st.integers(0, 99), st.sampled_from(["x", "Ani", "3"])
    ),
    max_size=40,
)


@QUICK
@given(MOVES)
@pytest.mark.parametrize("table", [FAMILY, COUNTED, NESTED])
def test_whatever_people_do_in_lists_every_card_fits_and_survives(
    table: str, moves: list[tuple[str, int, str]]
) -> None:
    person = walk(table)
    for move in moves:
        go(person, [move])
        fits_telegram(person.card)
        refs = {stop.ref for stop in person.live.route.stops}
        assert all(key.removeprefix("before ") in refs for key in person.state.seen)
