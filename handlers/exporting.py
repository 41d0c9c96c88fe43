"""/ekspor: what to take along, of which time, of which place; one look at what it will be, and then it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.access import Action, opens_records
from domain.clients import Client
from domain.exports import BEGINNING, KIND, TIMES, Ask, Time, What, days_of, may_take, month_of
from domain.messages import Button, Message, Rows
from domain.people import Role, Unit
from domain.presses import Do, Press
from domain.voice import escaped, phrase
from handlers.chat import Chat
from handlers.client_words import NOT_HERE
from handlers.export_words import WHATS
from handlers.menu import show_menu
from handlers.orders import order
from handlers.unit_keys import key_of_unit, unit_of_key
from storage.sessions import Place

A_PAGE = 8  # units
MONTHS_BACK = 3  # of recaps that are offered
WHAT = phrase("<b>Ekspor</b>\nApa yang mau dibawa?")
WHEN = phrase("<b>{what}</b>\nMasa yang mana?")
WHERE = phrase("<b>{what}</b> · {time}\nUnit yang mana?")
ROWS = phrase(
    "Isinya laporan, klien dengan kodenya, dan angka.\n"
    "Tanpa nama, catatan, foto, dan nomor telepon.\n"
    "Rahasia: untuk petugas dan agen yang bersangkutan. Jangan teruskan ke grup."
)
FIGURES = phrase(
    "Isinya angka bulan-bulan yang sudah selesai.\n"
    "Angka kecil tidak ditampilkan, supaya tidak ada orang yang bisa dikenali."
)
RECAP = phrase(
    "Isinya banyaknya kegiatan dan klien di bulan itu, untuk dicetak dan ditandatangani.\n"
    "Rahasia: untuk unit dan satkernya."
)
NOTED = phrase("Pembuatannya dicatat.")
NOT_FOR_YOU = phrase("Di sini tidak ada yang bisa Anda ekspor.")
NOT_SHARED = phrase("Klien ini belum setuju datanya dibagi. Tanyakan dulu, lalu koreksi laporan Persetujuan.")


@dataclass(frozen=True)
class Chosen:
    """What was chosen so far: it travels in the buttons. `time` counts times, or months back for a recap."""

    what: What
    time: int | None = None
    unit: str | None = None  # empty: all of them

    def days(self, today: date) -> tuple[date, date]:
        if self.what is not What.RECAP:
            return days_of(list(Time)[self.time or 0], today)
        back = today.year * 12 + today.month - 1 - (self.time or 0)
        return month_of(date(back // 12, back % 12 + 1, 1))


async def begin(chat: Chat) -> None:
    """What somebody may take along."""
    offered = may_take(chat.person.role)
    if not offered:
        await show_menu(chat, chat.voice.say(NOT_FOR_YOU))
        return
    buttons = [_button(chat, chat.voice.plain(WHATS[what]), Chosen(what)) for what in offered]
    _show(chat, chat.voice.say(WHAT), [(button,) for button in buttons], back=False)


async def go_on(chat: Chat, press: Press) -> None:
    """The next thing that is not chosen yet; at the end, what it will be."""
    chosen, page = _read(press)
    if chosen is None or chosen.what not in may_take(chat.person.role):
        await begin(chat)
    elif chosen.time is None:
        _ask_time(chat, chosen)
    else:
        units = await _units(chat, chosen)
        if len(units) > 1 and chosen.unit is None:
            _ask_place(chat, chosen, units, page)
        else:
            await _ask_whether(chat, chosen, units)


async def make(chat: Chat, press: Press) -> None:
    """[Buat]."""
    chosen, _ = _read(press)
    if chosen is None or chosen.time is None or not await _is_theirs(chat, chosen):
        await begin(chat)
        return
    since, until = chosen.days(chat.local.date())
    ask = Ask(chosen.what, since, until, chat.voice.language, unit=chosen.unit or "")
    if await order(chat, KIND, ask.spec()):
        await show_menu(chat)


async def make_handoff(chat: Chat, press: Press) -> None:
    """[Lembar SIRENA] on the card of a client."""
    client = await chat.store.clients.find(chat.person, press.subject, Action.EXPORT)
    if client is None:
        await show_menu(chat, chat.voice.say(NOT_HERE))
    elif not client.share:
        chat.flash(chat.voice.plain(NOT_SHARED))
    else:
        today = chat.local.date()
        ask = Ask(What.HANDOFF, client.opened_on, today, chat.voice.language, client=client.code)
        await order(chat, KIND, ask.spec())


async def _is_theirs(chat: Chat, chosen: Chosen) -> bool:
    """Whether this person may take it along, of that unit; a recap is of one."""
    if chosen.what not in may_take(chat.person.role):
        return False
    own = {unit.code for unit in await _units(chat, chosen)}
    return chosen.unit in own if chosen.unit else chosen.what is not What.RECAP


# --- The cards ------------------------------------------------------------------------------------


def _ask_time(chat: Chat, chosen: Chosen) -> None:
    if chosen.what is What.RECAP:
        today = chat.local.date()
        labels = [chat.voice.month(replace(chosen, time=back).days(today)[0]) for back in range(MONTHS_BACK)]
    else:
        labels = [chat.voice.plain(TIMES[time]) for time in Time]
    buttons = [_button(chat, label, replace(chosen, time=number)) for number, label in enumerate(labels)]
    _show(chat, chat.voice.say(WHEN, what=_what(chat, chosen)), [(button,) for button in buttons])


def _ask_place(chat: Chat, chosen: Chosen, units: Sequence[Unit], page: int) -> None:
    """All units together where that can be, or one of them."""
    whole = (
        [] if chosen.what is What.RECAP else [_button(chat, chat.voice.plain("Semua unit"), replace(chosen, unit=""))]
    )
    shown = units[page * A_PAGE : (page + 1) * A_PAGE]
    buttons = [_button(chat, unit.name, replace(chosen, unit=unit.code)) for unit in shown]
    before = [_button(chat, "‹", chosen, page - 1)] if page else []
    after = [_button(chat, "›", chosen, page + 1)] if (page + 1) * A_PAGE < len(units) else []
    turning = [(*before, *after)] if before or after else []
    text = chat.voice.say(WHERE, what=_what(chat, chosen), time=_time(chat, chosen))
    _show(chat, text, [*((button,) for button in [*whole, *buttons]), *turning])


async def _ask_whether(chat: Chat, chosen: Chosen, units: Sequence[Unit]) -> None:
    """What it will be, and who may get it."""
    chosen = replace(chosen, unit=chosen.unit or (units[0].code if len(units) == 1 else ""))
    whole = chat.voice.plain("Semua unit") if units else ""
    place = next((unit.name for unit in units if unit.code == chosen.unit), whole)
    parts = (f"<b>{_what(chat, chosen)}</b>", escaped(place), _time(chat, chosen))
    heading = " · ".join(part for part in parts if part)
    inside = RECAP if chosen.what is What.RECAP else ROWS if opens_records(chat.person.role) else FIGURES
    made = chat.labelled(chat.voice.plain("Buat"), Do.EXPORT_MAKE, *_packed(chosen))
    _show(chat, f"{heading}\n\n{chat.voice.say(inside)}\n{chat.voice.say(NOTED)}", [(made,)])


def _show(chat: Chat, text: str, rows: Sequence[tuple[Button, ...]], *, back: bool = True) -> None:
    before = (chat.button("‹ Ekspor", Do.EXPORT),) if back else ()
    last = (*before, chat.button("Menu", Do.MENU))
    chat.session.place = Place.ASIDE
    chat.show(Message(text, (*rows, last)))


async def _units(chat: Chat, chosen: Chosen) -> list[Unit]:
    """The units that can be chosen from: a petugas has several."""
    person = chat.person
    if person.role is Role.AGEN and person.unit is not None:
        return [person.unit] if chosen.what is What.RECAP else []  # the tables are of their own records
    return await chat.store.places.units_of(person.home) if person.role is Role.PETUGAS and person.home else []


def _what(chat: Chat, chosen: Chosen) -> str:
    return chat.voice.say(WHATS[chosen.what])


def _time(chat: Chat, chosen: Chosen) -> str:
    since, until = chosen.days(chat.local.date())
    if chosen.what is What.RECAP:
        return chat.voice.month(since)
    if since <= BEGINNING:
        return chat.voice.say("sampai {day}", day=chat.voice.dated(until))
    return f"{chat.voice.short_day(since)} – {chat.voice.dated(until)}"


# --- In the buttons -------------------------------------------------------------------------------

_EVERY = 1  # in the place of a unit: all of them


def _button(chat: Chat, label: str, chosen: Chosen, page: int = 0) -> Button:
    return chat.labelled(label, Do.EXPORT_ON, *_packed(chosen, page))


def _packed(chosen: Chosen, page: int = 0) -> tuple[int, int]:
    time = 0 if chosen.time is None else chosen.time + 1
    unit = 0 if chosen.unit is None else key_of_unit(chosen.unit) if chosen.unit else _EVERY
    return unit, list(What).index(chosen.what) + 10 * time + 100 * page


def _read(press: Press) -> tuple[Chosen | None, int]:
    """What a button says was chosen, and the page of units to show."""
    what, time, page = press.choice % 10, press.choice // 10 % 10, press.choice // 100
    if not 0 <= what < len(What) or time > len(Time):
        return None, 0
    unit = None if not press.subject else "" if press.subject == _EVERY else unit_of_key(press.subject)
    return Chosen(list(What)[what], time - 1 if time else None, unit), page


def handoff_row(chat: Chat, client: Client) -> Rows:
    """The button on the card of a client who agreed that something is shared."""
    return ((chat.button("Lembar SIRENA", Do.EXPORT_CLIENT, client.id),),) if client.share else ()
