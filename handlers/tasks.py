"""/tugas: what somebody has to do, the most urgent first, each one tap from its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from conversations.form import Form
from domain.access import Action, Reach, Record, reach
from domain.follow_up import is_series
from domain.messages import Button, Message
from domain.presses import Do
from domain.voice import phrase
from handlers.chat import Chat
from handlers.task_words import short_name, with_lateness
from storage.sessions import Place
from storage.tasks import Listed

AHEAD = timedelta(days=7)
MOST_TASKS = 8  # on one card
LONGEST_ON_A_BUTTON = 24

OVERDUE = phrase("⏰ Terlambat")
TODAY = phrase("Hari ini")
COMING = phrase("7 hari ke depan")


async def count_for_menu(chat: Chat) -> int:
    """How many tasks are overdue or due today. Who can have none is not asked for any."""
    if reach(chat.person.role, Action.SEE, Record.TASK) is Reach.NOTHING:
        return 0
    return len(once_each(chat, await chat.store.tasks.due_for(chat.person, chat.local.date())))


async def show_tasks(chat: Chat, above: str = "", page: int = 0) -> None:
    """The list. `above` is a word of what has just happened."""
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    tasks = once_each(chat, await chat.store.tasks.due_for(chat.person, chat.local.date() + AHEAD))
    first = page * MOST_TASKS if 0 <= page * MOST_TASKS < len(tasks) else 0
    shown = list(enumerate(tasks, 1))[first : first + MOST_TASKS]
    text = "\n".join(_lines(chat, shown)) if tasks else _nothing(chat)
    buttons = [_row(chat, number, listed) for number, listed in shown]
    last = (*_turning(chat, first, len(tasks)), chat.button("Menu", Do.MENU))
    chat.show(Message(f"{above}\n\n{text}" if above else text, (*buttons, last)))


def once_each(chat: Chat, tasks: Sequence[Listed]) -> list[Listed]:
    """What was planned for the same client twice is one thing to do, by the earlier day."""
    first: dict[object, Listed] = {}
    for listed in tasks:
        first.setdefault(_thing(chat, listed), listed)
    return list(first.values())


async def same_as(chat: Chat, listed: Listed) -> list[Listed]:
    """A task, and what the same report will settle with it: what is done with one is done with all."""
    there = await chat.store.tasks.due_for(chat.person, date.max) if listed.code else []
    return [each for each in there if _thing(chat, each) == _thing(chat, listed)] or [listed]


def _thing(chat: Chat, listed: Listed) -> object:
    kind = listed.task.kind
    return (listed.code, kind) if listed.code and not is_series(chat.kit.rules, kind) else listed.task.id


def _nothing(chat: Chat) -> str:
    return chat.voice.say("Tidak ada tugas sampai seminggu lagi. Semua sudah beres, {name}.", name=chat.person.name)


def _lines(chat: Chat, shown: Sequence[tuple[int, Listed]]) -> list[str]:
    """One line a task, under the heading of its time."""
    lines, last = [chat.voice.say("<b>Tugas Anda</b>")], ""
    for number, listed in shown:
        heading = _heading(listed.task.due, chat.local.date())
        if heading != last:
            lines += ["", chat.voice.say(heading)]
        last = heading
        lines.append(f"{number} {with_lateness(chat, listed)}")
    return lines


def _heading(due: date, today: date) -> str:
    if due < today:
        return OVERDUE
    return TODAY if due == today else COMING


def _row(chat: Chat, number: int, listed: Listed) -> tuple[Button, ...]:
    """The form at once, and what else can be done; where there is no form to open, only that."""
    name, key = short_name(chat, listed)[:LONGEST_ON_A_BUTTON], listed.task.id
    if form_of(chat, listed) is None:
        return (chat.labelled(f"{number} {name} ⋯", Do.TASK, key),)
    return chat.labelled(f"{number} {name}", Do.TASK_OPEN, key), chat.labelled(f"⋯ {number}", Do.TASK, key)


def form_of(chat: Chat, listed: Listed) -> Form | None:
    """The form that a task opens, if this person may fill it in."""
    return chat.kit.library.offers(listed.task.form, chat.person.role)


def _turning(chat: Chat, first: int, count: int) -> list[Button]:
    page = first // MOST_TASKS
    back = [chat.labelled("‹", Do.TASKS, choice=page - 1)] if first else []
    onward = [chat.labelled("›", Do.TASKS, choice=page + 1)] if first + MOST_TASKS < count else []
    return [*back, *onward]
