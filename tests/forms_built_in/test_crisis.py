"""A crisis: what to do now comes first, the record later."""

from __future__ import annotations

import pytest

from tests.forms_built_in.playing import ENGLISH, INDONESIAN, Report

LINES = {
    "overdosis_stimulan": ("119", "112"),
    "overdosis_opioid": ("119", "112"),
    "bunuh_diri": ("119 ext 8", "112"),
    "kdrt": ("112", "SAPA 129"),
    "sakaw": ("119", "112"),
    "ancaman": ("112", "119"),
    "lain": ("119", "SAPA 129"),
}


def test_every_kind_has_its_card_and_stimulants_come_first() -> None:
    assert Report("krisis").offers("jenis") == list(LINES)


@pytest.mark.parametrize("kind", LINES)
def test_the_card_is_before_every_other_question(kind: str) -> None:
    assert Report("krisis", jenis=kind).asked()[:3] == ["jenis", f"kartu_{kind}", "tgl"]


@pytest.mark.parametrize("language", [INDONESIAN, ENGLISH])
@pytest.mark.parametrize("kind", LINES)
def test_the_card_names_two_lines_in_short_sentences(kind: str, language: str) -> None:
    crisis = Report("krisis", jenis=kind)
    card = crisis.live.label(crisis.ref(f"kartu_{kind}"), language)
    assert all(line in card for line in LINES[kind]), card
    assert card.count("\n") <= 8
    assert all(len(line.split()) <= 15 for line in card.splitlines())


@pytest.mark.parametrize(
    ("kind", "never"),
    [
        ("overdosis_stimulan", "Jangan menahan paksa"),
        ("overdosis_opioid", "Jangan ditinggal"),
        ("bunuh_diri", "Jangan menanyakan cara"),
        ("kdrt", "Jangan menghadapi pelaku"),
    ],
)
def test_the_card_says_what_not_to_do(kind: str, never: str) -> None:
    crisis = Report("krisis", jenis=kind)
    assert never in crisis.live.label(crisis.ref(f"kartu_{kind}"))


def test_before_anything_is_tapped_the_number_is_there() -> None:
    crisis = Report("krisis")
    assert "119" in crisis.live.hint(crisis.ref("jenis"))


def test_the_record_has_no_client_and_may_be_without_an_outcome() -> None:
    crisis = Report("krisis", jenis="kdrt", tgl="2026-11-22", tindakan="darurat petugas")
    assert crisis.can_be_sent
    assert "klien" not in crisis.asked()
    assert crisis.line == "kekerasan"
    assert crisis.give(hasil="tertolong").line == "kekerasan, sudah aman"
    assert crisis.counts == {
        "krisis.jenis.kdrt": 1, "krisis.tindakan.darurat": 1, "krisis.tindakan.petugas": 1,
        "krisis.hasil.tertolong": 1,
    }  # fmt: skip


def test_nothing_yet_stands_alone() -> None:
    assert "Belum ada" in Report("krisis").refuses(tindakan="darurat belum_ada")
