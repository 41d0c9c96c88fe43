"""What goes into the audit from the chat: who saw, judged or changed whose records. Codes only."""

from __future__ import annotations

from domain.access import Action, Record
from domain.clients import Client
from domain.digest import Digest
from handlers.chat import Chat
from storage.audit import of_case
from storage.local_forms import LocalForm
from storage.submissions import Submission

HANDED_OVER = "hand over"
SENT, STOPPED = "send", "stop"


GIVEN = "digest"
LONGEST_SUBJECT = 80  # letters


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


def wrote_to_many(chat: Chat, place: str, count: int) -> None:
    """Somebody wrote to so many agents, of a unit or a satker. Never what."""
    chat.store.audit.note(chat.person.id, SENT, Record.BROADCAST, f"{place}:{count}", chat.now)


def stopped_writing(chat: Chat, place: str, count: int) -> None:
    """Somebody thought better of it: so many are not told."""
    chat.store.audit.note(chat.person.id, STOPPED, Record.BROADCAST, f"{place}:{count}", chat.now)


def took_digest(chat: Chat, digest: Digest) -> None:
    """Somebody was given the workbook of a digest."""
    about = f"{digest.scope.place or digest.scope.level}/{digest.period.key}"
    chat.store.audit.note(chat.person.id, GIVEN, Record.COUNT, about, chat.now)


def dealt_with_form(chat: Chat, form: LocalForm, what: str) -> None:
    """Somebody published, released, refused or withdrew a form of their satker."""
    subject = f"{form.form}@{form.version}"[:LONGEST_SUBJECT]
    chat.store.audit.note(chat.person.id, what, Record.LOCAL_FORM, subject, chat.now)


async def saw_thread(chat: Chat, case: int) -> None:
    """Somebody has something of a help case before them."""
    _saw(chat, Record.THREAD, await _case(chat, case))


async def dealt_with(
    chat: Chat, case: int, what: str, *, person: int | None = None, other: int | None = None
) -> None:
    """Somebody took a help case, handed it over, closed it: for those who answer, and for the audit.

    `other` is the colleague whom it concerns. Where it begins from a family's chat, nobody who works here did it.
    """
    at_work = chat.session.person
    actor = person if person is not None or at_work is None else at_work.id
    await chat.store.help.note_event(case, what, chat.now, actor, other)
    chat.store.audit.note(actor, what, Record.THREAD, await _case(chat, case), chat.now)


async def _case(chat: Chat, case: int) -> str:
    """A help case by a value under its own key, which says nothing once that is destroyed."""
    await chat.store.case_seals.load([case])
    return of_case(chat.store.case_seals.of(case).value(b"audit"))
