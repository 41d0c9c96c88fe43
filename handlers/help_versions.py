"""A message of a family that reads otherwise now: where it waits it is changed, in the thread both versions stay."""

from __future__ import annotations

from conversations.engine import Word
from domain.messages import Edited, Wrote
from domain.privacy import private_number
from handlers import editing, filling, help_front, help_notes, help_thread
from handlers.chat import Chat
from handlers.private import take_out
from handlers.thread_sides import show
from storage.sessions import Place


async def is_known(chat: Chat, wrote: Wrote) -> bool:
    """Whether it waits to be sent, or was sent in the thread."""
    return help_notes.is_told(chat, wrote.message_id) or await help_thread.find(chat, wrote.message_id) is not None


async def reads_so_already(chat: Chat, wrote: Wrote) -> bool:
    """Telegram tells of an edit also when it is none of the words."""
    message = await help_thread.find(chat, wrote.message_id)
    return message is not None and message.text == wrote.text and not help_notes.is_told(chat, wrote.message_id)


async def change(chat: Chat, wrote: Wrote) -> None:
    """It reads so from now on. A form that is open stays open."""
    if help_notes.is_told(chat, wrote.message_id):
        help_front.keep(chat, wrote)
        await offer(chat)
    elif not chat.case.is_open:
        await help_thread.take_text(chat, wrote)
    elif chat.session.place is Place.FORM:
        await help_thread.put(chat, wrote.text, wrote.message_id)
        await filling.repeat_or_menu(chat, Word(help_thread.CHANGED, {}))
    else:
        await help_thread.change(chat, wrote)


async def offer(chat: Chat) -> None:
    """What was written and not sent: into the thread that is closed, or as the beginning of asking."""
    if chat.case.was_asked and not chat.case.is_open:
        help_thread.ask_to_reopen(chat)
    else:
        await help_front.offer(chat)


async def take_other(chat: Chat, edited: Edited) -> None:
    """Any other message of theirs: an answer of a form; or one that nothing was made of, which leads nowhere else."""
    typed = await chat.store.typed.find(chat.session, edited.message_id)
    if chat.session.place is not Place.THREAD or typed is not None:
        await editing.take_edit(chat, edited)
        return
    private = private_number(edited.text)
    word = take_out(chat, edited.message_id, private) if private is not None else Word(editing.NOT_FOLLOWED, {})
    show(chat, chat.case, chat.voice.say(word.phrase, **word.gaps))
