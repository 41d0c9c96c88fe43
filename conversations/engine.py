"""One step of a conversation: `step(form, state, reply) -> Step`. Nothing here waits, sends or saves.

Questions are asked one at a time, in the order of the form. After an answer everything that depends on it is worked
out again, and the first question that is relevant and still open comes next; when there is none, the review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conversations.answers import Refused, tidy
from conversations.form import Form
from conversations.holding import hold as hold
from conversations.live import Context, Listing, LiveForm, Question
from conversations.meaning import Meaning, question_of
from conversations.pressing import pressed
from conversations.progress import ask, onward, settled, stop_key
from conversations.reading import reading
from conversations.several import take_text
from conversations.state import Screen, State
from conversations.turn import Step as Step
from conversations.turn import Turn as Turn
from conversations.turn import Word as Word
from domain.presses import Press

Known = Mapping[Meaning, str]


def begin(form: Form, context: Context, xml: str = "", known: Known | None = None) -> State:
    """Begin a form; with `xml`, as the correction of what was sent before.

    `known` are answers that need not be asked for, such as the client whose card the form was opened from.
    """
    live = LiveForm.correct(form, xml, context) if xml else LiveForm.begin(form, context)
    day = context.now.date()
    state = State(form.id, form.version, live.to_xml(), live=live, live_changes=live.changes, live_day=day)
    turn = Turn(form, state, context)
    if xml:
        seen = tuple(stop_key(stop) for stop in turn.live.route.stops if _is_asked(turn, stop))
        return turn.keep(replace(state, seen=seen).visits(Screen.REVIEW))
    return _with_known(turn, known or {})


def as_sent(form: Form, xml: str, context: Context) -> Turn:
    """A report that was sent, to be looked at."""
    live = LiveForm.sent(form, xml, context)
    state = State(form.id, form.version, xml, live=live, live_changes=live.changes, live_day=context.now.date())
    return Turn(form, state, context)


def again(form: Form, state: State, ref: str, context: Context) -> Step:
    """This question once more, whatever else is open; where it is not asked for any longer, all as it is."""
    turn = Turn(form, state, context)
    return ask(turn, turn.questions[turn.index(ref)]) if turn.is_asked(ref) else Step(state)


def _with_known(turn: Turn, known: Known) -> State:
    """Past the questions that are answered already. What the form would not take is asked after all."""
    for meaning, value in known.items():
        question = question_of(turn.live, meaning)
        if question is not None and _offers(turn, question, value):
            settled(turn, question, value)
    turn.state = replace(turn.state, recorded=())
    return onward(turn).state


def _offers(turn: Turn, question: Question, value: str) -> bool:
    choices = turn.live.choices(question.ref, turn.language)
    return value in {choice.value for choice in choices} if question.kind == "select1" else True


def step(form: Form, state: State, reply: Press | str, context: Context) -> Step:
    """Take one reply: a button or a text."""
    turn = Turn(form, state, context)
    return take_text(turn, reply) if isinstance(reply, str) else pressed(turn, reply)


def _is_asked(turn: Turn, stop: Question | Listing) -> bool:
    return turn.live.is_listed(stop.ref) if isinstance(stop, Listing) else turn.live.relevant(stop.ref)


def correct(form: Form, state: State, refs: Sequence[str], text: str, context: Context) -> Step:
    """The person edited the message that had answered these questions: take the new words instead."""
    turn = Turn(form, state, context)
    lines = _lines(turn, refs, text)
    if len(lines) != len(refs):
        return Step(turn.state).say("Jumlah barisnya berubah. Ubah jawabannya satu per satu lewat daftar periksa.")
    taken, dropped = Step(turn.state), list[str]()
    for ref, line in zip(refs, lines, strict=True):
        taken = _corrected(turn, ref, line)
        dropped += taken.dropped
        if taken.word is not None:
            break
        turn = Turn(form, taken.state, context)
    return replace(taken, dropped=tuple(dropped))


def _lines(turn: Turn, refs: Sequence[str], text: str) -> list[str]:
    """A line for each question; a text at the end takes all that is left, as it did at first."""
    if len(refs) == 1:
        return [text]
    lines, before = [line.strip() for line in text.splitlines() if tidy(line)], len(refs) - 1
    last = turn.index(refs[-1])
    if len(lines) > len(refs) and last >= 0 and turn.questions[last].is_text:
        return [*lines[:before], "\n".join(lines[before:])]
    return lines


def _corrected(turn: Turn, ref: str, text: str) -> Step:
    if turn.index(ref) < 0:
        return Step(turn.state).say("Pertanyaannya sudah tidak ada. Ubah lewat daftar periksa sebelum mengirim.")
    question = turn.questions[turn.index(ref)]
    try:
        return settled(turn, question, reading(turn, question, text), staying=True)
    except Refused as refused:
        return Step(turn.state, Word(refused.why, refused.gaps))
