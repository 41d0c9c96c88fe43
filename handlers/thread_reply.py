"""What somebody who answers writes in a thread: an answer for the family, or a note for colleagues. Every version of
it stays."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action
from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Edited, Message, Wrote
from domain.presses import Do, Press
from domain.privacy import Private, holds_nik
from domain.voice import fitted, phrase
from handlers import help_notices, thread_card, thread_glass, threads
from handlers.chat import Chat
from handlers.elsewhere import chat_of_person
from handlers.help_hours import welcome_at
from handlers.private import take_out
from handlers.thread_place import Mode, case_at, mode_of
from handlers.thread_words import moment, name, quoted

FORWARDED = phrase("Pesan terusan tidak dikirim: bisa menunjukkan siapa penulisnya. Tulis dengan kata Anda sendiri.")
CHOOSE = phrase("Belum terkirim. Pilih dulu tombolnya, lalu tulis.")
TAKE_FIRST = phrase("Belum terkirim. Ambil dulu permintaan ini, lalu tulis.")
CLOSED = phrase("Belum terkirim. Obrolan ini sudah ditutup.")


def is_open(chat: Chat) -> bool:
    """Whether a thread is before this person, so that a text belongs there."""
    return chat.session.person is not None and case_at(chat.session) is not None


async def opened(chat: Chat) -> HelpCase | None:
    """The case whose thread is open, if this person may still see it; None when the list was shown instead."""
    return await threads.found(chat, Press(Do.THREAD, case_at(chat.session) or 0), Action.SEE)


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text while a thread is open."""
    case, mode = await opened(chat), mode_of(chat.session)
    if case is None:
        return
    if holds_nik(wrote.text):
        word = take_out(chat, wrote.message_id, Private.NIK)
        await thread_card.show(chat, case, chat.voice.say(word.phrase, **word.gaps), mode=mode)
    elif wrote.forwarded:
        await thread_card.show(chat, case, chat.voice.say(FORWARDED), mode=mode)
    elif mode in {Mode.REASON, Mode.WORDS}:
        await thread_glass.take_text(chat, case, mode, wrote.text)
    elif mode is Mode.NOTE:
        await _note(chat, case, wrote)
    elif mode is Mode.REPLY and case.taken_by == chat.person.id and case.is_open:
        await reply(chat, case, wrote.text, wrote.message_id)
    else:
        await thread_card.show(chat, case, chat.voice.say(why_not(chat, case)))


def why_not(chat: Chat, case: HelpCase) -> str:
    """Why nothing is sent to the family now."""
    if not case.is_open:
        return CLOSED
    return CHOOSE if case.taken_by == chat.person.id else TAKE_FIRST


# --- Answering -------------------------------------------------------------------------------------


async def reply(chat: Chat, case: HelpCase, text: str, message_id: int) -> None:
    """The answer of the one who has the case: the promise is kept, the family is told, the thread shown below."""
    case = await put(chat, case, text, message_id)
    await thread_card.show(chat, case, word=await left(chat, case))


async def put(chat: Chat, case: HelpCase, text: str, message_id: int = 0) -> HelpCase:
    """The same without showing anything here."""
    await chat.store.help_messages.add(
        case.id, Sender.STAFF, text, chat.now, person=chat.person.id, message_id=message_id
    )
    return await answered(chat, case)


async def answered(chat: Chat, case: HelpCase) -> HelpCase:
    """There is an answer: the promise is kept, and the family told."""
    await chat.store.help.change(case.id, promised_at=None, answered_at=chat.now, level=0, told_at=None)
    case = replace(case, promised_at=None, answered_at=chat.now, level=0)
    await help_notices.notify(chat, case)
    return case


async def left(chat: Chat, case: HelpCase) -> str:
    """That it has left, and when they are told: not before their hours, nor where they want no messages."""
    say = chat.voice.say
    family = await chat.store.sessions.of(case.who)
    if family is None or not family.reachable:
        return say("✅ Tersimpan. Obrolan keluarga sedang tidak bisa dicapai; balasan menunggu di sana.")
    if case.silent:
        return say("✅ Tersimpan. Keluarga minta tidak dikirimi pesan; balasan menunggu di sana.")
    at = await welcome_at(chat, case)
    if at is None:
        return say("✅ Terkirim.")
    return say("✅ Tersimpan. Keluarga diberi tahu {moment}.", moment=moment(chat, at))


# --- Notes for colleagues --------------------------------------------------------------------------


async def ask_note(chat: Chat, press: Press) -> None:
    """The next text is a note."""
    case = await threads.found(chat, press, Action.SEE)
    if case is not None:
        await thread_card.show(chat, case, mode=Mode.NOTE)


async def _note(chat: Chat, case: HelpCase, wrote: Wrote) -> None:
    if not case.is_open:
        await thread_card.show(chat, case, chat.voice.say(CLOSED))
        return
    await chat.store.help_messages.add(
        case.id, Sender.NOTE, wrote.text, chat.now, person=chat.person.id, message_id=wrote.message_id
    )
    await _tell_holder(chat, case, wrote.text)
    await thread_card.show(chat, case, word=chat.voice.say("✅ Tercatat. Keluarga tidak melihatnya."))


async def _tell_holder(chat: Chat, case: HelpCase, text: str) -> None:
    if case.taken_by is None or case.taken_by == chat.person.id:
        return
    holder = await chat_of_person(chat, case.taken_by)
    if holder is not None:
        said = holder.voice.say("Catatan {name} tentang {who}:", name=chat.name, who=name(holder, case))
        rows = ((holder.button("Buka", Do.THREAD, case.id),),)
        holder.beside(Message(fitted(f"{said}\n{quoted(holder, text)}"), rows), case.id)


# --- Edits -----------------------------------------------------------------------------------------


async def take_edit(chat: Chat, edited: Edited) -> bool:
    """Somebody changed what they had written in a thread: both versions stay. False when it was none of it."""
    found = await _written(chat, edited.message_id)
    if found is None:
        return False
    case, message = found
    if holds_nik(edited.text):
        word = take_out(chat, edited.message_id, Private.NIK)
        await _say(chat, case, chat.voice.say(word.phrase, **word.gaps))
    elif message.text != edited.text:
        await chat.store.help_messages.edit(message, edited.text, chat.now)
        if message.sender is Sender.STAFF:
            await help_notices.notify(chat, case)
        await _say(chat, case, chat.voice.say("✅ Diubah. Yang lama tetap tercatat."))
    return True


async def _written(chat: Chat, message_id: int) -> tuple[HelpCase, HelpMessage] | None:
    for key in await chat.store.threads.where_writing(chat.person):
        message = await chat.store.help_messages.by_message(
            key, message_id, Sender.STAFF, Sender.NOTE, person=chat.person.id
        )
        case = await chat.store.help.of(key) if message is not None else None
        if message is not None and case is not None:
            return case, message
    return None


async def _say(chat: Chat, case: HelpCase, sentence: str) -> None:
    """In the thread where it is open; or beside whatever else the person is at."""
    if thread_card.is_open_here(chat, case):
        await thread_card.show(chat, case, word=sentence)
    else:
        chat.beside(Message(f"{name(chat, case)}: {sentence}"), case.id)
