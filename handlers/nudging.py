"""What somebody reads in the morning: all that is due, each line one tap from its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from domain.messages import Button, Incoming, Message, Unknown
from domain.nudges import Part
from domain.presses import Do
from domain.timing import greeting
from domain.voice import phrase
from handlers.chat import Chat
from handlers.kit import Kit
from handlers.task_words import short_name, with_lateness
from handlers.tasks import LONGEST_ON_A_BUTTON, MOST_TASKS, form_of, once_each
from storage.sessions import Session
from storage.store import Store
from storage.tasks import Listed
from storage.waiting import Bundle

HOW_MANY: Mapping[Part, tuple[str, str]] = {
    Part.DAY: (phrase("Hari ini ada satu hal:"), phrase("Hari ini ada {n} hal:")),
    Part.EVENING: (phrase("Malam ini ada satu hal:"), phrase("Malam ini ada {n} hal:")),
}

Tell = Callable[[Store, Session, Bundle, datetime], None]


def nudge(kit: Kit) -> Tell:
    """All that is due, in a message of its own: what the person is at stays as it is."""

    def tell(store: Store, session: Session, bundle: Bundle, now: datetime) -> None:
        chat = Chat(kit, store, session, Incoming(0, session.chat, Unknown("nudge")), now)
        chat.beside(_message(chat, replace(bundle, tasks=once_each(chat, bundle.tasks))))

    return tell


def _message(chat: Chat, bundle: Bundle) -> Message:
    tasks = bundle.tasks
    shown = list(enumerate(tasks[:MOST_TASKS], 1))
    lines = [_heading(chat, bundle), *(f"{n} {with_lateness(chat, each)}" for n, each in shown)]
    buttons = [_row(chat, number, listed) for number, listed in shown]
    if len(tasks) > MOST_TASKS:
        buttons.append((chat.button("Semua tugas · {n}", Do.TASKS, n=len(tasks)),))
    return Message("\n".join(lines), tuple(buttons))


def _heading(chat: Chat, bundle: Bundle) -> str:
    hello = chat.voice.say(greeting(chat.local), name=chat.person.name)
    praise, there = _praise(chat, bundle.in_time), _how_many(chat, bundle)
    return f"⏰ {hello} {praise}\n{there}" if praise else f"⏰ {hello} {there}"


def _how_many(chat: Chat, bundle: Bundle) -> str:
    one, many = HOW_MANY[bundle.part]
    count = len(bundle.tasks)
    return chat.voice.say(one) if count == 1 else chat.voice.say(many, n=count)


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
