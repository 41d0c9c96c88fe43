"""What somebody reads in the morning: all that is due, each line one tap from its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.messages import Button, Incoming, Message, Unknown
from domain.presses import Do
from domain.timing import greeting
from handlers.chat import Chat
from handlers.kit import Kit
from handlers.task_words import short_name, with_lateness
from handlers.tasks import LONGEST_ON_A_BUTTON, MOST_TASKS, form_of, once_each
from storage.sessions import Session
from storage.store import Store
from storage.tasks import Listed

Tell = Callable[[Store, Session, Sequence[Listed], int, datetime], None]


def nudge(kit: Kit) -> Tell:
    """All that is due, in a message of its own: what the person is at stays as it is."""

    def tell(store: Store, session: Session, tasks: Sequence[Listed], in_time: int, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("nudge")), now)
        chat.beside(_message(chat, once_each(chat, tasks), in_time))

    return tell


def _message(chat: Chat, tasks: Sequence[Listed], in_time: int) -> Message:
    shown = list(enumerate(tasks[:MOST_TASKS], 1))
    lines = [_heading(chat, len(tasks), in_time), *(f"{n} {with_lateness(chat, each)}" for n, each in shown)]
    buttons = [_row(chat, number, listed) for number, listed in shown]
    if len(tasks) > MOST_TASKS:
        buttons.append((chat.button("Semua tugas · {n}", Do.TASKS, n=len(tasks)),))
    return Message("\n".join(lines), tuple(buttons))


def _heading(chat: Chat, count: int, in_time: int) -> str:
    hello = chat.voice.say(greeting(chat.local), name=chat.person.name)
    praise = _praise(chat, in_time)
    there = (
        chat.voice.say("Hari ini ada satu hal:") if count == 1 else chat.voice.say("Hari ini ada {n} hal:", n=count)
    )
    return f"⏰ {hello} {praise}\n{there}" if praise else f"⏰ {hello} {there}"


def _praise(chat: Chat, in_time: int) -> str:
    if in_time < 1:
        return ""
    if in_time == 1:
        return chat.voice.say("Minggu lalu satu tugas selesai tepat waktu. Terima kasih.")
    return chat.voice.say("Minggu lalu {n} tugas selesai tepat waktu. Terima kasih.", n=in_time)


def _row(chat: Chat, number: int, listed: Listed) -> tuple[Button, ...]:
    """Its form at once, or else what can be done with it; and putting it off."""
    opens = Do.TASK if form_of(chat, listed) is None else Do.TASK_OPEN
    name = short_name(chat, listed)[:LONGEST_ON_A_BUTTON]
    return (
        chat.labelled(f"{number} {name}", opens, listed.task.id),
        chat.button("Tunda {n}", Do.TASK_LATER, listed.task.id, n=number),
    )
