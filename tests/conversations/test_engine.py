# forms are tables
"""The engine by itself: a state that survives anything, old buttons that do no harm, texts that came too early."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.cards import Page, card, flash
from conversations.context import Context
from conversations.engine import Step, Turn, begin, correct, hold, step
from conversations.form import Form
from conversations.live import LiveForm
from conversations.state import Held, Screen, State, from_json, to_json
from domain.messages import Message
from domain.presses import Do, Press, pack, unpack
from domain.voice import load_voices
from tests.conversations.forms import SUNDAY, form_of

WHO, KEY = b"w" * 16, b"k" * 32
VOICE = load_voices()["id"]
OF_THE_HANDLERS = {Do.SEND, Do.KEEP, Do.DROP}

WALKED = """
    | survey |
    | | type               | name  | label          | hint    | required | relevant                | constraint   | calculation  | choice_filter |
    | | date               | day   | Which day?     |         | yes      |                         | . <= today() |              |               |
    | | begin group        | g     | Ibu & <anak>   |         |          |                         |              |              |               |
    | | integer            | age   | Age?           | a < b   | yes      |                         | . < 120      |              |               |
    | | select_one yn      | ill   | Ill?           |         | yes      |                         |              |              |               |
    | | note               | n     | Take care!     |         |          | ${ill} = 'y'            |              |              |               |
    | | select_multiple xy | which | Which?         |         | yes      | ${ill} = 'y'            |              |              |               |
    | | text               | story | Story of ${age} |        |          | ${age} > 9              |              |              |               |
    | | end group          |       |                |         |          |                         |              |              |               |
    | | decimal            | cost  | Cost?          |         |          | selected(${which}, 'x') |              |              |               |
    | | calculate          | sum   |                |         |          |                         |              | ${age} + coalesce(${cost}, 0) | |
    | | select_one xy      | best  | Best?          |         |          | ${sum} > 20             |              |              | name != 'z' or ${age} > 30 |
    | | date               | next  | And then?      |         |          |                         | . > ${day}   |              |               |
    | | text               | last  | Anything else? |         |          |                         | string-length(.) < 200 | |            |
    | choices |
    | | list_name | name | label |
    | | yn        | y    | Yes |
    | | yn        | n    | No |
    | | xy        | x    | <X> & co |
    | | xy        | y    | A label that is much longer than what fits beside another |
    | | xy        | z    | Z |
"""


@dataclass
class Walk:
    """One person in one form. At every turn the state goes to JSON and back, and must come to the same."""

    form: Form
    twice: bool = False
    context: Context = SUNDAY
    state: State = field(init=False)
    card: Message = field(init=False)
    word: str = ""
    drawn: list[Press] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.see(Step(begin(self.form, self.context)))

    def take(self, reply: Press | str) -> Step:
        cold = from_json(to_json(self.state))
        before, taken = self.state, step(self.form, self.state, reply, self.context)
        thawed = step(self.form, cold, reply, self.context)
        assert told(thawed) == told(taken), "what was not saved made a difference"
        assert self.drawn_of(thawed) == self.drawn_of(taken)
        self.see(taken)
        if self.twice:
            again = step(self.form, before, reply, self.context)
            assert told(again) == told(taken), "the same step twice gives something else"
        return taken

    def hold(self, text: str) -> None:
        self.see(Step(hold(self.state, Held(1, text))))

    def edit(self, name: str, text: str) -> Step:
        taken = correct(self.form, self.state, [self.ref(name)], text, self.context)
        self.see(taken)
        return taken

    def see(self, taken: Step) -> None:
        self.state = taken.state
        self.card, self.word = self.drawn_of(taken)
        self.drawn += [press for press in self.offered if press not in self.drawn]

    def drawn_of(self, taken: Step) -> tuple[Message, str]:
        page = Page(Turn(self.form, taken.state, self.context), VOICE, lambda p: pack(p, WHO, KEY), 17, "Bu Rina")
        return card(page, taken.word, taken.dropped), flash(page, taken.word)

    @property
    def offered(self) -> list[Press]:
        """The buttons on the screen that are the engine's."""
        data = [button.data for row in self.card.rows for button in row]
        presses = [press for each in data if (press := unpack(each, WHO, KEY))]
        return [press for press in presses if press.do not in OF_THE_HANDLERS]

    def tap(self, label: str) -> Step:
        found = [button for row in self.card.rows for button in row if button.label == label]
        assert found, f"no {label}: {[button.label for row in self.card.rows for button in row]}"
        press = unpack(found[-1].data, WHO, KEY)
        assert press is not None
        return self.take(press)

    def says(self, *replies: str) -> Walk:
        """Tap what is in brackets, and type the rest."""
        for reply in replies:
            self.tap(reply[1:-1]) if reply.startswith("[") else self.take(reply)
        return self

    @property
    def live(self) -> LiveForm:
        return LiveForm.restore(self.form, self.state.xml, self.context)

    def ref(self, name: str) -> str:
        return next(question.ref for question in self.live.questions() if question.name == name)

    def value(self, name: str) -> str:
        return self.live.value(self.ref(name))

    @property
    def at(self) -> str:
        return self.state.at.rpartition("/")[2]


