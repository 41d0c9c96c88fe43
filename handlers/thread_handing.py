"""A case goes to somebody else, or a colleague is asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.help_cases import HelpCase, State
from domain.messages import Message
from domain.people import Role
from domain.presses import Do, Press, number_of
from domain.voice import phrase
from handlers import thread_card, thread_family, thread_news, threads
from handlers.audited import dealt_with
from handlers.chat import Chat, rows
from handlers.elsewhere import chat_of_person
from handlers.leaves import leaf, turning
from handlers.thread_emptying import empty_others
from handlers.thread_place import Mode, show_at
from handlers.thread_words import name
from storage.threads import ASKED, HANDED, Colleague

A_PAGE = 8
OTHER_VILLAGE, MY_VILLAGE = "agen_lain", "agen_saya"  # the answers to “penjawab” of the form
UNKNOWN = {  # the village of the family, where no poster told it
    OTHER_VILLAGE: phrase("Desanya tidak diketahui. Tanyakan dulu, supaya bukan agen desanya sendiri."),
    MY_VILLAGE: phrase("Desanya tidak diketahui. Tanyakan dulu."),
}
BY_OFFICER = phrase("Sekarang dijawab oleh petugas lain.")
BY_AGENT = phrase("Sekarang dijawab oleh agen pemulihan.")


# --- Handing it over -------------------------------------------------------------------------------


async def choose_taker(chat: Chat, press: Press) -> None:
    """To whom? An agent only where the family wanted one to answer."""
    case = await _may_hand(chat, press)
    if case is None:
        return
    chat.take_away_pressed()
    wish = (await chat.store.help.about(case.id)).get("penjawab", "")
    asks = phrase("Diteruskan kepada siapa?")
    if wish in {OTHER_VILLAGE, MY_VILLAGE}:
        asks = phrase("Diteruskan kepada siapa? Keluarga ingin dijawab seorang agen.")
    said = chat.voice.say(asks)
    if wish in UNKNOWN and case.unit is None:
        said = f"{said}\n{chat.voice.say(UNKNOWN[wish])}"
    _choose(chat, case, press, await _takers(chat, case), said, Do.THREAD_HAND, Do.THREAD_HAND_TO)


def _choose(
    chat: Chat, case: HelpCase, press: Press, people: Sequence[Colleague], asks: str, turn: Do, chosen: Do
) -> None:
    open_ = leaf(press.choice if press.do is turn else 0, len(people), A_PAGE)
    shown = people[open_.first : open_.first + open_.size]
    buttons = [chat.labelled(_label(each), chosen, case.id, number_of(each.code)) for each in shown]
    if not people:
        asks = chat.voice.say("Belum ada orang lain yang bisa dipilih.")
    back = (chat.button("‹ Kembali", Do.THREAD, case.id),)
    text = f"<b>{name(chat, case)}</b>\n{asks}"
    show_at(chat, case, Mode.ASIDE, text, (*rows(*buttons), *turning(chat, open_, turn, case.id), back))


def _label(colleague: Colleague) -> str:
    return f"{colleague.name} · {colleague.unit}" if colleague.unit else colleague.name


async def hand_over(chat: Chat, press: Press) -> None:
    """It is theirs from now on, and nobody else's."""
    case = await _may_hand(chat, press)
    taker = await _chosen(chat, press, await _takers(chat, case)) if case is not None else None
    if case is None:
        return
    if taker is None or not await chat.store.threads.move(case, state=State.TAKEN.value, taken_by=taker.id):
        await choose_taker(chat, Press(Do.THREAD_HAND, press.subject))
        return
    handed = replace(case, state=State.TAKEN, taken_by=taker.id)
    await dealt_with(chat, case.id, HANDED, other=taker.id)
    await chat.store.threads.dismiss(case.id)
    await empty_others(chat, handed, phrase("sekarang dijawab {name}."), name=taker.name)
    await thread_family.say(chat, handed, BY_AGENT if taker.unit else BY_OFFICER)
    above = phrase("Sebuah permintaan diserahkan kepada Anda.")
    reached = await thread_news.tell_one(chat, handed, taker.id, above=above)
    said = phrase("✅ Diserahkan kepada {name}: {who}.")
    if not reached:
        said = phrase("⚠ Diserahkan kepada {name}, tetapi obrolannya sedang tidak bisa dicapai: {who}.")
    await threads.show_list(chat, above=chat.voice.say(said, name=taker.name, who=name(chat, case)), names=case)


async def _may_hand(chat: Chat, press: Press) -> HelpCase | None:
    case = await threads.found(chat, press)
    if case is None:
        return None
    if not case.is_open or chat.person.role is not Role.PETUGAS:
        await thread_card.show(chat, case)
        return None
    return case


async def _takers(chat: Chat, case: HelpCase) -> list[Colleague]:
    """The agents whom the family wished for, and the other petugas.

    An agent of their own village only if they said so; where the village is not known, the petugas has to ask.
    """
    wish = (await chat.store.help.about(case.id)).get("penjawab", "")
    agents: list[Colleague] = []
    if wish == MY_VILLAGE:
        agents = await chat.store.threads.agents(chat.person, within_unit=case.unit)
    elif wish == OTHER_VILLAGE:
        agents = await chat.store.threads.agents(chat.person, but=case.unit)
    everybody = [*agents, *await chat.store.threads.officers(chat.person)]
    return [each for each in everybody if each.id != case.taken_by]


async def _chosen(chat: Chat, press: Press, people: Sequence[Colleague]) -> Colleague | None:
    return next((each for each in people if number_of(each.code) == press.choice), None)


# --- Asking a colleague ----------------------------------------------------------------------------


async def choose_colleague(chat: Chat, press: Press) -> None:
    """Another petugas may look at it, and note what they think."""
    case = await threads.held(chat, press)
    if case is None:
        return
    people = await chat.store.threads.officers(chat.person)
    asks = chat.voice.say("Tanya siapa? Rekan ini bisa membaca obrolannya sampai ditutup.")
    _choose(chat, case, press, people, asks, Do.THREAD_ASK, Do.THREAD_ASK_TO)


async def ask(chat: Chat, press: Press) -> None:
    case = await threads.held(chat, press)
    asked = await _chosen(chat, press, await chat.store.threads.officers(chat.person))
    if case is None:
        return
    if asked is None:
        await choose_colleague(chat, Press(Do.THREAD_ASK, press.subject))
        return
    await chat.store.threads.ask(case.id, asked.id, chat.now)
    await dealt_with(chat, case.id, ASKED, other=asked.id)
    there = await chat_of_person(chat, asked.id)
    if there is not None:
        said = there.voice.say("{name} minta pendapat Anda tentang {who}.", name=chat.name, who=name(there, case))
        there.beside(Message(said, ((there.button("Buka", Do.THREAD, case.id),),)), case.id)
    told = phrase("✅ {name} bisa membaca obrolan ini, dan menulis catatan.")
    await thread_card.show(chat, case, word=chat.voice.say(told, name=asked.name))
