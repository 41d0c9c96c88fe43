"""Playing a form before it is published: with the ordinary cards, and nothing is left of it."""

from __future__ import annotations

from dataclasses import replace

from domain.access import Action
from domain.local_forms import State, trial_id, trial_of
from domain.presses import Press
from domain.voice import phrase
from handlers.chat import Chat
from handlers.filling import Filling, start
from handlers.local_form_card import card, second_card
from handlers.menu import show_menu
from storage.drafts import Begun
from storage.local_forms import LocalForm
from storage.sessions import Place

OVER = phrase("Percobaan selesai. Tidak ada yang disimpan.")
GONE = phrase("Formulir itu tidak bisa dicoba lagi.")


async def begin(chat: Chat, press: Press) -> None:
    """From the first question, whatever was tried before."""
    form = await _to_try(chat, press.subject)
    if form is None:
        await show_menu(chat, chat.voice.say(GONE))
        return
    played = chat.kit.library.find(trial_id(form.id), form.version)
    for before in await chat.store.drafts.trials(person=chat.person.id):
        await _forget(chat, before)
    await start(chat, played, Begun(trial=True))


async def _to_try(chat: Chat, key: int) -> LocalForm | None:
    """One's own, or one to release."""
    forms = chat.store.local_forms
    own = await forms.find(chat.person, key, Action.ADD)
    if own is not None and own.state in {State.TRIED, State.WAITING}:
        return own
    return await forms.find(chat.person, key, Action.RELEASE)


async def end(filling: Filling) -> None:
    """Nothing is sent, and nothing stays."""
    chat, key = filling.chat, trial_of(filling.draft.form)
    await _forget(chat, filling.draft.id)
    chat.session.draft_id, chat.session.draft = None, None
    form = await _to_try(chat, key) if key is not None else None
    if form is None:
        await show_menu(chat, chat.voice.say(OVER))
        return
    chat.session.place = Place.ASIDE
    shown = card(chat, form) if form.sent_by == chat.person.id else second_card(chat, form)
    chat.show(replace(shown, text=f"{chat.voice.say(OVER)}\n\n{shown.text}"))


async def forget_all(chat: Chat, form: str) -> None:
    """Nobody tries this form any more."""
    for draft in await chat.store.drafts.trials(form=form):
        await _forget(chat, draft)


async def _forget(chat: Chat, draft: int) -> None:
    chat.store.files.keep_only(draft, ())
    await chat.store.typed.forget_draft(draft)
    await chat.store.drafts.forget(draft)
