"""Repeats in a chat: what was entered is a list, to which people add, and from which they take away."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.live import Listing, Question
from conversations.progress import following, onward, passed
from conversations.recompute import MOST_TURNS
from conversations.state import Screen, State
from conversations.turn import Step, Turn
from domain.presses import Press


def show_turns(turn: Turn, press: Press) -> Step:
    """From the review: the list of a repeat."""
    if not 0 <= press.question < len(turn.listings):
        return Step(turn.state)
    return Step(turn.keep(turn.state.visits(Screen.TURNS, turn.listings[press.question].ref, recorded=())))


def add_turn(turn: Turn, _press: Press) -> Step:
    """One more; the first is often there already, as forms begin with one."""
    listing = turn.listing
    begun = not turn.is_untouched(listing.ref)
    turns = turn.live.turns(listing.ref)
    if len(turns) >= MOST_TURNS:
        return Step(turn.state).say("Daftar ini sudah penuh.")
    if begun or not turns:
        turn.live.add(listing.ref, turn.context)
    turn.state = passed(_reopened(turn.state, listing.ref), f"before {listing.ref}")
    return onward(_nothing_recorded(turn))


def edit_turn(turn: Turn, press: Press) -> Step:
    """Go through one turn again, question by question."""
    ref = turn.listing.ref
    inside = f"{ref}[{press.choice}]/"
    seen = tuple(each for each in turn.state.seen if not each.startswith(inside))
    turn.state = _reopened(replace(turn.state, seen=seen), ref)
    return onward(_nothing_recorded(turn))


def ask_removal(turn: Turn, press: Press) -> Step:
    """From the list, or from a question of the turn itself."""
    listing = turn.listings[press.question] if press.question < len(turn.listings) else None
    if listing is None or not 0 < press.choice <= len(turn.live.turns(listing.ref)):
        return Step(turn.state)
    return Step(turn.keep(turn.state.visits(Screen.REMOVE, listing.ref, leaf=press.choice)))


def keep_turn(turn: Turn, _press: Press) -> Step:
    """It stays: back to the question that is open, or to the list."""
    if isinstance(following(turn), Question):
        return onward(turn)
    return Step(turn.keep(turn.state.visits(Screen.TURNS, turn.state.at)))


def remove_turn(turn: Turn, _press: Press) -> Step:
    """Take a turn away. Those after it move up, and with them all that is remembered of them."""
    repeat, gone = turn.listing.ref, turn.state.leaf or 0
    if not 0 < gone <= len(turn.live.turns(repeat)):
        return Step(turn.state)
    before = [question.ref for question in turn.questions]
    turn.live.remove(f"{repeat}[{gone}]", turn.context)
    moved = {ref: new for ref in before if (new := _renumbered(ref, repeat, gone)) != ref}
    turn.state = _moved(turn.state, repeat, gone)
    return Step(turn.keep(turn.state.visits(Screen.TURNS, repeat)), moved=moved)


def turns_done(turn: Turn, _press: Press) -> Step:
    """That is all. A turn that the form began with, and that nobody touched, is taken away."""
    listing = turn.listing
    if turn.is_untouched(listing.ref):
        _clear(turn, listing)
    turn.state = passed(turn.state, f"before {listing.ref}", listing.ref)
    return onward(_nothing_recorded(turn))


def _nothing_recorded(turn: Turn) -> Turn:
    """Nothing was recorded just now."""
    turn.state = replace(turn.state, recorded=(), last_text="")
    return turn


def _clear(turn: Turn, listing: Listing) -> None:
    for ref in reversed(turn.live.turns(listing.ref)):
        turn.live.remove(ref, turn.context)


def _reopened(state: State, repeat: str) -> State:
    """The list is shown again when the turn is done."""
    return replace(state, seen=tuple(each for each in state.seen if each != repeat))


def _moved(state: State, repeat: str, gone: int) -> State:
    seen = (_renumbered(each, repeat, gone) for each in state.seen)
    coming = (_renumbered(each, repeat, gone) for each in state.coming)
    return replace(
        state,
        seen=tuple(each for each in seen if each),
        coming=tuple(each for each in coming if each),
        recorded=(),
        last_text="",
    )


def _renumbered(key: str, repeat: str, gone: int) -> str:
    """The same stop after a turn has gone: its turn has another number, or it is gone as well."""
    found = re.fullmatch(rf"(before )?{re.escape(repeat)}\[(\d+)\](.*)", key)
    if found is None or int(found[2]) < gone:
        return key
    number = int(found[2])
    return "" if number == gone else f"{found[1] or ''}{repeat}[{number - 1}]{found[3]}"
