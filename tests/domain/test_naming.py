"""A phrase that announces a name raises a question; ordinary talk about names raises none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.naming import names_somebody

NAMED = [
    "anak saya yang namanya budi",
    "namanya Budi",
    "namanya budi santoso",
    "nama: Budi",
    "Nama : siti",
    "NAMA=ANDI",
    "nama saya Rina",
    "nama saya adalah rina",
    "namaku joko",
    "nama anak saya andi, umur 17",
    "nama anaknya Dimas",
    "Nama Budi, umur 17",
    "bernama Agus",
    "anak saya si Budi pakai sabu",
    "suamiku, si Joko",
    "anak saya, namanya budi",
    "namanya itu Bayu",
    "namany dewi",
    "Nama lengkap: Budi Santoso",
    "nama panggilannya Ucok",
    "nama anak: rizki",
    "his name is Budi",
    "Her name's Siti",
    "my son's name is Andi",
    "a man named Joko",
    "Name: Budi",
    "namanya\nBudi",
    "namanya pak budi",
    "namanya lupa, tapi nama istrinya Wati",
]

UNNAMED = [
    "yang namanya rezeki tidak ke mana",
    "demi nama Keadilan",
    "atas nama Keadilan",
    "nama baik keluarga",
    "namanya juga anak muda",
    "namanya lupa",
    "namanya tidak mau saya sebut",
    "namanya jangan disebut ya",
    "nama saya jangan sampai ketahuan",
    "saya takut nama keluarga rusak",
    "yang namanya musibah siapa tahu",
    "namanya ibu pasti khawatir",
    "apa nama tempatnya?",
    "nama obatnya apa",
    "siapa namanya?",
    "namanya: rahasia",
    "Nama: tidak mau sebut",
    "barang bernama sabu",
    "demi nama Allah",
    "atas nama Tuhan",
    "anak saya si bungsu",
    "anak saya si kecil rewel",
    "nama baik keluarga: itu yang saya takutkan",
    "namanya siapa ya",
    "saya malu, nama baik kami hancur",
    "I will not say his name",
    "his name is not important",
    "what is the name of the place?",
    "clean our name",
    "the named person in this case",
    "nama-nama bandar tidak saya tahu",
    "tidak perlu nama",
    "namanya anak remaja, suka coba-coba",
    "apakah nama dan nomor HP perlu?",
    "Nama Baik Keluarga",
    "nama samarannya apa",
    "yang namanya Narkoba itu jahat",
    "apakah nama saya akan dicatat",
    "nama saya nanti dicatat polisi?",
    "apakah nama saya terdaftar",
    "nama saya aman?",
    "namanya pasti malu",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_phrase_that_announces_a_name_is_noticed(text: str) -> None:
    assert names_somebody(text)
    assert names_somebody(f"Saya takut.\n{text}, tolong kami")


@pytest.mark.parametrize("text", UNNAMED)
def test_ordinary_talk_about_names_raises_no_question(text: str) -> None:
    assert not names_somebody(text)


def test_a_name_alone_is_not_recognised_and_nothing_pretends_so() -> None:
    assert not names_somebody("Budi Santoso")


@given(st.text())
def test_anything_may_be_written(text: str) -> None:
    names_somebody(text)


def test_a_long_text_can_be_looked_at() -> None:
    for text in ("nama " * 800, "nama a a a " * 400, "anak saya " * 400, ": " * 2048):
        names_somebody(text)
