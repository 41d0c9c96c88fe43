"""Whoever was answered and is done may say how it was."""

from __future__ import annotations

from domain.help_cases import State
from domain.messages import Rows
from domain.presses import Do
from handlers.chat import Chat


def survey_offer(chat: Chat) -> Rows:
    """A button to the survey, where the case is over and somebody had answered."""
    case = chat.case
    is_over = case.state is State.CLOSED and case.answered_at is not None and case.satker is not None
    return ((chat.button("Isi survei singkat", Do.HELP_SURVEY),),) if is_over else ()
