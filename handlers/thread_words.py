"""How a help case is called, and what of it is said to those who answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.aliases import FAMILY
from domain.contact_hours import HOURS, spans_of
from domain.help_cases import HelpCase, State
from domain.territory import zone_name
from domain.voice import escaped, phrase
from handlers.chat import Chat
from handlers.help_hours import zone_of_family

QUOTED_FIRST, QUOTED_LAST = 300, 400  # letters of a long text: what matters most is often said last

DANGER = phrase("⚠ Mungkin ada bahaya bagi nyawa.")
RELATIONS = {
    "orang_tua": phrase("Orang tua"),
    "pasangan": phrase("Suami atau istri"),
    "saudara": phrase("Saudara"),
    "anak": phrase("Anak dari orangnya"),
    "tetangga": phrase("Tetangga atau teman"),
    "diri": phrase("Tentang diri sendiri"),
}
SAFE = {"ya": phrase("aman bicara: ya"), "tidak": phrase("⚠ aman bicara: tidak")}
ANSWERED_BY = {
    "agen_lain": phrase("Ingin dijawab agen dari desa lain"),
    "agen_saya": phrase("Ingin dijawab agen di desanya"),
}


def name(chat: Chat, case: HelpCase) -> str:
    """Keluarga Melati-27."""
    return chat.voice.say(FAMILY, alias=case.alias or "")


async def told(chat: Chat, case: HelpCase) -> list[str]:
    """What the family told when it asked, in a few lines."""
    about = await chat.store.help.about(case.id)
    lines = [_who(chat, about), await _when(chat, case, about), await _where(chat, case, about)]
    lines.append(_phrase(chat, ANSWERED_BY, about.get("penjawab", "")))
    return [line for line in lines if line]


def _who(chat: Chat, about: Mapping[str, str]) -> str:
    topic = chat.kit.faq.named(about.get("kebutuhan", ""))
    parts = [
        _phrase(chat, RELATIONS, about.get("hubungan", "")),
        escaped(topic.label[chat.voice.language]) if topic is not None else "",
        _phrase(chat, SAFE, about.get("aman_bicara", "")),
    ]
    return " · ".join(part for part in parts if part)


async def _when(chat: Chat, case: HelpCase, about: Mapping[str, str]) -> str:
    """When messages to them are welcome: what they said last, with a button of theirs, holds."""
    if case.silent:
        return chat.voice.say("Minta tidak dikirimi pesan; balasan menunggu di sana")
    if about.get("hubungi") == HOURS:
        spans = [f"{since:%H}–{until:%H}" for since, until in spans_of(about, chat.kit.help_rules.quiet)]
        zone = zone_name(await zone_of_family(chat, case, about))
        return chat.voice.say("Boleh dikirimi jam {hours}", hours=f"{', '.join(spans)} {zone}")
    return chat.voice.say("Boleh dikirimi kapan saja") if about else ""


async def _where(chat: Chat, case: HelpCase, about: Mapping[str, str]) -> str:
    unit = await chat.store.places.unit(case.unit) if case.unit is not None else None
    if unit is not None:
        return escaped(unit.name)
    codes = [code for code in (about.get("kabupaten"), about.get("provinsi")) if code]
    names = await chat.store.territories.names(codes)
    return escaped(", ".join(names.get(code, code) for code in codes))


def _phrase(chat: Chat, phrases: Mapping[str, str], value: str) -> str:
    return chat.voice.say(phrases[value]) if value in phrases else ""


def danger(chat: Chat, case: HelpCase) -> list[str]:
    return [chat.voice.say(DANGER)] if case.urgent else []


def promise(chat: Chat, case: HelpCase) -> list[str]:
    """By when an answer was promised to them."""
    if case.promised_at is None or not case.is_open:
        return []
    late = case.promised_at < chat.now
    said = phrase("⏰ Janji balas sudah lewat: {moment}") if late else phrase("Janji balas: {moment}")
    return [chat.voice.say(said, moment=moment(chat, case.promised_at))]


async def standing(chat: Chat, case: HelpCase) -> str:
    """Who has it, or that nobody has."""
    if case.state is State.CLOSED:
        return chat.voice.say("ditutup")
    if case.taken_by is None:
        return chat.voice.say("baru") if case.answered_at is None else chat.voice.say("belum ada yang pegang")
    if chat.session.person is not None and case.taken_by == chat.person.id:
        return chat.voice.say("Anda yang menjawab")
    names = await chat.store.threads.names([case.taken_by])
    return chat.voice.say("dijawab {name}", name=names.get(case.taken_by, ""))


def moment(chat: Chat, at: datetime) -> str:
    """By the clock on the wall of whoever reads it: Senin 23 Nov, 10.00 WIB."""
    return chat.voice.moment(at.astimezone(chat.zone), zone_name(chat.zone))


def clock(chat: Chat, at: datetime) -> str:
    """19.05; with the day when it was another one: 22 Nov, 19.05."""
    local, today = at.astimezone(chat.zone), chat.local.date()
    day = "" if local.date() == today else f"{chat.voice.short_day(local.date(), today)}, "
    return f"{day}{local:%H.%M}"


def quoted(chat: Chat, text: str) -> str:
    """Somebody's words, as far as they fit beside other things: of a long text how it begins and how it ends."""
    left_out = len(text) - QUOTED_FIRST - QUOTED_LAST
    if left_out <= 0:
        return f"“{escaped(text)}”"
    gap = chat.voice.say("… (dipendekkan; {n} huruf tidak tampil di sini) …", n=left_out)
    return f"“{escaped(text[:QUOTED_FIRST])}\n{gap}\n{escaped(text[-QUOTED_LAST:])}”"
