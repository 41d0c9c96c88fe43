# forms are tables
"""Answers that are no text: they move the conversation on where it waits for them, and nowhere else."""

from __future__ import annotations

import pytest

from conversations.arriving import ask_for, expect, file_names, give, give_up, takes_place, wanted
from conversations.engine import Step, Turn, begin, step
from conversations.state import Screen, State, from_json, to_json
from domain.files import Wanted
from domain.presses import Do, Press
from tests.conversations.forms import SUNDAY, form_of

FORM = form_of("""
    | survey |
    | | type     | name   | label    | relevant      | constraint         |
    | | image    | house  | House?   |               | not(contains(., 'bad')) |
    | | audio    | story  | Story?   |               |                    |
    | | text     | why    | Why not? | ${house} = '' |                    |
    | | video    | film   | Film?    |               |                    |
    | | file     | letter | Letter?  |               |                    |
    | | geopoint | at     | Where?   |               |                    |
    | | text     | note   | Note?    |               |                    |
""")
HOUSE, STORY, WHY = "/data/house", "/data/story", "/data/why"
PHOTO = "foto-abc.jpg"


def skip(state: State) -> State:
    turn = Turn(FORM, state, SUNDAY)
    return step(FORM, state, Press(Do.SKIP, 1, turn.index(state.at), state.visit), SUNDAY).state


def given(state: State, ref: str = HOUSE, value: str = PHOTO) -> Step:
    """Give it, also after a restart: that must come to the same."""
    thawed = give(FORM, from_json(to_json(state)), ref, value, SUNDAY)
    taken = give(FORM, state, ref, value, SUNDAY)
    assert (thawed.state, thawed.answered, thawed.word) == (taken.state, taken.answered, taken.word)
    return taken


def value(state: State, ref: str = HOUSE) -> str:
    return Turn(FORM, state, SUNDAY).live.value(ref)


def test_each_question_says_what_it_takes() -> None:
    questions = Turn(FORM, begin(FORM, SUNDAY), SUNDAY).questions
    assert [wanted(each) for each in questions] == [
        *(Wanted.PHOTO, Wanted.SOUND, None, Wanted.VIDEO, Wanted.ANY, None, None),
    ]
    assert [each.name for each in questions if takes_place(each)] == ["at"]
    assert [each.name for each in questions if not ask_for(each)] == ["why", "note"]


def test_a_file_answers_the_question_that_waits_for_it_and_the_next_one_comes() -> None:
    taken = given(expect(begin(FORM, SUNDAY), HOUSE))
    assert (taken.answered, taken.state.at, taken.state.coming) == ((HOUSE,), STORY, ())
    assert (value(taken.state), taken.state.recorded) == (PHOTO, (HOUSE,))
    assert file_names(Turn(FORM, taken.state, SUNDAY).live) == (PHOTO,)


def test_a_waiting_question_stays_where_it_is_and_its_buttons_stay_good() -> None:
    before = begin(FORM, SUNDAY)
    waiting = expect(before, HOUSE)
    assert (waiting.at, waiting.visit, waiting.coming) == (HOUSE, before.visit, (HOUSE,))
    assert waiting.revision > before.revision
    assert give_up(waiting, HOUSE).coming == ()


def test_skipping_a_question_that_waits_is_the_last_word() -> None:
    assert skip(expect(begin(FORM, SUNDAY), HOUSE)).coming == ()


def test_an_answer_that_comes_when_its_person_is_elsewhere_is_recorded_and_nothing_moves() -> None:
    elsewhere = expect(skip(begin(FORM, SUNDAY)), HOUSE)
    taken = given(elsewhere)
    assert (taken.answered, value(taken.state)) == ((HOUSE,), PHOTO)
    assert (taken.state.at, taken.state.visit, taken.state.screen) == (STORY, elsewhere.visit, Screen.ASK)
    assert taken.state.revision > elsewhere.revision
    review = expect(skip(skip(skip(skip(skip(skip(skip(begin(FORM, SUNDAY)))))))), HOUSE)
    assert review.screen is Screen.REVIEW
    assert (given(review).state.screen, given(review).state.visit) == (Screen.REVIEW, review.visit)


def test_an_answer_that_closes_the_present_question_leads_to_the_next() -> None:
    at_why = expect(skip(skip(begin(FORM, SUNDAY))), HOUSE)
    assert at_why.at == WHY
    assert given(at_why).state.at == "/data/film"


def test_a_question_that_is_not_asked_any_more_takes_nothing() -> None:
    state = given(begin(FORM, SUNDAY)).state
    for ref in (WHY, "/data/nowhere"):
        taken = give(FORM, expect(state, ref), ref, "x", SUNDAY)
        assert (taken.answered, taken.state.coming, taken.state.at) == ((), (), state.at)


@pytest.mark.parametrize("here", [True, False])
def test_what_the_form_does_not_allow_is_not_taken_and_not_waited_for(here: bool) -> None:
    state = begin(FORM, SUNDAY) if here else skip(begin(FORM, SUNDAY))
    taken = given(expect(state, HOUSE), value="bad.jpg")
    assert (taken.answered, taken.state.coming, value(taken.state)) == ((), (), "")
    assert taken.word is not None
    assert (taken.state.at, taken.state.visit) == (state.at, state.visit)


def test_a_text_is_no_file() -> None:
    taken = step(FORM, begin(FORM, SUNDAY), PHOTO, SUNDAY)
    assert (taken.answered, taken.state.at) == ((), HOUSE)
    assert taken.word is not None
    assert taken.word.phrase.startswith("Kirim fotonya")
