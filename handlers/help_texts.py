"""Texts of the family: what they point to is answered first, what must not be kept is caught, and the rest goes to
where it belongs: a question of the form, the thread, the search, or the beginning of asking. Nothing is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversations.engine import Step, Word, hold, step
from conversations.state import Held as Early
from domain.messages import Attached, Edited, Located, Message, Wrote
from domain.presses import Do, Press
from handlers import (
    attaching,
    filling,
    help_asking,
    help_case,
    help_crisis,
    help_faq,
    help_files,
    help_front,
    help_notes,
    help_pictures,
    help_story,
    help_thread,
    help_unsent,
    help_versions,
    help_words,
    thread_muting,
)
from handlers.answering import came_early
from handlers.chat import Chat
from handlers.filling import Filling, note_typed
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
        help_unsent.erase(chat, [each.message_id for each in held.parts[:-1]])
        held = replace(held, parts=held.parts[-1:])
    if not help_words.names_after_all(chat, held):
        for each in held.parts:
            await _belongs(chat, _Text(Wrote(each.text, each.message_id, chat.now), released=True))


async def rewrite(chat: Chat, _press: Press) -> None:
    """[Tulis ulang], [Buang]: what waited is gone, from the chat as well."""
    held = help_words.let_go(chat)
    if held is not None:
        gone = [each.message_id for each in held.parts]
        help_unsent.erase(chat, gone)
        help_notes.keep_told(chat, [each for each in help_notes.told(chat) if each.message_id not in gone])
        await _again(chat)
        return
    help_unsent.throw_away(chat)
    if chat.case.is_open:
        await help_case.show(chat)
    else:
        await help_front.show(chat)


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
    if text.released and await help_versions.is_known(chat, text.wrote):
        await help_versions.change(chat, text.wrote)
        return
    open_form = await filling.current(chat) if chat.session.place is Place.FORM else None
    if open_form is not None:
        await _answer(open_form, text)
    elif help_faq.is_searching(chat):
        await help_faq.search(chat, text.wrote)
    elif chat.case.was_asked:
        await help_thread.take_text(chat, text.wrote)
        help_files.ask_again(chat, chat.voice.say("✅ Terkirim."))
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
    form = await filling.current(chat) if help_words.held_place(chat) is Place.FORM else None
    if form is not None and form.form.id != help_asking.FORM:
        await attaching.take_file(chat, event)
    elif form is None and chat.case.is_open:
        await _into_thread(chat, event)
    else:
        await _keep_for_later(chat, event)


async def _into_thread(chat: Chat, sent: Attached) -> None:
    """A picture goes, with the words below it unless they raise a question. A question that is open stays open."""
    held, why = help_words.open_question(chat), help_files.refusal(sent)
    if held is not None and why:
        help_words.ask_again(chat, held, chat.voice.say(why))
        return
    words = sent.caption.strip() if help_files.is_picture(sent) else ""
    asks = bool(words) and help_words.would_catch(chat, words)
    await help_files.take(chat, sent, "" if asks else words)
    if held is not None:
        chat.session.place = Place.ASIDE
    if asks:
        help_words.caught(chat, Wrote(words, sent.message_id, sent.sent_at))
    elif held is not None:
        help_words.ask_again(chat, held, chat.voice.say(help_files.COMES) if help_files.is_picture(sent) else "")
    if asks or held is not None:
        help_files.says_to_wait(chat)


async def _keep_for_later(chat: Chat, sent: Attached) -> None:
    """There is nobody yet to whom it can go: it waits, and what stands below it is taken like any text."""
    word, caption = help_pictures.keep(chat, sent), sent.caption.strip()
    is_told = chat.session.place is not Place.FORM and word == help_pictures.WAITS  # with what is offered then
    if caption and not is_told:
        chat.beside(Message(chat.voice.say(word)))
    if caption:
        await _take_caption(chat, Wrote(caption, sent.message_id, sent.sent_at))
    elif help_words.open_question(chat) is not None or not is_told:
        await _say_at(chat, Word(word, {}))
    else:
        await help_versions.offer(chat)


async def _take_caption(chat: Chat, wrote: Wrote) -> None:
    if help_words.caught(chat, wrote):
        return
    if chat.session.place is Place.FORM:
        await _belongs(chat, _Text(wrote, released=True))
        return
    help_front.keep(chat, wrote)
    if not chat.session.in_danger:
        await help_versions.offer(chat)


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
    held, wrote = help_words.held_text(chat), Wrote(edited.text, edited.message_id, edited.edited_at)
    if held is not None and edited.message_id in {each.message_id for each in held.parts}:
        await _take_instead(chat, edited, held)
    elif not await help_versions.is_known(chat, wrote):
        await help_versions.take_other(chat, edited)
    elif not await help_versions.reads_so_already(chat, wrote) and not help_words.caught(chat, wrote):
        await help_versions.change(chat, wrote)


async def _take_instead(chat: Chat, edited: Edited, held: Held) -> None:
    """A text that waits for an answer reads otherwise now: that answers it, if nothing else waits beside it."""
    help_words.let_go(chat)
    others = tuple(each for each in held.parts if each.message_id != edited.message_id)
    if others:
        help_words.ask_again(chat, replace(held, parts=others))
    wrote = Wrote(edited.text, edited.message_id, edited.edited_at)
    if not help_words.caught(chat, wrote):
        await _belongs(chat, _Text(wrote, released=True))
