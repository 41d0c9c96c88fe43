"""The thread, on the side of whoever asked: what they write goes to whoever answers, and every version stays."""

from __future__ import annotations

from domain.help_cases import HelpCase, HelpMessage, Sender
from domain.messages import Message, Rows, Wrote
from domain.presses import Do
from domain.voice import phrase
from handlers import help_case, help_front, thread_news
from handlers.chat import Chat
from handlers.help_promise import BY_WHEN, renew_promise, said_moment
from storage.sessions import Place

CHANGED = phrase("Perubahan terkirim. Petugas masih bisa membaca yang lama.")
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


async def put(chat: Chat, text: str, message_id: int = 0) -> None:
    """The same without a word to the person. What one of their messages reads now is another version of it."""
    earlier = await find(chat, message_id)
    if earlier is None:
        fresh = await chat.store.help_messages.add(chat.case.id, Sender.FAMILY, text, chat.now, message_id=message_id)
        await tell(chat, fresh)
    elif earlier.text != text:
        fresh = await chat.store.help_messages.edit(earlier, text, chat.now)
        await thread_news.tell(chat, chat.case, fresh)


async def find(chat: Chat, message_id: int) -> HelpMessage | None:
    """What the person wrote in the thread with this message of theirs, as it reads now."""
    if not message_id or not chat.case.was_asked:
        return None
    return await chat.store.help_messages.by_message(chat.case.id, message_id, Sender.FAMILY)


async def tell(chat: Chat, message: HelpMessage) -> None:
    """Something new of theirs: an answer is promised, and whoever answers is told."""
    case = chat.session.help = await renew_promise(chat, chat.case)
    await thread_news.tell(chat, case, message)


async def show_sent(chat: Chat, case: HelpCase, said: str = "") -> None:
    """It has left. By when somebody reads it is said as exactly as it is known; and that something else has not."""
    chat.session.place = Place.THREAD
    lines = [said or chat.voice.say("✅ Terkirim.")]
    if case.promised_at is not None and case.promised_at < chat.now:
        lines.append(await help_case.late(chat, case, case.promised_at))
    elif case.promised_at is not None:
        until = await said_moment(chat, case.promised_at, case.satker)
        lines.append(chat.voice.say(BY_WHEN, moment=until))
    lines.append(chat.voice.say("Mau menambah? Tulis saja di sini."))
    unsent = help_front.unsent_lines(chat)
    lines += ["", *unsent] if unsent else []
    chat.show(Message("\n".join(lines), (*help_front.unsent_rows(chat), *_below(chat))))


def _below(chat: Chat) -> Rows:
    return ((chat.button("Kasus saya", Do.HELP_CASE), chat.button("Bersihkan obrolan", Do.HELP_CLEAR)),)


# --- Edits ---------------------------------------------------------------------------------------


async def change(chat: Chat, wrote: Wrote) -> None:
    """A message of the thread reads otherwise now: both versions stay, and that is said."""
    await put(chat, wrote.text, wrote.message_id)
    await show_sent(chat, chat.case, f"✅ {chat.voice.say(CHANGED)}")


# --- A case that was closed -----------------------------------------------------------------------


def ask_to_reopen(chat: Chat) -> None:
    """What was written meanwhile waits, all of it."""
    chat.session.place = Place.ASIDE
    lines = [
        chat.voice.say("Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?"),
        *help_front.waiting(chat),
    ]
    buttons = (
        (chat.button("Buka lagi dan kirim", Do.HELP_REOPEN, choice=WITH_WHAT_WAITS),),
        (chat.button("Buang", Do.HELP_REWRITE), chat.button("‹ Kembali", Do.HELP_HOME)),
    )
    chat.show(Message("\n".join(lines), buttons))