def told(taken: Step) -> tuple[object, ...]:
    return to_json(taken.state), taken.word, taken.answered, taken.dropped


def walk(table: str) -> Walk:
    return Walk(form_of(table))


QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.sampled_from(
    [
        "5",
        "40",
        "200",
        "12/5",
        "kemarin",
        "besok",
        "2,5",
        "Yes",
        "<X>",
        "z",
        "1, 2",
        "",
        "?",
        "cerita <b>&amp;",
        "x" * 250,
    ]
)
MOVES = st.lists(
    st.tuples(st.sampled_from(["tap", "tap", "tap", "type", "hold", "old"]), st.integers(0, 99), TEXTS), max_size=25
)


def go(person: Walk, moves: list[tuple[str, int, str]]) -> None:
    for kind, number, text in moves:
        if kind == "tap" and person.offered:
            person.take(person.offered[number % len(person.offered)])
        elif kind == "hold":
            person.hold(text)
        elif kind == "old":
            press_old(person, person.drawn[number % len(person.drawn)])
        else:
            person.take(text)


def press_old(person: Walk, press: Press) -> None:
    """An old button changes nothing at all, whatever it is."""
    if not press.fits(person.state.visit):
        before = person.state
        taken = person.take(press)
        assert taken.state == before
        assert not taken.answered


@QUICK
@given(MOVES)
def test_whatever_people_do_the_state_survives_being_stored(moves: list[tuple[str, int, str]]) -> None:
    go(walk(WALKED), moves)


@QUICK
@given(MOVES)
def test_the_same_step_from_the_same_state_gives_the_same(moves: list[tuple[str, int, str]]) -> None:
    go(Walk(form_of(WALKED), twice=True), moves)


@settings(QUICK, max_examples=12)
@given(MOVES, MOVES)
def test_r15_every_button_ever_drawn_is_harmless_in_every_later_state(
    moves: list[tuple[str, int, str]], more: list[tuple[str, int, str]]
) -> None:
    person = walk(WALKED)
    go(person, moves)
    for move in more[:4]:
        go(person, [move])
        for press in list(person.drawn):
            press_old(person, press)


@QUICK
@given(MOVES)
def test_r11_the_report_is_that_of_a_fresh_fill_with_the_same_answers(moves: list[tuple[str, int, str]]) -> None:
    person = walk(WALKED)
    go(person, moves)
    live = person.live
    fresh = LiveForm.begin(person.form, SUNDAY)
    for _ in range(3):
        for question in fresh.questions():
            if fresh.relevant(question.ref) and not fresh.readonly(question.ref):
                fresh.put(question.ref, live.value(question.ref), SUNDAY)
    assert fresh.to_xml(relevant_only=True) == live.to_xml(relevant_only=True)


@QUICK
@given(MOVES)
def test_nothing_that_is_required_is_missing_and_nothing_is_wrong_when_a_report_can_be_sent(
    moves: list[tuple[str, int, str]],
) -> None:
    person = walk(WALKED)
    for move in moves:
        go(person, [move])
        if person.state.screen is Screen.REVIEW:
            assert person.live.missing() == ()
            assert person.live.invalid() == ()


# --- Old and quick buttons -----------------------------------------------------------------------

SHORT = """
    | survey |
    | | type               | name  | label   | required |
    | | select_one abc     | one   | One?    | yes      |
    | | select_multiple abc | many | Many?   |          |
    | | text               | note  | Note?   |          |
    | | integer            | count | Count?  | yes      |
    | choices |
    | | list_name | name | label |
    | | abc | a | A |
    | | abc | b | B |
    | | abc | c | C |
"""


def test_a_second_tap_on_the_same_button_changes_nothing_and_says_nothing() -> None:
    person = walk(SHORT)
    tapped = person.offered[0]
    person.take(tapped)
    taken = person.take(tapped)
    assert (taken.word, person.at, person.value("one")) == (None, "many", "a")


def test_a_tap_on_another_option_is_told_what_is_recorded_and_offered_a_way_to_change() -> None:
    person = walk(SHORT)
    other = person.offered[1]
    person.says("[A]")
    person.take(other)
    assert person.value("one") == "a"
    assert person.word == "Sudah tercatat: A."
    person.says("[Ubah jawaban itu]", "[B]")
    assert (person.value("one"), person.at) == ("b", "many")


def test_quick_toggles_drawn_on_one_screen_all_count() -> None:
    person = walk(SHORT).says("[A]")
    first, second, third, done, *_ = person.offered
    for press in (first, third, second, first, done):
        person.take(press)
    assert (person.value("many"), person.at) == ("a b c", "note")


