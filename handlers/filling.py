"""Filling in a form, one message at a time. What is remembered and what is shown are saved together."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.cards import Page, card, flash, label
from conversations.engine import Step, Turn, Word, begin, correct, hold, step
from conversations.form import Form
from conversations.live import Context
from conversations.state import Held, Screen, State, from_json, to_json
from domain.messages import Edited, Message, Wrote
from domain.presses import Do, Press
from domain.privacy import Private, private_number
from domain.timing import next_morning
from domain.voice import escaped, phrase
from handlers.chat import Chat
from handlers.menu import show_menu
from handlers.sending import send, show_sent
from storage.drafts import DROPPED, SENT, Draft
from storage.due import DRAFT_REMINDER, DueThing

PLACE = "form"
FROM_THE_LIST = 1
PRIVATE_WORDS = {
    Private.NIK: phrase("Sepertinya ada NIK di pesan ini."),
    Private.PHONE: phrase("Sepertinya ada nomor HP di pesan ini."),
}
PRIVATE_AFTER = phrase(
    "{what} Nomor seperti itu tidak disimpan. Pesan tadi saya hapus dari obrolan ini. Tulis lagi tanpa nomor."
)


@dataclass(frozen=True)
class Filling:
    """A draft in the hands of its person. `context` is what the form may know of the outside."""

    chat: Chat
    draft: Draft
    form: Form
    state: State
    context: Context

    def page(self, state: State) -> Page:
        turn = Turn(self.form, state, self.context)
        return Page(turn, self.chat.voice, self.chat.draw, self.draft.id, self.chat.person.name)


def context_of(chat: Chat, form: Form) -> Context:
    """The person's clock, code and language, and fresh chance."""
    language = f"({chat.session.language})"
    return Context(
        now=chat.local,
        instance_id=chat.kit.instance_id(),
        username=chat.person.code,
        language=next((name for name in form.languages if name.endswith(language)), form.default_language),
        seed=chat.kit.chance(),
    )


async def start(chat: Chat, form: Form, xml: str = "", corrects: int | None = None) -> None:
    """Begin a form and show its first question."""
    context = context_of(chat, form)
    state = begin(form, context, xml)
    draft = chat.store.drafts.begin(chat.person.id, form.id, form.version, to_json(state), chat.now, corrects)
    chat.store.due.plan(DueThing(f"draft:{draft.id}", DRAFT_REMINDER, draft.id, next_morning(chat.local)))
    _focus(chat, draft)
    filling = Filling(chat, draft, form, state, context)
    _save(filling, state)
    chat.show(card(filling.page(state)))


def open_draft(chat: Chat, draft: Draft) -> Filling:
    """The draft, with its state: as it was kept warm, or else as it was stored."""
    form = chat.kit.library.find(draft.form, draft.version)
    state = chat.kit.warm.take(draft.id, draft.revision) or from_json(chat.store.drafts.opened(draft))
    return Filling(chat, draft, form, state, context_of(chat, form))


async def current(chat: Chat) -> Filling | None:
    """The draft that is on the card now, if there is one."""
    session = chat.session
    if session.draft_id is None:
        return None
    draft = session.draft
    if draft is None or draft.id != session.draft_id:
        draft = await chat.store.drafts.find(session.draft_id, chat.person.id)
        session.draft = draft
    return open_draft(chat, draft) if draft is not None and draft.is_open else None


# --- Texts ---------------------------------------------------------------------------------------


async def take_text(chat: Chat, wrote: Wrote) -> None:
    """A text answers the question on the card, unless it was sent before that question could be seen."""
    filling = await current(chat)
    if filling is None:
        await show_menu(chat, chat.voice.say("Saya belum mengerti pesan itu."))
        return
    private = private_number(wrote.text)
    if private is not None:
        _refuse_private(filling, wrote.message_id, private)
    elif _came_early(chat, wrote):
        _hold(filling, wrote)
    else:
        _take(filling, wrote)


def _came_early(chat: Chat, wrote: Wrote) -> bool:
    shown = chat.session.shown
    return not chat.session.is_shown or (shown is not None and wrote.sent_at < shown.at)


def _hold(filling: Filling, wrote: Wrote) -> None:
    state = hold(filling.state, Held(wrote.message_id, wrote.text))
    _save(filling, state)
    filling.chat.show(card(filling.page(state)))


def _take(filling: Filling, wrote: Wrote) -> None:
    taken = step(filling.form, filling.state, wrote.text, filling.context)
    if taken.answered:
        filling.chat.store.drafts.note_typed(
            filling.chat.session.who, wrote.message_id, filling.draft.id, taken.answered, filling.chat.now
        )
    _show(filling, taken)


