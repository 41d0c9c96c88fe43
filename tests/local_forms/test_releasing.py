"""A form that asks for what tells people apart: a second pair of eyes, never those of its sender."""

from __future__ import annotations

import pytest

from domain.nudges import MOMENT
from domain.people import Role
from tests.handlers.test_penjangkauan import say_all
from tests.local_forms.officers import KELUARGA, PETUGAS, POSYANDU, Officer
from tests.transcript import Talk
from tests.world import SUNDAY_EVENING, World


@pytest.fixture
async def anton(world: World, budi: Officer) -> Talk:
    """Another petugas of the same satker."""
    return await world.joined("Anton", PETUGAS)


async def test_a_colleague_looks_at_the_questions_and_lets_it_out(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    budi.talk.hears()
    await budi.talk.plays("""
        budi: [Minta persetujuan]
        edit: Menunggu persetujuan. Yang bisa menyetujui: Bu Anton. Mereka diberi tahu.

              Keluarga · keluarga, versi 1
              Menunggu persetujuan petugas lain. Dikirim Bu Budi, Minggu 22 Nov, 19.05 WIB.

              Untuk: agen
              Pertanyaan: 3
              Kartu per laporan: 5
              Kira-kira 1 menit, kalau semua diisi
              Bahasa: Indonesia (id)

              Formulir ini menanyakan hal yang bisa mengenali orang:
              • “Siapa nama kepala keluarga?”: nama
              • “Kapan ia lahir?”: tanggal lahir
              Karena itu satu petugas lain harus menyetujui dulu. NIK dan nomor HP tetap tidak disimpan.
              [Coba isi]
              [Buang]
              [‹ Formulir] [Menu]
    """)
    rina = await world.joined("Rina")
    await rina.says("/lapor")
    assert "Keluarga" not in rina.shown
    await anton.says("/menu")
    anton.hears()
    await anton.plays("""
        anton: [Formulir menunggu · 1]
        edit: Formulir menunggu
              1 Keluarga · BNNK Pangkalpinang, Bu Budi
              [1]
              [Menu]
        anton: [1]
        edit: BNNK Pangkalpinang
              Keluarga · keluarga, versi 1
              Menunggu persetujuan petugas lain. Dikirim Bu Budi, Minggu 22 Nov, 19.05 WIB.

              Untuk: agen
              Pertanyaan: 3
              Kartu per laporan: 5
              Kira-kira 1 menit, kalau semua diisi
              Bahasa: Indonesia (id)

              Formulir ini menanyakan hal yang bisa mengenali orang:
              • “Siapa nama kepala keluarga?”: nama
              • “Kapan ia lahir?”: tanggal lahir
              Karena itu satu petugas lain harus menyetujui dulu. NIK dan nomor HP tetap tidak disimpan.
              [Coba isi]
              [Setujui] [Tolak]
              [‹ Formulir menunggu] [Menu]
        anton: [Setujui]
        edit: ✅ Disetujui dan terbit: Keluarga. Pengirimnya diberi tahu.

              Ini menu Anda:
              [Unit] [Tabel] [Formulir]
              [Undang agen] [Tulis ke agen]
              [Ringkasan] [Angka] [Ekspor]
              [Jam pengingat]
              [Bahasa] [Bantuan]
    """)
    await rina.says("/lapor")
    assert "[Keluarga]" in rina.shown
    world.move(MOMENT)  # nobody is told anything while they talk with us
    await world.ticks()
    assert "Terbit sejak Minggu 22 Nov, 19.05 WIB, oleh Bu Budi. Disetujui Bu Anton." in budi.talk.shown
    async with world.store() as store:
        lines = await store.audit.lines(SUNDAY_EVENING, None, 0, 9)
    assert [(line.action, line.subject) for line in lines] == [
        ("ask to release", "BNNK-PGK:keluarga@1"),
        ("release", "BNNK-PGK:keluarga@1"),
    ]
    assert lines[0].actor != lines[1].actor


async def test_who_could_release_it_is_told(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    anton.hears()
    await world.ticks()
    assert anton.hears() == [], "not while they talk with us"
    world.move(MOMENT)
    await world.ticks()
    anton.hears_only("""
        bot: 👀 Rekan Anda meminta satu petugas lain melihat formulirnya sebelum terbit.

             Formulir menunggu
             1 Keluarga · BNNK Pangkalpinang, Bu Budi
             [1]
             [Menu]
    """)
    world.move(MOMENT)
    await world.ticks()
    assert anton.hears() == [], "once"


async def test_who_is_asked_for_several_forms_is_told_once(world: World, budi: Officer, anton: Talk) -> None:
    for form in (KELUARGA, KELUARGA.replace("keluarga", "tetangga").replace("Keluarga", "Tetangga")):
        await budi.sends(form)
        await budi.talk.says("[Minta persetujuan]")
    anton.hears()
    world.move(MOMENT)
    await world.ticks()
    assert [line.split("\n")[0] for line in anton.hears()] == [
        "bot: 👀 Rekan Anda meminta satu petugas lain melihat formulirnya sebelum terbit."
    ]
    assert "1 Tetangga" in anton.shown
    assert "2 Keluarga" in anton.shown


async def test_who_is_asked_in_the_middle_of_something_stays_at_it(world: World, budi: Officer, anton: Talk) -> None:
    await world.joined("Rina")
    await say_all(anton, "/menu", "[Tulis ke agen]", "[Semua agen · 1]")
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    world.move(MOMENT)
    await world.ticks()
    assert anton.shown.startswith("👀")
    await anton.says("Besok rapat jam sembilan.")
    assert "Besok rapat jam sembilan." in anton.shown
    assert "[Kirim]" in anton.shown


async def test_a_sender_who_is_told_in_the_middle_of_something_stays_at_it(
    world: World, budi: Officer, anton: Talk
) -> None:
    await world.joined("Rina")
    await budi.sends(KELUARGA)
    await say_all(budi.talk, "[Minta persetujuan]", "/menu", "[Tulis ke agen]", "[Semua agen · 1]")
    await say_all(anton, "/menu", "[Formulir menunggu · 1]", "[1]", "[Setujui]")
    world.move(MOMENT)
    await world.ticks()
    assert "Disetujui Bu Anton." in budi.talk.shown
    await budi.talk.says("Rapat Jumat jam 9 di balai desa.")
    assert "Rapat Jumat jam 9 di balai desa." in budi.talk.shown
    assert "[Kirim]" in budi.talk.shown


async def test_nobody_is_told_of_a_form_that_waits_no_more(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    await budi.talk.says("[Buang]")
    anton.hears()
    world.move(MOMENT)
    await world.ticks()
    assert anton.hears() == []


async def test_nobody_releases_what_they_sent_themselves(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    await budi.talk.says("/menu")
    assert "Formulir menunggu" not in budi.talk.shown
    await say_all(anton, "/menu", "[Formulir menunggu · 1]", "[1]")
    await world.sql("update local_forms set sent_by = (select id from people where name = 'Bu Anton')")
    await anton.says("[Setujui]")
    assert anton.shown.startswith("Formulir itu tidak menunggu persetujuan Anda.")
    async with world.store() as store:
        assert await store.local_forms.shelves() == {}


async def test_a_form_that_is_refused_is_never_published(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    await say_all(anton, "/menu", "[Formulir menunggu · 1]", "[1]", "[Tolak]")
    assert anton.shown.startswith("Tidak disetujui: Keluarga. Pengirimnya diberi tahu; jelaskan juga alasannya.")
    world.move(MOMENT)
    await world.ticks()
    assert "Tidak disetujui oleh Bu Anton, Minggu 22 Nov, 19.05 WIB." in budi.talk.shown
    assert "[Terbitkan]" not in budi.talk.shown
    async with world.store() as store:
        assert await store.local_forms.shelves() == {}


async def test_where_there_is_one_officer_only_who_oversees_the_province_releases(
    world: World, budi: Officer
) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    assert "belum ada petugas lain di satker ini, dan belum ada BNNP di Suar" in budi.talk.shown
    wati = await world.joined("Wati", Role.BNNP)
    await say_all(wati, "/menu", "[Formulir menunggu · 1]", "[1]", "[Setujui]")
    async with world.store() as store:
        assert list(await store.local_forms.shelves()) == ["BNNK-PGK"]


async def test_the_second_officer_can_try_it_first(world: World, budi: Officer, anton: Talk) -> None:
    await budi.sends(KELUARGA)
    await budi.talk.says("[Minta persetujuan]")
    await say_all(anton, "/menu", "[Formulir menunggu · 1]", "[1]", "[Coba isi]")
    assert "Percobaan. Tidak ada yang disimpan." in anton.shown
    await say_all(anton, "[Batal]", "[Berhenti mencoba]")
    assert "[Setujui] [Tolak]" in anton.shown


async def test_a_harmless_form_waits_for_nobody(world: World, budi: Officer, anton: Talk) -> None:
    await budi.publishes(POSYANDU)
    await anton.says("/menu")
    assert "menunggu" not in anton.shown
