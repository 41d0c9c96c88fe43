"""Giving what somebody takes along, and noting in the audit that it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.access import Action
from domain.exports import BEGINNING, Ask, What, ask_of
from domain.messages import File, Message
from domain.orders import Order
from domain.territory import zone_name
from domain.voice import phrase
from handlers.chat import Chat
from handlers.export_words import WHATS

CAPTION = phrase("<b>{what}</b> · {name}\n{time}, keadaan {moment}\nRahasia. Jangan diteruskan ke grup.")


async def give(chat: Chat, order: Order, files: Sequence[File], facts: Mapping[str, Any]) -> None:
    """The file, and a row in the audit, together: nothing is taken along unnoted.

    The message is not protected: whoever gets it works with it on a computer.
    """
    ask = ask_of(order.spec)
    chat.store.audit.note(
        chat.person.id, Action.EXPORT, ask.what, ask.noted(chat.person.code, facts["rows"]), order.at
    )
    for file in files:
        named = replace(file, name=file_name(ask, chat.person.code, file.name))
        chat.beside(Message(_caption(chat, order, ask, str(facts.get("place", ""))), document=named))


def file_name(ask: Ask, whose: str, made: str) -> str:
    """Such as suar-BNNK-PGK-02-2026-11-01-2026-11-30.xlsx."""
    ending = made.rpartition(".")[2]
    since = "" if ask.since <= BEGINNING or ask.what is What.HANDOFF else f"-{ask.since}"
    what = "" if ask.what in {What.XLSX, What.CSV} else f"-{ask.what}"
    return f"suar{what}-{ask.client or ask.place or whose}{since}-{ask.until}.{ending}"


def _caption(chat: Chat, order: Order, ask: Ask, name: str) -> str:
    at = order.at.astimezone(chat.zone)
    return chat.voice.say(
        CAPTION,
        what=chat.voice.plain(WHATS[ask.what]),
        name=name,
        time=_time(chat, ask),
        moment=chat.voice.moment(at, zone_name(chat.zone)),
    )


def _time(chat: Chat, ask: Ask) -> str:
    if ask.what is What.RECAP:
        return chat.voice.month(ask.since)
    until = chat.voice.dated(ask.until)
    return until if ask.since <= BEGINNING else f"{chat.voice.dated(ask.since)} – {until}"
