# forms are tables
"""What holds for any form and any answers: a restart changes nothing, and the order of answers does not matter."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conversations.live import LiveForm
from tests.conversations.forms import SUNDAY, form_of

TABLE = """
    | survey |
    | | type               | name  | label | relevant                                 | constraint | calculation                     | choice_filter |
    | | integer            | a     | A     |                                          | . < 50     |                                 |               |
    | | select_multiple xy | b     | B     | ${a} > 3                                 |            |                                 |               |
    | | begin group        | g     | G     | selected(${b}, 'x') or ${a} = 0          |            |                                 |               |
    | | select_one xy      | c     | C     |                                          |            |                                 | name != 'z' or ${a} > 5 |
    | | date               | d     | D     | ${c} = 'y'                               | . <= today() |                               |               |
    | | begin group        | h     | H     | count-selected(${b}) = 2                 |            |                                 |               |
    | | decimal            | e     | E     |                                          |            |                                 |               |
    | | end group          |       |       |                                          |            |                                 |               |
    | | end group          |       |       |                                          |            |                                 |               |
    | | calculate          | f     |       |                                          |            | ${a} * 2 + coalesce(${e}, 0)    |               |
    | | calculate          | i     |       |                                          |            | if(${f} > 20, ${d}, ${c})       |               |
    | | text               | j     | J     | ${i} != ''                               |            |                                 |               |
    | | calculate          | k     |       |                                          |            | concat(${j}, '-', ${f}, '-', today() - ${d}) |  |
    | choices |
    | | list_name | name | label |
    | | xy        | x    | X     |
    | | xy        | y    | Y     |
    | | xy        | z    | Z     |
"""
VALUES = {
    "a": st.integers(-2, 60).map(str),
    "b": st.lists(st.sampled_from("xyz"), unique=True).map(" ".join),
    "c": st.sampled_from(["x", "y", "z", ""]),
    "d": st.sampled_from(["2026-11-01", "2026-11-22", "2027-01-01", "nonsense", ""]),
    "e": st.decimals(-5, 5, places=1).map(str),
    "j": st.text(max_size=5),
}
ANSWERS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])), max_size=25
)


def state(live: LiveForm) -> dict[str, tuple[bool, str, str]]:
    return {ref: (node.relevant, node.text, node.stored) for ref, node in live._layout.nodes.items()}


def filled(answers: list[tuple[str, str]]) -> LiveForm:
    live = LiveForm.begin(form_of(TABLE), SUNDAY)
    refs = {question.name: question.ref for question in live.questions()}
    for name, value in answers:
        live.answer(refs[name], value, SUNDAY)
    return live


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("a", "6"), ("c", "z"), ("a", "0")])  # choices were once looked at before relevance
@given(ANSWERS)
def test_a_restart_gives_the_same_relevance_and_values(answers: list[tuple[str, str]]) -> None:
    live = filled(answers)
    again = LiveForm.restore(live.form, live.to_xml(), SUNDAY)
    assert state(again) == state(live)
    assert again.to_xml(relevant_only=True) == live.to_xml(relevant_only=True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS, st.randoms())
def test_only_the_final_answers_count_not_the_way_to_them(answers: list[tuple[str, str]], chance: object) -> None:
    live = filled(answers)
    final = [(question.ref, live._layout.nodes[question.ref].stored) for question in live.questions()]
    chance.shuffle(final)  # type: ignore[attr-defined]
    fresh = LiveForm.begin(live.form, SUNDAY)
    for ref, value in final:
        fresh.put(ref, value, SUNDAY)
    assert state(fresh) == state(live)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANSWERS)
def test_asking_changes_nothing(answers: list[tuple[str, str]]) -> None:
    live = filled(answers)
    before = state(live)
    for question in live.questions():
        live.violation(question.ref, "z", SUNDAY)
        live.choices(question.ref)
    live.missing()
    live.invalid()
    live.at(SUNDAY)
    assert state(live) == before
