"""The thread of a case, as the family sees it."""

from __future__ import annotations

from domain.help_cases import Sender
from domain.messages import Attached, Edited, Message, Wrote
from domain.presses import Do, Press
from handlers.chat import Chat, rows
from storage.sessions import Place


async def show(chat: Chat, _press: Press | None = None) -> None:
    """[Kasus saya]: from here on a text is a message to whoever answers."""
    chat.session.place = Place.THREAD
    text = chat.voice.say("Tulis saja di sini. Petugas membacanya.")
    chat.show(Message(text, rows(chat.button("‹ Kembali", Do.HELP_HOME))))


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text of the family, looked through already."""
    await chat.store.help_messages.add(chat.case.id, Sender.FAMILY, wrote.text, chat.now, message_id=wrote.message_id)
    chat.session.place = Place.THREAD
    chat.say("Tersimpan untuk petugas.", (chat.button("‹ Kembali", Do.HELP_HOME),))


async def take_edit(chat: Chat, edited: Edited) -> bool:
    """A message of the family that reads otherwise now: both versions stay. False where it is none of the case."""
    message = await chat.store.help_messages.by_message(chat.case.id, edited.message_id)
    if message is None:
        return False
    await chat.store.help_messages.edit(message, edited.text, chat.now)
    return True


async def take_file(chat: Chat, attached: Attached) -> bool:
    """A photo or recording of the family. False where none is taken."""
    return False
