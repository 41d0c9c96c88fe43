"""Buttons about one client: their card, a form about them, and the client whom a consent opens."""

from __future__ import annotations

from conversations.form import Form
from conversations.meaning import Meaning
from domain.clients import Client, Consent
from domain.presses import Press
from handlers.beginning import begin_form
from handlers.chat import Chat
from handlers.client_card import show_client
from handlers.client_words import NOT_HERE
from handlers.filling import find_draft
from handlers.menu import show_menu
from storage.drafts import Begun


async def open_card(chat: Chat, press: Press) -> None:
    """The card of a client; `choice` is the page of what was reported."""
    client = await chat.store.clients.find(chat.person, press.subject)
    if client is None:
        await show_menu(chat, chat.voice.say(NOT_HERE))
    else:
        await show_client(chat, client, press.choice)


async def is_same_person(chat: Chat, press: Press) -> None:
    """It is nobody new. The draft stays, until its person throws it away."""
    chat.flash(chat.voice.say("Draf klien baru tetap disimpan."))
    await open_card(chat, Press(press.do, press.subject))


async def begin_about(chat: Chat, press: Press) -> None:
    """A form about this client. The same button leads to the same draft."""
    client = await chat.store.clients.find(chat.person, press.subject)
    form = _offered(chat, press.choice)
    if client is None or form is None:
        await show_menu(chat, chat.voice.say(NOT_HERE))
    elif not client.consented:
        await show_client(chat, client)
    else:
        await begin_form(chat, form, Begun(client=client.id), {Meaning.CLIENT: client.code})


async def begin_next(chat: Chat, press: Press) -> None:
    """The client whom this consent opens; or the one whom it has opened."""
    consent, form = await _consent(chat, press.subject), _offered(chat, press.choice)
    opened = await _opened(chat, consent)
    if opened is not None:
        await show_client(chat, opened)
    elif consent is None or form is None or not consent.stands or consent.client is not None:
        await show_menu(chat, chat.voice.say("Persetujuan itu tidak berlaku lagi."))
    else:
        await begin_form(chat, form, known={Meaning.CONSENT: consent.number})


async def _consent(chat: Chat, draft_id: int) -> Consent | None:
    draft = await find_draft(chat, draft_id)
    sent = await chat.store.submissions.of_draft(draft.id) if draft is not None else None
    return await chat.store.consents.find(chat.person, sent.number) if sent is not None else None


async def _opened(chat: Chat, consent: Consent | None) -> Client | None:
    if consent is None or consent.client is None:
        return None
    return await chat.store.clients.find(chat.person, consent.client)


def _offered(chat: Chat, key: int) -> Form | None:
    return chat.kit.library.by_key(key, chat.person)
