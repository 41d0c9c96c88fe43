"""Which form a button means, and for whom forms are."""

from __future__ import annotations

from dataclasses import replace

from domain.local_forms import local_id, satker_of, trial_id, trial_of
from domain.people import Person, Role, Unit
from handlers import library as shelf
from handlers.library import Library, is_for_person, part_of
from tests.conversations.forms import form_of

FORM = """
    | survey |
    | | type | name | label |
    | | text | q    | Q     |
"""
UNIT = Unit("19.04.03.2004", "Air Mesu Timur", "BNNK-PGK", "AMT")
AGENT = Person(1, Role.AGEN, "Rina", "AMT-01", UNIT, None, None)
ELSEWHERE = replace(AGENT, unit=replace(UNIT, satker="BNNK-B"))
OVERSEER = Person(2, Role.BNNP, "Wati", "19-01", None, None, "19")


def a_library() -> tuple[Library, str]:
    ours, theirs = form_of(FORM), replace(form_of(FORM), id=local_id("BNNK-PGK", "gizi"))
    library = Library([ours])
    library.local.offer({"BNNK-PGK": ((theirs.id, theirs.version),)})
    library.local.put({(theirs.id, theirs.version): theirs})
    return library, theirs.id


def test_a_form_of_a_satker_is_for_those_who_work_there() -> None:
    library, name = a_library()
    assert name in {form.id for form in library.on_offer(AGENT)}
    assert name not in {form.id for form in library.on_offer(ELSEWHERE)}
    assert name not in {form.id for form in library.on_offer(OVERSEER)}
    (theirs,) = [form for form in library.on_offer(AGENT) if form.id == name]
    assert is_for_person(theirs, AGENT)
    assert not is_for_person(theirs, ELSEWHERE)
    assert part_of(replace(theirs, marks={"suar:bagian": "tabel"})) == "satker"


def test_an_id_that_was_made_to_have_the_number_of_ours_opens_ours(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    library, name = a_library()
    monkeypatch.setattr(shelf, "number_of", lambda _name: 7)
    found = library.by_key(7, AGENT)
    assert found is not None
    assert found.id != name


def test_names_lead_back_to_whose_they_are() -> None:
    assert satker_of(local_id("BNNK-PGK", "gizi.v2")) == "BNNK-PGK"
    assert trial_of(trial_id(12)) == 12
    assert trial_of("BNNK-PGK:gizi") is None
    assert trial_of("percobaan:x") is None
