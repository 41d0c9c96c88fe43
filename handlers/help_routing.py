"""Who handles what in the help bot: the only list. Who writes is known to nobody here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from domain.messages import Attached, Edited, Located, Pressed, Wrote
from domain.presses import OF_FORMS, Do, Press, unpack
from domain.voice import phrase
from handlers import (
    filling,
    help_asking,
    help_case,
    help_clearing,
    help_crisis,
    help_erasing,
    help_faq,
    help_files,
    help_front,
    help_lines,
    help_notices,
    help_receipts,
    help_survey,
    help_texts,
    help_unsent,
    menu,
    pressing,
    survey_links,
)
from handlers.chat import Chat
from storage.sessions import Place

Command = Callable[[Chat], Awaitable[None]]

AN_HOUR = timedelta(hours=1)


async def route(chat: Chat) -> None:
    """Handle one message of somebody who asks for help."""
    event = chat.incoming.event
    await _is_not_forgotten(chat)
    if isinstance(event, Wrote | Attached | Located):
        await chat.store.traces.note(chat.session, event.message_id)
    if isinstance(event, Wrote):
        await _wrote(chat, event)
    elif isinstance(event, Edited):
        await help_texts.take_edit(chat, event)
    elif isinstance(event, Pressed):
        await _pressed(chat, event)
    elif isinstance(event, Located | Attached):
        await help_texts.take_other(chat, event)


async def _is_not_forgotten(chat: Chat) -> None:
    """Somebody who has only looked so far is here again: what they have begun is kept for another while."""
    case = chat.case
    if not case.was_asked and chat.now - case.touched_at > AN_HOUR:
        chat.session.help = replace(case, touched_at=chat.now)
        await chat.store.help.change(case.id, touched_at=chat.now)


async def _wrote(chat: Chat, wrote: Wrote) -> None:
    command = _COMMANDS.get(_command(wrote.text)) if not wrote.forwarded else None
    if command is not None:
        help_faq.leave(chat)
        await help_crisis.look(chat, wrote.text)  # "/tanya saya mau mati"
        await command(chat)
    elif wrote.forwarded or not await help_receipts.take_text(chat, wrote):
        await help_texts.take(chat, wrote)


def _command(text: str) -> str:
    return text.split(maxsplit=1)[0].partition("@")[0].lower() if text.startswith("/") else ""


async def _languages(chat: Chat) -> None:
    menu.offer_languages(chat)


async def _start(chat: Chat) -> None:
    """The first screen; or the survey, by its link."""
    said = chat.incoming_text().partition(" ")[2].strip()
    if said.startswith(survey_links.MARK):
        await help_survey.open_link(chat, said.removeprefix(survey_links.MARK))
    else:
        await help_front.start(chat, said)


_COMMANDS: dict[str, Command] = {
    "/start": _start,
    "/tanya": help_faq.show,
    "/kasus": help_case.show,
    "/darurat": help_lines.show,
    "/bersihkan": help_clearing.clear,
    "/hapus": help_erasing.ask,
    "/bahasa": _languages,
}

COMMAND_MENU = (
    ("start", phrase("Halaman awal")),
    ("tanya", phrase("Tanya jawab")),
    ("kasus", phrase("Kasus saya")),
    ("darurat", phrase("Nomor darurat")),
    ("bersihkan", phrase("Bersihkan obrolan")),
    ("hapus", phrase("Hapus saya")),
    ("bahasa", phrase("Ganti bahasa")),
)


async def _pressed(chat: Chat, event: Pressed) -> None:
    press = unpack(event.data, chat.session.who, chat.kit.press_key)
    act = _BUTTONS.get(press.do) if press is not None else None
    help_faq.leave(chat)
    if act is not None and press is not None:
        await act(chat, press)
    elif press is not None and press.do in OF_FORMS:
        await _form(chat, press)
    elif press is None or press.do is not Do.NOTHING:
        await help_front.show(chat, chat.voice.say("Tombol itu sudah tidak berlaku."))


async def _form(chat: Chat, press: Press) -> None:
    """A button of a form. A second tap on [Kirim] finds no draft any more, and changes nothing."""
    if press.do is Do.SEND and chat.case.is_open and await filling.find_draft(chat, press.subject) is None:
        chat.flash(chat.voice.say("Sudah terkirim."))
        return
    drops = press.do is Do.DROP and await filling.find_draft(chat, press.subject) is not None
    await pressing.take_press(chat, press)
    await help_asking.look_after(chat, press)
    if drops and chat.session.place is Place.MENU:
        await help_front.show(chat, chat.voice.say("Sudah dibuang. Tidak ada yang terkirim."))


async def _language(chat: Chat, press: Press) -> None:
    menu.choose_language(chat, press.choice)
    if not await filling.repeat(chat):
        await help_front.show(chat)


_BUTTONS: dict[Do, Callable[[Chat, Press], Awaitable[None]]] = {
    Do.MENU: help_front.home,
    Do.LANGUAGE: _language,
    Do.KEEP: help_asking.keep,
    Do.HELP_HOME: help_front.home,
    Do.HELP_MEANS: help_front.explain,
    Do.HELP_NO_UNIT: help_front.forget_poster,
    Do.HELP_RECEIPT: help_receipts.show_once_more,
    Do.HELP_ASK: help_asking.begin,
    Do.HELP_FAQ: help_faq.show,
    Do.HELP_TOPIC: help_faq.answer,
    Do.HELP_LINES: help_lines.show,
    Do.HELP_CRISIS: help_crisis.show_card,
    Do.HELP_HUMAN: help_crisis.call_human,
    Do.HELP_PASS: help_texts.release,
    Do.HELP_WITHOUT: help_texts.release,
    Do.HELP_REWRITE: help_texts.rewrite,
    Do.HELP_CASE: help_case.show,
    Do.HELP_VOICE: help_files.send_voice,
    Do.HELP_NO_VOICE: help_files.no_voice,
    Do.HELP_SAVED: help_receipts.saved,
    Do.HELP_MOVE: help_receipts.move,
    Do.HELP_STAY: help_receipts.stay,
    Do.HELP_SURVEY: help_survey.after_closing,
    Do.HELP_READ: help_notices.read,
    Do.HELP_REPLY: help_notices.reply,
    Do.HELP_LATER: help_notices.later,
    Do.HELP_SILENT: help_case.set_silent,
    Do.HELP_SOUND: help_case.set_silent,
    Do.HELP_CLOSE: help_case.ask_to_close,
    Do.HELP_CLOSE_SURE: help_case.close,
    Do.HELP_REOPEN: help_unsent.reopen,
    Do.HELP_CLEAR: help_clearing.clear,
    Do.HELP_ERASE: help_erasing.ask,
    Do.HELP_ERASE_SURE: help_erasing.erase,
}
