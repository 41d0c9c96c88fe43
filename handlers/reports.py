"""Choosing what to report, and the drafts that wait."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.form import Form
from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.voice import phrase
from handlers.beginning import begin_form
from handlers.chat import Chat, rows
from handlers.draft_names import names_of
from handlers.library import LOCAL, key_of, part_of
from handlers.menu import may_report, show_menu
from handlers.pressing import take_press
from storage.drafts import Begun, Draft
from storage.sessions import Place

MOST_DRAFTS = 8
MOST_FORMS = 8  # that are shown without parts
PARTS = {
    "kegiatan": phrase("Kegiatan"),
    "klien": phrase("Tentang klien"),
    "unit": phrase("Tentang unit"),
    "tabel": phrase("Tabel satker"),
    "target": phrase("Target"),
    LOCAL: phrase("Formulir satker"),
}
OTHERS = phrase("Lainnya")


async def choose(chat: Chat, *, fresh: bool = False) -> None:
    """/lapor: go on with what waits, or begin something new."""
    if not may_report(chat):
        await show_menu(chat, chat.voice.say("Belum ada yang bisa Anda catat."))
        return
    waiting = [] if fresh else await chat.store.drafts.waiting(chat.person.id)
    if waiting:
        await offer_drafts(chat, waiting)
    else:
        _offer_forms(chat)


def _offer_forms(chat: Chat) -> None:
    """Few forms are shown at once; of many, the first part, and a button for each other one."""
    forms = chat.kit.library.on_offer(chat.person)
    parts = _parts(forms)
    first = forms if len(forms) <= MOST_FORMS else [form for form in forms if part_of(form) == parts[0]]
    others = parts[1:] if len(forms) > MOST_FORMS else []
    buttons = [_part_button(chat, part, parts.index(part)) for part in others]
    _show_forms(chat, chat.voice.say("Apa yang mau dicatat?"), first, *buttons)


def _part_button(chat: Chat, part: str, number: int) -> Button:
    return chat.labelled(f"{chat.voice.say(PARTS.get(part, OTHERS))} ›", Do.PART, choice=number)


async def offer_part(chat: Chat, choice: int) -> None:
    """The forms of one part of the menu."""
    forms = chat.kit.library.on_offer(chat.person)
    parts = _parts(forms)
    if not 0 <= choice < len(parts):
        await choose(chat, fresh=True)
        return
    title = chat.voice.say(PARTS.get(parts[choice], OTHERS))
    inside = [form for form in forms if part_of(form) == parts[choice]]
    _show_forms(chat, f"<b>{title}</b>\n{chat.voice.say('Apa yang mau dicatat?')}", inside, back=True)


def _show_forms(chat: Chat, text: str, forms: Sequence[Form], *others: Button, back: bool = False) -> None:
    chat.session.place = Place.MENU
    chat.session.draft_id = None
    new_id = chat.store.drafts.new_id
    buttons = [chat.labelled(form.title, Do.BEGIN, new_id(), choice=key_of(form)) for form in forms]
    last = [*([chat.button("‹ Kembali", Do.REPORT, 1)] if back else []), chat.button("Menu", Do.MENU)]
    chat.show(Message(text, (*rows(*buttons), *rows(*others), tuple(last))))


def _parts(forms: Sequence[Form]) -> list[str]:
    """The parts of the menu that have forms, in their order; unknown ones last."""
    present = dict.fromkeys(part_of(form) for form in forms)
    known = [part for part in PARTS if part in present]
    return [*known, *(part for part in present if part not in PARTS)]


async def begin(chat: Chat, press: Press) -> None:
    """Begin a form. The same press again, however late, leads to the draft that it began, never to another one."""
    form = chat.kit.library.by_key(press.choice, chat.person)
    begun = await chat.store.drafts.find(press.subject, chat.owner)
    if begun is not None:
        await take_press(chat, Press(Do.RESUME, begun.id))
    elif form is not None:
        await begin_form(chat, form, Begun(key=press.subject))
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
    lines += [f"{number} {name}" for number, name in enumerate(await names_of(chat, shown), 1)]
    buttons = [_pair(chat, number, draft) for number, draft in enumerate(shown, 1)]
    new = (chat.button("Mulai yang baru", Do.REPORT, subject=1), chat.button("Menu", Do.MENU))
    chat.show(Message("\n".join(lines), (*buttons, new)))


def _pair(chat: Chat, number: int, draft: Draft) -> tuple[Button, ...]:
    return (
        chat.button("Lanjutkan {n}", Do.RESUME, draft.id, n=number),
        chat.button("Buang {n}", Do.CANCEL, draft.id, choice=1, n=number),
    )
