"""Messages that were changed after they were sent: a correction, after a question back. Both versions stay."""

from __future__ import annotations

from conversations.engine import Step, correct
from conversations.state import Held
from domain.messages import Edited, Message
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.voice import escaped, phrase
from handlers.answering import private_word
from handlers.chat import Chat
from handlers.filling import current, focus, open_draft, repeat_or_menu, resume, show, start
from handlers.menu import ASIDE, show_menu
from storage.drafts import DROPPED, SENT, Draft


async def take_edit(chat: Chat, edited: Edited) -> None:
    """The person changed an earlier message of theirs."""
    private = private_number(edited.text)
    found = await chat.store.drafts.typed(chat.session.who, edited.message_id)
    if private is not None:
        chat.store.outbox.erase(chat.session, (edited.message_id,))
        await repeat_or_menu(chat, private_word(chat, private))
    elif not await _edit_held(chat, edited) and found is not None:
        draft = await chat.store.drafts.find(found[0], chat.person.id)
        if draft is not None and draft.status != DROPPED:
            _ask_about_edit(chat, draft, found[1], edited)


async def _edit_held(chat: Chat, edited: Edited) -> bool:
    """A message that still waits for its question is simply taken as it reads now."""
    filling = await current(chat)
    if filling is None or edited.message_id not in {held.message_id for held in filling.state.held}:
        return False
    held = tuple(
        Held(each.message_id, edited.text) if each.message_id == edited.message_id else each
        for each in filling.state.held
    )
    state = filling.state.then(held=held)
    show(filling, Step(state))
    return True


def _ask_about_edit(chat: Chat, draft: Draft, question: str, edited: Edited) -> None:
    chat.session.place = ASIDE
    chat.session.notes = {"draft": draft.id, "question": question, "text": edited.text}
    sent = draft.status == SENT
    ask = (
        phrase("Pesan itu ada di laporan yang sudah dikirim. Catat perubahan ini sebagai koreksi?")
        if sent
        else phrase("Anda mengubah pesan tadi. Pakai yang baru sebagai jawaban?")
    )
    quoted = f"“{escaped(edited.text[:300])}”"
    buttons = (
        (chat.button("Ya, pakai yang baru", Do.ACCEPT_EDIT, draft.id),),
        (chat.button("Tidak, biarkan", Do.REFUSE_EDIT, draft.id),),
    )
    chat.show(Message(f"{chat.voice.say(ask)}\n{quoted}", buttons))


async def settle_edit(chat: Chat, press: Press, draft: Draft) -> None:
    """The answer to the question back."""
    notes, chat.session.notes = chat.session.notes, {}
    if notes.get("draft") != draft.id or press.do is Do.REFUSE_EDIT:
        await _go_on(chat, draft)
    elif draft.status == DROPPED:
        await show_menu(chat, chat.voice.say("Draf itu sudah dibuang."))
    elif draft.status == SENT:
        await _correct_sent(chat, draft, notes["question"], notes["text"])
    else:
        focus(chat, draft)
        filling = await open_draft(chat, draft)
        show(filling, correct(filling.form, filling.state, notes["question"], notes["text"], filling.context))


async def _go_on(chat: Chat, draft: Draft) -> None:
    if draft.is_open:
        await resume(chat, draft)
    else:
        await show_menu(chat)


async def _correct_sent(chat: Chat, draft: Draft, question: str, text: str) -> None:
    """A correction of what was sent: a new version beside the old one, reviewed before it is sent."""
    await begin_correction(chat, draft)
    filling = await current(chat)
    if filling is not None:
        show(filling, correct(filling.form, filling.state, question, text, filling.context))


async def begin_correction(chat: Chat, draft: Draft) -> None:
    sent = await chat.store.submissions.of_draft(draft.id)
    newest = await chat.store.submissions.newest(sent.number) if sent else None
    if newest is None:
        await show_menu(chat)
        return
    form = chat.kit.library.find(newest.form, newest.form_version)
    await start(chat, form, newest.instance.decode(), newest.id)
