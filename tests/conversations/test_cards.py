# forms are tables
"""Cards: whatever the form and whatever people wrote, Telegram takes them."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.cards import Page, card
from conversations.engine import Step, Turn, begin, step
from conversations.state import Screen
from conversations.xform import read_form
from conversations.xlsform import compile_here
from domain.messages import LONGEST_CALLBACK_DATA, LONGEST_TEXT, File, Message
from domain.presses import Do, pack
from domain.voice import load_voices
from simulator.keyboards import read_markup
from simulator.texts import formatted
from tests.conversations.forms import SUNDAY, form_of
from tests.conversations.test_engine import KEY, MOVES, QUICK, VOICE, WALKED, WHO, Walk, go, walk

MOST_BUTTONS = 100  # Telegram refuses a keyboard with more


def fits_telegram(message: Message) -> None:
    """What Telegram would check, with the eyes of the simulator."""
    said = formatted(message.text, "HTML")
    assert 0 < len(said.text.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    keyboard = [[{"text": b.label, "callback_data": b.data} for b in row] for row in message.rows]
    read_markup({"inline_keyboard": json.loads(json.dumps(keyboard))}, inline_only=True)
    buttons = [button for row in message.rows for button in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(button.label.strip() for button in buttons)
    assert all(0 < len(button.data.encode()) <= LONGEST_CALLBACK_DATA for button in buttons)
    assert len({button.data for button in buttons}) >= len(buttons) - nothings(message)


def nothings(message: Message) -> int:
    """Days of the calendar that cannot be chosen, and its headings, may look all the same."""
    return sum(1 for row in message.rows for b in row if b.label == "·" or len(row) in {3, 7})


HUGE = st.sampled_from(
    ["x" * 4000, "😀" * 1500, "<b>&amp;</b> " * 300, "\u200fمرحبا " * 200, "a\u0301" * 999, "\t\n" * 50, "﷽" * 900]
)
ODD = st.one_of(HUGE, st.text(max_size=60).filter(lambda text: text.strip()))
ODD_MOVES = st.lists(
    st.tuples(st.sampled_from(["tap", "tap", "type", "hold", "old"]), st.integers(0, 99), ODD), max_size=15
)

TEXTS_ONLY = """
    | survey |
    | | type | name | label |
    | | text | a    | First? |
    | | text | b    | Second? |
    | | text | c    | Third? |
"""


LISTED = """
    | survey |
    | | type         | name  | label |
    | | begin repeat | child | Anak  |
    | | text         | name  | Nama? |
    | | end repeat   |       |       |
