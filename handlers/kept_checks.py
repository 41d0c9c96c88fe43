"""What is looked at before a row of a table or a target is sent."""

from __future__ import annotations

from conversations.engine import Word
from domain.duty import HEAD_RULE
from domain.people import Role
from domain.voice import phrase
from handlers.checked import Checked, Objection, at_named
from handlers.unit_checks import Given
from storage.targets import Level

NOT_THERE = phrase("Petugas itu sudah tidak bertugas di satker Anda. Pilih yang lain.")
NOT_YOUR_PROVINCE = phrase("Anda mengisi target untuk provinsi Anda sendiri dan satkernya. Pilih yang lain.")
NO_PLACE = phrase("Tempat itu tidak dikenal. Pilih yang lain.")


async def are_officers(checked: Checked) -> Objection | None:
    """Whoever is on duty or heads the section works in this satker. A roster no longer used may name who has left."""
    chat = checked.filling.chat
    named = [name for name in ("petugas", "kedua", HEAD_RULE) if checked[name]]
    there = await chat.store.people.officers(chat.person, [checked[name] for name in named])
    for name in named:
        officer = there.get(checked[name])
        if officer is None or not (officer.is_active or checked["aktif"] == "tidak"):
            return at_named(checked, name, Word(NOT_THERE, {}))
    return None


async def is_own_target(checked: Checked) -> Objection | None:
    """bnnp enters targets of the own province and of its satkers, pusat all."""
    chat = checked.filling.chat
    if await chat.store.targets.may_set(chat.person, checked["tingkat"], place_of(checked)):
        return None
    word = NO_PLACE if chat.person.role is Role.PUSAT else NOT_YOUR_PROVINCE
    return at_named(checked, checked["tingkat"] if place_of(checked) else "tingkat", Word(word, {}))


def place_of(given: Given) -> str:
    """The satker or the province of a target; empty for the nation."""
    return given[given["tingkat"]] if given["tingkat"] in {Level.SATKER, Level.PROVINCE} else ""
