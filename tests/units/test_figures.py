"""The indicators of a month: true counts for a petugas, and no small ones for whoever oversees from afar."""

from __future__ import annotations

from datetime import date

import pytest

from domain.people import Role, Satker
from tests.units.saying import counted, say_all
from tests.world import AIR_MESU, BARUGA, KACE, SUNDAY_EVENING, World

OCTOBER, NOVEMBER = date(2026, 10, 20), date(2026, 11, 20)
MENDO = "19.01.07.2012"


@pytest.fixture
async def busy_world(programme_world: World) -> World:
    """Three satkers; two of them in Bangka Belitung."""
    async with programme_world.running.database.transaction() as store:
        await store.places.add_satker(Satker("BNNK-BGK", "BNNK Bangka", "19.01"), SUNDAY_EVENING)
        await store.places.add_unit(MENDO, "Mendo", "BNNK-BGK", SUNDAY_EVENING)
    await counted(
        programme_world,
        OCTOBER,
        (AIR_MESU, "laporan.sosialisasi", 2),
        (AIR_MESU, "terjangkau", 14),
        (KACE, "terjangkau", 3),
        (MENDO, "terjangkau", 2),
        (BARUGA, "terjangkau", 30),
        (AIR_MESU, "klien_baru.jk.L", 8),
        (AIR_MESU, "klien_baru.jk.P", 2),
        (KACE, "klien_baru.jk.L", 1),
        (MENDO, "klien_baru.jk.L", 6),
        (MENDO, "klien_baru.jk.P", 7),
    )
    await counted(programme_world, NOVEMBER, (AIR_MESU, "terjangkau", 1))
    return programme_world


async def test_an_overseer_sees_no_small_counts(busy_world: World) -> None:
    ani = await busy_world.joined("Ani", Role.BNNP)
    await say_all(ani, "/menu")
    await ani.plays("""
        ani: [Angka]
        edit: Angka · Okt 2026
              per 31 Okt 2026

              1 Sosialisasi: 2
              2 Peserta sosialisasi: –
              3 Terjangkau: 19
              4 Klien baru: 24
              5 Skrining ASSIST: –
              6 Layanan: –
              7 Rujukan dikirim: –
              8 Rujukan sampai: –
              9 Pemantauan: –
              10 Kambuh tercatat: –
              11 Klien selesai: –

              – tidak ditampilkan, supaya tidak ada orang yang bisa dikenali.
              Nov 2026 tampil mulai 5 Des.
              Tekan angka untuk melihat tiap tempat.
              [1] [2] [3] [4] [5] [6]
              [7] [8] [9] [10] [11]
              [‹ Sep 2026]
              [Arti angka] [Menu]
        ani: [4]
        edit: Klien baru · Okt 2026
              per 31 Okt 2026
              klien yang didaftarkan sesudah setuju

              BNNK Bangka: 13 (laki-laki –, perempuan –)
              BNNK Pangkalpinang: 11 (laki-laki –, perempuan –)
              Jumlah: 24 (laki-laki 15, perempuan 9)

              – tidak ditampilkan, supaya tidak ada orang yang bisa dikenali.
              Nov 2026 tampil mulai 5 Des.
              [‹ Angka] [Menu]
        ani: [‹ Angka]
        edit: Angka · Okt 2026
              per 31 Okt 2026

              1 Sosialisasi: 2
              2 Peserta sosialisasi: –
              3 Terjangkau: 19
              4 Klien baru: 24
              5 Skrining ASSIST: –
              6 Layanan: –
              7 Rujukan dikirim: –
              8 Rujukan sampai: –
              9 Pemantauan: –
              10 Kambuh tercatat: –
              11 Klien selesai: –

              – tidak ditampilkan, supaya tidak ada orang yang bisa dikenali.
              Nov 2026 tampil mulai 5 Des.
              Tekan angka untuk melihat tiap tempat.
              [1] [2] [3] [4] [5] [6]
              [7] [8] [9] [10] [11]
              [‹ Sep 2026]
              [Arti angka] [Menu]
        ani: [3]
        edit: Terjangkau · Okt 2026
              per 31 Okt 2026
              penjangkauan yang bertemu orangnya

              BNNK Bangka: –
              BNNK Pangkalpinang: –
              Jumlah: 19

              – tidak ditampilkan, supaya tidak ada orang yang bisa dikenali.
              Nov 2026 tampil mulai 5 Des.
              [‹ Angka] [Menu]
    """)


async def test_pusat_sees_provinces(busy_world: World) -> None:
    tuti = await busy_world.joined("Tuti", Role.PUSAT)
    await say_all(tuti, "/menu", "[Angka]")
    await tuti.says("[3]")
    assert "Kepulauan Bangka Belitung: 19\nSulawesi Tenggara: 30\nJumlah: 49" in tuti.shown


async def test_a_petugas_sees_true_counts_of_this_month_and_its_units(busy_world: World) -> None:
    budi = await busy_world.joined("Budi", Role.PETUGAS)
    await say_all(budi, "/menu")
    await budi.says("[Angka]")
    assert "Angka · Nov 2026\nper 22 Nov 2026" in budi.shown
    assert "3 Terjangkau: 1\n" in budi.shown
    await budi.says("[‹ Okt 2026]")
    assert "3 Terjangkau: 17\n" in budi.shown
    await budi.says("[4]")
    assert "Air Mesu Timur: 10 (laki-laki 8, perempuan 2)\nKace: 1 (laki-laki 1, perempuan 0)\n" in budi.shown
    assert "Jumlah: 11 (laki-laki 9, perempuan 2)\n[‹ Angka]" in budi.shown


async def test_a_month_that_goes_on_is_not_shown_from_afar(busy_world: World) -> None:
    ani = await busy_world.joined("Ani", Role.BNNP)
    await say_all(ani, "/menu")
    await ani.says("[Angka]")
    assert "Angka · Okt 2026" in ani.shown
    assert "[Nov 2026 ›]" not in ani.shown
    await ani.says("[‹ Sep 2026]")
    assert "[‹ Agu 2026] [Okt 2026 ›]" in ani.shown


async def test_every_figure_has_a_meaning(busy_world: World) -> None:
    budi = await busy_world.joined("Budi", Role.PETUGAS)
    await say_all(budi, "/menu", "[Angka]")
    await budi.says("[Arti angka]")
    assert "Kambuh tercatat: kambuh yang dicatat supaya dibantu; tidak mengurangi nilai unit" in budi.shown
    assert "Definisi 2026-1, diperiksa 25 Nov 2026." in budi.shown


async def test_figures_are_told_in_english(busy_world: World) -> None:
    ani = await busy_world.joined("Ani", Role.BNNP)
    await say_all(ani, "/bahasa", "[English]", "/menu", "[Figures]")
    await ani.says("[4]")
    assert "BNNK Bangka: 13 (men –, women –)" in ani.shown
    await say_all(ani, "/menu")
    await ani.says("[Attained]")
    await ani.says("[What they mean]")
    assert "Sustained: active again in a later year." in ani.shown
