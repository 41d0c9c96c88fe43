"""Messages that were changed after they were sent: a correction, after a question back. Both versions stay."""

from __future__ import annotations

from dataclasses import replace

from conversations.engine import Step, Turn, Word, correct
from conversations.state import Held
from domain.messages import Button, Edited, Message
from domain.presses import Do, Press
from domain.privacy import Private, private_number
from domain.voice import escaped, phrase
from handlers.chat import Chat
from handlers.correcting import begin_correction
from handlers.edits import Edit, drop, note, rewritten, waiting
from handlers.filling import Filling, as_kept, find_draft, open_draft, repeat_or_menu, resume, save, show
from handlers.menu import show_menu
from handlers.private import is_welcome, take_out
from storage.drafts import DROPPED, SENT, Draft
from storage.sessions import Place
from storage.typed import Typed

LONGEST_QUOTE = 300
NOT_FOLLOWED = phrase("Pesan yang diubah itu bukan jawaban yang tercatat. Kalau perlu, kirim sebagai pesan baru.")


async def take_edit(chat: Chat, edited: Edited) -> None:
    """The person changed an earlier message of theirs."""
    typed = await chat.store.typed.find(chat.session, edited.message_id)
    draft = await find_draft(chat, typed.draft) if typed is not None else None
    if typed is not None and draft is not None and draft.status != DROPPED:
        filling = await open_draft(chat, draft)
        edited = replace(edited, text=as_kept(_turn(filling), typed.questions, edited.text))
    private = private_number(edited.text)
    if private is not None and not (typed and draft and await _is_welcome(chat, draft, typed, private)):
        await repeat_or_menu(chat, take_out(chat, edited.message_id, private))
    elif typed is None or draft is None:
        await _say_not_followed(chat)
    elif draft.status == DROPPED:
        await repeat_or_menu(chat, Word("Draf itu sudah dibuang.", {}))
    elif typed.questions:
        note(chat, typed, edited)
        await ask_next(chat)
    elif not await _edit_held(chat, draft, edited):
        await _say_not_followed(chat)


async def _is_welcome(chat: Chat, draft: Draft, typed: Typed, private: Private) -> bool:
    if draft.status == DROPPED:  # its answers are gone, and nothing is asked for any more
        return False
    return is_welcome(_turn(await open_draft(chat, draft)), typed.questions, private)


async def _say_not_followed(chat: Chat) -> None:
    await repeat_or_menu(chat, Word(NOT_FOLLOWED, {}))


async def _edit_held(chat: Chat, draft: Draft, edited: Edited) -> bool:
    """A message that still waits for its question is simply taken as it reads now. False when it waits no longer."""
    filling = await open_draft(chat, draft)
    held = filling.state.held
    if edited.message_id not in {message.message_id for message in held}:
        return False
    fresh = Held(edited.message_id, edited.text)
    state = filling.state.then(held=tuple(fresh if h.message_id == fresh.message_id else h for h in held))
    if chat.session.draft_id == draft.id:
        show(filling, Step(state))
    else:
        save(filling, state)
    return True


# --- The question back ----------------------------------------------------------------------------


async def ask_next(chat: Chat) -> None:
    """Ask about the first edit that waits. Those of a draft that was thrown away are over."""
    for edit in waiting(chat):
        draft = await find_draft(chat, edit.draft)
        if draft is not None and draft.status != DROPPED:
            chat.session.place = Place.ASIDE
            chat.show(await _question_back(chat, draft, edit))
            return
        drop(chat, edit)


async def _question_back(chat: Chat, draft: Draft, edit: Edit) -> Message:
    lines = [chat.voice.say(await _wording(chat, draft, edit)), f"“{escaped(edit.text[:LONGEST_QUOTE])}”"]
    others = len(waiting(chat)) - 1
    if others:
        lines.append(chat.voice.say("Pesan lain yang Anda ubah saya tanyakan sesudah ini ({n}).", n=others))
    accept, refuse = (
        Button(chat.voice.say(label), chat.draw(Press(do, draft.id, revision=edit.mark, choice=edit.message_id)))
        for label, do in (
            (phrase("Ya, pakai yang baru"), Do.ACCEPT_EDIT),
            (phrase("Tidak, biarkan"), Do.REFUSE_EDIT),
        )
    )
    return Message("\n".join(lines), ((accept,), (refuse,)))


async def _wording(chat: Chat, draft: Draft, edit: Edit) -> str:
    if draft.status == SENT:
        return phrase("Pesan itu ada di laporan yang sudah dikirim. Catat perubahan ini sebagai koreksi?")
    filling = await open_draft(chat, draft)
    if await _whole_answer(filling, _turn(filling), edit) != edit.text:
        return phrase("Anda mengubah sebagian dari jawaban tadi. Pakai yang baru untuk bagian itu?")
    return phrase("Anda mengubah pesan tadi. Pakai yang baru sebagai jawaban?")


async def settle_edit(chat: Chat, press: Press, draft: Draft) -> None:
    """The answer to the question back. A button of a question that is over only goes on."""
    asked = (press.subject, press.choice, press.revision)
    edit = next((each for each in waiting(chat) if (each.draft, each.message_id, each.mark) == asked), None)
    if edit is not None:
        drop(chat, edit)
    if edit is None or press.do is Do.REFUSE_EDIT:
        await _go_on(chat, draft)
    elif draft.status == DROPPED:
        await show_menu(chat, chat.voice.say("Draf itu sudah dibuang."))
    else:
        await _take(chat, draft, edit)


async def _go_on(chat: Chat, draft: Draft) -> None:
    if draft.is_open:
        await resume(chat, draft)
    else:
        await show_menu(chat)


# --- Taking it ------------------------------------------------------------------------------------


async def _take(chat: Chat, draft: Draft, edit: Edit) -> None:
    """Into the draft; or, when that was sent, into a correction, reviewed before it is sent."""
    filling = await (begin_correction(chat, draft) if draft.status == SENT else open_draft(chat, draft))
    if filling is not None:
        show(filling, await _corrected(filling, edit))


async def _corrected(filling: Filling, edit: Edit) -> Step:
    turn = _turn(filling)
    if not all(turn.is_asked(ref) for ref in edit.questions):
        return Step(filling.state, Word("Pertanyaan itu sudah tidak ada di laporan ini.", {}))
    answer = await _whole_answer(filling, turn, edit)
    private = private_number(answer)
    if private is not None and not is_welcome(turn, edit.questions, private):
        word = phrase("Gabungan itu tampak seperti nomor pribadi; nomor seperti itu tidak disimpan.")
        return Step(filling.state, Word(word, {}))
    taken = correct(filling.form, filling.state, edit.questions, answer, filling.context)
    if taken.word is None:
        chat = filling.chat
        chat.store.typed.note(chat.session, Typed(edit.message_id, edit.draft, edit.questions, edit.text))
    return taken


def _turn(filling: Filling) -> Turn:
    return filling.page(filling.state).turn


async def _whole_answer(filling: Filling, turn: Turn, edit: Edit) -> str:
    """The answer as it would be: of several messages that made it together, this one as it reads now."""
    ref = edit.questions[0]
    alone = len(edit.questions) == 1 and turn.is_asked(ref)
    if not (alone and turn.live.question(ref).is_text):
        return edit.text
    chat = filling.chat
    typed = Typed(edit.message_id, edit.draft, edit.questions, edit.text)
    old = [each.text for each in await chat.store.typed.since(chat.session, typed)]
    return rewritten(turn.live.value(ref), old, edit.text)
