"""A report that was sent is looked at as it was sent: not worked out anew, whoever looks, and whenever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversations.context import Context
from conversations.engine import again, as_sent, begin
from conversations.form import Form
from conversations.lists import from_rows
from conversations.live import LiveForm
from conversations.xform import read_form
from conversations.xlsform import compile_here
from tests.conversations.forms import SUNDAY

TABLE = b"""
| survey |
| | type | name | label | relevant | constraint |
| | select_one_from_file places.csv | place | Where? | | |
| | date | day | When? | | . = today() |
| | text | why | Why? | ${day} = today() | |
| | text | never | Never? | ${why} = 'never' | |
"""
CSV = {"places.csv": b"name,label\n"}


def form() -> Form:
    compiled = compile_here(TABLE, "md", "a_form", CSV)
    return read_form(compiled.xml, CSV, rows=compiled.rows)


def seeing(*places: tuple[str, str]) -> Context:
    return replace(SUNDAY, lists={"places": from_rows("places.csv", ("name", "label"), places)})


def sent(table: Form, context: Context) -> str:
    live = LiveForm.begin(table, context)
    for name, value in {"place": "kace", "day": "2026-11-22", "why": "rain"}.items():
        ref = next(question.ref for question in live.questions() if question.name == name)
        assert live.answer(ref, value, context) is None
    return live.submission(context)


def answers(table: Form, xml: str, context: Context) -> dict[str, str]:
    turn = as_sent(table, xml, context)
    return {question.name: turn.live.value(question.ref) for question in turn.asked()}


def test_an_answer_is_shown_also_to_a_reader_whose_list_does_not_offer_it() -> None:
    table = form()
    xml = sent(table, seeing(("kace", "Kace")))
    everything = {"place": "kace", "day": "2026-11-22", "why": "rain"}
    assert answers(table, xml, seeing()) == everything
    assert answers(table, xml, seeing(("kace", "Kace"))) == everything


def test_what_was_relevant_when_it_was_sent_is_shown_on_any_later_day() -> None:
    table = form()
    xml = sent(table, seeing(("kace", "Kace")))
    later = replace(seeing(), now=SUNDAY.now + timedelta(days=30))
    assert answers(table, xml, later) == {"place": "kace", "day": "2026-11-22", "why": "rain"}


def test_a_question_is_put_once_more_where_it_is_still_asked() -> None:
    table, context = form(), seeing(("kace", "Kace"))
    state = begin(table, context, sent(table, context))
    turn = as_sent(table, sent(table, context), context)
    refs = {question.name: question.ref for question in turn.asked()}
    assert again(table, state, refs["why"], context).state.at == refs["why"]
    assert again(table, state, refs["why"].replace("why", "never"), context).state is state
    assert again(table, state, "/a_form/gone", context).state is state
