"""Which questions want a second pair of eyes."""

from __future__ import annotations

import pytest

from domain.form_privacy import SHIPPED, Asked, read_privacy, shipped_privacy
from domain.rule_tables import BadRules
from domain.voice import LANGUAGES

RULES = shipped_privacy()


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("Siapa namanya?", ("nama",)),
        ("What is the name of the child?", ("nama",)),
        ("nama kk", ("nama",)),
        ("Nama kegiatan, dan nama penanggung jawabnya", ("nama",)),
        ("Nomor KTP ibu", ("nik",)),
        ("Foto kartu keluarga", ("nik",)),
        ("Alamat lengkap", ("alamat",)),
        ("Di mana tempat tinggalnya?", ("alamat",)),
        ("No. HP yang bisa dihubungi", ("hp",)),
        ("WhatsApp number", ("hp",)),
        ("tanggal lahir", ("lahir",)),
        ("Nama, NIK, alamat, HP dan tanggal lahir", ("nama", "nik", "alamat", "hp", "lahir")),
    ],
)
def test_what_tells_people_apart_is_noticed(said: str, kinds: tuple[str, ...]) -> None:
    assert RULES.asks(Asked("string", [said])) == kinds


@pytest.mark.parametrize(
    "said",
    [
        "Nama kegiatan",
        "Di desa mana?",
        "Berapa anak yang lahir bulan ini?",
        "Siapa yang hadir?",
        "Dinamakan apa programnya?",
        "Bertemu lewat telepon?",
        "Ada catatan? Jangan tulis nama, NIK, atau nomor HP.",
        "Write no more than a line. Do not write names or addresses.",
    ],
)
def test_what_means_nobody_is_left_alone(said: str) -> None:
    assert RULES.asks(Asked("string", [said])) == ()


def test_the_type_decides_where_a_word_alone_does_not() -> None:
    assert RULES.asks(Asked("date", ["Kapan anaknya lahir?"])) == ("lahir",)
    assert RULES.asks(Asked("geopoint", ["Di mana rumahnya?"])) == ("alamat",)
    assert RULES.asks(Asked("geopoint", ["Di mana kegiatannya?"])) == ()


@pytest.mark.parametrize(
    ("constraint", "kinds"),
    [
        ("regex(., '^[0-9]{16}$')", ("nik",)),
        ("string-length(.) = 16", ("nik",)),
        ("string-length( . )=16 and . != ''", ("nik",)),
        ("string-length(.) = 160", ()),
        ("regex(., '^08[0-9]{8,11}$')", ("hp",)),
        (r"regex(., '^(\+62|0)8\d+$')", ("hp",)),
        (". >= 16 and . < 80", ()),
    ],
)
def test_a_constraint_gives_away_what_a_label_hides(constraint: str, kinds: tuple[str, ...]) -> None:
    assert RULES.asks(Asked("string", ["Nomor?"], constraint)) == kinds


def test_any_language_of_a_question_counts() -> None:
    assert RULES.asks(Asked("string", ["Yang mengisi?", "Full name?"])) == ("nama",)


def test_a_long_text_takes_no_time() -> None:
    assert RULES.asks(Asked("string", ["x " * 1_000_000], "string-length(" * 100_000)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_has_a_label(language: str) -> None:
    assert all(RULES.label(kind, language) for kind in RULES.signs)
    assert RULES.label("gone", language) == "gone"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("words =", "wrods =", "is no key here"),
        ("constraints = ['", "constraints = ['(", "no regular expression"),
        ("version =", "version", "no TOML"),
    ],
)
def test_a_mistake_in_the_rules_is_told(old: str, new: str, why: str) -> None:
    with pytest.raises(BadRules, match=why):
        read_privacy(SHIPPED.read_text("utf-8").replace(old, new, 1))
