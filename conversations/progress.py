"""From an answer to what comes next: the first stop that is still open, or else the review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from conversations.live import Listing, Question
from conversations.state import Screen, State
from conversations.turn import Step, Turn, Word


def settled(turn: Turn, question: Question, value: str, *, staying: bool = False) -> Step:
    """Store an answer, and go on; or say why it cannot be taken.

    With `staying` the person stays where they are, if that can be: they corrected something on the side.
    """
    before = [q.ref for q in turn.asked() if turn.live.value(q.ref)]
    labels = {ref: turn.live.label(ref, turn.language) for ref in before} if turn.form.repeats else {}
    shown = _shown(turn)
    violation = turn.live.answer(question.ref, value, turn.context)
    if violation is not None:
        return Step(turn.state, why(turn, question, violation.kind))
    seen = turn.state.seen if question.ref in turn.state.seen else (*turn.state.seen, question.ref)
    text = question.ref if question.is_text else ""
    coming = tuple(ref for ref in turn.state.coming if ref != question.ref)
    seen = _existing(turn, seen)
    turn.state = replace(turn.state, seen=seen, last_text=text, recorded=(question.ref,), coming=coming)
    turn.state = _unread(turn, shown)
    gone = [ref for ref in before if not turn.is_asked(ref)]
    dropped = tuple(labels.get(ref) or turn.live.label(ref, turn.language) for ref in gone)
    return replace(stay(turn) if staying else onward(turn), dropped=dropped)


def _shown(turn: Turn) -> dict[str, tuple[str, str]]:
    """What the notes and results that the person has read say now."""
    live = turn.live
    read = (ref for ref in turn.state.seen if turn.is_asked(ref) and live.readonly(ref))
    return {ref: (live.value(ref), live.label(ref, turn.language)) for ref in read}


def _unread(turn: Turn, shown: Mapping[str, tuple[str, str]]) -> State:
    """The state, with what says something else now to be read anew."""
    now = _shown(turn)
    changed = {ref for ref, said in shown.items() if ref in now and now[ref] != said}
    return replace(turn.state, seen=tuple(ref for ref in turn.state.seen if ref not in changed))


def _existing(turn: Turn, seen: tuple[str, ...]) -> tuple[str, ...]:
    """Only stops that are still there: a turn that a count took away is asked anew when it comes back."""
    if not turn.form.repeats:
        return seen
    there = {stop_key(stop) for stop in turn.live.route.stops}
    return tuple(each for each in seen if each in there)


def stop_key(stop: Question | Listing) -> str:
    """What is remembered of a stop once it is behind the person."""
    return stop.key if isinstance(stop, Listing) else stop.ref


def stay(turn: Turn) -> Step:
    """On the same screen, unless what changed has opened a question or closed the present one."""
    state = turn.state
    if state.screen in {Screen.TURNS, Screen.REMOVE} and turn.is_listed(state.at):
        return Step(turn.keep(state.visits(state.screen, state.at, leaf=state.leaf)))
    if not turn.is_asked(state.at):
        return onward(turn)
    fresh = state.visits(state.screen, state.at, picks=picks_of(turn, turn.question))
    return Step(turn.keep(fresh))


def onward(turn: Turn) -> Step:
    """To the first stop that is still open, or else to the review; past texts that wait to be sorted out."""
    state = turn.state
    stop = following(turn)
    if stop is None:
        return Step(turn.keep(state.visits(Screen.HELD if state.held else Screen.REVIEW)))
    if state.held:
        return Step(turn.keep(state.visits(Screen.HELD, stop.ref)))
    if isinstance(stop, Listing):
        return Step(turn.keep(state.visits(Screen.TURNS, stop.ref)))
    return Step(turn.keep(state.visits(Screen.ASK, stop.ref, picks=picks_of(turn, stop))))


def following(turn: Turn) -> Question | Listing | None:
    """The first stop that is still open."""
    for stop in turn.live.route.stops:
        if isinstance(stop, Listing):
            if is_to_list(turn, stop):
                return stop
        elif turn.live.relevant(stop.ref) and turn.is_open(stop):
            return stop
    return None


def is_to_list(turn: Turn, listing: Listing) -> bool:
    """Whether a repeat is to be shown as a whole: before its first turn is begun, and after its last one."""
    if listing.key in turn.state.seen or not turn.live.is_listed(listing.ref):
        return False
    return not listing.opening or (listing.ref not in turn.state.seen and turn.is_untouched(listing.ref))


def ask(turn: Turn, question: Question) -> Step:
    """This question, whatever else is open."""
    fresh = turn.state.visits(Screen.ASK, question.ref, picks=picks_of(turn, question), recorded=())
    return Step(turn.keep(fresh))


def passed(state: State, *keys: str) -> State:
    """These stops are behind the person."""
    return replace(state, seen=(*state.seen, *(key for key in keys if key not in state.seen)))


def picks_of(turn: Turn, question: Question) -> tuple[str, ...]:
    """What is ticked when a question with several answers is shown: what was answered before."""
    return tuple(turn.live.value(question.ref).split()) if question.kind in {"select", "rank"} else ()


def why(turn: Turn, question: Question, kind: str) -> Word:
    """What is said of an answer that cannot be taken: in the words of the form, where it has some."""
    required = kind == "required"
    say = turn.live.required_message if required else turn.live.constraint_message
    message = say(question.ref, turn.language)
    if message:
        return Word("{message}", {"message": message})
    if required:
        return Word("Pertanyaan ini perlu dijawab.", {})
    return Word("Jawaban itu belum bisa dipakai untuk pertanyaan ini.", {})
