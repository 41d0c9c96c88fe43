"""Kinds of questions that our own forms do not ask yet, played with the whole program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from tests.handlers.test_penjangkauan import say_all
from tests.transcript import Talk
from tests.world import QUICK, World, a_world

KELUARGA = """
    | survey |
    | | type         | name  | label         | required |
    | | begin repeat | anak  | Anak          |          |
    | | text         | nama  | Dipanggil siapa? | yes   |
    | | integer      | umur  | Umurnya?      |          |
    | | end repeat   |       |               |          |
    | | text         | lain  | Ada lagi?     |          |
    | settings |
    | | form_id  | form_title |
    | | keluarga | Keluarga   |
"""


@pytest.fixture
async def rina_of_families(tmp_path: Path, database_url: str) -> AsyncIterator[Talk]:
    """Bu Rina, whose office wants to know about families."""
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "keluarga.md").write_text(dedent(KELUARGA).strip() + "\n", "utf-8")
    async with a_world(tmp_path, database_url) as made:
        made.wiring = replace(QUICK, forms=forms)
        async with made.program():
            yield await made.joined("Rina")


async def test_a_list_is_filled_in_looked_through_and_sent(rina_of_families: Talk) -> None:
    await rina_of_families.says("/lapor")
    rina_of_families.hears()
    await rina_of_families.plays("""
        rina: [Keluarga]
        edit: Keluarga · 1 dari kira-kira 3
              ▰▱▱

              Anak
              Ada yang mau dicatat?
              [Tambah]
              [Tidak ada]
              [Batal]
        rina: [Tambah]
        edit: Keluarga · 1 dari kira-kira 3
              ▰▱▱ Anak 1

              Dipanggil siapa?
              [Hapus isian] [Batal]
        rina: Ani
        edit: Dipanggil siapa?
        bot: Keluarga · 2 dari kira-kira 3
             ▰▰▱ Anak 1
             ✅ Ani

             Umurnya?
             Tulis angkanya.
             [‹ Kembali] [Lewati] [Hapus isian] [Batal]
        rina: 4
        edit: Umurnya?
        bot: Keluarga · 2 dari kira-kira 3
             ▰▰▱
             ✅ 4

             Anak
             1 Ani, 4

             Tambah lagi?
             [Ubah 1] [Hapus 1]
             [Tambah]
             [Lanjut]
             [‹ Kembali] [Batal]
    """)


async def test_f8_an_edit_follows_an_answer_whose_turn_has_moved_up(rina_of_families: Talk) -> None:
    rina = rina_of_families
    await say_all(rina, "/lapor", "[Keluarga]", "[Tambah]", "Ani", "4", "[Tambah]", "Budi", "9")
    budi = next(message.id for message in rina.chat.messages if message.text == "Budi")
    ani = next(message.id for message in rina.chat.messages if message.text == "Ani")
    await say_all(rina, "[Hapus 1]", "[Hapus]")
    rina.person.edit(rina.bot, budi, "Bayu")
    await rina.world.quiet()
    assert "Anda mengubah pesan tadi" in rina.shown
    await say_all(rina, "[Ya, pakai yang baru]")
    assert "1 Bayu, 9" in rina.shown
    rina.person.edit(rina.bot, ani, "Ana")
    await rina.world.quiet()
    assert "1 Bayu, 9" in rina.shown, "the answer is gone: nothing is asked about it"


async def test_several_answers_in_one_message_go_where_they_belong(rina: Talk, world: World) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await rina.plays("""
        rina: kemarin ⏎ keluarga ⏎ kunjungan ⏎ tokoh setempat, petugas bnnk
        edit: Kapan kunjungannya?
              Siapa yang Anda temui?
              Bagaimana bertemunya?
              Siapa yang menemani Anda?
        bot: Penjangkauan · 5 dari kira-kira 7
             ▰▰▰▰▰▱▱ Hasil
             ✅ Kapan kunjungannya? Sabtu 21 Nov
             ✅ Siapa yang Anda temui? Keluarga
             ✅ Bagaimana bertemunya? Kunjungan
             ✅ Siapa yang menemani Anda? Petugas BNNK, Tokoh setempat

             Bagaimana hasilnya?
             [Bersedia skrining]
             [Pikir-pikir dulu] [Belum mau]
             [Tidak bertemu] [Darurat]
             [‹ Kembali] [Batal]
    """)
    typed = next(message.id for message in rina.chat.messages if message.text.startswith("kemarin"))
    rina.person.edit(rina.bot, typed, "hari ini\nwarga\ntelepon\ntidak ada")
    await world.quiet()
    await say_all(rina, "[Ya, pakai yang baru]", "[Belum mau]", "[Ya]", "[Lewati]")
    review = rina.shown
    for answer in ("Minggu 22 Nov", "Warga sekitar", "Telepon atau chat", "Tidak ada"):
        assert answer in review


OFFICE = """
| survey |
| | type | name | label | bind::suar:telepon |
| | text | telepon | Nomor kantornya? | kantor |
| | text | catatan | Ada catatan? | |
| settings |
| | form_id | form_title | namespaces |
| | kantor | Kantor | suar="urn:suar:xform" |
"""


async def test_the_number_of_an_office_is_taken_where_it_is_asked_for_and_nowhere_else(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        world.brings("kantor", OFFICE)
        async with world.program():
            rina = await world.joined("Rina")
            await rina.says("/lapor")
            await rina.says("[Kantor]")
            await rina.says("1904036812750003")
            assert "Sepertinya ada NIK" in rina.shown
            await rina.says("0812-7771-2345")
            assert "Ada catatan?" in rina.shown
            rina.does("0812-7771-2345 → 0812-7771-9999")
            await world.quiet()
            assert "Pakai yang baru" in rina.shown
            await rina.says("[Ya, pakai yang baru]")
            await rina.says("0812-7771-2345")
            assert "Sepertinya ada nomor HP" in rina.shown
            await rina.says("[Lewati]")
            assert "0812-7771-9999" in rina.shown
