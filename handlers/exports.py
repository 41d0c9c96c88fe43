"""Giving what somebody takes along, and noting in the audit that it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.access import Action
from domain.exports import BEGINNING, Ask, What, ask_of, whose
from domain.messages import File, Message
from domain.orders import Order
from domain.territory import zone_name
from domain.voice import phrase
from handlers.chat import Chat
from handlers.export_words import WHATS

CAPTION = phrase("<b>{what}</b> · {place}\n{time}, keadaan {moment}\nRahasia. Jangan diteruskan ke grup.")
OF_CLIENT = phrase(
    "<b>{what}</b> · {client}\nKeadaan {moment}. Cetak, lalu isi identitasnya bertatap muka.\n"
    "Rahasia. Jangan diteruskan ke grup."
)


async def give(chat: Chat, order: Order, files: Sequence[File], facts: Mapping[str, Any]) -> None:
    """The file, and a row in the audit, together: nothing is taken along unnoted.

    The message is not protected: whoever gets it works with it on a computer.
    """
    ask, owner = ask_of(order.spec), whose(chat.person)
    chat.store.audit.note(chat.person.id, Action.EXPORT, ask.what, ask.noted(owner, facts["rows"]), order.at)
    for file in files:
        named = replace(file, name=file_name(ask, owner, file.name))
        chat.beside(Message(_caption(chat, order, ask, str(facts["place"])), document=named))


def file_name(ask: Ask, owner: str, made: str) -> str:
    """Such as suar-BNNK-PGK-2026-11-01-2026-11-30.xlsx, or suar-rekap-19.04.03.2004-2026-11.pdf."""
    name = ask.client or ask.place or owner
    ending = made.rpartition(".")[2]
    if ask.what is What.HANDOFF:
        return f"suar-sirena-{name}.{ending}"
    if ask.what is What.RECAP:
        return f"suar-rekap-{name}-{ask.since:%Y-%m}.{ending}"
    since = "" if ask.since <= BEGINNING else f"{ask.since}-"
    return f"suar-{name}-{since}{ask.until}.{ending}"


def _caption(chat: Chat, order: Order, ask: Ask, place: str) -> str:
    what, moment = chat.voice.plain(WHATS[ask.what]), _moment(chat, order)
    if ask.what is What.HANDOFF:
        return chat.voice.say(OF_CLIENT, what=what, client=ask.client, moment=moment)
    return chat.voice.say(CAPTION, what=what, place=place, time=_time(chat, ask), moment=moment)


def _moment(chat: Chat, order: Order) -> str:
    return chat.voice.moment(order.at.astimezone(chat.zone), zone_name(chat.zone))


def _time(chat: Chat, ask: Ask) -> str:
    if ask.what is What.RECAP:
        return chat.voice.month(ask.since)
    until = chat.voice.dated(ask.until)
    return until if ask.since <= BEGINNING else f"{chat.voice.dated(ask.since)} – {until}"