def _refuse_private(filling: Filling, message_id: int, private: Private) -> None:
    chat = filling.chat
    chat.store.outbox.erase(chat.session, (message_id,))
    _show(filling, Step(filling.state, _private_word(chat, private)))


def _private_word(chat: Chat, private: Private) -> Word:
    return Word(PRIVATE_AFTER, {"what": chat.voice.say(PRIVATE_WORDS[private])})


async def take_other(chat: Chat) -> None:
    """Something that is not text."""
    await repeat_or_menu(chat, Word("Di sini saya hanya bisa menerima teks dan tombol.", {}))


async def repeat_or_menu(chat: Chat, word: Word) -> None:
    """Say a word, and show again what the person was at: the card of the open draft, or the menu."""
    if not await repeat(chat, word):
        await show_menu(chat, chat.voice.say(word.phrase, **word.gaps))


async def repeat(chat: Chat, word: Word | None = None) -> bool:
    """Show the card of the open draft again, with a word. False when none is open."""
    filling = await current(chat)
    if filling is None:
        return False
    _show(filling, Step(filling.state, word))
    return True


# --- Edits ---------------------------------------------------------------------------------------


async def take_edit(chat: Chat, edited: Edited) -> None:
    """The person changed an earlier message: a correction while it is a draft, after a question back."""
    held = await _edit_held(chat, edited)
    found = await chat.store.drafts.typed(chat.session.who, edited.message_id)
    if held or found is None:
        return
    draft = await chat.store.drafts.find(found[0], chat.person.id)
    if draft is None or draft.status == DROPPED:
        return
    private = private_number(edited.text)
    if private is not None:
        chat.store.outbox.erase(chat.session, (edited.message_id,))
        await repeat_or_menu(chat, _private_word(chat, private))
        return
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
    _save(filling, state)
    chat.show(card(filling.page(state)))
    return True


def _ask_about_edit(chat: Chat, draft: Draft, question: str, edited: Edited) -> None:
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
    elif draft.status == SENT:
        await _correct_sent(chat, draft, notes["question"], notes["text"])
    else:
        filling = open_draft(chat, draft)
        _show(filling, correct(filling.form, filling.state, notes["question"], notes["text"], filling.context))


async def _go_on(chat: Chat, draft: Draft) -> None:
    if draft.is_open:
        resume(chat, draft)
    else:
        await show_menu(chat)


async def _correct_sent(chat: Chat, draft: Draft, question: str, text: str) -> None:
    """A correction of what was sent: a new version beside the old one, reviewed before it is sent."""
    await begin_correction(chat, draft)
    filling = await current(chat)
    if filling is not None:
        _show(filling, correct(filling.form, filling.state, question, text, filling.context))


async def begin_correction(chat: Chat, draft: Draft) -> None:
    sent = await chat.store.submissions.of_draft(draft.id)
    newest = await chat.store.submissions.newest(sent.number) if sent else None
    if newest is None:
        await show_menu(chat)
        return
    form = chat.kit.library.find(newest.form, newest.form_version)
    await start(chat, form, newest.instance.decode(), newest.id)


# --- Buttons -------------------------------------------------------------------------------------


async def take_press(chat: Chat, press: Press) -> None:
    """A button of a form. It may be of another draft than the one on the card, or of one that was sent."""
    draft = await _draft_of(chat, press)
    if draft is None:
        await show_menu(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))
    elif press.do in {Do.ACCEPT_EDIT, Do.REFUSE_EDIT}:
        await settle_edit(chat, press, draft)
    elif draft.status == SENT:
        await _press_of_sent(chat, press, draft)
    elif draft.status == DROPPED:
        await show_menu(chat, chat.voice.say("Draf itu sudah dibuang."))
    elif press.do is Do.RESUME and chat.session.draft_id != draft.id:
        resume(chat, draft)
    elif press.do is Do.CANCEL and press.choice == FROM_THE_LIST:
        _focus(chat, draft)
        await cancel(chat)
    else:
        await _press_of_open(chat, press, draft)


def _focus(chat: Chat, draft: Draft) -> None:
    chat.session.place = PLACE
    chat.session.draft_id = draft.id
    chat.session.draft = draft


async def _draft_of(chat: Chat, press: Press) -> Draft | None:
    if chat.session.draft is not None and chat.session.draft.id == press.subject:
        return chat.session.draft
    return await chat.store.drafts.find(press.subject, chat.person.id)


