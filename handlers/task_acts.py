"""One task: opening its form, or putting it off, or closing it without a report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.engine import Known
from conversations.form import Form
from conversations.meaning import Meaning, asks_for
from domain.follow_up_rules import Reason, Rules
from domain.messages import Button, Message
from domain.nudges import rhythm_of
from domain.people import Role
from domain.presses import Do, Press, number_of
from domain.tasks import State, What
from domain.voice import Html, phrase
from handlers.beginning import begin_form
from handlers.chat import Chat, rows
from handlers.task_words import full_name, reason_name, with_lateness
from handlers.tasks import form_of, same_as, show_tasks
from storage.drafts import Begun
from storage.sessions import Place
from storage.tasks import Act, Listed

ENDED = {
    State.DONE: phrase("Tugas itu sudah selesai. Terima kasih."),
    State.CLOSED: phrase("Tugas itu sudah selesai. Terima kasih."),
    State.WITHDRAWN: phrase("Tugas itu tidak perlu lagi: laporannya sudah dikoreksi."),
}
NOT_THEIRS = phrase("Tugas itu sekarang dipegang orang lain.")
CHANGED = phrase("Tugas itu baru saja berubah. Ini daftarnya sekarang.")


async def found(chat: Chat, press: Press) -> Listed | None:
    """The open task behind a button; None when the list was shown instead, with the reason."""
    listed = await chat.store.tasks.find(chat.person, press.subject)
    if listed is None:
        await show_tasks(chat, chat.voice.say(NOT_THEIRS))
    elif not listed.task.is_open:
        await show_tasks(chat, chat.voice.say(ENDED[listed.task.state]))
    else:
        return listed
    return None


# --- Its form --------------------------------------------------------------------------------------


async def open_form(chat: Chat, press: Press) -> None:
    """Begin the form of a task, with everything that is known already."""
    listed = await found(chat, press)
    form = form_of(chat, listed) if listed is not None else None
    if listed is not None and form is not None:
        await begin_form(chat, form, Begun(task=listed.task.id, client=listed.task.client), _known(form, listed))
    elif listed is not None:
        show_card(chat, listed)


def _known(form: Form, listed: Listed) -> Known:
    """What the task knows, of what the form asks for."""
    task = listed.task
    known = {
        Meaning.CLIENT: listed.code,
        Meaning.REFERRAL: task.about,
        Meaning.CONSENT: task.about,
        Meaning.UNIT: task.unit,
    }
    return {meaning: value for meaning, value in known.items() if value and asks_for(form, meaning)}


# --- What can be done with it ------------------------------------------------------------------------


async def show_task(chat: Chat, press: Press) -> None:
    """[⋯]: one task, and what can be done with it."""
    listed = await found(chat, press)
    if listed is not None:
        show_card(chat, listed)


def show_card(chat: Chat, listed: Listed) -> None:
    task = listed.task
    lines = [
        f"<b>{with_lateness(chat, listed)}</b>",
        chat.voice.say(
            "Dari laporan {number}, {day}.", number=task.about, day=chat.voice.day(task.since, chat.local.date())
        ),
    ]
    form = form_of(chat, listed)
    opens = [chat.labelled(form.title, Do.TASK_OPEN, task.id)] if form is not None else []
    others = [chat.button("Selesai", Do.TASK_DONE, task.id)]
    if any(_fits(chat, LATER, reason, task.due) for reason in chat.kit.rules.later):
        others.append(chat.button("Tunda", Do.TASK_LATER, task.id))
    if is_for_agents(chat, listed):
        others.append(chat.button("Tidak bertemu", Do.TASK_NOT_MET, task.id))
        others.append(chat.button("Serahkan", Do.TASK_HAND, task.id))
    pairs = (tuple(others[i : i + 2]) for i in range(0, len(others), 2))
    aside(chat, "\n".join(lines), (*rows(*opens), *pairs, _back(chat)))


def aside(chat: Chat, text: str, buttons: tuple[tuple[Button, ...], ...]) -> None:
    chat.session.place = Place.ASIDE
    chat.show(Message(text, buttons))


def _back(chat: Chat) -> tuple[Button, ...]:
    return (chat.button("‹ Kembali", Do.TASKS),)


def is_for_agents(chat: Chat, listed: Listed) -> bool:
    kind = chat.kit.rules.kinds.get(listed.task.kind)
    return kind is not None and kind.to is Role.AGEN


def _day_of(chat: Chat, reason: Reason) -> date:
    return chat.local.date() + timedelta(days=reason.wait_days)


# --- Selesai, Tunda, Tidak bertemu: each with a reason from the rules ------------------------------------


@dataclass(frozen=True)
class Choosing:
    """A question with reasons to choose from, and what happens then."""

    asks: str
    reasons: Callable[[Rules], Iterable[Reason]]
    chosen: Do
    act: Callable[[Chat, Listed, Reason], Awaitable[str | None]]
    tells_day: bool = False


async def ask_why(chat: Chat, press: Press) -> None:
    listed = await found(chat, press)
    if listed is None:
        return
    choosing, task = CHOOSING[press.do], listed.task
    fitting = [each for each in choosing.reasons(chat.kit.rules) if _fits(chat, choosing, each, task.due)]
    buttons = [
        chat.labelled(_reason(chat, choosing, each), choosing.chosen, task.id, number_of(each.name))
        for each in fitting
    ]
    text = f"<b>{with_lateness(chat, listed)}</b>\n{chat.voice.say(choosing.asks)}"
    aside(chat, text, (*rows(*buttons), (chat.button("‹ Kembali", Do.TASK, task.id),)))


def _fits(chat: Chat, choosing: Choosing, reason: Reason, due: date) -> bool:
    """Whether it moves the task: to a later day, or to an evening that is still to come."""
    if not choosing.tells_day:
        return True
    return _is_to_come(chat, due) if reason.is_tonight else _day_of(chat, reason) > due


def _is_to_come(chat: Chat, due: date) -> bool:
    today = chat.local.date()
    return due <= today and chat.now < rhythm_of(chat.person).evening(today)


def _reason(chat: Chat, choosing: Choosing, reason: Reason) -> str:
    name = reason_name(chat, reason)
    return f"{name}, {chat.voice.day(_day_of(chat, reason))}" if choosing.tells_day and reason.wait_days else name


async def take_why(chat: Chat, press: Press) -> None:
    """A reason was chosen. One that the rules have dropped meanwhile is asked for again."""
    choosing = next(each for each in CHOOSING.values() if each.chosen is press.do)
    listed = await found(chat, press)
    if listed is None:
        return
    reason = next((each for each in choosing.reasons(chat.kit.rules) if number_of(each.name) == press.choice), None)
    if reason is None:
        show_card(chat, listed)
    else:
        await show_tasks(chat, await choosing.act(chat, listed, reason) or chat.voice.say(CHANGED))


def act_now(chat: Chat, what: What, reason: str) -> Act:
    return Act(what, chat.person.id, chat.now, reason)


async def _close(chat: Chat, listed: Listed, reason: Reason) -> str | None:
    act = act_now(chat, What.DONE, reason.name)
    if not all([await chat.store.tasks.close(each.task, act) for each in await same_as(chat, listed)]):
        return None
    return chat.voice.say("✅ Selesai: {task}.", task=name_of(chat, listed))


async def _put_off(chat: Chat, listed: Listed, reason: Reason) -> str | None:
    due, act = _day_of(chat, reason), act_now(chat, What.LATER, reason.name)
    if reason.is_tonight:
        return await _put_off_tonight(chat, listed, act)
    if not await _wait(chat, listed, due, act):
        return None
    return chat.voice.say("Ditunda sampai {day}: {task}.", day=chat.voice.day(due), task=name_of(chat, listed))


async def _put_off_tonight(chat: Chat, listed: Listed, act: Act) -> str | None:
    """They are told of it again this evening; an old button may be pressed when that is over."""
    today = chat.local.date()
    if not _is_to_come(chat, listed.task.due):
        return chat.voice.say("Malam ini sudah lewat. Pilih hari lain.")
    waiting = [each for each in await same_as(chat, listed) if each.task.due <= today]
    if not all([await chat.store.tasks.put_off(each.task, today, act, evening=True) for each in waiting]):
        return None
    return chat.voice.say("Diingatkan lagi malam ini: {task}.", task=name_of(chat, listed))


async def _wait(chat: Chat, listed: Listed, due: date, act: Act) -> bool:
    """Nothing of it is due before that day."""
    waiting = [each for each in await same_as(chat, listed) if each.task.due < due or each.task.id == listed.task.id]
    return all([await chat.store.tasks.put_off(each.task, due, act) for each in waiting])


async def _not_met(chat: Chat, listed: Listed, reason: Reason) -> str | None:
    due = max(_day_of(chat, reason), listed.task.due)
    if not await _wait(chat, listed, due, act_now(chat, What.NOT_MET, reason.name)):
        return None
    return chat.voice.say(
        "Belum bertemu, tercatat. Coba lagi {day}: {task}.", day=chat.voice.day(due), task=name_of(chat, listed)
    )


def name_of(chat: Chat, listed: Listed) -> Html:
    return Html(full_name(chat, listed))


LATER = Choosing(
    phrase("Ditunda sampai kapan?"), lambda rules: rules.later, Do.TASK_LATER_TO, _put_off, tells_day=True
)
CHOOSING: Mapping[Do, Choosing] = {
    Do.TASK_DONE: Choosing(
        phrase("Mengapa tidak perlu laporan?"), lambda rules: rules.done, Do.TASK_DONE_WHY, _close
    ),
    Do.TASK_LATER: LATER,
    Do.TASK_NOT_MET: Choosing(
        phrase("Mengapa belum bertemu?"), lambda rules: rules.not_met, Do.TASK_NOT_MET_WHY, _not_met
    ),
}
