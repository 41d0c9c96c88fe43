"""The units of a petugas: the list, and a card with the history of each, its agents, and what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from conversations.form import Form
from conversations.keyboards import in_rows
from conversations.meaning import Meaning, asks_for
from domain.messages import Button, Message, Rows
from domain.people import Role, Unit
from domain.presses import Do, Press
from domain.stages import STAGE_NAMES, STAGES, TRACK_NAMES, Reached, Stage, decree_of, following, standing
from domain.voice import escaped, phrase, within_a_sentence
from handlers.beginning import begin_form
from handlers.chat import Chat
from handlers.datasets import list_of
from handlers.kit import HELP
from handlers.library import key_of
from handlers.menu import show_menu
from handlers.task_words import kind_name
from handlers.unit_keys import key_of_unit, unit_of_key
from storage.sessions import Place

A_PAGE = 10  # units
LATEST = 8  # steps of a history that are shown
SK_ENDS_SOON = timedelta(days=30)
NOT_YOURS = phrase("Unit itu tidak ada di satker Anda.")

Cells = Mapping[str, str]


# --- The list -------------------------------------------------------------------------------------


async def show_units(chat: Chat, page: int = 0) -> None:
    """The units of the own satker."""
    if not keeps_units(chat):
        await show_menu(chat)
        return
    units, agents = (
        await rows_of(chat, "units.csv"),
        Counter(row["unit"] for row in await rows_of(chat, "agents.csv")),
    )
    first = max(page, 0) * A_PAGE
    shown = list(enumerate(units, 1))[first : first + A_PAGE]
    heading = chat.voice.say("<b>Unit</b> · {n}", n=len(units)) if units else chat.voice.say("Belum ada unit.")
    lines = [heading, *(f"{number} {_line(chat, unit, agents[unit['name']])}" for number, unit in shown)]
    buttons = [(chat.labelled(unit["label"], Do.UNIT, key_of_unit(unit["name"])),) for _, unit in shown]
    chat.session.place = Place.ASIDE
    chat.show(Message("\n".join(lines), (*buttons, *_turning(chat, page, len(units)), *_last(chat))))


def _line(chat: Chat, unit: Cells, agents: int) -> str:
    """How a unit stands, on one line."""
    say = chat.voice.say
    parts = [f"<b>{escaped(unit['label'])}</b>", _stood(chat, unit["stage"], unit["track"])]
    if unit["sk_until"]:
        parts.append(_ends(chat, date.fromisoformat(unit["sk_until"])))
    parts.append(say("{n} agen", n=agents))
    return " · ".join(parts)


def _stood(chat: Chat, stage: str, track: str) -> str:
    if not stage:
        return chat.voice.say("belum ada riwayat")
    called = within_a_sentence(_called(chat, stage))
    return f"{called} ({_track(chat, track)})" if track else called


def _ends(chat: Chat, until: date) -> str:
    """Until when the decree holds; marked where it ends soon, or has ended."""
    today = chat.local.date()
    if until < today:
        return chat.voice.say("SK habis {day} ⚠", day=chat.voice.dated(until))
    mark = " ⚠" if until - today <= SK_ENDS_SOON else ""
    return chat.voice.say("SK sampai {day}", day=chat.voice.dated(until)) + mark


def _turning(chat: Chat, page: int, units: int) -> Rows:
    before = [chat.labelled("‹", Do.UNITS, choice=page - 1)] if page > 0 else []
    after = [chat.labelled("›", Do.UNITS, choice=page + 1)] if (page + 1) * A_PAGE < units else []
    return ((*before, *after),) if before or after else ()


def _last(chat: Chat) -> Rows:
    return ((chat.button("Capaian", Do.ATTAINED), chat.button("Menu", Do.MENU)),)


# --- The card -------------------------------------------------------------------------------------


async def show_unit(chat: Chat, key: int) -> None:
    """One unit."""
    unit = await own_unit(chat, key)
    if unit is None:
        await show_menu(chat, chat.voice.say(NOT_YOURS))
        return
    history = await chat.store.stages.history(chat.person, unit.code)
    agents = [row["label"] for row in await rows_of(chat, "agents.csv") if row["unit"] == unit.code]
    parts = (await _heading(chat, unit, history), await _waiting(chat, unit), _told(chat, history))
    text = "\n\n".join(part for part in (*parts, _agents(chat, agents)) if part)
    chat.session.place = Place.ASIDE
    chat.show(Message(text, (*_forms(chat, unit), *_others(chat, unit))))


async def _heading(chat: Chat, unit: Unit, history: Sequence[Reached]) -> str:
    say, today = chat.voice.say, chat.local.date()
    names = await chat.store.territories.names([unit.code[:5], unit.code[:8]])
    around = ", ".join(names[code] for code in (unit.code[:8], unit.code[:5]) if code in names)
    lines = [f"<b>{escaped(unit.name)}</b> · {unit.code}", escaped(around)]
    now, decree = standing(history, today), decree_of(history, today)
    if now is not None:
        stage = _stood(chat, now.stage, now.track)
        lines.append(say("Sekarang {stage}, sejak {day}.", stage=stage, day=chat.voice.dated(now.day)))
    if decree is not None:
        until = _ends(chat, decree.until) if decree.until else say("SK tanpa batas waktu")
        lines.append(f"{until} · {escaped(decree.number)}" if decree.number else until)
    after = following(now.stage if now else None)
    if after is not None:
        lines.append(say("Berikutnya: {stage}.", stage=within_a_sentence(_called(chat, after))))
    return "\n".join(line for line in lines if line)


async def _waiting(chat: Chat, unit: Unit) -> str:
    """What is to be done for it."""
    tasks = [listed.task for listed in await chat.store.tasks.of_unit(chat.person, unit.code)]
    lines = [
        f"⏰ {escaped(kind_name(chat, task.kind))}, {chat.voice.day(task.due, chat.local.date())}" for task in tasks
    ]
    return "\n".join(lines)


def _told(chat: Chat, history: Sequence[Reached]) -> str:
    """The dated history, its last steps."""
    if not history:
        return chat.voice.say("Riwayatnya belum dicatat. Mulai dari “Tahap unit”.")
    steps = [f"{chat.voice.dated(step.day)}: {_stood(chat, step.stage, step.track)}" for step in history[-LATEST:]]
    return "\n".join([chat.voice.say("<b>Riwayat</b>"), *steps])


def _agents(chat: Chat, agents: Sequence[str]) -> str:
    if not agents:
        return chat.voice.say("Belum ada agen.")
    return chat.voice.say("<b>Agen</b>: {names}", names=", ".join(agents))


def _forms(chat: Chat, unit: Unit) -> Rows:
    """What can be recorded about this unit, two on a line."""
    buttons = [
        chat.labelled(form.title, Do.UNIT_FORM, key_of_unit(unit.code), key_of(form)) for form in _about_units(chat)
    ]
    return in_rows(buttons, 2)


def _others(chat: Chat, unit: Unit) -> Rows:
    invite = chat.button("Undang agen", Do.INVITE_UNIT, key_of_unit(unit.code))
    return ((invite, *_poster(chat, unit)), (chat.button("‹ Unit", Do.UNITS), chat.button("Menu", Do.MENU)))


def _poster(chat: Chat, unit: Unit) -> list[Button]:
    """A poster leads to the help bot: where that one does not run, there is nowhere to lead to."""
    button = chat.button("Poster", Do.UNIT_POSTER, key_of_unit(unit.code))
    return [button] if HELP in chat.kit.bots else []


def _about_units(chat: Chat) -> list[Form]:
    return [form for form in chat.kit.library.on_offer(chat.person) if asks_for(form, Meaning.UNIT)]


def _called(chat: Chat, stage: str) -> str:
    return chat.voice.say(STAGE_NAMES[Stage(stage)]) if stage in STAGES else stage


def _track(chat: Chat, track: str) -> str:
    return chat.voice.say(TRACK_NAMES[track]) if track in TRACK_NAMES else track


# --- Beginning a form about a unit ----------------------------------------------------------------


async def begin_about(chat: Chat, press: Press) -> None:
    """Begin a form with the unit known already; or go on with the one that is begun for it."""
    unit = await own_unit(chat, press.subject)
    form = next((form for form in _about_units(chat) if key_of(form) == press.choice), None)
    if unit is None or form is None:
        await show_menu(chat)
        return
    await begin_form(chat, form, known={Meaning.UNIT: unit.code})


# --- Used by both ---------------------------------------------------------------------------------


def keeps_units(chat: Chat) -> bool:
    return chat.person.role is Role.PETUGAS


async def rows_of(chat: Chat, name: str) -> list[Cells]:
    """A list as this person sees it, row by row."""
    listed = await list_of(chat, name)
    return [dict(zip(listed.columns, row, strict=True)) for row in listed.rows]


async def own_unit(chat: Chat, key: int) -> Unit | None:
    """A unit that this petugas may look at."""
    return await chat.store.places.unit_for(chat.person, unit_of_key(key)) if keeps_units(chat) else None
