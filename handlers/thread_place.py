"""Where somebody who answers stands: at which case, and what a text of theirs is there."""

from __future__ import annotations

from enum import StrEnum

from domain.help_cases import HelpCase
from domain.messages import Message, Rows
from domain.voice import fitted
from handlers.chat import Chat
from storage.sessions import Place, Session

CASE, MODE = "help case", "a text is"  # in the notes of the session; the case only by its number


class Mode(StrEnum):
    """What a text is that is written now."""

    REPLY = "reply"
    NOTE = "note"  # for colleagues only
    REASON = "reason"  # why one last message is needed
    WORDS = "words"  # of that message
    ASIDE = "aside"  # nothing: something is being chosen


def case_at(session: Session) -> int | None:
    """The case whose thread is open in this chat."""
    at = session.notes.get(CASE) if session.place is Place.THREAD else None
    return int(at) if at is not None else None


def mode_of(session: Session) -> Mode:
    return Mode(session.notes.get(MODE, Mode.ASIDE))


def leave(session: Session) -> None:
    """No thread is open here any more."""
    session.notes = {name: value for name, value in session.notes.items() if name not in {CASE, MODE}}
    session.place = Place.ASIDE


def show_at(chat: Chat, case: HelpCase, mode: Mode, text: str, buttons: Rows) -> None:
    """Show something of the case, and what a text is from now on."""
    chat.session.notes = {**chat.session.notes, CASE: case.id, MODE: mode.value}
    chat.session.draft_id = None
    chat.show_case(Message(fitted(text), buttons), case.id)
