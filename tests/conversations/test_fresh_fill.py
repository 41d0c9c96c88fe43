"""R11: however often answers are changed, the form is in the end as if it had been filled in afresh with the last ones.

Moves are random: answers to any question (asked at the moment or not), turns that come and go, a restart in between.
Afterwards a new draft gets the last answers, and nothing else; what would be sent must be the same.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.context import Context
from conversations.live import LiveForm, NoSuchQuestion, Question
from tests.conversations.forms import SUNDAY, form_of
from tests.forms_built_in.playing import NAMES, built_in, with_lists
from tests.javarosa.replaying import Walk
from tests.soak import FIGURE, soak_count

CASCADE = """
    | survey |
    | | type               | name     | label | relevant                           | constraint   | calculation                          | choice_filter                | default         | trigger | required |
    | | integer            | age      | Age   |                                    | . < 50       |                                      |                              | 7               |         | yes      |
    | | select_one region  | region   | R     |                                    |              |                                      |                              |                 |         |          |
    | | select_one town    | town     | T     | ${region} != ''                    |              |                                      | in = ${region}               |                 |         | yes      |
    | | select_multiple way| ways     | W     | ${town} != 'c2'                    |              |                                      | ${age} > 3 or name != 'post' |                 |         |          |
    | | begin group        | more     | More  | count-selected(${ways}) > 1 or ${age} = 0 |       |                                      |                              |                 |         |          |
    | | date               | when     | When  |                                    | . <= today() |                                      |                              | today() - 3     |         |          |
    | | begin group        | deep     | Deep  | ${when} != ''                      |              |                                      |                              |                 |         |          |
    | | decimal            | share    | Share |                                    | . <= ${age}  |                                      |                              |                 |         |          |
    | | text               | why      | Why   | ${share} > 1                       |              |                                      |                              | hujan           |         |          |
    | | end group          |          |       |                                    |              |                                      |                              |                 |         |          |
    | | end group          |          |       |                                    |              |                                      |                              |                 |         |          |
    | | calculate          | double   |       |                                    |              | ${age} * 2 + coalesce(${share}, 0)   |                              |                 |         |          |
    | | calculate          | named    |       |                                    |              | jr:choice-name(${town}, '${town}')   |                              |                 |         |          |
    | | text               | last     | Last  | ${double} > 20 and ${named} != ''  |              |                                      |                              |                 |         | yes      |
    | | calculate          | copied   |       |                                    |              | concat(${region}, '')                |                              |                 | ${region} |        |
    | | text               | echoed   | Echo  | ${copied} = 'c'                    |              |                                      |                              |                 |         |          |
    | | calculate          | all      |       |                                    |              | join('-', ${last}, ${why}, today() - ${when}, ${echoed}) |          |                 |         |          |
    | choices |
    | | list_name | name  | label | in |
    | | region    | b     | B     |    |
    | | region    | c     | C     |    |
    | | town      | b1    | B1    | b  |
    | | town      | b2    | B2    | b  |
    | | town      | c1    | C1    | c  |
    | | town      | c2    | C2    | c  |
    | | way       | phone | Phone |    |
    | | way       | visit | Visit |    |
    | | way       | post  | Post  |    |
