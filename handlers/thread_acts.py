"""What is done with a help case: taken, given back, passed on to another satker, closed, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.access import Action
from domain.help_cases import HelpCase, State
from domain.messages import Message
from domain.people import Role, Satker
from domain.presses import Do, Press, number_of
from domain.voice import phrase
from handlers import thread_card, thread_family, thread_news, threads
from handlers.audited import dealt_with
from handlers.chat import Chat, rows
from handlers.elsewhere import chat_of_person
from handlers.help_promise import promised
from handlers.leaves import leaf, turning
from handlers.thread_emptying import empty_others
from handlers.thread_place import Mode, show_at
from handlers.thread_words import clock, name
from storage.threads import CLOSED, GIVEN_BACK, PASSED_ON, REOPENED, TAKEN

SATKERS_ON_A_PAGE = 8
LEFT = phrase("menunggu petugas lain.")
BY_OFFICER = phrase("Sekarang dijawab oleh petugas lain.")
BACK_FROM_AGENT = phrase("Sekarang dijawab oleh petugas.")


# --- Taking it -------------------------------------------------------------------------------------


async def take(chat: Chat, press: Press) -> None:
    """The first who takes it has it. Whoever comes second is told who that is."""
    case = await chat.store.threads.find(chat.person, press.subject, Action.CHANGE, chat.now)
    if case is None or not case.is_open:
        await _say_who_has_it(chat, press.subject)
    elif case.taken_by == chat.person.id:
        await thread_card.show(chat, case)
    else:
        from_agent = bool(await chat.store.threads.lent([case.id]))
        if await chat.store.threads.move(case, state=State.TAKEN.value, taken_by=chat.person.id):
            await _took(chat, case, BACK_FROM_AGENT if from_agent else BY_OFFICER)
        else:
            await _say_who_has_it(chat, press.subject)


async def _took(chat: Chat, before: HelpCase, news: str) -> None:
    """`news` is what the family reads where somebody else had it."""
    case = replace(before, state=State.TAKEN, taken_by=chat.person.id)
    await dealt_with(chat, case.id, TAKEN)
    said = phrase("sudah diambil {name}, {clock}.")
    await empty_others(chat, case, said, keep=chat.session.who, name=chat.name, clock=clock(chat, chat.now))
    if before.taken_by is not None:
        await chat.store.threads.dismiss(case.id)
        await thread_family.say(chat, case, news)
        await _thank_who_had_it(chat, case, before.taken_by)
    chat.take_away_pressed()
    await thread_card.show(chat, case)


async def _thank_who_had_it(chat: Chat, case: HelpCase, person: int) -> None:
    """Nobody is blamed: there may be many reasons why somebody could not answer."""
    there = await chat_of_person(chat, person)
    if there is not None:
        said = there.voice.say(
            "{name} melanjutkan {who}. Terima kasih sudah membantu.", name=chat.name, who=name(there, case)
        )
        there.beside(Message(said, ((there.button("Menu", Do.MENU),),)), case.id)


async def _say_who_has_it(chat: Chat, case: int) -> None:
    holder = await chat.store.threads.holder(chat.person, case)
    if holder is None:
        await threads.show_list(chat, above=chat.voice.say(threads.NOT_YOURS))
    elif holder.is_closed:
        chat.flash(chat.voice.plain("Obrolan ini sudah ditutup."))
    elif holder.since is None:
        chat.flash(chat.voice.plain("Sudah diambil {name}.", name=holder.name))
    else:
        since = clock(chat, holder.since)
        chat.flash(chat.voice.plain("Sudah diambil {name}, {clock}.", name=holder.name, clock=since))


# --- Giving it back --------------------------------------------------------------------------------


async def give_back(chat: Chat, press: Press) -> None:
    """Somebody else shall answer: it waits again."""
    case = await threads.held(chat, press)
    if case is None or not await chat.store.threads.move(case, state=State.WAITING.value, taken_by=None):
        return
    await dealt_with(chat, case.id, GIVEN_BACK)
    await _wait_again(chat, replace(case, state=State.WAITING, taken_by=None), LEFT, but=chat.person.id)
    said = chat.voice.say("✅ Dikembalikan: {who}. Yang bertugas diberi tahu.", who=name(chat, case))
    await threads.show_list(chat, above=said, names=case)


async def take_back_from(chat: Chat, person: int) -> None:
    """Somebody's work here ends: what they answered waits for others, and is emptied out of their chat."""
    for case in await chat.store.threads.held_by(person):
        await take_back(chat, case)


async def take_back(chat: Chat, case: HelpCase) -> None:
    """The one who has it answers no more."""
    if await chat.store.threads.move(case, state=State.WAITING.value, taken_by=None):
        await dealt_with(chat, case.id, GIVEN_BACK, other=case.taken_by)
        await _wait_again(chat, replace(case, state=State.WAITING, taken_by=None), LEFT)


async def _wait_again(chat: Chat, case: HelpCase, left: str, but: int | None = None) -> None:
    """Nobody has it: an answer is promised anew, and those on duty are told."""
    until = case.promised_at or await promised(chat, case.satker, urgent=case.urgent)
    case = replace(case, promised_at=until, level=0)
    await chat.store.help.change(case.id, promised_at=until, level=0, told_at=None)
    await chat.store.threads.dismiss(case.id)
    await empty_others(chat, case, left)
    await thread_family.say(chat, case, phrase("Petugas lain akan menjawab Anda."))
    await thread_news.announce(chat, case, but=but)


