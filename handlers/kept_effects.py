"""What reports about the tables of a satker do: each keeps one row, under its number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.duty import HEAD_RULE, PROMISE_RULE
from domain.presses import Do
from handlers.filed import Filed
from handlers.kept_checks import place_of
from handlers.kept_tables import KINDS, NAMES
from storage.kept import Kind
from storage.targets import Target

RULES = ("sedang", PROMISE_RULE, HEAD_RULE)  # how what is moderate is handled, and what holds for the help line


async def keep_facility(filed: Filed) -> None:
    given = filed.answers
    about = {"kind": given["jenis"], "area": given["wilayah"], "phone": given["telepon"], "hours": given["jam"]}
    await _keep(filed, Kind.FACILITY, {**about, "name": given["nama"].strip(), "checked_on": _checked(filed)})


async def keep_partner(filed: Filed) -> None:
    given = filed.answers
    about = {"kind": given["jenis"], "field": given["bidang"], "contact": given["kontak"]}
    await _keep(filed, Kind.PARTNER, {**about, "name": given["nama"].strip()})


async def keep_hotline(filed: Filed) -> None:
    given = filed.answers
    about = {"line": given["nomor"], "hours": given["jam"], "scope": given["lingkup"], "coverage": given["cakupan"]}
    await _keep(filed, Kind.HOTLINE, {**about, "name": given["nama"].strip(), "checked_on": _checked(filed)})


async def keep_duty(filed: Filed) -> None:
    given, chat = filed.answers, filed.chat
    officers = await chat.store.people.officers(chat.person, [given["petugas"], given["kedua"]])
    hours = {"days": given["hari"], "since": given["dari"][:5], "until": given["sampai"][:5]}
    second = officers.get(given["kedua"])
    who = {"person": officers[given["petugas"]].id, "second": second.id if second is not None else None}
    await _keep(filed, Kind.DUTY, {**hours, **who})


async def keep_rule(filed: Filed) -> None:
    """What the satker decided; of what was not answered, what held before goes on."""
    chat, since = filed.chat, _day(filed.answers["mulai_tgl"]) or filed.subject.day
    rules = {rule: filed.answers[rule] for rule in RULES if filed.answers[rule]}
    await chat.store.kept.put_rules(filed.sent.number, chat.person.satker or "", rules, since)


async def keep_target(filed: Filed) -> None:
    given, chat = filed.answers, filed.chat
    target = Target(int(given["tahun"]), given["tingkat"], place_of(given), given["tahap"], int(given["jumlah"]))
    await chat.store.targets.put(filed.sent.number, target, chat.person.id, chat.now)


async def _keep(filed: Filed, kind: Kind, values: Mapping[str, Any]) -> None:
    """A form without the question is about something in use."""
    active = filed.answers["aktif"] != "tidak"
    satker = filed.chat.person.satker or ""
    await filed.chat.store.kept.put(kind, filed.sent.number, satker, {**values, "active": active})
    filed.offered.append(((filed.chat.button(NAMES[kind], Do.TABLE, choice=KINDS.index(kind)),),))


def _checked(filed: Filed) -> date:
    return _day(filed.answers["dicek_tgl"]) or filed.subject.day


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