async def _press_of_sent(chat: Chat, press: Press, draft: Draft) -> None:
    sent = await chat.store.submissions.of_draft(draft.id)
    if sent is None:
        await show_menu(chat)
    elif press.do is Do.SEND:
        chat.flash(chat.voice.say("Sudah terkirim: {number}", number=sent.number))
    elif press.do is Do.CORRECT:
        await begin_correction(chat, draft)
    elif press.do is Do.VIEW:
        show_sent(chat, draft, sent, page_of_sent(chat, draft, sent.instance.decode()))
    else:
        view = (chat.button("Lihat", Do.VIEW, draft.id), chat.button("Koreksi", Do.CORRECT, draft.id))
        chat.say("Laporan ini sudah dikirim ({number}).", view, (chat.button("Menu", Do.MENU),), number=sent.number)


def page_of_sent(chat: Chat, draft: Draft, xml: str) -> Page:
    """The answers of a report that was sent, ready to be shown."""
    form = chat.kit.library.find(draft.form, draft.version)
    context = context_of(chat, form)
    state = begin(form, context, xml)
    return Filling(chat, draft, form, state, context).page(state)


async def _press_of_open(chat: Chat, press: Press, draft: Draft) -> None:
    _focus(chat, draft)
    filling = open_draft(chat, draft)
    own = _OWN.get(press.do)
    if own is not None and press.fits(filling.state.visit):
        await own(filling)
    else:
        _show(filling, step(filling.form, filling.state, press, filling.context))


async def _send(filling: Filling) -> None:
    if filling.state.screen is Screen.REVIEW:
        await send(filling.chat, filling.draft, filling.page(filling.state))


async def _keep(filling: Filling) -> None:
    chat = filling.chat
    _save(filling, filling.state)
    await show_menu(chat, chat.voice.say("Disimpan sebagai draf. Lanjutkan kapan saja lewat /draf."))


async def _drop(filling: Filling) -> None:
    chat = filling.chat
    chat.store.drafts.close(filling.draft, DROPPED, chat.now)
    await show_menu(chat, chat.voice.say("Draf dibuang."))


_OWN = {Do.SEND: _send, Do.KEEP: _keep, Do.DROP: _drop}


def resume(chat: Chat, draft: Draft) -> None:
    """Go on with a draft: its question again."""
    _focus(chat, draft)
    filling = open_draft(chat, draft)
    state = filling.state
    if state.screen is Screen.CANCEL:
        state = step(filling.form, state, Press(Do.RESUME, draft.id, revision=state.visit), filling.context).state
    _save(filling, state)
    chat.show(card(filling.page(state)))


def recall(chat: Chat, draft: Draft) -> Message:
    """The card of a draft as it stands, with the draft as the one that is open now."""
    _focus(chat, draft)
    filling = open_draft(chat, draft)
    _keep_warm(filling, filling.state)
    return card(filling.page(filling.state))


async def cancel(chat: Chat) -> None:
    """/batal: ask what is to become of the draft."""
    filling = await current(chat)
    if filling is None:
        await show_menu(chat, chat.voice.say("Tidak ada yang sedang diisi."))
        return
    state = filling.state
    press = Press(Do.CANCEL, filling.draft.id, revision=state.visit)
    _show(filling, step(filling.form, state, press, filling.context))


# --- Saving and showing --------------------------------------------------------------------------


def _show(filling: Filling, taken: Step) -> None:
    """Save where the step led, and show it."""
    page = filling.page(taken.state)
    if taken.state is filling.state:
        _keep_warm(filling, taken.state)
    else:
        _save(filling, taken.state)
    filling.chat.flash(flash(page, taken.word))
    leave = _record(filling, page, taken) if taken.answered else None
    filling.chat.show(card(page, taken.word, taken.dropped), leave=leave)


def _record(filling: Filling, page: Page, taken: Step) -> Message:
    """What stays in the chat of a question that was answered by typing: the question, above the answer."""
    question = page.turn.questions[page.turn.index(taken.answered)]
    return Message(label(page, question))


def _save(filling: Filling, state: State) -> None:
    chat, draft = filling.chat, filling.draft
    chat.store.drafts.save(draft, to_json(state), state.revision, chat.now)
    _keep_warm(filling, state)


def _keep_warm(filling: Filling, state: State) -> None:
    chat, draft = filling.chat, filling.draft
    chat.store.after_commit(lambda: chat.kit.warm.put(draft.id, state))
