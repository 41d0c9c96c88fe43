"""From an answer to what comes next: the first question that is still open, or else the review."""

from __future__ import annotations

from dataclasses import replace

from conversations.live import Question
from conversations.state import Screen
from conversations.turn import Step, Turn, Word


def settled(turn: Turn, question: Question, value: str, *, staying: bool = False) -> Step:
    """Store an answer, and go on; or say why it cannot be taken.

    With `staying` the person stays where they are, if that can be: they corrected something on the side.
    """
    before = [q.ref for q in turn.asked() if turn.live.value(q.ref)]
    violation = turn.live.answer(question.ref, value, turn.context)
    if violation is not None:
        return Step(turn.state, _why(turn, question, violation.kind))
    seen = turn.state.seen if question.ref in turn.state.seen else (*turn.state.seen, question.ref)
    text = question.ref if question.kind == "input" and question.type == "string" else ""
    coming = tuple(ref for ref in turn.state.coming if ref != question.ref)
    turn.state = replace(turn.state, seen=seen, last_text=text, recorded=question.ref, coming=coming)
    dropped = tuple(ref for ref in before if not turn.live.relevant(ref))
    return replace(stay(turn) if staying else onward(turn), dropped=dropped)


def stay(turn: Turn) -> Step:
    """On the same screen, unless what changed has opened a question or closed the present one."""
    state = turn.state
    present = turn.index(state.at)
    if present < 0 or not turn.live.relevant(state.at):
        return onward(turn)
    fresh = state.visits(state.screen, state.at, picks=picks_of(turn, turn.questions[present]))
    return Step(turn.keep(fresh))


def onward(turn: Turn) -> Step:
    """To the first question that is still open, or else to the review; past texts that wait to be sorted out."""
    state = turn.state
    following = next((q for q in turn.to_show() if turn.is_open(q)), None)
    if following is None:
        return Step(turn.keep(state.visits(Screen.HELD if state.held else Screen.REVIEW)))
    screen = Screen.HELD if state.held else Screen.ASK
    return Step(turn.keep(state.visits(screen, following.ref, picks=picks_of(turn, following))))


def ask(turn: Turn, question: Question) -> Step:
    """This question, whatever else is open."""
    fresh = turn.state.visits(Screen.ASK, question.ref, picks=picks_of(turn, question), recorded="")
    return Step(turn.keep(fresh))


def picks_of(turn: Turn, question: Question) -> tuple[str, ...]:
    """What is ticked when a question with several answers is shown: what was answered before."""
    return tuple(turn.live.value(question.ref).split()) if question.kind == "select" else ()


def _why(turn: Turn, question: Question, kind: str) -> Word:
    required = kind == "required"
    say = turn.live.required_message if required else turn.live.constraint_message
    message = say(question.ref, turn.language)
    if message:
        return Word("{message}", {"message": message})
    if required:
        return Word("Pertanyaan ini perlu dijawab.", {})
    return Word("Jawaban itu belum bisa dipakai untuk pertanyaan ini.", {})
