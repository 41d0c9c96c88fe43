"""Texts that came before their question could be seen: they are held, and only used as the person says."""

from __future__ import annotations

from dataclasses import replace

from conversations.answers import Refused
from conversations.progress import onward, settled
from conversations.reading import reading, typed
from conversations.state import Held, Screen, State
from conversations.turn import Step, Turn, Word
from domain.presses import Press
from domain.privacy import private_number


def hold(state: State, message: Held) -> State:
    """A text that came before its question could be seen: keep it, and ask what it is for."""
    changed = {"held": (*state.held, message)}
    return state.then(**changed) if state.screen is Screen.HELD else state.visits(Screen.HELD, state.at, **changed)


def use_held(turn: Turn, _press: Press) -> Step:
    held = turn.state.held
    taken = Step(turn.state)
    used: tuple[tuple[Held, tuple[str, ...]], ...] = ()
    for number, message in enumerate(held):
        turn = _at_a_question(turn)
        if turn.state.screen is not Screen.ASK:
            return Step(turn.keep(_holding(turn.state, held[number:])), used=used)
        taken = typed(turn, message.text)
        if not taken.answered:
            return replace(taken, state=_holding(taken.state, held[number:]), used=used)
        used = (*used, (message, taken.answered))
        turn = Turn(turn.form, taken.state, turn.context)
    return replace(taken, used=used)


def _at_a_question(turn: Turn) -> Turn:
    """The same turn without held texts, at the first open question that can be answered."""
    turn.state = replace(turn.state, held=())
    if turn.is_asked(turn.state.at) and not turn.is_note(turn.question):
        state = turn.keep(turn.state.visits(Screen.ASK, turn.state.at, picks=turn.state.picks))
        return Turn(turn.form, state, turn.context)
    notes = tuple(q.ref for q in turn.to_show() if turn.is_note(q) and q.ref not in turn.state.seen)
    turn.state = replace(turn.state, seen=(*turn.state.seen, *notes))
    return Turn(turn.form, onward(turn).state, turn.context)


def _holding(state: State, rest: tuple[Held, ...]) -> State:
    return state.visits(Screen.HELD, state.at, held=rest) if rest else state


def join_held(turn: Turn, _press: Press) -> Step:
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
    if private_number(joined) is not None:
        return Step(before, Word("Gabungan itu tampak seperti nomor pribadi; nomor seperti itu tidak disimpan.", {}))
    try:
        taken = settled(freed, question, reading(freed, question, joined))
    except Refused as refused:
        return Step(before, Word(refused.why, refused.gaps))
    if taken.word is not None:
        return Step(before, taken.word)
    return replace(taken, used=tuple((message, (question.ref,)) for message in before.held))


def drop_held(turn: Turn, _press: Press) -> Step:
    turn.state = replace(turn.state, held=())
    return onward(turn)
