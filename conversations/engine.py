"""One step of a conversation: `step(form, state, reply) -> Step`. Nothing here waits, sends or saves.

Questions are asked one at a time, in the order of the form. After an answer everything that depends on it is worked
out again, and the first question that is relevant and still open comes next; when there is none, the review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from conversations.answers import (
    Refused,
    read_choice,
    read_day,
    read_decimal,
    read_text,
    read_whole,
    tidy,
)
from conversations.form import Form
from conversations.live import Context, LiveForm, Question
from conversations.state import Held, Screen, State
from domain.presses import Do, Press

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Word:
    """Something to be said above the card, or in the flash over the chat."""

    phrase: str
    gaps: dict[str, Any]
    change: int | None = None  # the question that may be changed from here


@dataclass(frozen=True)
class Step:
    """Where a reply led. `answered` is the question that a typed text answered."""

    state: State
    word: Word | None = None
    answered: str = ""
    dropped: tuple[str, ...] = ()

    def say(self, phrase: str, **gaps: Any) -> Step:
        return replace(self, word=Word(phrase, gaps))


class Turn:
    """A form, where the person is in it, and what time it is: what every step needs."""

    def __init__(self, form: Form, state: State, context: Context) -> None:
        self.form = form
        self.state = state
        self.context = context
        self.live = _live(form, state, context)
        self.questions = tuple(self.live.questions())
        self._index = {question.ref: index for index, question in enumerate(self.questions)}

    @property
    def language(self) -> str:
        return self.context.language

    @property
    def today(self) -> date:
        return self.context.now.date()

    def index(self, ref: str) -> int:
        return self._index.get(ref, -1)

    @property
    def question(self) -> Question:
        return self.questions[self.index(self.state.at)]

    def asked(self) -> list[Question]:
        """The questions that are to be asked as things stand, in order."""
        return [q for q in self.questions if self.live.relevant(q.ref) and not self.is_note(q)]

    def to_show(self) -> list[Question]:
        return [q for q in self.questions if self.live.relevant(q.ref)]

    def is_open(self, question: Question) -> bool:
        """Whether this question still has to be put to the person."""
        if question.ref not in self.state.seen:
            return True
        value = self.live.value(question.ref)
        return not self.is_note(question) and self.live.violation(question.ref, value, self.context) is not None

    def is_note(self, question: Question) -> bool:
        """Whether there is nothing to answer: a note, or a field that only shows something."""
        return self.live.readonly(question.ref)

    def allows(self, question: Question, value: str) -> bool:
        """Whether the form would take this value."""
        return self.live.violation(question.ref, value, self.context) is None

    def keep(self, state: State) -> State:
        """The state, with the live form that belongs to it."""
        live = self.live
        same = live is state.live and live.changes == state.live_changes
        xml = state.xml if same else live.to_xml()
        return replace(state, xml=xml, live=live, live_changes=live.changes, live_day=self.today)


def _live(form: Form, state: State, context: Context) -> LiveForm:
    if state.live is None or state.live.changes != state.live_changes:
        return LiveForm.restore(form, state.xml, context)
    if state.live_day != context.now.date():
        state.live.at(context)  # what depends on today() has to be worked out again
    return state.live


# --- Beginning -----------------------------------------------------------------------------------


def begin(form: Form, context: Context, xml: str = "") -> State:
    """Begin a form; with `xml`, as the correction of what was sent before."""
    live = LiveForm.restore(form, xml, context) if xml else LiveForm.begin(form, context)
    day = context.now.date()
    state = State(form.id, form.version, live.to_xml(), live=live, live_changes=live.changes, live_day=day)
    turn = Turn(form, state, context)
    if xml:
        seen = tuple(q.ref for q in turn.to_show())
        return turn.keep(replace(state, seen=seen).visits(Screen.REVIEW))
    return _onward(turn).state


# --- The step ------------------------------------------------------------------------------------


def step(form: Form, state: State, reply: Press | str, context: Context) -> Step:
    """Take one reply: a button or a text. An old button changes nothing and is explained."""
    turn = Turn(form, state, context)
    if isinstance(reply, str):
        return _typed(turn, reply)
    if not reply.fits(state.visit):
        return _old_button(turn, reply)
    act = _ACTS.get(reply.do)
    return act(turn, reply) if act else Step(state)


def hold(state: State, message: Held) -> State:
    """A text that came before its question could be seen: keep it, and ask what it is for."""
    changed = {"held": (*state.held, message)}
    return state.then(**changed) if state.screen is Screen.HELD else state.visits(Screen.HELD, state.at, **changed)


def correct(form: Form, state: State, ref: str, text: str, context: Context) -> Step:
    """The person edited the message that had answered this question: take the new words instead."""
    turn = Turn(form, state, context)
    question = turn.questions[turn.index(ref)]
    try:
        return _settled(turn, question, _reading(turn, question, text), stay=True)
    except Refused as refused:
        return Step(turn.state, Word(refused.why, refused.gaps))


# --- Texts ---------------------------------------------------------------------------------------


def _typed(turn: Turn, text: str) -> Step:
    if turn.state.screen is not Screen.ASK:
        return Step(turn.state).say("Pilih salah satu tombol di bawah ini.")
    question = turn.question
    if turn.is_note(question):
        return Step(turn.state).say("Tekan Lanjut dulu, ya.")
    try:
        value = _reading(turn, question, text)
    except Refused as refused:
        return Step(turn.state, Word(refused.why, refused.gaps))
    taken = _settled(turn, question, value)
    return replace(taken, answered=question.ref) if taken.state is not turn.state else taken


def _reading(turn: Turn, question: Question, text: str) -> str:
    if question.kind in {"select1", "select"}:
        return _read_choices(turn, question, text)
    if question.type == "date":
        return read_day(text, turn.today, lambda day: turn.allows(question, day.isoformat()))
    return _READERS.get(question.type, read_text)(text)


_READERS: dict[str, Callable[[str], str]] = {
    "int": read_whole,
    "decimal": read_decimal,
    "string": read_text,
}


def _read_choices(turn: Turn, question: Question, text: str) -> str:
    choices = turn.live.choices(question.ref, turn.language)
    labels = [choice.label for choice in choices]
    parts = [text] if question.kind == "select1" else [part for part in _parts(text) if tidy(part)]
    found = [read_choice(part, labels) for part in parts]
    if not found or any(index is None for index in found):
        raise Refused("Saya belum menemukan pilihan itu. Tekan salah satu tombol di bawah ini.")
    picked = sorted({index for index in found if index is not None})
    return " ".join(choices[index].value for index in picked)


def _parts(text: str) -> list[str]:
    return text.replace(";", ",").replace("\n", ",").split(",")


# --- Answers -------------------------------------------------------------------------------------


def _settled(turn: Turn, question: Question, value: str, *, stay: bool = False) -> Step:
    """Store an answer, and go on; or say why it cannot be taken."""
    before = _answered(turn)
    violation = turn.live.answer(question.ref, value, turn.context)
    if violation is not None:
        return Step(turn.state, _why(turn, question, violation.kind))
    seen = (*turn.state.seen, question.ref) if question.ref not in turn.state.seen else turn.state.seen
    text = question.ref if question.kind == "input" and question.type == "string" else ""
    turn.state = replace(turn.state, seen=seen, last_text=text, recorded=question.ref)
    dropped = tuple(ref for ref in before if not turn.live.relevant(ref))
    onward = _stay(turn) if stay else _onward(turn)
    return replace(onward, dropped=dropped)


def _stay(turn: Turn) -> Step:
    """On the same screen, unless what changed has opened a question or closed the present one."""
    present = turn.index(turn.state.at)
    if present < 0 or not turn.live.relevant(turn.state.at):
        return _onward(turn)
    picks = _picks(turn, turn.questions[present])
    return Step(turn.keep(turn.state.visits(turn.state.screen, turn.state.at, picks=picks)))


def _answered(turn: Turn) -> list[str]:
    return [q.ref for q in turn.asked() if turn.live.value(q.ref)]


def _why(turn: Turn, question: Question, kind: str) -> Word:
    language = turn.language
    if kind == "required":
        message = turn.live.required_message(question.ref, language)
        return Word("{message}", {"message": message}) if message else Word("Pertanyaan ini perlu dijawab.", {})
    message = turn.live.constraint_message(question.ref, language)
    if message:
        return Word("{message}", {"message": message})
    return Word("Jawaban itu belum bisa dipakai untuk pertanyaan ini.", {})


def _onward(turn: Turn) -> Step:
    """To the first question that is still open, or else to the review."""
    following = next((q for q in turn.to_show() if turn.is_open(q)), None)
    held = Screen.HELD if turn.state.held else Screen.ASK
    if following is None:
        return Step(turn.keep(turn.state.visits(Screen.HELD if turn.state.held else Screen.REVIEW)))
    picks = _picks(turn, following)
    return Step(turn.keep(turn.state.visits(held, following.ref, picks=picks)))


def _picks(turn: Turn, question: Question) -> tuple[str, ...]:
    return tuple(turn.live.value(question.ref).split()) if question.kind == "select" else ()


# --- Buttons -------------------------------------------------------------------------------------


def _choose(turn: Turn, press: Press) -> Step:
    choices = turn.live.choices(turn.question.ref, turn.language)
    if not 0 <= press.choice < len(choices):
        return Step(turn.state)
    return _settled(turn, turn.question, choices[press.choice].value)


def _choose_day(turn: Turn, press: Press) -> Step:
    return _settled(turn, turn.question, date.fromordinal(EPOCH + press.choice).isoformat())


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
    return _settled(turn, turn.question, " ".join(turn.state.picks))


def _skip(turn: Turn, _press: Press) -> Step:
    return _settled(turn, turn.question, "")


def _next(turn: Turn, _press: Press) -> Step:
    turn.state = replace(turn.state, seen=(*turn.state.seen, turn.question.ref))
    return _onward(turn)


def _back(turn: Turn, _press: Press) -> Step:
    shown = [q for q in turn.to_show() if not turn.is_note(q)]
    here = turn.index(turn.state.at) if turn.state.screen is Screen.ASK else len(turn.questions)
    before = [q for q in shown if turn.index(q.ref) < here]
    return _ask(turn, before[-1]) if before else Step(turn.state)


def _change(turn: Turn, press: Press) -> Step:
    if not 0 <= press.question < len(turn.questions):
        return Step(turn.state)
    question = turn.questions[press.question]
    return _ask(turn, question) if turn.live.relevant(question.ref) else Step(turn.state)


def _ask(turn: Turn, question: Question) -> Step:
    picks = _picks(turn, question)
    return Step(turn.keep(turn.state.visits(Screen.ASK, question.ref, picks=picks, recorded="")))


def _leaf(turn: Turn, press: Press) -> Step:
    return Step(turn.keep(turn.state.then(leaf=press.choice)))


def _cancel(turn: Turn, _press: Press) -> Step:
    return Step(turn.keep(turn.state.visits(Screen.CANCEL, turn.state.at)))


def _resume(turn: Turn, _press: Press) -> Step:
    return _onward(turn) if not turn.state.at else _again(turn)


def _again(turn: Turn) -> Step:
    return _ask(turn, turn.question)


def _review(turn: Turn, _press: Press) -> Step:
    return _onward(turn)


# --- Texts that came too early -------------------------------------------------------------------


def _use_held(turn: Turn, _press: Press) -> Step:
    held = turn.state.held
    taken = Step(turn.state)
    for number, message in enumerate(held):
        turn = _at_a_question(turn)
        if turn.state.screen is not Screen.ASK:
            return Step(turn.keep(_holding(turn.state, held[number:])))
        taken = _typed(turn, message.text)
        if not taken.answered:
            return replace(taken, state=_holding(taken.state, held[number + 1 :]))
        turn = Turn(turn.form, taken.state, turn.context)
    return taken


def _at_a_question(turn: Turn) -> Turn:
    """The same turn without held texts, at the first open question that can be answered."""
    turn.state = replace(turn.state, held=())
    asking = turn.state.at and turn.live.relevant(turn.state.at) and not turn.is_note(turn.question)
    if asking:
        state = turn.keep(turn.state.visits(Screen.ASK, turn.state.at, picks=turn.state.picks))
        return Turn(turn.form, state, turn.context)
    notes = tuple(q.ref for q in turn.to_show() if turn.is_note(q) and q.ref not in turn.state.seen)
    turn.state = replace(turn.state, seen=(*turn.state.seen, *notes))
    return Turn(turn.form, _onward(turn).state, turn.context)


def _holding(state: State, rest: tuple[Held, ...]) -> State:
    return state.visits(Screen.HELD, state.at, held=rest) if rest else state


def _join_held(turn: Turn, _press: Press) -> Step:
    """One text of all: more of what was written last, or else the answer to the present question."""
    before, joined = turn.state, " ".join(message.text for message in turn.state.held)
    last = turn.index(turn.state.last_text)
    freed = _at_a_question(turn)
    if last >= 0:
        question = freed.questions[last]
        joined = f"{freed.live.value(question.ref)} {joined}"
    elif freed.state.screen is Screen.ASK:
        question = freed.question
    else:
        return Step(before)
    try:
        taken = _settled(freed, question, _reading(freed, question, joined))
    except Refused as refused:
        return Step(before, Word(refused.why, refused.gaps))
    return taken if taken.word is None else Step(before, taken.word)


def _drop_held(turn: Turn, _press: Press) -> Step:
    turn.state = replace(turn.state, held=())
    return _onward(turn)


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
    Do.USE_HELD: _use_held,
    Do.JOIN_HELD: _join_held,
    Do.DROP_HELD: _drop_held,
}


# --- Old buttons ---------------------------------------------------------------------------------


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
