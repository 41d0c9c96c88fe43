"""What is looked at once more before a report is sent. What is wrong is said, and the draft stays."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.engine import Word
from conversations.meaning import Meaning
from domain.voice import phrase
from handlers.checked import Check as Check
from handlers.checked import Checked as Checked
from handlers.checked import Objection as Objection
from handlers.checked import at as at
from handlers.checked import at_question as at_question
from handlers.checked import said as said
from handlers.referral_checks import is_agreed, shares_what_it_may

NOT_YOURS = phrase("Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
NO_REFERRAL = phrase("Rujukan itu tidak ada di daftar Anda. Pilih rujukan yang lain.")
NO_UNIT = phrase("Unit itu tidak ada di satker Anda. Pilih unit yang lain.")
WITHDRAWN = phrase("Klien ini sudah menarik persetujuannya. Laporan tentangnya tidak bisa dikirim lagi.")
TOO_LATE = phrase("Tanggalnya belum tiba. Pilih hari ini atau sebelumnya.")
BEFORE_UNIT = phrase("Unit {unit} baru ada sejak {since}. Pilih tanggal sesudah itu.")


async def objection_to(checked: Checked) -> Objection | None:
    """The first thing that speaks against sending the report."""
    for check in (*_ALL, *CHECKS.get(checked.filling.form.id, ())):
        objection = await check(checked)
        if objection is not None:
            return objection
    return None


async def _finds_its_subject(checked: Checked) -> Objection | None:
    match checked.subject.missing:
        case Meaning.CLIENT:
            return at(checked, Meaning.CLIENT, Word(NOT_YOURS, {}))
        case Meaning.REFERRAL:
            return at(checked, Meaning.REFERRAL, Word(NO_REFERRAL, {}))
        case Meaning.UNIT:
            return at(checked, Meaning.UNIT, Word(NO_UNIT, {}))
    return None


async def _is_consented(checked: Checked) -> Objection | None:
    client = checked.subject.client
    return said(checked, Word(WITHDRAWN, {})) if client is not None and not client.consented else None


async def _has_a_day_that_was(checked: Checked) -> Objection | None:
    chat, subject = checked.filling.chat, checked.subject
    if subject.day > chat.local.date():
        return at(checked, Meaning.DAY, Word(TOO_LATE, {}))
    unit, tells_its_story = subject.unit, checked.filling.form.id in _BEFORE_THE_UNIT
    if unit is not None and unit.since is not None and subject.day < unit.since and not tells_its_story:
        gaps = {"unit": unit.name, "since": chat.voice.day(unit.since)}
        return at(checked, Meaning.DAY, Word(BEFORE_UNIT, gaps))
    return None


_ALL: tuple[Check, ...] = (_finds_its_subject, _is_consented, _has_a_day_that_was)
_BEFORE_THE_UNIT = frozenset(("tahap_unit", "pembentukan"))  # they tell how a unit came to be

# What single forms want looked at besides, by their ids.
CHECKS: Mapping[str, tuple[Check, ...]] = {"rujukan": (is_agreed, shares_what_it_may)}
