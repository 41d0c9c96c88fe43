"""What is looked at once more before a report is sent. What is wrong is said, and the draft stays."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.engine import Step, Word
from conversations.meaning import Meaning
from domain.clients import Client
from domain.messages import Message
from domain.people import Role
from domain.presses import Do
from domain.voice import Html, phrase
from handlers import client_checks, kept_checks, referral_checks, unit_checks
from handlers.checked import Check, Checked, Objection, at, insist, said
from handlers.client_checks import WITHDRAWN
from handlers.correcting import NOT_ITS_AUTHOR, NOT_YOURS, locked_sentence, may_correct
from handlers.library import is_for_person
from storage.submissions import VERIFIED, Submission

NOT_HERE = phrase("Klien ini tidak ada di satker Anda. Pilih klien yang lain.")
NO_REFERRAL = phrase("Rujukan itu tidak ada di daftar Anda. Pilih rujukan yang lain.")
NO_UNIT = phrase("Unit itu tidak ada di satker Anda. Pilih unit yang lain.")
UNCOVERED = phrase("Persetujuan klien ini tidak cocok. Koreksi dulu laporan Persetujuan, atau laporan Klien baru.")
NOT_FOR_YOU = phrase("Formulir ini bukan untuk tugas Anda yang sekarang. Buang saja drafnya.")
TOO_LATE = phrase("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya.")
BEFORE_UNIT = phrase("Unit {unit} baru ada sejak {since}. Pilih tanggal sesudah itu.")


async def objection_to(checked: Checked) -> Objection | None:
    """The first thing that speaks against sending the report."""
    for check in (*_ALL, *CHECKS.get(checked.filling.form.id, ())):
        objection = await check(checked)
        if objection is not None:
            return objection
    return None


async def _is_for_this_person(checked: Checked) -> Objection | None:
    """Somebody may have come back in another role or satker, with the drafts of the one before."""
    filling = checked.filling
    return None if is_for_person(filling.form, filling.chat.person) else said(checked, Word(NOT_FOR_YOU, {}))


async def _may_still_be_corrected(checked: Checked) -> Objection | None:
    """A correction: the report may have been verified, or corrected by another draft, since this one was begun."""
    chat, begun_from = checked.filling.chat, checked.corrected
    newest = await chat.store.submissions.held(begun_from.number) if begun_from is not None else None
    if newest is None:
        return None
    if newest.status == VERIFIED:
        return said(checked, Word("{message}", {"message": Html(await locked_sentence(chat, newest.number))}))
    if not await may_correct(chat, newest):
        return said(checked, Word(NOT_ITS_AUTHOR, {}))
    same = newest.id == checked.filling.draft.corrects
    return None if same or checked.insisted else _corrected_meanwhile(checked, newest)


def _corrected_meanwhile(checked: Checked, newest: Submission) -> Message:
    chat, draft = checked.filling.chat, checked.filling.draft
    text = chat.voice.say(
        "Laporan {number} sudah dikoreksi sementara itu. Kalau yang ini dikirim, yang ini yang berlaku.",
        number=newest.number,
    )
    send, back = insist(checked, phrase("Kirim yang ini")), chat.button("Lihat dulu", Do.RESUME, draft.id)
    return Message(text, ((send,), (back, chat.button("Menu", Do.MENU))))


async def finds_its_subject(checked: Checked) -> Step | None:
    """A client or unit about whom this person may report; also whether the client still wants it."""
    match checked.subject.missing:
        case Meaning.CLIENT:
            is_agent = checked.filling.chat.person.role is Role.AGEN
            return at(checked, Meaning.CLIENT, Word(NOT_YOURS if is_agent else NOT_HERE, {}))
        case Meaning.REFERRAL:
            return at(checked, Meaning.REFERRAL, Word(NO_REFERRAL, {}))
        case Meaning.UNIT:
            return at(checked, Meaning.UNIT, Word(NO_UNIT, {}))
    return _is_consented(checked)


def _is_consented(checked: Checked) -> Step | None:
    client = checked.subject.client
    if client is None or client.consented or _takes_it_back(checked, client):
        return None
    return said(checked, Word(WITHDRAWN if client.withdrawn_on is not None else UNCOVERED, {}))


def _takes_it_back(checked: Checked, client: Client) -> bool:
    """Whether it is a withdrawal, or one that is corrected: what does not fit may be taken back at any time."""
    first = client.withdrawn_on is None
    return checked.filling.form.id == "tarik_persetujuan" and (first or checked.is_correction)


async def _has_a_day_that_was(checked: Checked) -> Objection | None:
    chat, subject = checked.filling.chat, checked.subject
    if _keeps_its_day(checked):
        return None
    if subject.day > chat.local.date():
        return at(checked, Meaning.DAY, Word(TOO_LATE, {}))
    unit, tells_its_story = subject.unit, checked.filling.form.id in _BEFORE_THE_UNIT
    if unit is not None and unit.since is not None and subject.day < unit.since and not tells_its_story:
        gaps = {"unit": unit.name, "since": chat.voice.day(unit.since)}
        return at(checked, Meaning.DAY, Word(BEFORE_UNIT, gaps))
    return None


def _keeps_its_day(checked: Checked) -> bool:
    """Whether a correction leaves the day as it was taken, though the unit may have got a later beginning since."""
    sent = checked.corrected
    unit = checked.subject.unit.code if checked.subject.unit is not None else None
    return sent is not None and (sent.day, sent.unit) == (checked.subject.day, unit)


_ALL: tuple[Check, ...] = (_is_for_this_person, _may_still_be_corrected, finds_its_subject, _has_a_day_that_was)
_BEFORE_THE_UNIT = frozenset(("unit_baru", "tahap_unit", "pembentukan", "bimtek"))  # they tell how a unit came to be

# What single forms want looked at besides, by their ids.
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "unit_baru": (unit_checks.has_a_code, unit_checks.is_new, unit_checks.is_a_known_place),
    "tahap_unit": (unit_checks.has_evidence,),
    "jaga": (kept_checks.are_officers,),
    "aturan": (kept_checks.are_officers,),
    "target": (kept_checks.is_own_target,),
    "persetujuan": (client_checks.is_before_its_client,),
    "klien_baru": (client_checks.is_still_theirs, client_checks.has_its_consent, client_checks.is_nobody_known),
    "rujukan": (referral_checks.is_agreed, referral_checks.shares_what_it_may),
    "serah_terima": (client_checks.goes_to_an_agent,),
    "agen_berhenti": (client_checks.names_an_agent,),
}
