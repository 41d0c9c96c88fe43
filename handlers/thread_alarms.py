"""Nobody has answered in time: who is told of it, and what. Any chat will do to begin from, such as the clock's.

The second on duty is shown the case; the head of the section an alias and a clock; the province a bare count.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.help_cases import HelpCase
from domain.help_rules import To
from domain.messages import Message
from domain.presses import Do
from domain.voice import phrase
from handlers import thread_family, thread_news
from handlers.chat import Chat
from handlers.elsewhere import chat_of_person
from handlers.thread_words import moment, name

STAND_IN = phrase("Belum dijawab; Anda penggantinya.")
LATE = phrase("Sudah diambil rekan, tetapi belum dijawab.")
FAMILY = {
    To.SECOND: phrase("Jawabannya terlambat. Petugas pengganti sudah diberi tahu."),
    To.HEAD: phrase("Jawabannya masih terlambat. Atasan petugas sudah diberi tahu."),
    To.OVERSEERS: phrase("Jawabannya masih terlambat. BNN provinsi sudah diberi tahu."),
}


async def escalate(chat: Chat, case: HelpCase, to: To) -> bool:
    """Tell them, and the family that they were told. False when there is nobody to be told."""
    told = await _TELL[to](chat, case)
    if told:
        await thread_family.say(chat, case, FAMILY[to])
    return told


async def tell_second(chat: Chat, case: HelpCase) -> bool:
    """The one who stands in: they may take it over."""
    paging = await chat.store.duty.whom_to_page(case.satker or "", chat.now)
    told = [
        *[await thread_news.tell_one(chat, case, each, STAND_IN) for each in paging.second if each != case.taken_by],
        *[await thread_news.tell_one(chat, case, each, LATE) for each in paging.persons if _is_news(case, each)],
    ]
    return any(told)


def _is_news(case: HelpCase, person: int) -> bool:
    """Whoever is on duty knows of what waits; of what somebody has taken and not answered they learn now."""
    return case.taken_by is not None and person != case.taken_by


async def tell_head(chat: Chat, case: HelpCase) -> bool:
    """Which case and since when, and nothing that was said."""
    local = await chat.store.duty.local(case.satker or "", chat.now)
    head = await chat.store.duty.head_of(case.satker or "", local.date())
    there = await chat_of_person(chat, head) if head is not None else None
    if there is None or case.promised_at is None:
        return False
    said = there.voice.say(
        "⏰ {who} belum dijawab. Janjinya {moment}.", who=name(there, case), moment=moment(there, case.promised_at)
    )
    there.beside(Message(said), case.id)
    return True


async def tell_overseers(chat: Chat, case: HelpCase) -> bool:
    """How many families of a satker wait longer than they were promised: a number, and no case."""
    satker = await chat.store.places.satker(case.satker) if case.satker is not None else None
    if satker is None:
        return False
    late = await chat.store.threads.count_late(satker.code, chat.now)
    return await _tell_all(chat, await chat.store.duty.overseers_of(satker.code), satker.name, late)


async def _tell_all(chat: Chat, people: Iterable[int], satker: str, late: int) -> bool:
    told = False
    for person in people:
        there = await chat_of_person(chat, person)
        if there is not None:
            said = there.voice.say(
                "⏰ {satker}: {n} permintaan bantuan belum dijawab sampai janjinya lewat.", satker=satker, n=late
            )
            there.beside(Message(said, ((there.button("Menu", Do.MENU),),)))
            told = True
    return told


_TELL = {To.SECOND: tell_second, To.HEAD: tell_head, To.OVERSEERS: tell_overseers}
