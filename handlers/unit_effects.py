"""What reports about units do: register one, tell how far it has come, keep what was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from conversations.answered import Answers
from domain.follow_up import months_later
from domain.people import Unit
from domain.presses import Do
from domain.stages import NO_DECREE, STAGE_NAMES, TRACK_NAMES, Decree, Reached, Stage
from domain.voice import within_a_sentence
from handlers.filed import Filed
from handlers.unit_checks import unit_code
from handlers.unit_keys import key_of_unit
from storage.findings import END, START

ASPECTS = (
    "sdm", "legal", "dana", "sarana", "sosialisasi", "jangkauan", "skrining", "layanan", "rujukan", "pemantauan",
    "pencatatan", "jejaring",
)  # fmt: skip
MAPPING_RECORD = "peta"  # the evidence of a unit that is registered


async def register_unit(filed: Filed) -> None:
    """A new unit of the petugas' satker, mapped on that day."""
    store, given = filed.chat.store, filed.answers
    code, number = unit_code(given), filed.sent.number
    registered = await store.stages.unit_of(number)
    if registered is None:
        await store.places.add_unit(code, given["nama"].strip(), filed.chat.person.satker or "", filed.chat.now)
    elif registered != code:
        await store.stages.forget(number)  # so that nothing belongs to the unit, and its code can change
    if registered is not None:
        await store.places.change_unit(registered, code, given["nama"].strip())
    await store.stages.record(
        Reached(
            number, code, filed.subject.day, Stage.MAPPED, given["jalur"], MAPPING_RECORD, NO_DECREE, filed.chat.now
        ),
        filed.chat.person.id,
    )
    say = filed.chat.voice.say
    filed.told.append(say("Unit {unit} terdaftar. Sekarang agennya bisa diundang.", unit=given["nama"].strip()))
    _offer(filed, code)


async def change_stage(filed: Filed) -> None:
    """One more step in the history of a unit."""
    unit, given = filed.subject.unit, filed.answers
    if unit is None:
        return
    decree = decree_in(given)
    reached = Reached(
        filed.sent.number, unit.code, filed.subject.day, given["tahap"], given["jalur"], given["bukti"], decree,
        filed.chat.now,
    )  # fmt: skip
    await filed.chat.store.stages.record(reached, filed.chat.person.id)
    _tell_stage(filed, unit, reached)
    _offer(filed, unit.code)


def decree_in(given: Answers) -> Decree:
    """The SK that a report tells of, with its end."""
    signed = _day(given["sk_tgl"])
    if signed is None:
        return NO_DECREE
    months = int(given["sk_masa_bulan"]) if given["sk_masa_bulan"].isdecimal() else 0
    until = months_later(signed, months) if months else None
    return Decree(given["sk_jenis"], given["sk_nomor"].strip(), signed, until)


async def keep_start(filed: Filed) -> None:
    await _keep_findings(filed, START, "keadaan_")


async def keep_end(filed: Filed) -> None:
    await _keep_findings(filed, END, "akhir_")


async def keep_result(filed: Filed) -> None:
    """The values that were agreed on: those found before, or else those asked for now."""
    await _keep_findings(filed, END, "nilai_", "akhir_")


async def _keep_findings(filed: Filed, phase: str, *prefixes: str) -> None:
    unit = filed.subject.unit
    if unit is not None:
        values = _values(filed.answers, prefixes)
        await filed.chat.store.findings.put(filed.sent.number, unit.code, phase, filed.subject.day, values)


def _values(given: Answers, prefixes: tuple[str, ...]) -> Mapping[str, int]:
    found = {aspect: next((v for p in prefixes if (v := given[p + aspect])), "") for aspect in ASPECTS}
    return {aspect: int(float(value)) for aspect, value in found.items() if value}


# --- On the receipt -------------------------------------------------------------------------------


def _tell_stage(filed: Filed, unit: Unit, reached: Reached) -> None:
    say, voice = filed.chat.voice.say, filed.chat.voice
    stage = within_a_sentence(say(STAGE_NAMES[Stage(reached.stage)]))
    track = say(TRACK_NAMES[reached.track]) if reached.track in TRACK_NAMES else reached.track
    lines = [say("{unit}: {stage}, jalur {track}.", unit=unit.name, stage=stage, track=track)]
    if reached.decree.until is not None:
        lines.append(say("SK berlaku sampai {day}.", day=voice.dated(reached.decree.until)))
    filed.told.append("\n".join(lines))


def _offer(filed: Filed, code: str) -> None:
    filed.offered.append(((filed.chat.button("Buka unit", Do.UNIT, key_of_unit(code)),),))


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
