"""Targets: entered by bnnp for the own province and by pusat for all, and shown beside what was attained."""

from __future__ import annotations

from datetime import date

import pytest

from domain.people import Role
from tests.transcript import Talk
from tests.units.saying import counted, reached, say_all
from tests.world import AIR_MESU, BARUGA, KACE, World

LONG_AGO, SPRING, LATELY = date(2025, 3, 1), date(2026, 4, 1), date(2026, 11, 1)
YEARS = (
    (AIR_MESU, LONG_AGO, "operasional", "reguler"),
    (AIR_MESU, SPRING, "berkelanjutan", "reguler"),
    (KACE, LONG_AGO, "operasional", "prioritas"),
    (KACE, LATELY, "tidak_aktif", "prioritas"),
    (BARUGA, SPRING, "ber_sk", "mandiri"),
)
SETS = ("/lapor", "[Target]", "2026")


@pytest.fixture
async def ani(programme_world: World, budi: Talk) -> Talk:
    """Bu Ani, overseer of Bangka Belitung."""
    return await programme_world.joined("Ani", Role.BNNP)


async def test_an_overseer_sees_what_was_attained_beside_the_targets(programme_world: World, ani: Talk) -> None:
    await reached(programme_world, *YEARS)
    await counted(programme_world, SPRING, (KACE, "laporan.sosialisasi", 2), (KACE, "laporan.layanan", 1))
    await say_all(ani, *SETS, "[Satu provinsi]", "[Kepulauan Bangka Belitung]", "[Ber-SK]", "4", "[Kirim]")
    await say_all(ani, *SETS, "[Satu satker]", "[BNNK Pangkalpinang]", "[Dipetakan]", "3", "[Kirim]", "/menu")
    await ani.plays("""
        ani: [Capaian]
        edit: Capaian 2026 · Kepulauan Bangka Belitung
              per 22 Nov 2026

              Dipetakan: 1 · reguler 1
              Advokasi: 1 · reguler 1
              Ber-SK: 1 dari target 4 · reguler 1
              Operasional: 1 · reguler 1
              Berkelanjutan: 1 · reguler 1
              Tidak aktif: 1 · prioritas 1

              Tiap tempat (capaian/target): dipetakan · ber-SK · operasional · berkelanjutan
              BNNK Pangkalpinang: 1/3 · 1 · 1 · 1
              [‹ 2025] [2027 ›]
              [Arti angka] [Menu]
        ani: [Arti angka]
        edit: Arti capaian
              Dipetakan: unit yang tercatat dan masih aktif, termasuk yang sudah lebih jauh.
              Advokasi: pemangku kepentingan desa sudah diajak, termasuk yang sudah lebih jauh.
              Ber-SK: ada SK atau surat tugas, termasuk yang sudah operasional.
              Operasional: agen sudah dilatih dan sudah ada layanan, termasuk yang berkelanjutan.
              Berkelanjutan: aktif lagi di tahun berikutnya.
              Tidak aktif: pernah ada, sekarang tanpa kegiatan; tidak dihitung di tahap lain.
              Menurut kegiatan: pernah operasional atau berkelanjutan di tahun sebelumnya, dan tahun ini paling sedikit 3 laporan. Definisi 2026-1.
              [‹ Capaian] [Menu]
    """)  # noqa: E501
    await ani.says("[‹ Capaian]")
    await ani.says("[‹ 2025]")
    assert "per 31 Des 2025" in ani.shown
    assert "Operasional: 2 · reguler 1, prioritas 1\nBerkelanjutan: 0\n" in ani.shown


async def test_sustained_by_activity_is_shown_where_it_differs(programme_world: World, ani: Talk) -> None:
    await reached(programme_world, *YEARS)
    await say_all(ani, "/menu")
    await ani.says("[Capaian]")
    assert "Berkelanjutan: 1 · reguler 1\nBerkelanjutan menurut kegiatan: 0\n" in ani.shown
    await counted(programme_world, SPRING, (KACE, "laporan.sosialisasi", 3), (AIR_MESU, "laporan.layanan", 3))
    await say_all(ani, "/menu")
    await ani.says("[Capaian]")
    assert "Berkelanjutan menurut kegiatan: 2\n" in ani.shown


