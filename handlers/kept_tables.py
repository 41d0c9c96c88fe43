"""The tables of a satker: each is a list whose rows are reports, and whoever keeps it may correct any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from domain.duty import DAYS
from domain.messages import Message, Rows
from domain.people import Role
from domain.presses import Do
from domain.voice import escaped, phrase
from handlers.chat import Chat, rows
from handlers.correcting import correct
from handlers.leaves import numbered
from handlers.library import key_of
from handlers.menu import show_menu
from storage.kept import Kept, Kind
from storage.sessions import Place
from storage.submissions import Submission

A_PAGE = 10  # rows
FRESH = timedelta(days=90)  # how long what was checked is relied on (domain brief 4.6)
KINDS = tuple(Kind)
NAMES = {
    Kind.FACILITY: phrase("Fasilitas rujukan"),
    Kind.PARTNER: phrase("Mitra vokasional"),
    Kind.HOTLINE: phrase("Nomor penting"),
    Kind.DUTY: phrase("Jadwal jaga"),
}


async def show_tables(chat: Chat) -> None:
    """Which table?"""
    if not keeps_tables(chat):
        await show_menu(chat)
        return
    buttons = [chat.button(NAMES[kind], Do.TABLE, choice=number) for number, kind in enumerate(KINDS)]
    chat.session.place = Place.ASIDE
    chat.say("Tabel satker Anda. Mau melihat yang mana?", *rows(*buttons), (chat.button("Menu", Do.MENU),))


async def show_table(chat: Chat, choice: int, page: int = 0) -> None:
    """The rows of a table."""
    if not keeps_tables(chat) or not 0 <= choice < len(KINDS):
        await show_menu(chat)
        return
    kind = KINDS[choice]
    kept = await chat.store.kept.rows(chat.person, kind)
    first = page * A_PAGE
    shown = list(enumerate(kept, 1))[first : first + A_PAGE]
    lines = [f"<b>{chat.voice.say(NAMES[kind])}</b> · {len(kept)}"]
    lines += [f"{number} {_line(chat, kind, row)}" for number, row in shown]
    lines += ["", _hint(chat, [row for _, row in shown])]
    buttons = [chat.labelled(str(number), Do.KEPT, row.report) for number, row in shown]
    below = (*_turning(chat, choice, page, len(kept)), *_last(chat, kind))
    chat.session.place = Place.ASIDE
    chat.show(Message("\n".join(lines), (*numbered(buttons), *below)))


def _line(chat: Chat, kind: Kind, row: Kept) -> str:
    facts = [escaped(fact) for fact in _FACTS[kind](chat, row) if fact]
    if not row.active:
        facts.append(chat.voice.say("tidak dipakai"))
    elif _is_stale(row, chat.local.date()) and row.checked_on is not None:
        facts.append(chat.voice.say("dicek {day} ⚠", day=chat.voice.dated(row.checked_on)))
    return " · ".join([f"<b>{escaped(row.name)}</b>", *facts])


def _is_stale(row: Kept, today: date) -> bool:
    """Whether nobody has looked for so long that it may no longer be so."""
    return row.active and row.checked_on is not None and today - row.checked_on > FRESH


def _hint(chat: Chat, shown: list[Kept]) -> str:
    if not shown:
        return chat.voice.say("Belum ada isinya.")
    if any(_is_stale(row, chat.local.date()) for row in shown):
        return chat.voice.say("⚠ Lebih dari {n} hari tidak dicek. Tekan angkanya untuk memperbarui.", n=FRESH.days)
    return chat.voice.say("Tekan angka untuk memperbaiki.")


def _turning(chat: Chat, choice: int, page: int, kept: int) -> Rows:
    before = [chat.labelled("‹", Do.TABLE, page - 1, choice)] if page > 0 else []
    after = [chat.labelled("›", Do.TABLE, page + 1, choice)] if (page + 1) * A_PAGE < kept else []
    return ((*before, *after),) if before or after else ()


def _last(chat: Chat, kind: Kind) -> Rows:
    form = next((form for form in chat.kit.library.on_offer(chat.person) if form.id == kind), None)
    new_id = chat.store.drafts.new_id()
    add = ((chat.button("Tambah", Do.BEGIN, new_id, key_of(form)),),) if form is not None else ()
    return (*add, (chat.button("‹ Tabel", Do.TABLES), chat.button("Menu", Do.MENU)))


# --- What a row says ------------------------------------------------------------------------------


def _as_they_are(_chat: Chat, row: Kept) -> tuple[str, ...]:
    return row.facts


def _on_duty(chat: Chat, row: Kept) -> tuple[str, ...]:
    days, since, until, second = row.facts
    said = ", ".join(chat.voice.weekday(DAYS.index(day)) if day in DAYS else day for day in days.split())
    hours = f"{since}–{until}".replace(":", ".")
    return said, hours, chat.voice.plain("kedua: {name}", name=second) if second else ""


_FACTS: Mapping[Kind, Callable[[Chat, Kept], tuple[str, ...]]] = {
    Kind.FACILITY: _as_they_are,
    Kind.PARTNER: _as_they_are,
    Kind.HOTLINE: _as_they_are,
    Kind.DUTY: _on_duty,
}


# --- Correcting a row -----------------------------------------------------------------------------


async def open_row(chat: Chat, report: int) -> None:
    """The report behind a row, to be corrected by whoever keeps the table."""
    begun = await chat.store.submissions.find(report)
    sent = await chat.store.submissions.newest(begun.number) if begun is not None else None
    if sent is None or not await _is_in_a_table(chat, sent):
        await show_menu(chat, chat.voice.say("Baris itu tidak ada di tabel satker Anda."))
    else:
        await correct(chat, sent)


async def _is_in_a_table(chat: Chat, sent: Submission) -> bool:
    return sent.form in KINDS and await chat.store.kept.may_change(chat.person, Kind(sent.form), sent.number)


def keeps_tables(chat: Chat) -> bool:
    return chat.person.role is Role.PETUGAS
