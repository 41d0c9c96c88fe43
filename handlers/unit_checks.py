"""What is looked at before something about a unit is sent: its code, and the evidence of its stage."""

from __future__ import annotations

import re
from typing import Protocol

from conversations.engine import Word
from domain.messages import Button, Message
from domain.presses import Do, Press
from domain.stages import STAGES, Stage
from domain.territory import is_village
from domain.voice import phrase
from handlers.checked import Checked, Objection, at_named, insist

CODE = "kode_wilayah"  # the question that asks for the code of a unit
NO_CODE = phrase("Kodenya 10 angka dari Kemendagri, misalnya 19.04.03.2004. Tulis lagi.")
TAKEN = phrase("Unit {unit} sudah terdaftar dengan kode itu. Buka lewat Menu, Unit.")
TAKEN_ELSEWHERE = phrase("Kode itu sudah dipakai unit di satker lain. Periksa lagi angkanya.")
IN_USE = phrase("Unit ini sudah punya agen atau laporan. Kodenya tidak bisa diganti lagi.")
NO_STAGE = phrase("Tahap itu tidak dikenal. Pilih tahap yang lain.")
NO_EVIDENCE = phrase("Tahap ini perlu bukti. Pilih buktinya.")
NO_DECREE = phrase("Untuk ber-SK, isi nomor dan tanggal SK-nya.")


class Given(Protocol):
    """Answers by the names of their questions, of a report that is about to be sent, or was."""

    def __getitem__(self, name: str) -> str: ...


def unit_code(given: Given) -> str:
    """The code of a new unit as codes are written, whatever stood between its digits; empty if it is none."""
    digits = re.sub(r"[. ]", "", given[CODE])
    code = ".".join((digits[:2], digits[2:4], digits[4:6], digits[6:]))
    return code if is_village(code) else ""


async def has_a_code(checked: Checked) -> Objection | None:
    return None if unit_code(checked) else at_named(checked, CODE, Word(NO_CODE, {}))


async def is_new(checked: Checked) -> Objection | None:
    """No other unit has the code. The unit that a correction is about may get another one while it is not in use."""
    store, person = checked.filling.chat.store, checked.filling.chat.person
    sent = checked.corrected
    code, number = unit_code(checked), sent.number if sent is not None else ""
    registered = await _registered(checked)
    if registered == code:
        return None
    if await store.places.unit(code) is not None:
        known = await store.places.unit_for(person, code)
        word = Word(TAKEN, {"unit": known.name}) if known is not None else Word(TAKEN_ELSEWHERE, {})
        return at_named(checked, CODE, word)
    if registered is not None and await store.places.is_used(registered, besides=number):
        return at_named(checked, CODE, Word(IN_USE, {}))
    return None


async def is_a_known_place(checked: Checked) -> Objection | None:
    """A code that is not among the known places may be a slip, or a new village: asked back, once."""
    code = unit_code(checked)
    chat = checked.filling.chat
    around = [code[:5], code[:8], code]
    names = await chat.store.territories.names(around)
    if checked.insisted or code in names or await _registered(checked) == code:
        return None
    known = ", ".join(names[each] for each in reversed(around) if each in names)
    say = chat.voice.say
    if known:
        text = say("Kode {code} ada di {known}, tetapi desanya belum ada di daftar.", code=code, known=known)
    else:
        text = say("Kode {code} belum ada di daftar wilayah.", code=code)
    return _asked_back(checked, f"{text}\n{say('Kodenya sudah benar?')}")


def _asked_back(checked: Checked, text: str) -> Message:
    chat, state = checked.filling.chat, checked.filling.state
    draft = checked.filling.draft.id
    back = chat.draw(Press(Do.RESUME, draft, revision=state.visit))
    no = Button(chat.voice.plain("Periksa lagi"), back)
    return Message(text, ((insist(checked, phrase("Ya, kirim")),), (no,)))


async def _registered(checked: Checked) -> str | None:
    """The unit that the corrected report has registered."""
    sent = checked.corrected
    return await checked.filling.chat.store.stages.unit_of(sent.number) if sent is not None else None


async def has_evidence(checked: Checked) -> Objection | None:
    """A stage is not just said (domain brief 1.3). Our form asks for it; another one might not."""
    if checked["tahap"] not in STAGES:
        return at_named(checked, "tahap", Word(NO_STAGE, {}))
    if not checked["bukti"]:
        return at_named(checked, "bukti", Word(NO_EVIDENCE, {}))
    if checked["tahap"] == Stage.DECREED and not (checked["sk_nomor"] and checked["sk_tgl"]):
        return at_named(checked, "sk_tgl" if checked["sk_nomor"] else "sk_nomor", Word(NO_DECREE, {}))
    return None
