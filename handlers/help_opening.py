"""A case is asked for: it gets an alias, a satker, a promise, and somebody is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain import aliases
from domain.help_cases import Sender, State
from handlers import help_notes, thread_news
from handlers.chat import Chat
from handlers.help_notes import Told
from handlers.help_promise import BY_WHEN, promised, said_moment
from storage.duty import Paging
from storage.help_counts import ASKED


@dataclass(frozen=True)
class Asking:
    """What somebody asks with: what they answered, and what they told."""

    about: Mapping[str, str] = field(default_factory=dict)
    told: Sequence[Told] = ()
    urgent: bool = False
    silent: bool = False


async def ask(chat: Chat, asking: Asking) -> Paging:
    """Open the case, or tell it anew, and have somebody told."""
    again = chat.case.is_open
    case = chat.case.id
    await _put(chat, asking)
    if asking.about:
        await chat.store.help.keep_about(case, asking.about)
    for each in asking.told:
        await chat.store.help_messages.add(case, Sender.FAMILY, each.text, chat.now, message_id=each.message_id)
    if not again:
        await chat.store.help_counts.add(chat.case.satker, chat.local.date(), ASKED)
        await chat.store.help.note_event(case, "asked", chat.now)
    tell = thread_news.page if chat.case.urgent else thread_news.announce
    return await tell(chat, chat.case)


async def ask_in_danger(chat: Chat) -> Paging:
    """A human is called before anything was asked for, or after the case was closed."""
    told = help_notes.told(chat)
    help_notes.drop(chat, help_notes.TOLD)
    return await ask(chat, Asking(told=told, urgent=True, silent=chat.case.silent))


async def hurry(chat: Chat) -> Paging:
    """A case that somebody has, or waits for: from now on a life is in danger in it."""
    case = chat.case
    until = await promised(chat, case.satker, urgent=True)
    if case.promised_at is not None and until is not None:
        until = min(case.promised_at, until)
    await change(chat, urgent=True, promised_at=until)
    await chat.store.help.note_event(case.id, "urgent", chat.now)
    return await thread_news.page(chat, chat.case)


async def change(chat: Chat, **values: Any) -> None:
    """Change columns of the case, here and in the database."""
    await chat.store.help.change(chat.case.id, **values)
    chat.session.help = replace(chat.case, **values)


# --- Where it goes --------------------------------------------------------------------------------


async def _put(chat: Chat, asking: Asking) -> None:
    case = chat.case
    unit = _unit(chat)
    satker = await chat.store.duty.satker_for(help_notes.area(chat), unit, chat.kit.help_satker or None)
    urgent = asking.urgent or (case.urgent and case.is_open)
    until = await promised(chat, satker, urgent=urgent)
    if case.is_open and case.satker == satker and case.promised_at is not None and until is not None:
        until = min(case.promised_at, until)  # to tell more is no reason to wait longer
    fresh: dict[str, Any] = {
        "satker": satker,
        "unit": unit,
        "urgent": urgent,
        "silent": asking.silent,
        "promised_at": until,
        "touched_at": chat.now,
    }
    if not case.is_open:
        fresh |= {"state": State.WAITING, "asked_at": chat.now, "taken_by": None, "level": 0, "closed_at": None}
        fresh |= {"alias": case.alias or await _alias(chat), "answered_at": None}
    await change(chat, **fresh)


def _unit(chat: Chat) -> str | None:
    """The unit of the poster, unless another area was told since, or none."""
    unit: str | None = help_notes.get(chat, help_notes.UNIT)
    return unit if unit is not None and unit[:5] == help_notes.area(chat) else None


async def _alias(chat: Chat) -> str:
    return aliases.alias(chat.kit.chance(), await chat.store.help.aliases())


# --- What is said of it ---------------------------------------------------------------------------


async def who_is_told(chat: Chat, paging: Paging) -> list[str]:
    """Who reads, and from when on: no more than is so."""
    say, satker = chat.voice.say, chat.case.satker
    if satker is None:
        return [say("Belum ada petugas untuk wilayah ini. Permintaan Anda disimpan, dan menunggu.")]
    if paging.next_duty is not None:
        moment = await said_moment(chat, paging.next_duty, satker)
        return [say("Sekarang tidak ada petugas jaga. Ada lagi {moment}.", moment=moment)]
    if paging.nobody and not paging.persons:
        return [say("Sekarang tidak ada petugas jaga. Permintaan Anda disimpan, dan menunggu.")]
    found = await chat.store.places.satker(satker)
    name = found.name if found is not None else satker
    if paging.nobody:
        return [say("Sekarang tidak ada petugas jaga. Petugas {satker} tetap diberi tahu.", satker=name)]
    if not paging.persons:
        return [
            say("Petugas {satker} sedang tidak bisa dihubungi. Permintaan Anda disimpan, dan menunggu.", satker=name)
        ]
    return [say("Petugas {satker} diberi tahu. Belum tentu langsung dibaca.", satker=name)]


async def by_when(chat: Chat) -> list[str]:
    """The promise, and what happens when it is not kept, if anything does."""
    satker = chat.case.satker
    if chat.case.promised_at is None or satker is None:
        return []
    moment = await said_moment(chat, chat.case.promised_at, satker)
    lines = [chat.voice.say(BY_WHEN, moment=moment)]
    local = await chat.store.duty.local(satker, chat.now)
    if await chat.store.duty.has_stand_ins(satker, local.date()):
        lines.append(chat.voice.say("Kalau lewat, petugas lain diingatkan."))
    return lines
