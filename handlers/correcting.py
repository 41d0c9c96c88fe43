"""Correcting a report that was sent: by its author, or as a row of a table by whoever keeps it with them."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.cards import card
from conversations.engine import again
from domain.access import Record, opens_records
from domain.messages import Message
from domain.presses import Do, Press
from domain.voice import Html, escaped, fitted, phrase
from handlers.chat import Chat
from handlers.filling import Filling, find_draft, focus, keep_warm, resume, save, start
from handlers.library import part_of
from handlers.menu import show_menu
from storage.drafts import Begun, Draft
from storage.reviews import Returned, Review
from storage.sessions import Place
from storage.submissions import REPLACED, VERIFIED, Submission

NOT_ITS_AUTHOR = phrase("Laporan ini hanya bisa dikoreksi oleh penulisnya.")
NOT_YOURS = phrase("Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
TABLES = "tabel"  # the part of the menu whose forms are rows of tables
KEPT: Mapping[str, Record] = {
    "fasilitas": Record.FACILITY,
    "mitra": Record.PARTNER,
    "hotline": Record.HOTLINE,
    "jaga": Record.DUTY,
    "aturan": Record.RULE,
}


# --- Who may, and when ----------------------------------------------------------------------------


def may_open(chat: Chat, sent: Submission) -> bool:
    """Whether a report of one's own may still be looked at: who oversees by now opens none of a unit."""
    return sent.unit is None or opens_records(chat.person.role)


async def may_correct(chat: Chat, sent: Submission) -> bool:
    """The author, while they work here; of a row of a table, everybody who keeps that table in their satker."""
    if not chat.person.is_active or not may_open(chat, sent):
        return False
    if sent.person == chat.person.id:
        return True
    kept = KEPT.get(sent.form)
    form = chat.kit.library.find(sent.form, sent.form_version)
    return kept is not None and part_of(form) == TABLES and await chat.store.reports.keeps(chat.person, sent.id, kept)


async def is_locked(chat: Chat, sent: Submission) -> bool:
    """Whether the report was verified: its version that counts."""
    newest = await chat.store.submissions.newest(sent.number) if sent.status == REPLACED else sent
    return newest is not None and newest.status == VERIFIED


async def locked_sentence(chat: Chat, number: str) -> str:
    """Who verified it, and what can be done."""
    review = await verified_by(chat, number)
    return chat.voice.say(
        "Laporan {number} sudah diverifikasi oleh {by}, {day}. Kalau masih ada yang keliru, minta dibuka lagi.",
        number=number,
        by=review.by if review else "?",
        day=chat.voice.day(review.at.astimezone(chat.zone).date()) if review else "?",
    )


async def verified_by(chat: Chat, number: str) -> Review | None:
    reviews = await chat.store.reviews.of(number)
    return next((review for review in reviews if review.what == VERIFIED), None)


# --- Beginning a correction -----------------------------------------------------------------------


async def begin_correction(chat: Chat, draft: Draft) -> Filling | None:
    """Correct what was sent from this draft: its version that counts."""
    sent = await chat.store.submissions.of_draft(draft.id)
    newest = await chat.store.submissions.newest(sent.number) if sent else None
    if newest is None:
        await show_menu(chat)
        return None
    return await correct(chat, newest)


async def correct(chat: Chat, newest: Submission) -> Filling | None:
    """Go on with the correction that is begun already, or begin one. None where it may not be: the person is told."""
    if not await may_correct(chat, newest):
        await show_menu(chat, chat.voice.say(NOT_ITS_AUTHOR))
        return None
    if newest.status == VERIFIED:
        await say_locked(chat, newest)
        return None
    if newest.client is not None and await chat.store.clients.find(chat.person, newest.client) is None:
        await show_menu(chat, chat.voice.say(NOT_YOURS))
        return None
    begun = await _begun(chat, newest)
    if begun is not None:
        return await resume(chat, begun)
    form = chat.kit.library.find(newest.form, newest.form_version)
    return await start(chat, form, Begun(corrects=newest.id), newest.instance.decode())


async def _begun(chat: Chat, newest: Submission) -> Draft | None:
    waiting = await chat.store.drafts.waiting(chat.person.id)
    key = next((draft.id for draft in waiting if draft.corrects == newest.id), None)
    return await find_draft(chat, key) if key is not None else None


async def say_locked(chat: Chat, newest: Submission) -> None:
    """An old button wants to correct what is locked."""
    chat.session.place = Place.ASIDE
    text = await locked_sentence(chat, newest.number)
    chat.show(Message(text, ((chat.button("Menu", Do.MENU),),)))


# --- What was handed back -------------------------------------------------------------------------


async def fix(chat: Chat, press: Press) -> None:
    """Exactly the answer that was marked, with the sentence above it."""
    returned = await chat.store.reviews.returned(press.subject)
    newest = await chat.store.submissions.find(returned.submission) if returned is not None else None
    if returned is None or newest is None:
        await show_menu(chat, chat.voice.say("Laporan itu sudah tidak menunggu perbaikan."))
        return
    filling = await correct(chat, newest)
    if filling is not None:
        _ask_again(filling, returned)


def _ask_again(filling: Filling, returned: Returned) -> None:
    chat, review = filling.chat, returned.review
    taken = again(filling.form, filling.state, review.question, filling.context)
    focus(chat, filling.draft)
    if taken.state is filling.state:
        keep_warm(filling, taken.state)
    else:
        save(filling, taken.state)
    drawn = card(filling.page(taken.state))
    said = chat.voice.say("{by} menulis: {sentence}", by=review.by, sentence=Html(quoted(review.sentence)))
    chat.show(Message(fitted(f"{said}\n\n{drawn.text}"), drawn.rows))


def quoted(sentence: str) -> str:
    return f"“{escaped(sentence)}”"
