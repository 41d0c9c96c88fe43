"""Choosing what to report, and the drafts that wait."""

from __future__ import annotations

from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.territory import zone_name
from domain.voice import escaped
from handlers.chat import Chat, rows
from handlers.filling import start
from handlers.menu import may_report, show_menu
from handlers.pressing import take_press
from storage.drafts import Draft
from storage.sessions import Place

MOST_DRAFTS = 8


async def choose(chat: Chat, *, fresh: bool = False) -> None:
    """/lapor: go on with what waits, or begin something new."""
    if not may_report(chat.person):
        await show_menu(chat, chat.voice.say("Mencatat kegiatan hanya untuk anggota unit."))
        return
    waiting = [] if fresh else await chat.store.drafts.waiting(chat.person.id)
    if waiting:
        await offer_drafts(chat, waiting)
    else:
        _offer_forms(chat)


def _offer_forms(chat: Chat) -> None:
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    forms = chat.kit.library.on_offer()
    new_id = chat.store.drafts.new_id
    buttons = [chat.labelled(form.title, Do.BEGIN, new_id(), choice=number) for number, form in enumerate(forms)]
    chat.show(Message(chat.voice.say("Apa yang mau dicatat?"), (*rows(*buttons), (chat.button("Menu", Do.MENU),))))


async def begin(chat: Chat, press: Press) -> None:
    """Begin a form. The same press again, however late, leads to the draft that it began, never to another one."""
    forms = chat.kit.library.on_offer()
    begun = await chat.store.drafts.find(press.subject, chat.person.id)
    if begun is not None:
        await take_press(chat, Press(Do.RESUME, begun.id))
    elif may_report(chat.person) and 0 <= press.choice < len(forms):
        await start(chat, forms[press.choice], key=press.subject)
    else:
        await show_menu(chat)


async def show_drafts(chat: Chat) -> None:
    """/draf: everything that waits."""
    waiting = await chat.store.drafts.waiting(chat.person.id)
    if waiting:
        await offer_drafts(chat, waiting)
    else:
        await show_menu(chat, chat.voice.say("Tidak ada draf."))


async def offer_drafts(chat: Chat, waiting: list[Draft]) -> None:
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    shown = waiting[:MOST_DRAFTS]
    lines = [chat.voice.say("Ini yang belum selesai:")]
    lines += [f"{number} {_about(chat, draft)}" for number, draft in enumerate(shown, 1)]
    buttons = [_pair(chat, number, draft) for number, draft in enumerate(shown, 1)]
    new = (chat.button("Mulai yang baru", Do.REPORT, subject=1), chat.button("Menu", Do.MENU))
    chat.show(Message("\n".join(lines), (*buttons, new)))


def _about(chat: Chat, draft: Draft) -> str:
    form = chat.kit.library.find(draft.form, draft.version)
    moment = chat.voice.moment(draft.touched_at.astimezone(chat.zone), zone_name(chat.zone))
    return f"{escaped(form.title)}, {moment}"


def _pair(chat: Chat, number: int, draft: Draft) -> tuple[Button, ...]:
    return (
        chat.button("Lanjutkan {n}", Do.RESUME, draft.id, n=number),
        chat.button("Buang {n}", Do.CANCEL, draft.id, choice=1, n=number),
    )
