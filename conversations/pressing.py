"""Buttons: what each does on the screen it was drawn in, and what is said of an old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from conversations.holding import drop_held, join_held, use_held
from conversations.live import Question
from conversations.progress import ask, onward, settled
from conversations.state import Screen
from conversations.turn import Step, Turn, Word
from domain.presses import Do, Press

EPOCH = date(1970, 1, 1).toordinal()


def pressed(turn: Turn, press: Press) -> Step:
    """A button of the present screen, or an old one: that changes nothing and is explained."""
    if not press.fits(turn.state.visit):
        return _old_button(turn, press)
    act = _ACTS.get(press.do)
    return act(turn, press) if act else Step(turn.state)


def _choose(turn: Turn, press: Press) -> Step:
    choices = turn.live.choices(turn.question.ref, turn.language)
    if not 0 <= press.choice < len(choices):
        return Step(turn.state)
    return settled(turn, turn.question, choices[press.choice].value)


def _choose_day(turn: Turn, press: Press) -> Step:
    return settled(turn, turn.question, date.fromordinal(EPOCH + press.choice).isoformat())


def _toggle(turn: Turn, press: Press) -> Step:
    choices = turn.live.choices(turn.question.ref, turn.language)
    if not 0 <= press.choice < len(choices):
        return Step(turn.state)
    value = choices[press.choice].value
    wanted = {*turn.state.picks, value} if press.do is Do.ON else {*turn.state.picks} - {value}
    picks = tuple(choice.value for choice in choices if choice.value in wanted)
    if picks == turn.state.picks:
        return Step(turn.state)
    return Step(turn.keep(turn.state.then(picks=picks)))


def _picked(turn: Turn, _press: Press) -> Step:
    if not turn.state.picks and turn.live.required(turn.question.ref):
        return Step(turn.state).say("Pilih paling sedikit satu.")
    return settled(turn, turn.question, " ".join(turn.state.picks))


def _skip(turn: Turn, _press: Press) -> Step:
    return settled(turn, turn.question, "")


def _next(turn: Turn, _press: Press) -> Step:
    turn.state = replace(turn.state, seen=(*turn.state.seen, turn.question.ref))
    return onward(turn)


def _back(turn: Turn, _press: Press) -> Step:
    shown = [q for q in turn.to_show() if not turn.is_note(q)]
    here = turn.index(turn.state.at) if turn.state.screen is Screen.ASK else len(turn.questions)
    before = [q for q in shown if turn.index(q.ref) < here]
    return ask(turn, before[-1]) if before else Step(turn.state)


def _change(turn: Turn, press: Press) -> Step:
    if not 0 <= press.question < len(turn.questions):
        return Step(turn.state)
    question = turn.questions[press.question]
    return ask(turn, question) if turn.live.relevant(question.ref) else Step(turn.state)


def _leaf(turn: Turn, press: Press) -> Step:
    return Step(turn.keep(turn.state.then(leaf=press.choice)))


def _cancel(turn: Turn, _press: Press) -> Step:
    return Step(turn.keep(turn.state.visits(Screen.CANCEL, turn.state.at)))


def _resume(turn: Turn, _press: Press) -> Step:
    return onward(turn) if not turn.state.at else _again(turn)


def _again(turn: Turn) -> Step:
    return ask(turn, turn.question)


def _review(turn: Turn, _press: Press) -> Step:
    return onward(turn)


_ACTS: dict[Do, Callable[[Turn, Press], Step]] = {
    Do.ANSWER: _choose,
    Do.DAY: _choose_day,
    Do.ON: _toggle,
    Do.OFF: _toggle,
    Do.DONE: _picked,
    Do.SKIP: _skip,
    Do.NEXT: _next,
    Do.BACK: _back,
    Do.CHANGE: _change,
    Do.CALENDAR: _leaf,
    Do.PAGE: _leaf,
    Do.CANCEL: _cancel,
    Do.RESUME: _resume,
    Do.REVIEW: _review,
    Do.USE_HELD: use_held,
    Do.JOIN_HELD: join_held,
    Do.DROP_HELD: drop_held,
}


# --- Old buttons ----------------------------------------------------------------------------------


def _old_button(turn: Turn, press: Press) -> Step:
    """A second tap shows the same screen; another option than the recorded one is told what is recorded."""
    if press.do not in {Do.ANSWER, Do.DAY, Do.SKIP} or not 0 <= press.question < len(turn.questions):
        return Step(turn.state)
    question = turn.questions[press.question]
    if question.ref == turn.state.at and turn.state.screen is Screen.ASK:
        return Step(turn.state).say("Tombol itu sudah lama. Pertanyaannya ada di bawah ini.")
    recorded = turn.live.value(question.ref)
    if not turn.live.relevant(question.ref) or recorded == _meant(turn, question, press):
        return Step(turn.state)
    return Step(turn.state, Word("Sudah tercatat: {answer}.", {"answer": question.ref}, press.question))


def _meant(turn: Turn, question: Question, press: Press) -> str:
    if press.do is Do.DAY:
        return date.fromordinal(EPOCH + press.choice).isoformat()
    choices = turn.live.choices(question.ref, turn.language) if press.do is Do.ANSWER else ()
    return choices[press.choice].value if 0 <= press.choice < len(choices) else ""
