"""Several answers in one message, one a line: taken in order, so that only the gaps are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from conversations.answers import Refused, tidy
from conversations.live import Listing, Question
from conversations.progress import is_to_list, onward, settled
from conversations.reading import reading, typed
from conversations.state import Screen
from conversations.turn import Step, Turn, Word

_TAKES_LINES = {"select", "rank"}
MOST_LINES = 50
MOST_QUOTED = 8
LONGEST_QUOTE = 60


def take_text(turn: Turn, text: str) -> Step:
    """A text: the answer to the question on the screen, or one answer a line."""
    lines = [line.strip() for line in text.splitlines() if tidy(line)]
    if len(lines) < 2 or turn.state.screen is not Screen.ASK or turn.is_note(turn.question):
        return typed(turn, text)
    if turn.question.is_text or turn.question.kind in _TAKES_LINES:
        whole = typed(turn, text)
        if whole.answered or turn.question.is_text:
            return whole
    return _take_lines(turn, lines)


def _take_lines(turn: Turn, lines: list[str]) -> Step:
    begun, after = turn.state, turn.state.at
    answered, dropped, unused = list[str](), list[str](), list[str]()
    waiting, beyond = lines[:MOST_LINES], lines[MOST_LINES:]
    while waiting:
        found = _answer_of(turn, after, waiting)
        if found is None:
            unused.append(waiting[0])
            waiting = waiting[1:]
            continue
        question, taken, used = found
        turn, after, waiting = Turn(turn.form, taken.state, turn.context), question.ref, waiting[used:]
        answered.append(question.ref)
        dropped += taken.dropped
    if not answered:
        return typed(Turn(turn.form, begun, turn.context), lines[0])
    turn.state = replace(turn.state, recorded=tuple(answered))
    taken = replace(onward(turn), answered=tuple(answered), dropped=tuple(dropped))
    return replace(taken, word=_unused([*unused, *beyond])) if unused or beyond else taken


def _unused(lines: list[str]) -> Word:
    quoted = ", ".join(f"“{line[:LONGEST_QUOTE]}”" for line in lines[:MOST_QUOTED])
    quoted += " …" if len(lines) > MOST_QUOTED else ""
    return Word("Ini belum terpakai: {lines}. Jawab satu per satu, ya.", {"lines": quoted})


def _answer_of(turn: Turn, after: str, lines: list[str]) -> tuple[Question, Step, int] | None:
    """What the next line answers: the next open question, or one behind it where that one may be left out.

    Gives the question, the step, and how many lines it took: a text at the end takes all that is left.
    """
    candidates = list(_candidates(turn, after))
    for question in candidates:
        used = len(lines) if question.is_text and question is candidates[-1] else 1
        taken = _taken(turn, question, "\n".join(lines[:used]))
        if taken is not None:
            return question, taken, used
        if turn.live.required(question.ref):
            return None
    return None


def _taken(turn: Turn, question: Question, text: str) -> Step | None:
    try:
        value = reading(turn, question, text)
    except Refused:
        return None
    before = turn.state
    taken = settled(turn, question, value)
    return taken if taken.state is not before else None


def _candidates(turn: Turn, after: str) -> Iterator[Question]:
    """The question on the screen and the open ones behind it, as far as the next list of turns."""
    stops = turn.live.route.stops
    for stop in stops[stops.index(turn.questions[turn.index(after)]) :]:
        if isinstance(stop, Listing):
            if is_to_list(turn, stop):
                return
        elif _may_answer(turn, stop):
            yield stop


def _may_answer(turn: Turn, question: Question) -> bool:
    asked = question.ref == turn.state.at or (turn.live.relevant(question.ref) and turn.is_open(question))
    return asked and not turn.is_note(question)
