"""Whom and what a report is about: its day, its client, its unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conversations.meaning import Meaning, answer_of
from conversations.page import Page
from domain.access import Action
from domain.clients import Client
from domain.people import Unit
from handlers.chat import Chat


@dataclass(frozen=True)
class Subject:
    """A report is about a unit, about a client of it, or about neither. `missing` names what is not to be found.

    `about` is the number of the referral or consent that it is about; `of_unit` says that it names the unit itself.
    """

    day: date
    unit: Unit | None = None
    client: Client | None = None
    missing: Meaning | None = None
    about: str = ""
    of_unit: bool = False


async def subject_of(chat: Chat, page: Page) -> Subject:
    """What the answers on this page are about, as far as the person may touch it."""
    live = page.turn.live
    day = _day(answer_of(live, Meaning.DAY)) or chat.local.date()
    referral = answer_of(live, Meaning.REFERRAL)
    if referral:
        return await _referred(chat, day, referral)
    code = answer_of(live, Meaning.CLIENT)
    if code:
        client = await chat.store.clients.by_code(chat.person, code, Action.SEE)
        unit = await _unit_of(chat, client)
        missing = Meaning.CLIENT if client is None or unit is None else None
        return Subject(day, unit, client, missing)
    named = answer_of(live, Meaning.UNIT)
    if named:
        unit = await chat.store.places.unit_for(chat.person, named)
        return Subject(day, unit, missing=Meaning.UNIT if unit is None else None, of_unit=True)
    return Subject(day, chat.person.unit, about=answer_of(live, Meaning.CONSENT))


async def _referred(chat: Chat, day: date, number: str) -> Subject:
    """What is heard of a referral is about its client."""
    key = await chat.store.referrals.client_of(chat.person, number)
    client = await chat.store.clients.find(chat.person, key) if key is not None else None
    unit = await _unit_of(chat, client)
    missing = Meaning.REFERRAL if client is None or unit is None else None
    return Subject(day, unit, client, missing, about=number)


async def _unit_of(chat: Chat, client: Client | None) -> Unit | None:
    """The unit of a client; none for who works in another satker by now, and waits to hand them over."""
    own = chat.person.unit
    if client is None or (own is not None and own.code == client.unit):
        return own
    return await chat.store.places.unit_for(chat.person, client.unit)


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
