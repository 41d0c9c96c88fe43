"""Writing to many agents: to whom, what, how they will read it; then it is sent, and can be stopped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from domain.access import Action, Reach, Record, reach
from domain.broadcasts import LONGEST, first_moment
from domain.messages import Edited, Message, Rows, Wrote
from domain.naming import names_somebody
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.territory import zone_of
from domain.timing import MORNING
from domain.voice import INDONESIAN, phrase
from handlers import broadcast_card
from handlers.audited import wrote_to_many
from handlers.broadcast_notes import Meant, is_awaited, meant, over, wait_for
from handlers.broadcast_words import Words, as_read, whom
from handlers.chat import Chat
from handlers.leaves import leaf, turning
from handlers.menu import show_menu
from handlers.private import take_out
from handlers.unit_keys import key_of_unit, unit_of_key
from storage.broadcasts import Audience

UNITS_ON_A_PAGE = 8
NOBODY = phrase("Belum ada agen di unit Anda.")
TOO_LONG = phrase("Pesannya terlalu panjang. Tulis paling banyak {most} huruf.")
SEND, AS_IT_IS = phrase("Kirim"), phrase("Kirim apa adanya")
ONLY_TEXT = phrase("Hanya tulisan yang bisa dikirim ke agen. Tulis sebagai pesan.")


def may_write(chat: Chat) -> bool:
    return reach(chat.person.role, Action.ADD, Record.BROADCAST) is not Reach.NOTHING


# --- To whom --------------------------------------------------------------------------------------


async def choose(chat: Chat, press: Press) -> None:
    """To all agents of the satker, or to those of one unit?"""
    units = await _units(chat)
    if not units:
        await show_menu(chat, chat.voice.say(NOBODY))
        return
    over(chat)
    open_ = leaf(press.choice, len(units), UNITS_ON_A_PAGE)
    shown = units[open_.first : open_.first + open_.size]
    to_all = chat.button("Semua agen · {n}", Do.BROADCAST_TO, n=sum(unit.agents for unit in units))
    buttons = [
        chat.labelled(f"{unit.name} · {unit.agents}", Do.BROADCAST_TO, key_of_unit(unit.unit)) for unit in shown
    ]
    rows: Rows = ((to_all,), *((button,) for button in buttons), *turning(chat, open_, Do.BROADCAST))
    last = await broadcast_card.latest(chat)
    chat.show(Message(chat.voice.say("Tulis kepada siapa?"), (*rows, (*last, chat.button("Menu", Do.MENU)))))


async def _units(chat: Chat, unit: str = "") -> list[Audience]:
    """The units whose agents would be told."""
    audiences = await chat.store.broadcasts.audiences(chat.person) if may_write(chat) else []
    return [each for each in audiences if not unit or each.unit == unit]


# --- What -----------------------------------------------------------------------------------------


async def ask(chat: Chat, press: Press) -> None:
    """What are they to be told?"""
    await _ask(chat, Meant(unit_of_key(press.subject) if press.subject else ""))


async def change(chat: Chat, _press: Press) -> None:
    """[Ubah]: write it anew."""
    what = meant(chat)
    await (_ask(chat, Meant(what.unit)) if what is not None else choose(chat, Press(Do.BROADCAST)))


async def repeat(chat: Chat, above: str) -> None:
    """What was asked, or is to be sent, once more with a word above it."""
    what = meant(chat) or Meant("")
    await (_preview(chat, what, above) if what.text else _ask(chat, what, above))


async def _ask(chat: Chat, what: Meant, above: str = "") -> None:
    units = await _units(chat, what.unit)
    if not units:
        await choose(chat, Press(Do.BROADCAST))
        return
    wait_for(chat, what)
    say = chat.voice.say
    lines = [
        *([f"⚠ {above}", ""] if above else []),
        say("Pesan {whom} ({n}).", whom=whom(chat.voice, _unit_name(what, units)), n=_count(units)),
        say("Tulis pesannya. Baris baru boleh."),
        say("Jangan tulis nama, NIK, atau nomor HP klien."),
    ]
    back = chat.button("‹ Kembali", Do.BROADCAST), chat.button("Batal", Do.BROADCAST_CANCEL)
    chat.show(Message("\n".join(lines), (back,)))


def _unit_name(what: Meant, units: Sequence[Audience]) -> str:
    return units[0].name if what.unit else ""


def _count(units: Sequence[Audience]) -> int:
    return sum(unit.agents for unit in units)


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """The words. Written again while they are shown, the newer ones take their place."""
    what = meant(chat) or Meant("")
    private, text = private_number(wrote.text), wrote.text.strip()
    if private is not None:
        word = take_out(chat, wrote.message_id, private)
        await repeat(chat, chat.voice.say(word.phrase, **word.gaps))
    elif len(text) > LONGEST:
        await repeat(chat, chat.voice.say(TOO_LONG, most=LONGEST))
    else:
        key = chat.store.broadcasts.new_id()
        above = chat.voice.say("Pesan diganti dengan yang baru.") if what.text else ""
        await _preview(chat, Meant(what.unit, key, text, wrote.message_id), above)


async def take_edit(chat: Chat, edited: Edited) -> bool:
    """The words were changed where they had been written. False when these are others."""
    what = meant(chat)
    if not is_awaited(chat) or what is None or what.message_id != edited.message_id:
        return False
    await take_text(chat, Wrote(edited.text, edited.message_id, edited.edited_at))
    return True


async def _preview(chat: Chat, what: Meant, above: str = "") -> None:
    """How agents will read it, who they are, and when they are told."""
    units = await _units(chat, what.unit)
    if not units:
        await choose(chat, Press(Do.BROADCAST))
        return
    wait_for(chat, what)
    names = names_somebody(what.text)
    send = chat.button(AS_IT_IS if names else SEND, Do.BROADCAST_SEND, what.key)
    others = chat.button("Ubah", Do.BROADCAST_CHANGE), chat.button("Batal", Do.BROADCAST_CANCEL)
    lines = [
        *([f"⚠ {above}", ""] if above else []),
        chat.voice.say("Begini agen membacanya:"),
        f"<blockquote>{as_read(chat.kit.voices[INDONESIAN], await _words(chat, what, units))}</blockquote>",
        *_audience(chat, units),
        *([chat.voice.say("⚠ Sepertinya ada nama di pesan ini. Pastikan bukan nama klien.")] if names else []),
    ]
    chat.show(Message("\n".join(lines), ((send,), others)))


async def _words(chat: Chat, what: Meant, units: Sequence[Audience]) -> Words:
    satker = await chat.store.places.satker(chat.person.home or "")
    return Words(chat.person.name, satker.name if satker else "", _unit_name(what, units), what.text)


def _audience(chat: Chat, units: Sequence[Audience]) -> list[str]:
    """How many there are, how many cannot be reached, and who is told in the morning only."""
    say = chat.voice.say
    lines = [say("Penerima: {n} agen.", n=_count(units))]
    away = sum(unit.unreachable for unit in units)
    if away:
        lines.append(say("{n} sedang tidak bisa dicapai: memblokir bot ini, atau keluar darinya.", n=away))
    asleep = sum(unit.agents for unit in units if _first_moment(chat, unit) > chat.now)
    if asleep:
        clock = f"{MORNING:%H.%M}"
        lines.append(
            say("Di tempat {n} agen sekarang malam: mereka menerimanya pagi, jam {clock}.", n=asleep, clock=clock)
        )
    return lines


def _first_moment(chat: Chat, unit: Audience) -> datetime:
    return first_moment(chat.now, zone_of(unit.unit))


# --- Sending it, or not ---------------------------------------------------------------------------


async def send(chat: Chat, press: Press) -> None:
    """[Kirim]: for the agents who are there now. The clock queues it; here only the card of it is shown."""
    what, units = meant(chat), []
    if what is not None and what.text and what.key == press.subject:
        units = await _units(chat, what.unit)
    elif await chat.store.broadcasts.of(press.subject, chat.person.id) is not None:
        chat.flash(chat.voice.plain("Sudah dikirim."))  # the same press again
        return
    if what is None or not units:
        await show_menu(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
        return
    moments = defaultdict(list)
    for unit in units:
        moments[_first_moment(chat, unit)].append(unit.unit)
    count = await chat.store.broadcasts.put(what.key, chat.person, what.unit or None, what.text, moments, chat.now)
    wrote_to_many(chat, what.unit or chat.person.home or "", count)
    over(chat)
    await broadcast_card.begin(chat, what.key)


async def cancel(chat: Chat, _press: Press | None = None) -> None:
    """[Batal]: nobody is told anything."""
    over(chat)
    await show_menu(chat, chat.voice.say("Batal. Tidak ada yang dikirim."))