"""
HOUSEHOLD = """
    | survey |
    | | type              | name    | label  | relevant                 | calculation                              | repeat_count | choice_filter    | default |
    | | integer           | many    | Many   |                          |                                          |              |                  | 1       |
    | | text              | head    | Head   |                          |                                          |              |                  |         |
    | | begin repeat      | person  | Person | ${head} != 'nobody'      |                                          | ${many}      |                  |         |
    | | text              | name    | Name   |                          |                                          |              |                  |         |
    | | integer           | age     | Age    | ${name} != ''            |                                          |              |                  | 5       |
    | | calculate         | nth     |        |                          | position(..)                             |              |                  |         |
    | | calculate         | so_far  |        |                          | sum(${age}) + ${nth}                     |              |                  |         |
    | | begin repeat      | visit   | Visit  | ${age} > 2               |                                          |              |                  |         |
    | | select_one way    | way     | Way    |                          |                                          |              | name != 'post' or ${age} > 9 | |
    | | decimal           | cost    | Cost   | ${way} = 'car'           |                                          |              |                  |         |
    | | calculate         | mark    |        |                          | concat(${nth}, '/', position(..), ':', ${way}) |        |                  |         |
    | | end repeat        |         |        |                          |                                          |              |                  |         |
    | | calculate         | spent   |        |                          | sum(${cost})                             |              |                  |         |
    | | end repeat        |         |        |                          |                                          |              |                  |         |
    | | calculate         | total   |        |                          | sum(${spent}) + count(${person})         |              |                  |         |
    | | calculate         | first   |        |                          | indexed-repeat(${name}, ${person}, 1)    |              |                  |         |
    | | select_one ${name} | who    | Who    | ${total} > 2             |                                          |              |                  |         |
    | | text              | why     | Why    | ${who} = ${first}        |                                          |              |                  |         |
    | | begin repeat      | remark  | Remark |                          |                                          |              |                  |         |
    | | text              | words   | Words  |                          |                                          |              |                  | ya      |
    | | end repeat        |         |        |                          |                                          |              |                  |         |
    | | calculate         | remarks |        |                          | join(', ', ${words})                     |              |                  |         |
    | choices |
    | | list_name | name | label |
    | | way       | car  | Car   |
    | | way       | foot | Foot  |
    | | way       | post | Post  |
