"""The second pair of eyes: forms that ask for what tells people apart are released by another than their sender."""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action
from domain.local_forms import State, trial_id
from domain.messages import Message
from domain.presses import Do, Press
from domain.voice import escaped, phrase
from handlers import trying
from handlers.audited import dealt_with_form
from handlers.chat import Chat
from handlers.leaves import numbered
from handlers.local_form_card import second_card
from handlers.local_forms import CHANGED, is_out
from handlers.menu import show_menu
from storage.due import FORM_NOTICE, DueThing
from storage.local_forms import LocalForm
from storage.sessions import Place

NOT_WAITING = phrase("Formulir itu tidak menunggu persetujuan Anda.")
LOOK_PLEASE = phrase("👀 Rekan Anda meminta satu petugas lain melihat formulirnya sebelum terbit.")
RELEASED = phrase("✅ Disetujui dan terbit: {title}. Pengirimnya diberi tahu.")
REFUSED = phrase("Tidak disetujui: {title}. Pengirimnya diberi tahu; jelaskan juga alasannya.")


async def show_list(chat: Chat, above: str = "") -> None:
    """What waits for this person."""
    forms = await chat.store.local_forms.waiting(chat.person)
    if not forms:
        await show_menu(chat, above or chat.voice.say("Tidak ada formulir yang menunggu."))
        return
    chat.session.place, chat.session.draft_id = Place.MENU, None
    chat.show(_list(chat, forms, above))


async def ask_to_look(chat: Chat) -> None:
    """The same in a message of its own: what the person is at stays as it is."""
    chat.beside(_list(chat, await chat.store.local_forms.waiting(chat.person), chat.voice.say(LOOK_PLEASE)))


def _list(chat: Chat, forms: Sequence[LocalForm], above: str) -> Message:
    lines = [*([above, ""] if above else []), chat.voice.say("<b>Formulir menunggu</b>")]
    lines += [_line(chat, number, form) for number, form in enumerate(forms, 1)]
    numbers = numbered([chat.labelled(str(n), Do.LOCAL_WAITS, form.id) for n, form in enumerate(forms, 1)])
    return Message("\n".join(lines), (*numbers, (chat.button("Menu", Do.MENU),)))


def _line(chat: Chat, number: int, form: LocalForm) -> str:
    return f"{number} {escaped(form.title)} · {escaped(form.satker_name)}, {escaped(form.by)}"


async def show_one(chat: Chat, press: Press) -> None:
    """With the questions because of which it waits."""
    form = await _waiting(chat, press)
    if form is not None:
        chat.session.place = Place.ASIDE
        chat.show(second_card(chat, form))


async def _waiting(chat: Chat, press: Press) -> LocalForm | None:
    """One that this person may release: never what they sent themselves. Where it is none, they are told."""
    form = await chat.store.local_forms.find(chat.person, press.subject, Action.RELEASE)
    if form is None:
        await show_list(chat, chat.voice.say(NOT_WAITING))
    return form


async def release(chat: Chat, press: Press) -> None:
    """It may go out."""
    form = await _waiting(chat, press)
    if form is None:
        return
    if not await chat.store.local_forms.publish(form, chat.now, second=chat.person):
        await show_list(chat, chat.voice.say(CHANGED))
        return
    await is_out(chat, form)
    _settled(chat, form, "release")
    await show_list(chat, chat.voice.say(RELEASED, title=form.title))


async def refuse(chat: Chat, press: Press) -> None:
    """It may not."""
    form = await _waiting(chat, press)
    if form is None:
        return
    await chat.store.local_forms.drop(form, chat.person, chat.now, State.REFUSED)
    await trying.forget_all(chat, trial_id(form.id))
    _settled(chat, form, "refuse")
    await show_list(chat, chat.voice.say(REFUSED, title=form.title))


def _settled(chat: Chat, form: LocalForm, what: str) -> None:
    """For the audit, and for its sender."""
    dealt_with_form(chat, form, what)
    chat.store.due.plan(DueThing(f"form:{form.id}", FORM_NOTICE, form.id, chat.now))
