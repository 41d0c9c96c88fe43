"""Asking for help: a form, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace

from conversations.engine import Known
from conversations.meaning import Meaning, answer_of, question_of
from conversations.page import Page
from domain.hotlines import Scope, laid_out
from domain.messages import Message
from domain.presses import Do, Press
from domain.privacy import private_number
from domain.voice import phrase
from handlers import (
    help_crisis,
    help_front,
    help_lines,
    help_notes,
    help_opening,
    help_pictures,
    help_receipts,
    help_story,
    help_unsent,
    thread_muting,
)
from handlers.chat import Chat
from handlers.filling import Filling, current, find_draft, resume, show, start
from handlers.help_notes import Told
from handlers.help_opening import Asking
from storage.drafts import Draft
from storage.duty import Paging
from storage.sessions import Place

FORM = "minta_bantuan"
DANGER = "bahaya"


async def begin(chat: Chat, _press: Press) -> None:
    """[Minta bantuan]: begin, or go on with what was begun."""
    if await thread_muting.turns_away(chat):
        return
    form, draft = chat.kit.library.named(FORM), await help_front.asking_begun(chat)
    help_notes.set_aside(chat)
    if draft is None and chat.case.is_open and help_front.unsent_lines(chat):
        await help_unsent.send(chat)  # there is somebody to whom it can go
        return
    texts = help_notes.told(chat)
    help_notes.drop(chat, help_notes.TOLD)
    if draft is not None:
        await _go_on(chat, draft, texts)
    elif form is not None:
        filling = await start(chat, form, known=_known(chat, texts))
        help_notes.put(chat, help_notes.DRAFT, filling.draft.id)
        if texts and not help_story.begun_with(filling, texts):
            help_notes.keep_told(chat, texts)  # too long for the form: it stays written and not sent


async def _go_on(chat: Chat, draft: Draft, texts: list[Told]) -> None:
    """The draft again; what was written elsewhere meanwhile belongs to its story."""
    filling = await resume(chat, draft)
    for each in texts:
        taken = help_story.as_story(filling, each.text) or help_story.as_answer(filling, each.text)
        if taken is None:  # it does not fit there: it stays written and not sent
            help_notes.keep_told(chat, [*help_notes.told(chat), each])
            continue
        show(filling, taken)
        filling = replace(filling, state=taken.state)
        help_story.begun_with(filling, [each])


def _known(chat: Chat, texts: list[Told]) -> Known:
    """What need not be asked: where a poster hangs, and what was written already."""
    area = help_notes.area(chat)
    known = {Meaning.PROVINCE: area[:2], Meaning.DISTRICT: area[:5] if len(area) >= 5 else ""}
    story = "\n".join(each.text for each in texts)  # digits of two texts do not become one number
    known[Meaning.STORY] = story if private_number(story) is None else ""
    return {meaning: value for meaning, value in known.items() if value}


# --- On the way -----------------------------------------------------------------------------------


async def look_after(chat: Chat, press: Press) -> None:
    """After each step: danger is answered at once, and the area is known from now on."""
    filling = await current(chat)
    if filling is None or filling.form.id != FORM:
        if press.do is Do.DROP:
            await _forget(chat)
        return
    page = filling.page(filling.state)
    _learn_area(chat, page)
    recorded = {page.turn.questions[page.turn.index(ref)].name for ref in filling.state.recorded}
    if press.do is Do.ANSWER and DANGER in recorded and _value(page, DANGER) == "ya":
        await help_crisis.in_danger(chat)


def _learn_area(chat: Chat, page: Page) -> None:
    live = page.turn.live
    area = answer_of(live, Meaning.DISTRICT) or answer_of(live, Meaning.PROVINCE)
    asked = question_of(live, Meaning.PROVINCE)
    if area or (asked is not None and asked.ref in page.turn.state.seen):
        help_notes.put(chat, help_notes.AREA, area)


def _value(page: Page, name: str) -> str:
    question = next((each for each in page.turn.asked() if each.name == name), None)
    return page.turn.live.value(question.ref) if question is not None else ""


async def _forget(chat: Chat) -> None:
    """Nothing is kept of what somebody thought better of."""
    if await help_front.asking_begun(chat) is None:
        chat.session.draft_id = chat.session.draft = None
        await chat.store.drafts.forget_case(chat.case.id)
        await chat.store.typed.forget_chat(chat.session.who)
        help_notes.drop(chat, help_notes.DRAFT, help_notes.STORY)


async def keep(chat: Chat, press: Press) -> None:
    """[Simpan draf]: it waits on the first screen."""
    draft = await find_draft(chat, press.subject)
    said = phrase("Disimpan, dan belum dikirim. Tekan Lanjutkan kapan saja.")
    if draft is not None and draft.form != FORM:
        said = phrase("Survei disimpan, dan belum dikirim. Tekan Lanjutkan survei kapan saja.")
    await help_front.show(chat, chat.voice.say(said))


# --- Sending --------------------------------------------------------------------------------------


async def send(filling: Filling, page: Page) -> None:
    """[Kirim]: the case is open, somebody is told, and the draft is no more."""
    chat = filling.chat
    _learn_area(chat, page)
    asking = Asking(
        about=_about(page),
        told=help_story.told(chat, page),
        urgent=_value(page, DANGER) == "ya",
        silent=_value(page, "hubungi") == "jangan",
    )
    paging = await help_opening.ask(chat, asking)
    await help_pictures.send(chat)
    await _close_draft(chat)
    await _thank(chat, paging)
    await help_receipts.give_first(chat)


def _about(page: Page) -> dict[str, str]:
    """What was answered, by the names of the questions; the story is a message of its own."""
    live = page.turn.live
    story = question_of(live, Meaning.STORY)
    answered = {each.name: live.value(each.ref) for each in page.turn.asked() if each != story}
    return {name: value for name, value in answered.items() if value}


async def _close_draft(chat: Chat) -> None:
    chat.session.draft_id = chat.session.draft = None
    await chat.store.drafts.forget_case(chat.case.id)
    await chat.store.typed.forget_chat(chat.session.who)
    help_notes.drop(chat, help_notes.DRAFT, help_notes.STORY)


# --- Thanks ---------------------------------------------------------------------------------------


async def _thank(chat: Chat, paging: Paging) -> None:
    """Who reads, and by when; the receipt comes on a message of its own."""
    chat.session.place = Place.THREAD
    say = chat.voice.say
    lines = [say("Terima kasih sudah bercerita. Itu tidak mudah."), ""]
    lines += [*await help_opening.who_is_told(chat, paging), *await help_opening.by_when(chat)]
    if chat.case.satker is None:
        numbers = await help_lines.lines(chat, [Scope.MEDICAL, Scope.REHABILITATION])
        lines += ["", laid_out(numbers, chat.voice.language)]
    if chat.case.silent:
        lines += ["", say("Kami tidak mengirim pesan. Buka Kasus saya untuk melihat jawaban.")]
    lines += ["", say("Mau menambah? Tulis saja di sini."), *help_front.unsent_lines(chat)]
    below = (chat.button("Kasus saya", Do.HELP_CASE), chat.button("Bersihkan obrolan", Do.HELP_CLEAR))
    chat.show(Message("\n".join(lines), (*help_front.unsent_rows(chat), below)))
