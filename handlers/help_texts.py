"""Texts of the family: what they point to is answered first, what must not be kept is caught, and the rest goes to
where it belongs: a question of the form, the thread, the search, or the beginning of asking. Nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.engine import Step, Word, hold, step
from conversations.state import Held as Early
from domain.messages import Attached, Edited, Located, Wrote
from domain.presses import Do, Press
from domain.privacy import private_number
from handlers import (
    attaching,
    editing,
    filling,
    help_asking,
    help_case,
    help_crisis,
    help_faq,
    help_files,
    help_front,
    help_notes,
    help_story,
    help_thread,
    help_words,
    thread_muting,
)
from handlers.answering import came_early
from handlers.chat import Chat
from handlers.filling import Filling, note_typed
from handlers.help_notes import Told
from handlers.help_words import Held
from storage.sessions import Place


@dataclass(frozen=True)
class _Text:
    """A text that may be stored. `released`: its person was asked about it, so it is no surprise to their card."""

    wrote: Wrote
    released: bool = False


async def take(chat: Chat, wrote: Wrote) -> None:
    """A text that is no command and no receipt."""
    await help_crisis.look(chat, wrote.text)
    if await thread_muting.turns_away(chat) or await _refused(chat, wrote) or help_words.caught(chat, wrote):
        return
    await _belongs(chat, _Text(wrote))


async def release(chat: Chat, press: Press) -> None:
    """[Kirim apa adanya], [Kirim tanpa nomor], [Hanya yang terakhir]: what waited goes on."""
    held = help_words.let_go(chat)
    if held is None:
        await _old(chat)
        return
    if press.choice == help_words.ONLY_THE_LAST:
        _erase(chat, [each.message_id for each in held.parts[:-1]])
        held = replace(held, parts=held.parts[-1:])
    if not help_words.names_after_all(chat, held):
        for each in held.parts:
            await _belongs(chat, _Text(Wrote(each.text, each.message_id, chat.now), released=True))


async def rewrite(chat: Chat, _press: Press) -> None:
    """[Tulis ulang], [Buang tulisan ini]: what waited is gone, from the chat as well."""
    held = help_words.let_go(chat)
    if held is not None:
        _erase(chat, [each.message_id for each in held.parts])
        await _again(chat)
        return
    _erase(chat, [each.message_id for each in help_notes.told(chat)])
    help_notes.drop(chat, help_notes.TOLD)
    await help_front.show(chat)


def _erase(chat: Chat, message_ids: list[int]) -> None:
    known = tuple(each for each in message_ids if each)
    if known:
        chat.store.outbox.erase(chat.session, known)


async def _again(chat: Chat) -> None:
    """What the person was at before the question about their text."""
    if chat.session.place is Place.FORM and await filling.repeat(chat):
        return
    if chat.session.place is Place.THREAD:
        await help_case.show(chat)
    else:
        await help_front.show(chat, chat.voice.say("Baik. Silakan tulis ulang."))


async def _old(chat: Chat) -> None:
    await help_front.show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))


# --- Where a text belongs -------------------------------------------------------------------------


async def _belongs(chat: Chat, text: _Text) -> None:
    open_form = await filling.current(chat) if chat.session.place is Place.FORM else None
    if open_form is not None:
        await _answer(open_form, text)
    elif help_faq.is_searching(chat):
        await help_faq.search(chat, text.wrote)
    elif chat.case.was_asked:
        await help_thread.take_text(chat, text.wrote)
        help_files.ask_again(chat)
    else:
        help_front.keep(chat, text.wrote)
        if not chat.session.in_danger:  # else the card is the last that they see; [Panggil petugas] sends this along
            await help_front.offer(chat)


async def _answer(open_form: Filling, text: _Text) -> None:
    """The answer to the question on the card; what answers none is kept as the story."""
    chat, message = open_form.chat, Early(text.wrote.message_id, text.wrote.text)
    if not text.released and came_early(chat, text.wrote):
        note_typed(open_form, message, ())
        filling.show(open_form, Step(hold(open_form.state, message)))
        return
    taken = step(open_form.form, open_form.state, message.text, open_form.context)
    if not taken.answered and taken.word is not None:
        taken = help_story.as_story(open_form, message.text) or taken
    if taken.answered:
        taken = replace(taken, used=((message, taken.answered),) if message.message_id else ())
        help_story.note(open_form, taken, message.message_id)
    filling.show(open_form, taken)
    await help_asking.look_after(chat, Press(Do.ANSWER))


# --- What is no text, and what was changed --------------------------------------------------------


async def take_other(chat: Chat, event: Attached | Located) -> None:
    """A contact, a place or a forward is refused, and taken out of the chat."""
    if isinstance(event, Attached) and event.caption:
        await help_crisis.look(chat, event.caption)
    if await thread_muting.turns_away(chat) or await _refused(chat, event) or not isinstance(event, Attached):
        return
    if chat.case.was_asked and chat.session.place is not Place.FORM:
        await help_files.take(chat, event)
        await _caption(chat, event)
    else:
        await attaching.take_file(chat, event)


async def _caption(chat: Chat, sent: Attached) -> None:
    """What stands below a picture is told like any text."""
    if sent.caption.strip() and chat.case.is_open and help_files.is_picture(sent):
        wrote = Wrote(sent.caption, sent.message_id, sent.sent_at)
        if not help_words.caught(chat, wrote):
            await help_thread.take_text(chat, wrote)


async def _refused(chat: Chat, event: Wrote | Attached | Located) -> bool:
    said = help_words.refusal_of(event)
    if said:
        chat.store.outbox.erase(chat.session, (event.message_id,))
        await _say_at(chat, Word(said, {}))
    return bool(said)


async def _say_at(chat: Chat, word: Word) -> None:
    """A word above what the person is at."""
    held = help_words.held_text(chat)
    if held is not None and chat.session.place is Place.ASIDE:
        help_words.ask_again(chat, held, chat.voice.say(word.phrase, **word.gaps))
    else:
        await filling.repeat_or_menu(chat, word)


async def take_edit(chat: Chat, edited: Edited) -> None:
    """An earlier message that reads otherwise now."""
    await help_crisis.look(chat, edited.text)
    if await thread_muting.turns_away(chat):
        return
    held = help_words.held_text(chat)
    if held is not None and edited.message_id in {each.message_id for each in held.parts}:
        await _take_instead(chat, edited, held)
    elif _change_told(chat, edited):
        await _offer(chat)
    elif private_number(edited.text) is not None or not await help_thread.take_edit(chat, edited):
        await editing.take_edit(chat, edited)


async def _offer(chat: Chat) -> None:
    """What was written and not sent: into the thread that is closed, or as the beginning of asking."""
    if chat.case.was_asked and not chat.case.is_open:
        help_thread.ask_to_reopen(chat)
    else:
        await help_front.offer(chat)


async def _take_instead(chat: Chat, edited: Edited, held: Held) -> None:
    """A text that waits for an answer reads otherwise now: that answers it, if nothing else waits beside it."""
    help_words.let_go(chat)
    others = tuple(each for each in held.parts if each.message_id != edited.message_id)
    if others:
        help_words.ask_again(chat, replace(held, parts=others))
    wrote = Wrote(edited.text, edited.message_id, edited.edited_at)
    if not help_words.caught(chat, wrote):
        await _belongs(chat, _Text(wrote, released=True))


def _change_told(chat: Chat, edited: Edited) -> bool:
    """What was written and not sent yet simply reads as it reads now; with a number in it, the sieve takes it out."""
    texts = help_notes.told(chat)
    if all(each.message_id != edited.message_id for each in texts):
        return False
    is_private = private_number(edited.text) is not None
    fresh = [
        each if each.message_id != edited.message_id else Told(edited.text, edited.message_id)
        for each in texts
        if each.message_id != edited.message_id or not is_private
    ]
    help_notes.keep_told(chat, fresh)
    return not is_private
