"""What is looked at before a client is opened or handed over, or an agent leaves."""

from __future__ import annotations

from conversations.engine import Step, Word
from conversations.meaning import Meaning, answer_of
from domain.access import Action
from domain.clients import CHILDREN, Client, Consent
from domain.messages import Message
from domain.people import Person
from domain.presses import Do
from domain.voice import phrase
from handlers.chat import Chat, rows
from handlers.checked import Checked, at, at_named, insist, said
from handlers.client_words import kind_of_person
from handlers.correcting import NOT_YOURS

MOST_ALIKE = 6
WITHDRAWN = phrase("Klien ini sudah menarik persetujuannya. Laporan tentangnya tidak bisa dikirim lagi.")
UNUSABLE = phrase("Persetujuan itu sudah dipakai, atau tidak berlaku lagi. Pilih yang lain.")
NO_GUARDIAN = phrase("Di bawah 18 tahun perlu persetujuan lewat wali, atau lewat petugas yang mendampingi.")
GROWN_UP = phrase("Persetujuan itu untuk anak di bawah 18 tahun. Pilih golongan umur yang cocok.")
TOO_LATE = phrase("Klien dari persetujuan ini tercatat sejak {since}. Pilih tanggal itu atau sebelumnya.")
TOO_EARLY = phrase("Persetujuannya baru diberikan {day}. Pilih tanggal itu atau sesudahnya.")
NO_AGENT = phrase("Agen itu tidak ada di satker Anda, atau sudah berhenti. Pilih yang lain.")
SAME_AGENT = phrase("Agen itu sudah mendampingi klien ini. Pilih yang lain.")
HAS_LEFT = phrase("Agen itu sudah tercatat berhenti.")


async def is_still_theirs(checked: Checked) -> Step | None:
    """A correction is about the client who was opened: not once they are another agent's, or have withdrawn."""
    chat, sent = checked.filling.chat, checked.corrected
    if sent is None:
        return None
    client = await chat.store.clients.opened_by(chat.person, sent.number)
    if client is None:
        return said(checked, Word(NOT_YOURS, {}))
    return said(checked, Word(WITHDRAWN, {})) if client.withdrawn_on is not None else None


async def has_its_consent(checked: Checked) -> Step | None:
    """No client without a consent of their own, and no child without a guardian."""
    chat = checked.filling.chat
    number = answer_of(checked.page.turn.live, Meaning.CONSENT)
    consent = await chat.store.consents.find(chat.person, number)
    if consent is None or not consent.stands or await _is_anothers(checked, consent):
        return at(checked, Meaning.CONSENT, Word(UNUSABLE, {}))
    if not consent.covers(checked["umur"]):
        return at_named(checked, "umur", Word(NO_GUARDIAN if checked["umur"] == CHILDREN else GROWN_UP, {}))
    if checked.subject.day < consent.day:
        return at(checked, Meaning.DAY, Word(TOO_EARLY, {"day": chat.voice.day(consent.day)}))
    return None


async def _is_anothers(checked: Checked, consent: Consent) -> bool:
    """Whether another client was opened by it. A correction finds its own client there."""
    if consent.client is None:
        return False
    chat, sent = checked.filling.chat, checked.corrected
    own = await chat.store.clients.opened_by(chat.person, sent.number) if sent is not None else None
    return own is None or own.id != consent.client


async def is_before_its_client(checked: Checked) -> Step | None:
    """A consent that is corrected was given before the client was opened by it."""
    chat, sent = checked.filling.chat, checked.corrected
    consent = await chat.store.consents.find(chat.person, sent.number) if sent is not None else None
    if consent is None or consent.client is None:
        return None
    client = await chat.store.clients.find(chat.person, consent.client)
    if client is None or checked.subject.day <= client.opened_on:
        return None
    return at(checked, Meaning.DAY, Word(TOO_LATE, {"since": chat.voice.day(client.opened_on)}))


async def is_nobody_known(checked: Checked) -> Message | None:
    """Whether somebody may be about to open a client of theirs a second time."""
    if checked.is_correction or checked.insisted:
        return None
    chat, sex, age = checked.filling.chat, checked["jk"], checked["umur"]
    alike = await chat.store.clients.alike(chat.person, sex, age)
    return _same_person(checked, alike, kind_of_person(chat.voice, sex, age)) if alike else None


def _same_person(checked: Checked, alike: list[Client], kind: str) -> Message:
    chat = checked.filling.chat
    shown, more = alike[:MOST_ALIKE], len(alike) - MOST_ALIKE
    lines = [chat.voice.say("<b>Mungkin orang yang sama?</b>"), chat.voice.say("Klien Anda: {kind}.", kind=kind)]
    lines += [f"• {_since(chat, client)}" for client in shown]
    lines += [chat.voice.say("… dan {n} lagi", n=more)] if more > 0 else []
    same = [chat.button("Ya, ini {client}", Do.SAME_PERSON, each.id, client=_name(chat, each)) for each in shown]
    fresh = insist(checked, phrase("Bukan, catat klien baru"))
    return Message("\n".join(lines), rows(*same, fresh))


def _name(chat: Chat, client: Client) -> str:
    return client.short(chat.person.id)


def _since(chat: Chat, client: Client) -> str:
    since = chat.voice.short_day(client.opened_on, chat.local.date())
    return chat.voice.say("{client}, sejak {since}", client=client.label(chat.person.id), since=since)


async def goes_to_an_agent(checked: Checked) -> Step | None:
    """To somebody who works here, and is not the client's agent already. A correction may name who has left since."""
    agent, client = await _agent(checked, Action.SEE), checked.subject.client
    if agent is None or not (agent.is_active or checked.is_correction):
        return at_named(checked, "agen", Word(NO_AGENT, {}))
    same = client is not None and agent.id == client.agent
    return at_named(checked, "agen", Word(SAME_AGENT, {})) if same and not checked.is_correction else None


async def names_an_agent(checked: Checked) -> Step | None:
    agent = await _agent(checked, Action.CHANGE)
    if agent is None:
        return at_named(checked, "agen", Word(NO_AGENT, {}))
    has_left = not agent.is_active and not checked.is_correction
    return at_named(checked, "agen", Word(HAS_LEFT, {})) if has_left else None


async def _agent(checked: Checked, action: Action) -> Person | None:
    chat = checked.filling.chat
    return await chat.store.people.agent_for(chat.person, checked["agen"], action)