async def test_pusat_sees_the_nation_by_province(programme_world: World, budi: Talk) -> None:
    await reached(programme_world, *YEARS)
    tuti = await programme_world.joined("Tuti", Role.PUSAT)
    await say_all(tuti, *SETS, "[Nasional]", "[Dipetakan]", "414", "[Kirim]", "/menu")
    await tuti.says("[Capaian]")
    assert "Capaian 2026 · Nasional" in tuti.shown
    assert "Dipetakan: 2 dari target 414 · reguler 1, mandiri 1" in tuti.shown
    assert "Kepulauan Bangka Belitung: 1 · 1 · 1 · 1\nSulawesi Tenggara: 1 · 1 · 0 · 0" in tuti.shown


async def test_a_petugas_sees_the_own_satker(programme_world: World, ani: Talk, budi: Talk) -> None:
    await reached(programme_world, *YEARS)
    await say_all(ani, *SETS, "[Satu satker]", "[BNNK Pangkalpinang]", "[Dipetakan]", "3", "[Kirim]")
    await say_all(budi, "/menu", "[Unit]")
    await budi.says("[Capaian]")
    assert "Capaian 2026 · BNNK Pangkalpinang" in budi.shown
    assert "Dipetakan: 1 dari target 3 · reguler 1" in budi.shown


async def test_the_newest_target_holds_and_a_correction_stays_as_old_as_it_is(
    programme_world: World, ani: Talk
) -> None:
    await say_all(ani, *SETS, "[Satu provinsi]", "[Kepulauan Bangka Belitung]", "[Dipetakan]", "9", "[Kirim]")
    await say_all(ani, "[Koreksi]", "[5]", "8", "[Kirim]", "/menu")
    await ani.says("[Capaian]")
    assert "Dipetakan: 0 dari target 8" in ani.shown
    await say_all(
        ani, *SETS, "[Satu provinsi]", "[Kepulauan Bangka Belitung]", "[Dipetakan]", "7", "[Kirim]", "/menu"
    )
    await ani.says("[Capaian]")
    assert "Dipetakan: 0 dari target 7" in ani.shown


async def test_a_target_for_the_nation_is_for_pusat(ani: Talk) -> None:
    await say_all(ani, *SETS, "[Nasional]", "[Dipetakan]", "414")
    await ani.plays("""
        ani: [Kirim]
        edit: ⚠ Anda mengisi target untuk provinsi Anda sendiri dan satkernya. Pilih yang lain.

              Target · 2 dari kira-kira 4
              ▰▰▱▱

              Target untuk siapa?

              Sekarang tercatat: Nasional
              [Satu satker] [Satu provinsi]
              [Nasional]
              [‹ Kembali] [Biarkan] [Batal]
        flash: Anda mengisi target untuk provinsi Anda sendiri dan satkernya. Pilih yang lain.
    """)


@pytest.mark.parametrize(
    ("role", "level", "place", "may"),
    [
        (Role.BNNP, "provinsi", "19", True),
        (Role.BNNP, "provinsi", "74", False),
        (Role.BNNP, "satker", "BNNK-PGK", True),
        (Role.BNNP, "satker", "BNNP-SULTRA", False),
        (Role.BNNP, "satker", "NOWHERE", False),
        (Role.BNNP, "nasional", "", False),
        (Role.PUSAT, "provinsi", "74", True),
        (Role.PUSAT, "satker", "BNNP-SULTRA", True),
        (Role.PUSAT, "satker", "NOWHERE", False),
        (Role.PUSAT, "nasional", "", True),
        (Role.PUSAT, "dunia", "", False),
        (Role.PETUGAS, "satker", "BNNK-PGK", False),
        (Role.AGEN, "satker", "BNNK-PGK", False),
    ],
)
async def test_who_may_set_which_target(
    programme_world: World, role: Role, level: str, place: str, may: bool
) -> None:
    talk = await programme_world.joined("Dewi", role)
    async with programme_world.store() as store:
        person = await store.people.by_who(programme_world.who(talk))
        assert person is not None
        assert await store.targets.may_set(person, level, place) is may


async def test_a_target_of_another_province_is_refused(programme_world: World, ani: Talk) -> None:
    """The list does not offer one; the satker has moved to another province meanwhile."""
    await say_all(ani, *SETS, "[Satu satker]", "[BNNK Pangkalpinang]", "[Dipetakan]", "3")
    await programme_world.sql("update satkers set territory = '74.71' where code = 'BNNK-PGK'")
    await ani.says("[Kirim]")
    assert "Satker yang mana?" in ani.shown
    async with programme_world.store() as store:
        person = await store.people.by_who(programme_world.who(ani))
        assert person is not None
        assert await store.targets.of(person, 2026) == {}
