"""A link to the satisfaction survey, made for a client and handed over to them. Who made it sees no answer."""

from __future__ import annotations

from datetime import timedelta

from domain.access import Action, Reach, Record, reach
from domain.clients import Client, Status
from domain.messages import Button, Message, Rows
from domain.people import Unit
from domain.presses import Do, Press
from domain.survey_batches import day_of
from domain.voice import phrase
from handlers.chat import Chat
from handlers.client_words import NOT_HERE
from handlers.invitations import digest_of, link
from handlers.kit import HELP
from handlers.menu import show_menu
from storage.surveys import Place

MARK = "s_"  # before the token of a survey, in what the help bot is started with
SERVED = 2  # reports about somebody: the one that opened them, and one more

ASKED = phrase(
    "Tautan survei untuk klien ini:\n{link}\n"
    "Kirim kepada klien, atau serahkan HP ini sebentar. Klien memilih sendiri, tanpa dibantu. "
    "Tanpa nama: jawaban satu orang tidak ditampilkan kepada agen atau petugas. "
    "Berlaku satu kali, sampai {until}. Tiap klien menjawab sekali dalam {months} bulan."
)


def link_row(chat: Chat, client: Client, reports: int) -> Rows:
    """The button on the card of a client who was served, or whose time with us is over."""
    was_served = reports >= SERVED and client.status is not Status.DIED
    return ((chat.button("Tautan survei", Do.SURVEY_LINK, client.id),),) if _may_ask(chat) and was_served else ()


async def make_link(chat: Chat, press: Press) -> None:
    """A link to hand on. It stays in the chat; whatever comes next is shown below it."""
    client = await chat.store.clients.find(chat.person, press.subject)
    unit = await chat.store.places.unit(client.unit) if client is not None and client.withdrawn_on is None else None
    if client is None or unit is None or not _may_ask(chat):
        await show_menu(chat, chat.voice.say(NOT_HERE))
        return
    address = await _new_link(chat, client, unit)
    until = chat.voice.day((chat.local + _valid(chat)).date(), chat.local.date())
    months = chat.kit.ikm.period_months
    text = chat.voice.say(ASKED, link=address, until=until, months=months)
    buttons = (Button(chat.voice.say("Salin tautan"), copy=address), Button(chat.voice.say("Buka"), url=address))
    back = chat.labelled(f"‹ {client.label(chat.person.id)}", Do.CLIENT, client.id)
    chat.show(Message(text, (buttons, (back, chat.button("Menu", Do.MENU)))))
    chat.let_go()


async def _new_link(chat: Chat, client: Client, unit: Unit) -> str:
    token = chat.kit.token()
    period = chat.kit.ikm.period(day_of(chat.now))
    place, until = Place(unit.satker, unit.code), chat.now + _valid(chat)
    await chat.store.surveys.make(digest_of(token), place, f"client:{client.id}", period, until)
    return link(chat.kit.bots[HELP], MARK + token)


def _may_ask(chat: Chat) -> bool:
    """Whether links are made in this role, and there is a bot to which they lead."""
    return reach(chat.person.role, Action.ADD, Record.SURVEY) is not Reach.NOTHING and HELP in chat.kit.bots


def _valid(chat: Chat) -> timedelta:
    return timedelta(days=chat.kit.ikm.link_days)
