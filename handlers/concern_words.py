"""What needs attention, in a line with its reason, and the button to the place where somebody can act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from domain.concerns import Concern, Kind
from domain.messages import Button
from domain.presses import Do
from domain.voice import phrase
from handlers.chat import Chat
from handlers.unit_keys import key_of_unit

LONGEST_ON_A_BUTTON = 24

Line = Callable[[Chat, Concern], str]


def line(chat: Chat, concern: Concern) -> str:
    """K-7Q4-2F · Kace: 2 pemantauan terlewat, sejak Senin 16 Nov."""
    return _LINES[concern.kind](chat, concern)


def short_name(chat: Chat, concern: Concern) -> str:
    """What it is called on a button."""
    name = concern.about or concern.unit_name or chat.voice.plain(_CALLED[concern.kind])
    return name[:LONGEST_ON_A_BUTTON]


def leads_to(chat: Chat, concern: Concern, number: int) -> Button:
    """The place where somebody can act."""
    return chat.labelled(f"{number} {short_name(chat, concern)}", *place_of(concern))


def place_of(concern: Concern) -> tuple[Do, int]:
    """What a button to that place does, and its subject."""
    match concern.kind:
        case Kind.REFERRAL | Kind.CHECK_IN:
            return Do.CLIENT, concern.subject
        case Kind.DECREE | Kind.UNIT | Kind.AGENT:
            return Do.UNIT, key_of_unit(concern.unit)
        case Kind.REPORT:
            return Do.REPORTS, 0
        case Kind.HELP:
            return Do.THREADS, 0


_CALLED = {Kind.REPORT: phrase("Laporan masuk"), Kind.HELP: phrase("Permintaan bantuan")}


def _check_ins(chat: Chat, concern: Concern) -> str:
    return chat.voice.say(
        "{client} · {unit}: {n} pemantauan terlewat, sejak {day}",
        client=concern.about, unit=concern.unit_name, n=concern.count, day=_day(chat, concern.since),
    )  # fmt: skip


def _referral(chat: Chat, concern: Concern) -> str:
    return chat.voice.say(
        "{client} · {unit}: rujukan {day} belum ada kabarnya",
        client=concern.about, unit=concern.unit_name, day=_day(chat, concern.since),
    )  # fmt: skip


def _decree(chat: Chat, concern: Concern) -> str:
    ended = concern.since < chat.local.date()
    words = phrase("{unit}: SK sudah habis {day}") if ended else phrase("{unit}: SK akan habis {day}")
    return chat.voice.say(words, unit=concern.unit_name, day=_day(chat, concern.since))


def _unit(chat: Chat, concern: Concern) -> str:
    return chat.voice.say(
        "{unit}: tidak ada laporan sejak {day}", unit=concern.unit_name, day=_day(chat, concern.since)
    )


def _agent(chat: Chat, concern: Concern) -> str:
    return chat.voice.say(
        "{agent} · {unit}: tidak bisa dikirimi pesan, terakhir aktif {day}",
        agent=concern.about, unit=concern.unit_name, day=_day(chat, concern.since),
    )  # fmt: skip


def _reports(chat: Chat, concern: Concern) -> str:
    if concern.count == 1:
        return chat.voice.say("Satu laporan belum diperiksa, sejak {day}", day=_day(chat, concern.since))
    return chat.voice.say(
        "{n} laporan belum diperiksa, yang pertama sejak {day}", n=concern.count, day=_day(chat, concern.since)
    )


def _help(chat: Chat, concern: Concern) -> str:
    return chat.voice.say("{n} permintaan bantuan belum dijawab, janjinya sudah lewat", n=concern.count)


def _day(chat: Chat, day: date) -> str:
    return chat.voice.day(day, chat.local.date())


_LINES: Mapping[Kind, Line] = {
    Kind.HELP: _help,
    Kind.REFERRAL: _referral,
    Kind.CHECK_IN: _check_ins,
    Kind.DECREE: _decree,
    Kind.UNIT: _unit,
    Kind.AGENT: _agent,
    Kind.REPORT: _reports,
}