# --- Another satker --------------------------------------------------------------------------------


async def choose_satker(chat: Chat, press: Press) -> None:
    """Bukan untuk kami: whose is it, then? Those of the same province first."""
    case = await _may_pass_on(chat, press)
    if case is None:
        return
    others = await _others(chat, case)
    open_ = leaf(press.choice, len(others), SATKERS_ON_A_PAGE)
    shown = others[open_.first : open_.first + open_.size]
    buttons = [chat.labelled(each.name, Do.THREAD_NOT_OURS_TO, case.id, number_of(each.code)) for each in shown]
    asks = phrase("Diteruskan ke satker mana?") if others else phrase("Belum ada satker lain yang punya petugas.")
    lines = [f"<b>{name(chat, case)}</b>", chat.voice.say(asks)]
    back = (chat.button("‹ Kembali", Do.THREAD, case.id),)
    show_at(
        chat, case, Mode.ASIDE, "\n".join(lines),
        (*rows(*buttons), *turning(chat, open_, Do.THREAD_NOT_OURS, case.id), back),
    )  # fmt: skip


async def pass_on(chat: Chat, press: Press) -> None:
    """It belongs to another satker: those on duty there are told."""
    case = await _may_pass_on(chat, press)
    if case is None:
        return
    to = next((each for each in await _others(chat, case) if number_of(each.code) == press.choice), None)
    if to is None:
        await choose_satker(chat, Press(Do.THREAD_NOT_OURS, case.id))
        return
    there = replace(case, satker=to.code, unit=None, state=State.WAITING, taken_by=None, promised_at=None)
    if not await chat.store.threads.move(
        case, satker=to.code, unit=None, state=State.WAITING.value, taken_by=None, promised_at=None
    ):
        await _say_who_has_it(chat, case.id)
        return
    await dealt_with(chat, case.id, PASSED_ON)
    await thread_family.say(chat, there, phrase("Permintaan Anda diteruskan ke {satker}."), satker=to.name)
    await _wait_again(chat, there, phrase("diteruskan ke satker lain."), but=chat.person.id)
    said = chat.voice.say("✅ Diteruskan ke {satker}: {who}.", satker=to.name, who=name(chat, case))
    await threads.show_list(chat, above=said, names=case)


async def _may_pass_on(chat: Chat, press: Press) -> HelpCase | None:
    case = await threads.found(chat, press)
    if case is None:
        return None
    if not case.is_open or chat.person.role is not Role.PETUGAS:
        await thread_card.show(chat, case)
        return None
    chat.take_away_pressed()
    return case


async def _others(chat: Chat, case: HelpCase) -> Sequence[Satker]:
    all_of = await chat.store.threads.satkers_that_answer()
    home = next(
        (each.territory[:2] for each in all_of if each.code == case.satker), (chat.person.territory or "")[:2]
    )
    others = [each for each in all_of if each.code != case.satker]
    return sorted(others, key=lambda each: (each.territory[:2] != home, len(each.territory), each.code))


# --- Closing, and opening again --------------------------------------------------------------------


async def ask_to_close(chat: Chat, press: Press) -> None:
    case = await threads.held(chat, press)
    if case is None:
        return
    days = chat.kit.help_rules.keeping.erase_closed_days
    lines = [
        f"<b>{name(chat, case)}</b>",
        chat.voice.say("Tutup obrolan ini? Keluarga diberi tahu, dan bisa membukanya lagi."),
        chat.voice.say("Semuanya terhapus sendiri {n} hari sesudahnya.", n=days),
    ]
    sure = chat.button("Ya, tutup", Do.THREAD_CLOSE_SURE, case.id)
    show_at(chat, case, Mode.ASIDE, "\n".join(lines), ((sure, chat.button("‹ Kembali", Do.THREAD, case.id)),))


async def close(chat: Chat, press: Press) -> None:
    """It is over, as far as those who answer are concerned. Colleagues who were asked look no more."""
    case = await threads.held(chat, press)
    if case is None:
        return
    over = {"state": State.CLOSED.value, "closed_at": chat.now, "promised_at": None, "level": 0, "told_at": None}
    if not await chat.store.threads.move(case, **over):
        return
    closed = replace(case, state=State.CLOSED, closed_at=chat.now, promised_at=None, level=0)
    await dealt_with(chat, case.id, CLOSED)
    await chat.store.threads.dismiss(case.id)
    await empty_others(chat, closed, phrase("sudah ditutup"), keep=chat.session.who)
    await thread_family.say(
        chat, closed, phrase("Petugas menutup obrolan ini. Kalau masih perlu, tulis saja di sini.")
    )
    await threads.show_list(chat, above=chat.voice.say("✅ Ditutup: {who}.", who=name(chat, case)), names=case)


async def reopen(chat: Chat, press: Press) -> None:
    """What they closed themselves goes on. What the family closed, only the family opens."""
    case = await threads.found(chat, press)
    if case is None:
        return
    may = (await thread_card.standing_of(chat, case)).may_reopen
    if not may or not await chat.store.threads.move(case, state=State.TAKEN.value, closed_at=None):
        await thread_card.show(chat, case)
        return
    opened = replace(case, state=State.TAKEN, closed_at=None)
    await dealt_with(chat, case.id, REOPENED)
    await thread_family.say(chat, opened, phrase("Petugas membuka lagi obrolan ini."))
    await thread_card.show(chat, opened)
