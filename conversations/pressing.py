"""Buttons: what each does on the screen it was drawn in, and what is said of an old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from conversations.holding import drop_held, join_held, use_held
from conversations.listing import add_turn, ask_removal, edit_turn, keep_turn, remove_turn, show_turns, turns_done
from conversations.live import Question
from conversations.progress import ask, onward, passed, settled
from conversations.reading import ACKNOWLEDGED
from conversations.scale import scale_of
from conversations.state import Screen
from conversations.times import picked_day, written_moment, written_time
from conversations.turn import Step, Turn, Word
from domain.presses import Do, Press

EPOCH = date(1970, 1, 1).toordinal()
MINUTES_A_DAY = 24 * 60


def pressed(turn: Turn, press: Press) -> Step:
    """A button of the present screen, or an old one: that changes nothing and is explained."""
    if not press.fits(turn.state.visit):
        return _old_button(turn, press)
    act = _ACTS.get(press.do)
    return act(turn, press) if act else Step(turn.state)


def _choose(turn: Turn, press: Press) -> Step:
    values = _values(turn, turn.question)
    if not 0 <= press.choice < len(values):
        return Step(turn.state)
    return settled(turn, turn.question, values[press.choice])


def _values(turn: Turn, question: Question) -> tuple[str, ...]:
    """What the buttons of a question stand for, by their number."""
    if question.kind == "trigger":
        return (ACKNOWLEDGED,)
    return tuple(choice.value for choice in turn.live.choices(question.ref, turn.language))


def _choose_number(turn: Turn, press: Press) -> Step:
    scale = scale_of(turn.question)
    if not 0 <= press.choice < scale.count:
        return Step(turn.state)
    return settled(turn, turn.question, scale.written(press.choice))


def _choose_day(turn: Turn, press: Press) -> Step:
    day = date.fromordinal(EPOCH + press.choice).isoformat()
    if turn.question.type == "dateTime":  # the time comes next
        return Step(turn.keep(turn.state.then(picks=(day,), leaf=None)))
    return settled(turn, turn.question, day)


def _choose_time(turn: Turn, press: Press) -> Step:
    if not 0 <= press.choice < MINUTES_A_DAY:
        return Step(turn.state)
    clock, now = time(press.choice // 60, press.choice % 60), turn.context.now
    day = picked_day(turn)
    if turn.question.type != "dateTime":
        return settled(turn, turn.question, written_time(clock, now))
    return settled(turn, turn.question, written_moment(day, clock, now)) if day else Step(turn.state)


def _rank(turn: Turn, press: Press) -> Step:
    values = _values(turn, turn.question)
    if not 0 <= press.choice < len(values) or values[press.choice] in turn.state.picks:
        return Step(turn.state)
    return Step(turn.keep(turn.state.then(picks=(*turn.state.picks, values[press.choice]))))


def _anew(turn: Turn, _press: Press) -> Step:
    """Forget what was tapped so far: an order, or the day before its time."""
    return Step(turn.keep(turn.state.then(picks=(), leaf=None)))


def _all_choices(turn: Turn, _press: Press) -> Step:
    return Step(turn.keep(turn.state.then(search="", leaf=None)))


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
    ranked, needed = len(turn.state.picks), len(_values(turn, turn.question))
    if turn.question.kind == "rank" and 0 < ranked < needed:
        return Step(turn.state).say("Masih ada yang belum diurutkan.")
    if not turn.state.picks and turn.live.required(turn.question.ref):
        return Step(turn.state).say("Pilih paling sedikit satu.")
    return settled(turn, turn.question, " ".join(turn.state.picks))


def _skip(turn: Turn, _press: Press) -> Step:
    return settled(turn, turn.question, "")


def _next(turn: Turn, _press: Press) -> Step:
    turn.state = passed(turn.state, turn.question.ref)
    return onward(turn)


def _back(turn: Turn, _press: Press) -> Step:
    shown = [q for q in turn.to_show() if not turn.is_note(q) and not turn.waits(q)]
    before = [q for q in shown if turn.index(q.ref) < _here(turn)]
    return ask(turn, before[-1]) if before else Step(turn.state)


def _here(turn: Turn) -> int:
    """How many questions lie before the present screen."""
    if turn.state.screen is Screen.ASK:
        return turn.index(turn.state.at)
    if turn.state.screen is Screen.TURNS:
        return turn.questions_before_list
    return len(turn.questions)


def _change(turn: Turn, press: Press) -> Step:
    if not 0 <= press.question < len(turn.questions):
        return Step(turn.state)
    question = turn.questions[press.question]
    return ask(turn, question) if turn.is_asked(question.ref) else Step(turn.state)


def _leaf(turn: Turn, press: Press) -> Step:
    return Step(turn.keep(turn.state.then(leaf=press.choice)))


def _hour(turn: Turn, press: Press) -> Step:
    if turn.question.type == "dateTime" and picked_day(turn) is None:
        return Step(turn.state)  # a button of the hours, after another day was asked for
    return _leaf(turn, press)


def _cancel(turn: Turn, _press: Press) -> Step:
    return Step(turn.keep(turn.state.visits(Screen.CANCEL, turn.state.at)))


def _resume(turn: Turn, _press: Press) -> Step:
    """Back from the question whether to stop."""
    if turn.is_asked(turn.state.at):
        return ask(turn, turn.question)
    if turn.is_listed(turn.state.at):
        return Step(turn.keep(turn.state.visits(Screen.TURNS, turn.state.at)))
    return onward(turn)


def _leave_as_it_is(turn: Turn, _press: Press) -> Step:
    """What is recorded stays."""
    if turn.state.screen is Screen.ASK:
        turn.state = passed(turn.state, turn.question.ref)
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
    Do.REVIEW: _leave_as_it_is,
    Do.NUMBER: _choose_number,
    Do.HOUR: _hour,
    Do.TIME: _choose_time,
    Do.RANK: _rank,
    Do.RANK_ANEW: _anew,
    Do.ALL_CHOICES: _all_choices,
    Do.TURNS: show_turns,
    Do.ADD_TURN: add_turn,
    Do.EDIT_TURN: edit_turn,
    Do.REMOVE_TURN: ask_removal,
    Do.REMOVE: remove_turn,
    Do.KEEP_TURN: keep_turn,
    Do.TURNS_DONE: turns_done,
    Do.USE_HELD: use_held,
    Do.JOIN_HELD: join_held,
    Do.DROP_HELD: drop_held,
}


# --- Old buttons ----------------------------------------------------------------------------------

_ANSWERS = {Do.ANSWER, Do.DAY, Do.SKIP, Do.NUMBER, Do.TIME}


def _old_button(turn: Turn, press: Press) -> Step:
    """A second tap shows the same screen; another option than the recorded one is told what is recorded."""
    if press.do not in _ANSWERS or not 0 <= press.question < len(turn.questions):
        return Step(turn.state)
    question = turn.questions[press.question]
    if question.ref == turn.state.at and turn.state.screen is Screen.ASK:
        return Step(turn.state).say("Tombol itu sudah lama. Pertanyaannya ada di bawah ini.")
    if turn.form.repeats:  # turns may have come and gone: the number of the question means another one perhaps
        return Step(turn.state)
    recorded = turn.live.value(question.ref)
    if not turn.live.relevant(question.ref) or recorded == _meant(turn, question, press):
        return Step(turn.state)
    return Step(turn.state, Word("Sudah tercatat: {answer}.", {"answer": question.ref}, press.question))


def _meant(turn: Turn, question: Question, press: Press) -> str:
    """What an old button would have answered."""
    recorded = turn.live.value(question.ref)
    match press.do:
        case Do.DAY:
            day = date.fromordinal(EPOCH + press.choice).isoformat()
            return recorded if question.type == "dateTime" and recorded.startswith(day) else day
        case Do.TIME:
            clock = time(press.choice // 60 % 24, press.choice % 60)
            return recorded if f"{clock:%H:%M}" in recorded else f"{clock:%H:%M}"
        case Do.NUMBER:
            return scale_of(question).written(press.choice)
        case Do.ANSWER:
            values = _values(turn, question)
            return values[press.choice] if 0 <= press.choice < len(values) else ""
    return ""
