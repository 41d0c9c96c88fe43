"""Telling whoever asked that there is something for them: a neutral line, the content behind a button.

Somebody else may hold the phone: nothing of the matter shows before the button is pressed. Nobody is written to who
wanted no messages, nor at hours that were not theirs; what came meanwhile waits, and is told once.
"""

from __future__ import annotations

from datetime import UTC

from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import File, Message, Rows
from domain.presses import Do, Press
from domain.voice import escaped, fitted, phrase
from handlers.chat import Chat
from handlers.elsewhere import chat_of_case
from handlers.help_hours import welcome_at
from handlers.help_survey_offer import survey_offer
from handlers.thread_pages import paged
from storage.due import DueThing
from storage.sessions import Place

ALBUM = "album"  # the kind of a message with several pictures
NOTICE = "help.notice"  # the kind of what is due
MINE = (Sender.STAFF, Sender.SUAR)
ON_A_CARD = 3600  # of the 4,096 that a message holds, in UTF-16
PIECE = 3500  # letters; what is longer goes on below


async def notify(chat: Chat, case: HelpCase) -> None:
    """There is something new for whoever asked: they are told now, or as soon as they may be."""
    if case.silent:
        return
    family = await chat_of_case(chat, case.who)
    if family is None:
        return
    at = await welcome_at(chat, case)
    if at is None:
        await tell(family, case.id)
    else:
        moment = at.astimezone(UTC)
        chat.store.due.plan(DueThing(f"{NOTICE}:{case.id}:{moment.isoformat()}", NOTICE, case.id, moment))


async def say(chat: Chat, case: HelpCase, sentence: str) -> None:
    """A sentence of the bot's for whoever asked, such as that somebody else answers now. It waits like an answer."""
    await chat.store.help_messages.add(case.id, Sender.SUAR, sentence, chat.now)
    await notify(chat, case)


async def tell(family: Chat, case: int) -> None:
    """The neutral line, in their chat, beside whatever is there. An answer is only what somebody has written."""
    answers = await family.store.help_messages.unseen(case, Sender.STAFF)
    said = phrase("Ada balasan untuk Anda.") if answers else phrase("Ada pemberitahuan untuk Anda.")
    family.beside(Message(family.voice.say(said), ((family.button("Baca", Do.HELP_READ),),)))


async def tell_unread(chat: Chat, case: HelpCase) -> None:
    """What they have not read yet is told, if there is anything, and as soon as they may be told of it."""
    if any([await chat.store.help_messages.unseen(case.id, sender) for sender in MINE]):
        await notify(chat, case)


# --- Reading --------------------------------------------------------------------------------------


async def read(chat: Chat, _press: Press) -> None:
    """What was written to them and not opened yet, on one card; pictures and recordings below it."""
    unseen = [message for sender in MINE for message in await chat.store.help_messages.unseen(chat.case.id, sender)]
    chat.take_away_pressed()
    if not unseen:
        await show_newest(chat)
        return
    for sender in MINE:
        await chat.store.help_messages.see(chat.case.id, sender, chat.now)
    await _show(chat, sorted(unseen, key=lambda message: message.number))


async def show_newest(chat: Chat) -> None:
    """Nothing new: the last that was answered, once more."""
    kept = {m.number: m for m in await chat.store.help_messages.of(chat.case.id) if m.sender in MINE}
    if kept:
        await _show(chat, [kept[max(kept)]])
    else:
        chat.session.place = Place.THREAD
        chat.say("Belum ada balasan.", *_below(chat))


async def _show(chat: Chat, messages: list[HelpMessage]) -> None:
    """On one card, and what it does not hold below it: none of it may be too long for Telegram."""
    chat.session.place = Place.THREAD
    pages = paged([line for message in messages if message.text for line in _lines(chat, message)], ON_A_CARD)
    first, *others = [fitted("\n\n".join(page)) for page in reversed(pages)]
    chat.show(Message(first or chat.voice.say("Ada kiriman untuk Anda, di bawah ini."), _below(chat)))
    for page in others:
        chat.beside(Message(page))
    for message in messages:
        for each in await media_of(chat, message):
            chat.beside(each)


def _lines(chat: Chat, message: HelpMessage) -> list[str]:
    if message.sender is Sender.SUAR:
        return [f"<i>{escaped(message.text)}</i>"]
    pieces = [escaped(message.text[at : at + PIECE]) for at in range(0, len(message.text), PIECE)]
    if message.was_edited:
        pieces[-1] += f" ({chat.voice.say('diubah')})"
    return pieces


async def media_of(chat: Chat, message: HelpMessage) -> list[Message]:
    """Its picture or recording, or the pictures of its album in their order."""
    files = [message.file] if message.file is not None else []
    if message.kind == ALBUM:
        files = await chat.store.files.pieces(message.case, str(message.number))
    found = [await chat.store.files.of(file) for file in files]
    return [_media(message, File(kept.name, kept.content)) for kept in found if kept is not None]


def _media(message: HelpMessage, file: File) -> Message:
    """A picture or a recording, uploaded anew: nothing is ever forwarded."""
    if message.kind == "voice":
        return Message("", voice=file)
    return Message("", photo=file)


def _below(chat: Chat) -> Rows:
    return (
        *survey_offer(chat),
        (chat.button("Balas", Do.HELP_REPLY), chat.button("Nanti", Do.HELP_LATER)),
        (chat.button("Bersihkan obrolan", Do.HELP_CLEAR),),
    )


async def reply(chat: Chat, _press: Press) -> None:
    """They want to answer: whatever they write now goes into the thread, as it would have without this button."""
    chat.let_go()
    chat.session.place = Place.THREAD
    chat.say("Tulis balasan Anda di sini.", (chat.button("Nanti", Do.HELP_LATER),))


async def later(chat: Chat, _press: Press) -> None:
    """Not now. What was read goes from the card: nobody else shall find it there."""
    chat.session.place = Place.MENU
    chat.say("Baik. Balasannya bisa dibaca lagi kapan saja.", (chat.button("Kasus saya", Do.HELP_CASE),))