"""


@QUICK
@given(MOVES)
def test_every_card_of_an_ordinary_walk_fits_telegram(moves: list[tuple[str, int, str]]) -> None:
    person = walk(WALKED)
    for move in moves:
        go(person, [move])
        fits_telegram(person.card)


@settings(QUICK, max_examples=25)
@given(ODD_MOVES, st.sampled_from([WALKED, TEXTS_ONLY]))
def test_every_card_fits_telegram_whatever_people_write(moves: list[tuple[str, int, str]], table: str) -> None:
    person = walk(table)
    for move in moves:
        go(person, [move])
        fits_telegram(person.card)


def test_long_answers_are_shown_as_far_as_they_fit_and_kept_whole() -> None:
    person = walk(TEXTS_ONLY)
    for letter in "abc":
        person.take(letter * 4000)
        fits_telegram(person.card)
    assert person.state.screen is Screen.REVIEW
    assert [len(person.value(name)) for name in "abc"] == [4000] * 3
    assert all(f"{question}?" in person.card.text for question in ("First", "Second", "Third"))


def test_many_held_texts_fit_on_one_card() -> None:
    person = walk(TEXTS_ONLY)
    for n in range(40):
        person.hold(f"{n} " + "panjang " * 60)
        fits_telegram(person.card)


def table_of(rows: int, kind: str) -> str:
    choices = "\n".join(f"| | many | c{n} | Choice number {n} |" for n in range(rows))
    return f"| survey |\n| | type | name | label |\n| | {kind} many | x | Which? |\n| choices |\n| | list_name | name | label |\n{choices}"


@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
def test_a_long_list_of_choices_fits_telegram(kind: str) -> None:
    fits_telegram(walk(table_of(130, kind)).card)


def test_a_form_of_many_questions_can_be_reviewed() -> None:
    rows = "\n".join(f"| | integer | q{n} | Question number {n} of this rather long form? |" for n in range(120))
    person = walk(f"| survey |\n| | type | name | label |\n{rows}")
    for n in range(120):
        person.see(_typed(person, str(n)))
    assert person.state.screen is Screen.REVIEW
    fits_telegram(person.card)


def test_questions_that_are_too_long_for_telegram_are_shown_as_far_as_they_fit() -> None:
    rows = "\n".join(f"| | integer | q{n} | {n} {'panjang & <tebal> ' * 40} |" for n in range(20))
    person = walk(f"| survey |\n| | type | name | label |\n| | note | n | {'😀 & ' * 1500} |\n{rows}")
    fits_telegram(person.card)
    person.says("[Lanjut]", "\n".join(str(n) for n in range(20)))
    assert person.state.screen is Screen.REVIEW
    assert "15 14 panjang" in person.card.text
    fits_telegram(person.card)


def _typed(person: Walk, text: str) -> Step:
    return step(person.form, person.state, text, person.context)


def test_every_button_carries_the_screen_it_was_drawn_in() -> None:
    person = walk(WALKED)
    assert {press.revision for press in person.offered} == {person.state.visit}
    assert {press.subject for press in person.offered} == {17}


def test_the_calendar_can_be_leafed_through_for_years() -> None:
    person = walk("| survey |\n| | type | name | label |\n| | date | d | Day? |")
    person.says("[Tanggal lain]")
    for label in ["‹"] * 30 + ["›"] * 60:
        person.tap(label)
        fits_telegram(person.card)
    person.says("[15]")
    assert person.value("d") == "2029-05-15"


def test_what_people_wrote_is_never_taken_for_markup() -> None:
    person = walk(TEXTS_ONLY)
    person.says("<b>bold</b> & <script>")
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;" in person.card.text
    assert "<b>bold</b> & <script>" in formatted(person.card.text, "HTML").text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_screen_can_be_drawn_in_every_language(language: str) -> None:
    voice = load_voices()[language]
    person = walk(TEXTS_ONLY).says("satu")
    person.hold("x")
    states = [person.state, walk(WALKED).state, walk(TEXTS_ONLY).says("[Batal]").state]
    states.append(walk(TEXTS_ONLY).says("1", "2", "3").state)
    states += [walk(LISTED).state, walk(LISTED).says("[Tambah]", "[Hapus isian]").state]
    forms = {form.version: form for form in map(form_of, (WALKED, TEXTS_ONLY, LISTED))}
    for state in states:
        form = forms[state.version]
        page = Page(Turn(form, state, person.context), voice, lambda press: pack(press, WHO, KEY), 17, "Bu <Rina>")
        fits_telegram(card(page))
    assert {state.screen for state in states} == set(Screen)


def test_a_press_of_a_button_that_only_shows_something_is_told_apart() -> None:
    person = walk("| survey |\n| | type | name | label |\n| | date | d | Day? |").says("[Tanggal lain]")
    assert any(press.do is Do.NOTHING for press in person.offered)


def test_a_question_brings_its_picture_unless_its_text_is_too_long_for_a_caption() -> None:
    table = """
        | survey |
        | | type | name | label | hint  | media::image |
        | | text | a    | Apa?  | {} | obat.png     |
    """
    for hint, shown in (("Lihat", True), ("x" * 1100, False)):
        compiled = compile_here(dedent(table.format(hint)).strip().encode(), "md", "a_form", {"obat.png": b"png"})
        form = read_form(compiled.xml, {"obat.png": b"png"})
        page = Page(
            Turn(form, begin(form, SUNDAY), SUNDAY), VOICE, lambda press: pack(press, WHO, KEY), 17, "Bu Rina"
        )
        assert card(page).photo == (File("obat.png", b"png") if shown else None)
