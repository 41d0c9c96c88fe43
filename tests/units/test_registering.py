"""Registering a unit in the chat: its code is checked, and its history begins."""

from __future__ import annotations

from datetime import date

import pytest

from domain.people import Role, Satker, Unit
from tests.transcript import Talk
from tests.units.saying import registers, say_all
from tests.world import BARUGA, SUNDAY_EVENING, World

MENDO = "19.04.03.2005"
SATURDAY = date(2026, 11, 21)


async def unit_in(world: World, code: str) -> Unit | None:
    async with world.store() as store:
        return await store.places.unit(code)


async def test_a_petugas_registers_a_unit(programme_world: World, budi: Talk) -> None:
    await registers(budi, "19 04 03 2005", "Mendo")
    await budi.plays("""
        budi: [Kirim]
        edit: Kode 19.04.03.2005 ada di Pangkalan Baru, Kabupaten Bangka Tengah, tetapi desanya belum ada di daftar.
              Kodenya sudah benar?
              [Ya, kirim]
              [Periksa lagi]
    """)
    await budi.says("[Ya, kirim]")
    assert "Unit Mendo terdaftar. Sekarang agennya bisa diundang.\n[Buka unit]" in budi.shown
    budi.hears()
    await budi.plays("""
        budi: [Buka unit]
        bot: Mendo · 19.04.03.2005
             Pangkalan Baru, Kabupaten Bangka Tengah
             Sekarang dipetakan (prioritas), sejak 21 Nov 2026.
             Berikutnya: advokasi.

             Riwayat
             21 Nov 2026: dipetakan (prioritas)

             Belum ada agen.
             [Sosialisasi] [Tahap unit]
             [Monitoring awal] [Catatan asistensi]
             [Hasil asistensi]
             [Undang agen] [Poster]
             [‹ Unit] [Menu]
    """)
    assert await unit_in(programme_world, MENDO) == Unit(MENDO, "Mendo", "BNNK-PGK", "MEN", SATURDAY)


async def test_an_agent_is_invited_into_the_unit_on_the_card(programme_world: World, budi: Talk) -> None:
    await registers(budi, MENDO, "Mendo")
    await say_all(budi, "[Kirim]", "[Ya, kirim]", "[Buka unit]")
    await budi.says("[Undang agen]")
    assert budi.shown.startswith("Undangan untuk satu Agen Pemulihan di Unit Mendo:")
    token = budi.shown.partition("?start=")[2].split()[0]
    joko = Talk(programme_world, "Joko")
    await say_all(joko, f"/start {token}", "[Bu Joko]", "[Saya berjanji menjaga rahasia]")
    await say_all(budi, "/menu", "[Unit]")
    await budi.says("[Mendo]")
    assert "Agen: Bu Joko" in budi.shown


async def test_a_code_that_is_taken_is_asked_for_again(budi: Talk) -> None:
    await registers(budi, "19.04.03.2004", "Mendo")
    await budi.plays("""
        budi: [Kirim]
        edit: ⚠ Unit Air Mesu Timur sudah terdaftar dengan kode itu. Buka lewat Menu, Unit.

              Unit baru · 2 dari 4
              ▰▰▱▱

              Apa kode desa atau kelurahannya?
              10 angka dari Kemendagri, misalnya 19.04.06.2005.

              Sekarang tercatat: 19.04.03.2004
              [‹ Kembali] [Biarkan] [Batal]
        flash: Unit Air Mesu Timur sudah terdaftar dengan kode itu. Buka lewat Menu, Unit.
    """)


async def test_a_unit_of_another_satker_is_not_named(budi: Talk) -> None:
    await registers(budi, BARUGA, "Mendo")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("⚠ Kode itu sudah dipakai unit di satker lain. Periksa lagi angkanya.")


@pytest.mark.parametrize("code", ["99.04.03.2005", "00 00 00 0000"])
async def test_a_code_of_no_province_is_asked_for_again(programme_world: World, budi: Talk, code: str) -> None:
    await registers(budi, code, "Mendo")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("⚠ Kodenya 10 angka dari Kemendagri, misalnya 19.04.03.2004. Tulis lagi.")
    await budi.says("19.04.03.2005")
    assert "2 Kode: 19.04.03.2005" in budi.shown


async def test_a_known_village_is_not_asked_about(programme_world: World, budi: Talk) -> None:
    await programme_world.sql("insert into territories values ('19.04.03.2005', 'Mendo')")
    await registers(budi, MENDO, "Mendo")
    await budi.says("[Kirim]")
    assert "Unit Mendo terdaftar." in budi.shown


async def test_a_slip_in_the_code_is_mended_before_it_is_sent(programme_world: World, budi: Talk) -> None:
    await registers(budi, "19.88.77.2005", "Mendo")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("Kode 19.88.77.2005 belum ada di daftar wilayah.\nKodenya sudah benar?")
    await say_all(budi, "[Periksa lagi]", "[2]", MENDO, "[Kirim]")
    await budi.says("[Ya, kirim]")
    assert "Unit Mendo terdaftar." in budi.shown
    assert await unit_in(programme_world, MENDO) is not None


# --- Corrections ----------------------------------------------------------------------------------


async def test_a_correction_renames_the_unit_and_moves_its_code(programme_world: World, budi: Talk) -> None:
    await registers(budi, "19.04.03.2006", "Mend")
    await say_all(budi, "[Kirim]", "[Ya, kirim]")
    await say_all(budi, "[Koreksi]", "[2]", MENDO, "[3]", "Mendo", "[1]", "[Hari ini]", "[Kirim]", "[Ya, kirim]")
    assert await unit_in(programme_world, "19.04.03.2006") is None
    mended = Unit(MENDO, "Mendo", "BNNK-PGK", "MEN", date(2026, 11, 22))
    assert await unit_in(programme_world, MENDO) == mended


async def test_a_unit_keeps_its_code_when_it_is_renamed(programme_world: World, budi: Talk) -> None:
    await registers(budi, MENDO, "Mend")
    await say_all(budi, "[Kirim]", "[Ya, kirim]", "[Koreksi]", "[3]", "Mendo", "[Kirim]")
    assert await unit_in(programme_world, MENDO) == Unit(MENDO, "Mendo", "BNNK-PGK", "MEN", SATURDAY)


async def test_the_code_of_a_unit_in_use_stays(programme_world: World, budi: Talk) -> None:
    await registers(budi, MENDO, "Mendo")
    await say_all(budi, "[Kirim]", "[Ya, kirim]")
    await programme_world.joined("Joko", unit=MENDO)
    await say_all(budi, "[Koreksi]", "[2]", "19.04.03.2006")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("⚠ Unit ini sudah punya agen atau laporan. Kodenya tidak bisa diganti lagi.")
    await say_all(budi, MENDO, "[3]", "Mendo Barat", "[Kirim]")
    unit = await unit_in(programme_world, MENDO)
    assert unit is not None
    assert unit.name == "Mendo Barat"


async def test_only_a_petugas_has_units(programme_world: World) -> None:
    async with programme_world.running.database.transaction() as store:
        await store.places.add_satker(Satker("BNNP-BABEL", "BNNP Babel", "19"), SUNDAY_EVENING)
    for name, role in (("Rina", Role.AGEN), ("Ani", Role.BNNP), ("Tuti", Role.PUSAT)):
        talk = await programme_world.joined(name, role)
        await talk.says("/menu")
        assert "[Unit]" not in talk.shown
