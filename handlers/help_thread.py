"""The thread, on the side of whoever asked: what they write goes to whoever answers, and every version stays."""

from __future__ import annotations

from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Edited, Message, Rows, Wrote
from domain.presses import Do, Press
from domain.voice import escaped
from handlers import thread_muting, thread_news
from handlers.chat import Chat
from handlers.help_promise import renew_promise, said_moment
from storage.sessions import Place

HELD = "held for the thread"  # in the notes of the chat: a text that waits for a closed case to be opened again
LONGEST_QUOTE = 300


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text in a case that was asked: it goes to whoever answers."""
    if chat.case.is_open:
        await write(chat, wrote.text, wrote.message_id)
    else:
        _ask_to_reopen(chat, wrote.text)


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
    if case.promised_at is not None:
        until = await said_moment(chat, case.promised_at, case.satker)
        lines.append(chat.voice.say("Petugas membaca paling lambat {until}.", until=until))
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


def _ask_to_reopen(chat: Chat, text: str) -> None:
    chat.session.place = Place.ASIDE
    chat.session.notes = {**chat.session.notes, HELD: text}
    lines = [
        chat.voice.say("Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?"),
        f"“{escaped(text[:LONGEST_QUOTE])}”",
    ]
    buttons = (
        (chat.button("Buka lagi dan kirim", Do.HELP_REOPEN),),
        (chat.button("Tidak jadi", Do.HELP_HOME),),
    )
    chat.show(Message("\n".join(lines), buttons))


async def reopen(chat: Chat, _press: Press) -> None:
    """The case goes on, with what was written meanwhile."""
    held = str(chat.session.notes.get(HELD, ""))
    chat.session.notes = {name: value for name, value in chat.session.notes.items() if name != HELD}
    if not chat.case.was_asked:
        chat.session.place = Place.NOTHING
        return
    if await thread_muting.turns_away(chat):
        return
    if not chat.case.is_open:
        chat.session.help = await thread_news.open_again(chat, chat.case)
    if held:
        await write(chat, held)
    else:
        await show_sent(chat, chat.case)
