"""Buttons of forms: of the draft on the card, of another draft, or of a report that was sent."""

from __future__ import annotations

from conversations.engine import Step, Word, step
from conversations.page import Page
from conversations.progress import onward
from conversations.state import Screen
from domain.presses import Do, Press
from handlers import help_sending, trying
from handlers.chat import Chat
from handlers.checked import INSISTED, Checked
from handlers.checks import finds_its_subject, objection_to
from handlers.correcting import begin_correction, is_locked, may_open, say_locked
from handlers.editing import settle_edit
from handlers.edits import move
from handlers.filling import Filling, cancel, find_draft, focus, keep_warm, open_draft, resume, show
from handlers.menu import show_menu
from handlers.sending import send
from handlers.sent_reports import correct_button, show_sent
from handlers.subject import subject_of
from storage.drafts import DROPPED, SENT, Draft
from storage.sessions import Place
from storage.submissions import Submission

FROM_THE_LIST = 1


async def take_press(chat: Chat, press: Press) -> None:
    """A button of a form. It may be of another draft than the one on the card, or of one that was sent."""
    draft = await find_draft(chat, press.subject)
    if draft is None:
        await show_menu(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
    elif press.do in {Do.ACCEPT_EDIT, Do.REFUSE_EDIT}:
        await settle_edit(chat, press, draft)
    elif draft.status == SENT:
        await _press_of_sent(chat, press, draft)
    elif draft.status == DROPPED:
        await show_menu(chat, chat.voice.say("Draf itu sudah dibuang."))
    elif press.do is Do.RESUME and chat.session.draft_id != draft.id:
        await resume(chat, draft)
    elif press.do is Do.CANCEL and press.choice == FROM_THE_LIST:
        focus(chat, draft)
        await cancel(chat)
    else:
        await _press_of_open(chat, press, draft)


async def _press_of_sent(chat: Chat, press: Press, draft: Draft) -> None:
    sent = await chat.store.submissions.of_draft(draft.id)
    if sent is None or not may_open(chat, sent):
        await show_menu(chat)
    elif press.do is Do.SEND:
        chat.flash(chat.voice.say("Sudah terkirim: {number}", number=sent.number))
    elif press.do is Do.CORRECT:
        await _correct(chat, draft, sent)
    elif press.do is Do.VIEW:
        await show_sent(chat, draft, sent)
    else:
        chat.session.place = Place.ASIDE
        view = (chat.button("Lihat", Do.VIEW, draft.id), *await correct_button(chat, draft, sent))
        chat.say("Laporan ini sudah dikirim ({number}).", view, (chat.button("Menu", Do.MENU),), number=sent.number)


async def _correct(chat: Chat, draft: Draft, sent: Submission) -> None:
    """The same press again leads to the correction that it began, never to a second one."""
    begun = await chat.store.drafts.correcting(sent.id, chat.person.id)
    if await is_locked(chat, sent):
        await say_locked(chat, sent)
    elif begun is None:
        await begin_correction(chat, draft)
    else:
        await take_press(chat, Press(Do.RESUME, begun.id))


async def _press_of_open(chat: Chat, press: Press, draft: Draft) -> None:
    focus(chat, draft)
    filling = await open_draft(chat, draft)
    own = _OWN.get(press.do)
    if own is not None and press.fits(filling.state.visit):
        await own(filling, press)
    else:
        taken = step(filling.form, filling.state, press, filling.context)
        if taken.moved:
            await chat.store.typed.move(draft.id, taken.moved)
            await chat.store.files.move(draft.id, taken.moved)
            move(chat, draft.id, taken.moved)
        show(filling, taken)


async def _send(filling: Filling, press: Press) -> None:
    page = filling.page(filling.state)
    turn = page.turn
    if any(turn.is_open(question) for question in turn.to_show()):
        show(filling, await _what_is_open(filling, page))
    elif filling.state.coming:
        show(filling, Step(filling.state, Word("Kiriman terakhir masih disimpan. Tunggu sebentar, lalu kirim.", {})))
    elif filling.state.screen is Screen.REVIEW and filling.draft.is_trial:
        await trying.end(filling)
    elif filling.state.screen is Screen.REVIEW:
        await _send_checked(filling, page, insisted=press.choice == INSISTED)


async def _what_is_open(filling: Filling, page: Page) -> Step:
    """A client who is no longer to be reported about is told as such; any other answer is asked for again."""
    word = Word("Ada jawaban yang sudah tidak berlaku lagi. Periksa dulu, lalu kirim.", {})
    if filling.chat.session.person is None:
        return Step(onward(page.turn).state, word)
    subject = await subject_of(filling.chat, page)
    return await finds_its_subject(Checked(filling, page, subject)) or Step(onward(page.turn).state, word)


async def _send_checked(filling: Filling, page: Page, *, insisted: bool) -> None:
    chat = filling.chat
    if chat.session.person is None:
        await help_sending.send(filling, page)
        return
    subject, corrects = await subject_of(chat, page), filling.draft.corrects
    corrected = await chat.store.submissions.find(corrects) if corrects is not None else None
    objection = await objection_to(Checked(filling, page, subject, insisted, corrected))
    if objection is None:
        await send(chat, filling.draft, page, subject)
    elif isinstance(objection, Step):
        show(filling, objection)
    else:
        keep_warm(filling, filling.state)
        chat.session.place = Place.ASIDE
        chat.show(objection)


async def _keep(filling: Filling, _press: Press) -> None:
    chat = filling.chat
    if filling.draft.is_trial:
        await trying.end(filling)
        return
    chat.store.drafts.touch(filling.draft, chat.now)
    keep_warm(filling, filling.state)
    await show_menu(chat, chat.voice.say("Disimpan sebagai draf. Lanjutkan kapan saja lewat /draf."))


async def _drop(filling: Filling, _press: Press) -> None:
    chat = filling.chat
    if filling.draft.is_trial:
        await trying.end(filling)
        return
    chat.store.drafts.close(filling.draft, DROPPED, chat.now)
    if filling.form.takes_files:
        chat.store.files.keep_only(filling.draft.id, ())
    await show_menu(chat, chat.voice.say("Draf dibuang."))


_OWN = {Do.SEND: _send, Do.KEEP: _keep, Do.DROP: _drop}
