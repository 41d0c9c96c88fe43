"""What goes into the audit from the chat: who saw, judged or changed whose records. Codes only."""

from __future__ import annotations

from domain.access import Action, Record
from domain.clients import Client
from handlers.chat import Chat
from storage.submissions import Submission

HANDED_OVER = "hand over"


def saw_client(chat: Chat, client: Client) -> None:
    """Somebody has a client's card before them."""
    _saw(chat, Record.CLIENT, client.code)


def saw_report(chat: Chat, sent: Submission) -> None:
    """Somebody has a report before them. One about no client tells nothing of anybody."""
    if sent.client is not None:
        _saw(chat, Record.CASE, sent.number)


def _saw(chat: Chat, record: Record, code: str) -> None:
    """Once in a day of theirs: whoever turns pages sees the same thing again."""
    morning = chat.local.replace(hour=0, minute=0, second=0, microsecond=0)
    chat.store.audit.note(chat.person.id, Action.SEE, record, code, chat.now, once_since=morning)


def judged(chat: Chat, sent: Submission, what: str) -> None:
    """Somebody verified a report, handed it back or unlocked it."""
    record = Record.ACTIVITY if sent.client is None else Record.CASE
    chat.store.audit.note(chat.person.id, what, record, sent.number, chat.now)


def corrected(chat: Chat, sent: Submission, record: Record) -> None:
    """Somebody corrected what another had sent."""
    chat.store.audit.note(chat.person.id, Action.CHANGE, record, sent.number, chat.now)


def handed_over(chat: Chat, client: Client) -> None:
    """A client has another agent."""
    chat.store.audit.note(chat.person.id, HANDED_OVER, Record.CLIENT, client.code, chat.now)
