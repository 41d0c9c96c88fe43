"""One step of a conversation: `step(form, state, reply) -> Step`. Nothing here waits, sends or saves.

Questions are asked one at a time, in the order of the form. After an answer everything that depends on it is worked
out again, and the first question that is relevant and still open comes next; when there is none, the review.
"""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import Refused
from conversations.form import Form
from conversations.holding import hold as hold
from conversations.live import Context, LiveForm
from conversations.pressing import pressed
from conversations.progress import onward, settled
from conversations.reading import reading, typed
from conversations.state import Screen, State
from conversations.turn import Step as Step
from conversations.turn import Turn as Turn
from conversations.turn import Word as Word
from domain.presses import Press


def begin(form: Form, context: Context, xml: str = "") -> State:
    """Begin a form; with `xml`, as the correction of what was sent before."""
    live = LiveForm.correct(form, xml, context) if xml else LiveForm.begin(form, context)
    day = context.now.date()
    state = State(form.id, form.version, live.to_xml(), live=live, live_changes=live.changes, live_day=day)
    turn = Turn(form, state, context)
    if xml:
        seen = tuple(q.ref for q in turn.to_show())
        return turn.keep(replace(state, seen=seen).visits(Screen.REVIEW))
    return onward(turn).state


def step(form: Form, state: State, reply: Press | str, context: Context) -> Step:
    """Take one reply: a button or a text."""
    turn = Turn(form, state, context)
    return typed(turn, reply) if isinstance(reply, str) else pressed(turn, reply)


def correct(form: Form, state: State, ref: str, text: str, context: Context) -> Step:
    """The person edited the message that had answered this question: take the new words instead."""
    turn = Turn(form, state, context)
    question = turn.questions[turn.index(ref)]
    try:
        return settled(turn, question, reading(turn, question, text), staying=True)
    except Refused as refused:
        return Step(turn.state, Word(refused.why, refused.gaps))