"""
FORMS = {"cascade": CASCADE, "household": HOUSEHOLD}
ANSWERS = {
    "int": ("0", "1", "2", "3", "4", "11", "60", ""),
    "decimal": ("0.5", "2", "7.25", ""),
    "date": ("2026-11-01", "2026-11-22", "2027-01-01", ""),
    "string": (
        "Ani",
        "Budi",
        "nobody",
        "b",
        "c",
        "b1",
        "c1",
        "c2",
        "car",
        "post",
        "phone visit",
        "post visit phone",
        "",
    ),
}
Move = tuple[int, int, int]  # what to do, where, and which answer: each is taken modulo what there is
MOVES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 60), st.integers(0, 60)), max_size=40)
ADD, REMOVE, RESTART = 13, 14, 15  # everything below is an answer; below ANYWHERE also where nobody is asked now
ANYWHERE = 3
COUNTS = ("0", "1", "2", "3", "")


def moved(live: LiveForm, move: Move) -> LiveForm:
    what, where, which = move
    if what == RESTART:
        return LiveForm.restore(live.form, live.to_xml(), SUNDAY)
    repeats = [each for each in live.repeats() if live.may_change_turns(each)]
    if what in (ADD, REMOVE):
        if repeats:
            repeat = repeats[where % len(repeats)]
            turns = live.turns(repeat)
            if what == ADD and len(turns) < 4:
                live.add(repeat, SUNDAY)
            elif what == REMOVE and turns:
                live.remove(turns[which % len(turns)], SUNDAY)
        return live
    asked = [each for each in live.questions() if what < ANYWHERE or live.relevant(each.ref)]
    question = asked[where % len(asked)]
    live.answer(question.ref, an_answer(live, question, which), SUNDAY)
    return live


def an_answer(live: LiveForm, question: Question, which: int) -> str:
    if question.kind in ("select", "select1"):
        offered = [each.value for each in live.choices(question.ref)]
        some = [value for place, value in enumerate(offered) if which >> place & 1]
        return " ".join(some) if question.kind == "select" else offered[which % len(offered)] if offered else ""
    values = COUNTS if question.name == "many" else ANSWERS.get(question.type, ANSWERS["string"])
    return values[which % len(values)]


def played(table: str, moves: list[Move]) -> LiveForm:
    live = LiveForm.begin(form_of(table), SUNDAY)
    for move in moves:
        live = moved(live, move)
    return live


def afresh(live: LiveForm, context: Context = SUNDAY) -> LiveForm:
    """A new draft with the last answers to what is asked, and with as many turns."""
    fresh = LiveForm.begin(live.form, context)
    for _ in range(3):  # turns come with answers, and answers go into turns
        for repeat in live.repeats():
            _as_many_turns(live, fresh, repeat, context)
        for question in live.questions():
            if live.relevant(question.ref):
                with suppress(NoSuchQuestion):  # its turn comes with an answer further on, in the next round
                    fresh.put(question.ref, live.value(question.ref), context)
    return fresh


def _as_many_turns(live: LiveForm, fresh: LiveForm, repeat: str, context: Context) -> None:
    if repeat not in fresh.repeats() or not live.may_change_turns(repeat):
        return
    wanted = len(live.turns(repeat))
    while len(fresh.turns(repeat)) < wanted:
        fresh.add(repeat, context)
    for turn in reversed(fresh.turns(repeat)[wanted:]):
        fresh.remove(turn, context)


def outcome(live: LiveForm) -> tuple[str, tuple[str, ...], tuple[str, ...], list[str]]:
    asked = [each.ref for each in live.questions() if live.relevant(each.ref)]
    return live.to_xml(relevant_only=True), live.missing(), live.invalid(), asked


def chosen_but_not_offered(live: LiveForm) -> list[str]:
    found = []
    for question in live.questions():
        if question.kind in ("select", "select1") and live.relevant(question.ref):
            value = live.value(question.ref)
            chosen = {value} - {""} if question.kind == "select1" else set(value.split())
            if chosen - {choice.value for choice in live.choices(question.ref)}:
                found.append(question.ref)
    return found


def check(table: str, moves: list[Move]) -> None:
    live = played(table, moves)
    seen = outcome(live)
    assert chosen_but_not_offered(live) == []
    assert outcome(LiveForm.restore(live.form, live.to_xml(), SUNDAY)) == seen, "after a restart"
    assert outcome(afresh(live)) == seen, "filled in afresh"
    live.at(SUNDAY)
    assert outcome(live) == seen, "worked out once more"


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(moves=MOVES)
def test_r11_changed_answers_equal_a_fresh_fill(form: str, moves: list[Move]) -> None:
    check(FORMS[form], moves)


def random_moves(chance: Random) -> list[Move]:
    return [
        (chance.randrange(16), chance.randrange(60), chance.randrange(60)) for _ in range(chance.randrange(2, 50))
    ]


@pytest.mark.parametrize("form", FORMS)
def test_r11_random_sequences(form: str) -> None:
    for seed in range(1000):
        check(FORMS[form], random_moves(Random(seed)))


def check_built_in(name: str, walks: int) -> None:
    form = built_in(name)
    context = with_lists(form)
    for seed in range(walks):
        walk = Walk(form, context, seed)
        walk.go(30)
        seen = outcome(walk.live)
        assert outcome(afresh(walk.live, context)) == seen, f"{seed} filled in afresh"
        assert outcome(LiveForm.restore(form, walk.live.to_xml(), context)) == seen, f"{seed} after a restart"


@pytest.mark.parametrize("name", NAMES)
def test_r11_changed_answers_of_built_in_forms_equal_a_fresh_fill(name: str) -> None:
    check_built_in(name, 8)


@pytest.mark.soak
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", range(32))  # a test may take three minutes, also on a busy machine
def test_r11_a_hundred_thousand_random_sequences(request: pytest.FixtureRequest, form: str, part: int) -> None:
    many = soak_count(request, 1_600)
    for seed in range(many):
        check(FORMS[form], random_moves(Random(f"{part} {seed}")))
    request.node.user_properties.append((FIGURE, f"{many} sequences of {form}"))


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_r11_soak_of_built_in_forms(request: pytest.FixtureRequest, name: str) -> None:
    check_built_in(name, soak_count(request, 200))