def test_a_button_of_a_form_that_went_on_long_ago_is_old_also_after_many_changes() -> None:
    person = walk(SHORT)
    tapped = person.offered[1]
    for _ in range(3):
        person.says("[A]", "[‹ Kembali]")
    person.take(tapped)
    assert person.word == "Tombol itu sudah lama. Pertanyaannya ada di bawah ini."
    assert person.value("one") == "a"


# --- Texts that came too early -------------------------------------------------------------------


def test_a_held_text_is_used_for_the_next_question_only_when_told() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]")
    person.hold("Ibunya ikut")
    assert (person.state.screen, person.value("note")) == (Screen.HELD, "")
    person.says("[Pakai untuk pertanyaan berikut]")
    assert (person.value("note"), person.at, person.state.held) == ("Ibunya ikut", "count", ())


def test_a_held_text_can_be_joined_to_the_answer_before_it() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]", "Ibunya")
    person.hold("ikut")
    person.hold("juga")
    person.says("[Gabung jadi satu]")
    assert (person.value("note"), person.at) == ("Ibunya ikut juga", "count")


def test_a_held_text_can_be_thrown_away() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]")
    person.hold("salah kirim")
    person.says("[Buang]")
    assert (person.at, person.state.screen, person.value("note")) == ("note", Screen.ASK, "")


ENDS_WITH_TEXT = """
    | survey |
    | | type    | name | label | relevant |
    | | integer | a    | A?    |          |
    | | text    | b    | B?    | ${a} > 3 |
"""


@pytest.mark.parametrize("label", ["Gabung jadi satu", "Buang"])
def test_texts_held_at_the_review_are_never_filed_under_some_question(label: str) -> None:
    person = walk(ENDS_WITH_TEXT).says("1")
    assert person.state.screen is Screen.REVIEW
    before = person.state.xml
    person.hold("terima kasih")
    if any(button.label == label for row in person.card.rows for button in row):
        person.tap(label)
    assert person.state.xml == before


def test_a_held_text_that_cannot_be_used_is_not_lost() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]", "Ibunya")
    person.hold("bukan angka")
    person.says("[Pakai untuk pertanyaan berikut]")
    assert person.word == "Saya butuh angka, misalnya 3."
    assert (person.value("count"), person.value("note")) == ("", "Ibunya")


NOTE_FIRST = """
    | survey |
    | | type | name | label      |
    | | note | mind | Mind this! |
    | | text | what | What?      |
"""


@pytest.mark.parametrize("label", ["Pakai untuk pertanyaan berikut", "Gabung jadi satu"])
def test_a_held_text_is_never_filed_under_a_note_nor_lost_at_one(label: str) -> None:
    person = walk(NOTE_FIRST)
    person.hold("cerita")
    if any(button.label == label for row in person.card.rows for button in row):
        person.tap(label)
    assert person.value("mind") == ""
    assert person.value("what") == "cerita" or [held.text for held in person.state.held] == ["cerita"]


# --- Edits of earlier messages -------------------------------------------------------------------


def test_an_edit_takes_the_new_words_and_stays_where_the_person_is() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]", "Ibunya")
    person.edit("note", "Bapaknya")
    assert (person.value("note"), person.at) == ("Bapaknya", "count")


def test_an_edit_that_cannot_be_read_is_told_why_and_changes_nothing() -> None:
    person = walk(SHORT).says("[A]", "[Selesai]", "Ibunya", "3")
    person.edit("count", "tiga")
    assert person.word == "Saya butuh angka, misalnya 3."
    assert person.value("count") == "3"


FOLLOWS = """
    | survey |
    | | type    | name | label | required | relevant |
    | | integer | a    | A?    | yes      |          |
    | | integer | b    | B?    | yes      | ${a} > 3 |
    | | integer | c    | C?    | yes      | ${a} < 4 |
"""


def test_an_edit_that_opens_a_question_asks_it_before_the_report_can_be_sent() -> None:
    person = walk(FOLLOWS).says("1", "2")
    assert person.state.screen is Screen.REVIEW
    person.edit("a", "5")
    assert (person.state.screen, person.at) == (Screen.ASK, "b")


def test_an_edit_that_closes_the_question_on_the_screen_does_not_ask_it_any_longer() -> None:
    person = walk(FOLLOWS).says("5")
    assert person.at == "b"
    person.edit("a", "1")
    assert person.at == "c"


# --- Other things --------------------------------------------------------------------------------


def test_an_answer_can_be_changed_from_the_review_and_what_follows_is_worked_out_again() -> None:
    person = walk(FOLLOWS).says("1", "2")
    person.take(next(press for press in person.offered if press.do is Do.CHANGE))
    taken = person.take("5")
    assert taken.dropped == ("C?",)
    assert person.at == "b"
    person.says("7")
    assert person.state.screen is Screen.REVIEW
    assert "<c>" not in person.live.to_xml(relevant_only=True)


def test_the_day_is_the_persons_own() -> None:
    person = walk("| survey |\n| | type | name | label |\n| | date | d | Day? |")
    person.says("[Kemarin]")
    assert date.fromisoformat(person.value("d")) == date(2026, 11, 21)
