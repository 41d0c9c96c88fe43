"""What is looked at once more before a report is sent. What is wrong is said, and the draft stays."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.engine import Step, Word
from conversations.meaning import Meaning
from domain.people import Role
from domain.voice import phrase
from handlers import client_checks, referral_checks
from handlers.checked import Check, Checked, Objection, at, said

NOT_YOURS = phrase("Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
NOT_HERE = phrase("Klien ini tidak ada di satker Anda. Pilih klien yang lain.")
NO_REFERRAL = phrase("Rujukan itu tidak ada di daftar Anda. Pilih rujukan yang lain.")
NO_UNIT = phrase("Unit itu tidak ada di satker Anda. Pilih unit yang lain.")
WITHDRAWN = phrase("Klien ini sudah menarik persetujuannya. Laporan tentangnya tidak bisa dikirim lagi.")
UNCOVERED = phrase("Persetujuan klien ini tidak cocok. Koreksi dulu laporan Persetujuan, atau laporan Klien baru.")
TOO_LATE = phrase("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya.")
BEFORE_UNIT = phrase("Unit {unit} baru ada sejak {since}. Pilih tanggal sesudah itu.")


async def objection_to(checked: Checked) -> Objection | None:
    """The first thing that speaks against sending the report."""
    for check in (*_ALL, *CHECKS.get(checked.filling.form.id, ())):
        objection = await check(checked)
        if objection is not None:
            return objection
    return None


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
    if client is None or client.consented or _takes_it_back(checked):
        return None
    return said(checked, Word(WITHDRAWN if client.withdrawn_on is not None else UNCOVERED, {}))


def _takes_it_back(checked: Checked) -> bool:
    """Whether it is the withdrawal itself that is corrected."""
    return checked.filling.form.id == "tarik_persetujuan" and checked.is_correction


async def _has_a_day_that_was(checked: Checked) -> Objection | None:
    chat, subject = checked.filling.chat, checked.subject
    if subject.day > chat.local.date():
        return at(checked, Meaning.DAY, Word(TOO_LATE, {}))
    unit, tells_its_story = subject.unit, checked.filling.form.id in _BEFORE_THE_UNIT
    if unit is not None and unit.since is not None and subject.day < unit.since and not tells_its_story:
        gaps = {"unit": unit.name, "since": chat.voice.day(unit.since)}
        return at(checked, Meaning.DAY, Word(BEFORE_UNIT, gaps))
    return None


_ALL: tuple[Check, ...] = (finds_its_subject, _has_a_day_that_was)
_BEFORE_THE_UNIT = frozenset(("unit_baru", "tahap_unit", "pembentukan", "bimtek"))  # they tell how a unit came to be

# What single forms want looked at besides, by their ids.
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "klien_baru": (client_checks.has_its_consent, client_checks.is_nobody_known),
    "rujukan": (referral_checks.is_agreed, referral_checks.shares_what_it_may),
    "serah_terima": (client_checks.goes_to_an_agent,),
    "agen_berhenti": (client_checks.names_an_agent,),
}
