"""/klien: whom somebody accompanies, by page; for a petugas by unit, and without the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.keyboards import packed
from domain.access import Action, Reach, Record, reach
from domain.clients import Client
from domain.codes import is_nearly_code, read_code
from domain.messages import Button, Message, Wrote
from domain.people import Role, Unit
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.voice import escaped, phrase
from handlers.ahead import next_of
from handlers.chat import Chat, rows
from handlers.client_card import show_client
from handlers.client_words import STATUSES
from handlers.menu import show_menu
from handlers.private import take_out
from storage.sessions import Place

A_PAGE = 8
GONE = 1  # of a button: those who are accompanied no longer


async def take_command(chat: Chat) -> None:
    """/klien shows the list, /klien K-7Q4-2F one client."""
    named = "".join(chat.incoming_text().split(maxsplit=1)[1:]).strip()
    if reach(chat.person.role, Action.SEE, Record.CLIENT) is Reach.NOTHING:
        await show_menu(chat, chat.voice.say("Daftar klien hanya untuk agen dan petugas pendamping."))
    elif named:
        await _open(chat, named)
    else:
        await choose(chat, Press(Do.CLIENTS))


async def _open(chat: Chat, named: str) -> None:
    code = read_code(named)
    clients = chat.store.clients
    private = private_number(named)
    if private is not None and isinstance(chat.incoming.event, Wrote):
        word = take_out(chat, chat.incoming.event.message_id, private)
        await show_menu(chat, chat.voice.say(word.phrase, **word.gaps))
        return
    found = await (clients.by_code(chat.person, code) if code else clients.by_word(chat.person, named))
    if found is not None:
        await show_client(chat, found)
    elif code is not None:
        await show_menu(chat, chat.voice.say("Tidak ada klien Anda dengan kode {code}.", code=code))
    elif is_nearly_code(named):
        await show_menu(
            chat, chat.voice.say("Kode itu salah tulis: ada tanda yang keliru atau tertukar. Periksa lagi.")
        )
    else:
        await show_menu(chat, chat.voice.say("Itu bukan kode klien. Kode klien seperti ini: K-7Q4-2F."))


async def choose(chat: Chat, press: Press) -> None:
    """Whom? A petugas says first of which unit."""
    if chat.person.role is Role.AGEN:
        await _show(chat, _List(Do.CLIENTS, press.question, gone=press.subject == GONE))
    else:
        await _choose_unit(chat)


async def _choose_unit(chat: Chat) -> None:
    units, counts = await _units(chat), await chat.store.clients.counts(chat.person)
    buttons = [
        chat.labelled(f"{unit.name} · {counts[unit.code]}", Do.CLIENTS_OF, choice=number)
        for number, unit in enumerate(units)
        if unit.code in counts
    ]
    if not buttons:
        await show_menu(chat, chat.voice.say("Belum ada klien di satker Anda."))
        return
    chat.session.place, chat.session.draft_id = Place.MENU, None
    chat.show(Message(chat.voice.say("Klien di unit mana?"), (*rows(*buttons), (chat.button("Menu", Do.MENU),))))


async def choose_of_unit(chat: Chat, press: Press) -> None:
    """The clients of the unit with this number."""
    units = await _units(chat)
    if 0 <= press.choice < len(units):
        gone = press.subject == GONE
        await _show(chat, _List(Do.CLIENTS_OF, press.question, gone, press.choice, units[press.choice]))
    else:
        await show_menu(chat)


async def _units(chat: Chat) -> list[Unit]:
    is_petugas = chat.person.role is Role.PETUGAS
    return await chat.store.places.units_of(chat.person.satker or "") if is_petugas else []


# --- The list ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _List:
    """What is listed, and how its buttons say it."""

    do: Do
    page: int = 0
    gone: bool = False
    number: int = 0
    unit: Unit | None = None

    @property
    def code(self) -> str | None:
        return self.unit.code if self.unit is not None else None

    def button(self, chat: Chat, label: str, page: int, *, gone: bool) -> Button:
        return Button(label, chat.draw(Press(self.do, GONE if gone else 0, question=page, choice=self.number)))


async def _show(chat: Chat, asked: _List) -> None:
    clients, person = chat.store.clients, chat.person
    count = await clients.count(person, unit=asked.code, present=not asked.gone)
    others = await clients.count(person, unit=asked.code, present=asked.gone)
    pages = max(1, -(-count // A_PAGE))
    at = min(asked.page, pages - 1)
    shown = await clients.page(person, unit=asked.code, present=not asked.gone, first=at * A_PAGE, most=A_PAGE)
    if not shown and not others:
        await show_menu(chat, chat.voice.say("Belum ada klien. Mulai dari persetujuan."))
        return
    lines = [_title(chat, asked, count), *[await _line(chat, client) for client in shown]]
    buttons = packed([chat.labelled(each.short(person.id), Do.CLIENT, each.id) for each in shown])
    chat.session.place, chat.session.draft_id = Place.MENU, None
    chat.show(Message("\n".join(lines), (*buttons, *_turning(chat, asked, at, pages), *_below(chat, asked, others))))


def _title(chat: Chat, asked: _List, count: int) -> str:
    if asked.gone:
        return chat.voice.say("<b>Tidak didampingi lagi · {n}</b>", n=count)
    if asked.unit is not None:
        return chat.voice.say("<b>Klien {unit} · {n}</b>", unit=asked.unit.name, n=count)
    return chat.voice.say("<b>Klien saya · {n}</b>", n=count)


async def _line(chat: Chat, client: Client) -> str:
    """Teratai · K-7Q4-2F · aktif · pemantauan 28 Nov."""
    parts = [client.label(chat.person.id), chat.voice.say(STATUSES[client.status])]
    following = await next_of(chat, client)
    if following is not None:
        name, due = following
        parts.append(f"{name} {chat.voice.short_day(due, chat.local.date())}")
    if client.agent != chat.person.id:
        name = client.agent_name
        parts.append(chat.voice.plain("{agent} (sudah berhenti)", agent=name) if client.agent_left else name)
    return escaped(" · ".join(parts))


def _turning(chat: Chat, asked: _List, at: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    if pages == 1:
        return ()
    back = asked.button(chat, "‹", (at - 1) % pages, gone=asked.gone)
    on = asked.button(chat, "›", (at + 1) % pages, gone=asked.gone)
    return ((back, chat.labelled(f"{at + 1}/{pages}", Do.NOTHING), on),)


def _below(chat: Chat, asked: _List, others: int) -> Sequence[tuple[Button, ...]]:
    menu = chat.button("Menu", Do.MENU)
    if not others:
        return ((menu,),)
    words = phrase("Masih didampingi · {n}") if asked.gone else phrase("Tidak didampingi lagi · {n}")
    label = chat.voice.plain(words, n=others)
    return ((asked.button(chat, label, 0, gone=not asked.gone),), (menu,))
