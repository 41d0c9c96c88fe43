"""The thread, on the side of whoever asked: what they write goes to whoever answers, and every version stays."""

from __future__ import annotations

from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Edited, Message, Rows, Wrote
from domain.presses import Do, Press
from handlers import help_case, help_front, help_notes, thread_muting, thread_news
from handlers.chat import Chat
from handlers.help_promise import BY_WHEN, renew_promise, said_moment
from storage.sessions import Place

WITH_WHAT_WAITS = 1  # `choice` of a button: opened again, and what was written meanwhile is sent


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text in a case that was asked: it goes to whoever answers."""
    if chat.case.is_open:
        await write(chat, wrote.text, wrote.message_id)
    else:
        help_front.keep(chat, wrote)
        ask_to_reopen(chat)


async def write(chat: Chat, text: str, message_id: int = 0) -> None:
    """Something is said in the thread: whoever answers is told, and the person that it has left."""
    await put(chat, text, message_id)
    await show_sent(chat, chat.case)


async def put(chat: Chat, text: str, message_id: int = 0, *, kind: str = "text", file: int | None = None) -> None:
    """The same without a word to the person."""
    case = chat.session.help = await renew_promise(chat, chat.case)
    message = await chat.store.help_messages.add(
        case.id, Sender.FAMILY, text, chat.now, kind=kind, file=file, message_id=message_id
    )
    await thread_news.tell(chat, case, message)


async def show_sent(chat: Chat, case: HelpCase) -> None:
    """It has left. By when somebody reads it is said as exactly as it is known."""
    chat.session.place = Place.THREAD
    lines = [chat.voice.say("✅ Terkirim.")]
    if case.promised_at is not None and case.promised_at < chat.now:
        lines.append(await help_case.late(chat, case, case.promised_at))
    elif case.promised_at is not None:
        until = await said_moment(chat, case.promised_at, case.satker)
        lines.append(chat.voice.say(BY_WHEN, moment=until))
    lines.append(chat.voice.say("Mau menambah? Tulis saja di sini."))
    chat.show(Message("\n".join(lines), _below(chat)))


def _below(chat: Chat) -> Rows:
    return ((chat.button("Kasus saya", Do.HELP_CASE), chat.button("Bersihkan obrolan", Do.HELP_CLEAR)),)


# --- Edits ---------------------------------------------------------------------------------------


async def take_edit(chat: Chat, edited: Edited) -> bool:
    """The person changed what they had written in the thread: both versions stay. False when it was none of it."""
    message = await _message(chat, edited)
    if message is None:
        return False
    if message.text != edited.text and chat.case.is_open and not chat.case.is_muted(chat.now):
        fresh = await chat.store.help_messages.edit(message, edited.text, chat.now)
        await thread_news.tell(chat, chat.case, fresh)
    return True


async def _message(chat: Chat, edited: Edited) -> HelpMessage | None:
    return await chat.store.help_messages.by_message(chat.case.id, edited.message_id, Sender.FAMILY)


# --- A case that was closed -----------------------------------------------------------------------


def ask_to_reopen(chat: Chat) -> None:
    """What was written meanwhile waits, all of it."""
    chat.session.place = Place.ASIDE
    lines = [
        chat.voice.say("Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?"),
        help_front.quoted(help_notes.told(chat)),
    ]
    buttons = (
        (chat.button("Buka lagi dan kirim", Do.HELP_REOPEN, choice=WITH_WHAT_WAITS),),
        (chat.button("Buang tulisan ini", Do.HELP_REWRITE), chat.button("‹ Kembali", Do.HELP_HOME)),
    )
    chat.show(Message("\n".join(lines), buttons))


async def reopen(chat: Chat, press: Press) -> None:
    """The case goes on, with what was written meanwhile if the button said so."""
    if not chat.case.was_asked:
        await help_front.show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
        return
    if await thread_muting.turns_away(chat):
        return
    if not chat.case.is_open:
        chat.session.help = await thread_news.open_again(chat, chat.case)
    texts = help_notes.told(chat) if press.choice == WITH_WHAT_WAITS else []
    for each in texts:
        await put(chat, each.text, each.message_id)
    if texts:
        help_notes.drop(chat, help_notes.TOLD)
        await show_sent(chat, chat.case)
    else:
        await help_case.show(chat)
