"""What a family has written or sent, and nobody has got yet: it goes, or is thrown away, as they say."""

from __future__ import annotations

from domain.presses import Press
from handlers import (
    help_case,
    help_files,
    help_front,
    help_notes,
    help_pictures,
    help_thread,
    thread_muting,
    thread_news,
)
from handlers.chat import Chat


async def send(chat: Chat) -> None:
    """All of it goes into the thread; a recording after a second word."""
    texts, pictures = help_notes.told(chat), help_notes.pictures(chat)
    help_notes.drop(chat, help_notes.TOLD)
    for each in texts:
        await help_thread.put(chat, each.text, each.message_id)
    await help_pictures.send(chat)
    if help_files.ask_again(chat, chat.voice.say("✅ Terkirim.") if texts else ""):
        return
    if texts or not pictures:
        await help_thread.show_sent(chat, chat.case)
    else:
        help_files.say_to_wait(chat, chat.case)


def throw_away(chat: Chat) -> None:
    """All of it goes, from the chat as well."""
    erase(chat, [each.message_id for each in help_notes.told(chat)])
    erase(chat, [each.message_id for each in help_notes.pictures(chat)])
    erase(chat, [message_id for _, message_id in help_files.take_voices(chat)])
    help_notes.drop(chat, help_notes.TOLD, help_notes.PICTURES)


def erase(chat: Chat, message_ids: list[int]) -> None:
    known = tuple(dict.fromkeys(each for each in message_ids if each))
    if known:
        chat.store.outbox.erase(chat.session, known)


async def reopen(chat: Chat, press: Press) -> None:
    """A case that was closed goes on, with what was written meanwhile if the button said so."""
    if not chat.case.was_asked:
        await help_front.show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
        return
    if await thread_muting.turns_away(chat):
        return
    if not chat.case.is_open:
        chat.session.help = await thread_news.open_again(chat, chat.case)
    if press.choice == help_thread.WITH_WHAT_WAITS and help_front.waiting(chat):
        await send(chat)
    else:
        await help_case.show(chat)
