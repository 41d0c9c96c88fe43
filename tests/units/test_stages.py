"""The stages of a unit: a dated history that nothing overwrites."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from domain.people import Role
from domain.stages import Reached
from tests.transcript import Talk
from tests.units.saying import gets_a_decree, say_all
from tests.world import AIR_MESU, KACE, World, a_world

TODAY = date(2026, 11, 22)
EVIDENCE = ("[☐ Tanpa kegiatan]", "[Selesai]")


async def history_of(world: World, talk: Talk, unit: str = AIR_MESU) -> list[Reached]:
    async with world.store() as store:
        person = await store.people.by_who(world.who(talk))
        assert person is not None
        return await store.stages.history(person, unit)


async def since(world: World, unit: str = AIR_MESU) -> date | None:
    async with world.store() as store:
        found = await store.places.unit(unit)
    assert found is not None
    return found.since


async def test_a_unit_gets_its_decree(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Air Mesu Timur")
    await budi.says("[Kirim]")
    assert "Air Mesu Timur: ber-SK, jalur reguler.\nSK berlaku sampai 22 Nov 2027.\n" in budi.shown
    budi.hears()
    await budi.plays("""
        budi: [Buka unit]
        bot: Air Mesu Timur · 19.04.03.2004
             Pangkalan Baru, Kabupaten Bangka Tengah
             Sekarang ber-SK (reguler), sejak 22 Nov 2026.
             SK sampai 22 Nov 2027 · 140/12/2026
             Berikutnya: operasional.

             ⏰ SK unit akan habis, Sabtu 23 Okt 2027

             Riwayat
             22 Nov 2026: ber-SK (reguler)

             Belum ada agen.
             [Sosialisasi] [Tahap unit]
             [Monitoring awal] [Catatan asistensi]
             [Hasil asistensi]
             [Undang agen] [Poster]
             [‹ Unit] [Menu]
        budi: [‹ Unit]
        edit: Unit · 2
              1 Air Mesu Timur · ber-SK (reguler) · SK sampai 22 Nov 2027 · 0 agen
              2 Kace · belum ada riwayat · 0 agen
              [Air Mesu Timur]
              [Kace]
              [Capaian] [Menu]
    """)
    (step,) = await history_of(programme_world, budi)
    assert (step.stage, step.evidence, step.decree.until) == ("ber_sk", "sk", date(2027, 11, 22))
    assert await since(programme_world) == TODAY


async def test_a_unit_may_go_back_and_keeps_its_decree(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Kace")
    await budi.says("[Kirim]")
    await say_all(budi, "[Buka unit]", "[Tahap unit]", "[Hari ini]", "[Tidak aktif]", *EVIDENCE, "[Kirim]")
    await budi.says("[Buka unit]")
    assert "Sekarang tidak aktif (reguler), sejak 22 Nov 2026.\nSK sampai 22 Nov 2027 · 140/12/2026" in budi.shown
    assert "22 Nov 2026: ber-SK (reguler)\n22 Nov 2026: tidak aktif (reguler)" in budi.shown
    await budi.says("[‹ Unit]")
    assert "2 Kace · tidak aktif (reguler) · SK sampai 22 Nov 2027 · 0 agen" in budi.shown


async def test_what_happened_earlier_may_be_recorded_later(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Kace")
    await budi.says("[Kirim]")
    await say_all(budi, "[Buka unit]", "[Tahap unit]", "[Kemarin]", "[Advokasi]", "[☐ Catatan advokasi]", "[Selesai]")
    await budi.says("[Kirim]")
    await budi.says("[Buka unit]")
    assert "Sekarang ber-SK (reguler), sejak 22 Nov 2026." in budi.shown
    assert "21 Nov 2026: advokasi (reguler)\n22 Nov 2026: ber-SK (reguler)" in budi.shown
    assert await since(programme_world, KACE) == date(2026, 11, 21)


async def test_a_correction_replaces_its_own_step_and_no_other(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Air Mesu Timur")
    await budi.says("[Kirim]")
    await say_all(budi, "[Buka unit]", "[Tahap unit]", "[Hari ini]", "[Tidak aktif]", *EVIDENCE, "[Kirim]")
    first, second = await history_of(programme_world, budi)
    await say_all(budi, "[Koreksi]", "[3]", "[Advokasi]", "[☐ Catatan advokasi]", "[Selesai]", "[2]", "[Kemarin]")
    await budi.says("[Kirim]")
    corrected, kept = await history_of(programme_world, budi)
    assert kept == first
    assert (corrected.number, corrected.stage, corrected.day) == (second.number, "advokasi", date(2026, 11, 21))
    assert corrected.at == second.at
    assert await since(programme_world) == date(2026, 11, 21)


async def test_a_correction_that_names_another_unit_leaves_the_first_one(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Air Mesu Timur")
    await say_all(budi, "[Kirim]", "[Koreksi]", "[1]", "[Kace]", "[Reguler]")
    await budi.says("[Kirim]")
    assert "Kace: ber-SK, jalur reguler." in budi.shown
    assert await history_of(programme_world, budi) == []
    assert await since(programme_world) is None
    assert await since(programme_world, KACE) == TODAY


async def test_an_agent_reports_nothing_from_before_the_unit(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Air Mesu Timur")
    await budi.says("[Kirim]")
    rina = await programme_world.joined("Rina")
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Kemarin]", "[Keluarga]", "[Kunjungan]", "[Belum mau]", "[Ya]")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Unit Air Mesu Timur baru ada sejak Minggu 22 Nov. Pilih tanggal sesudah itu.")


async def test_a_report_from_before_the_history_can_still_be_corrected(programme_world: World, budi: Talk) -> None:
    """Units that were there before Suar get their history when they have worked for a while."""
    rina = await programme_world.joined("Rina")
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Kemarin]", "[Keluarga]", "[Kunjungan]", "[Belum mau]", "[Ya]")
    await rina.says("[Kirim]")
    await gets_a_decree(budi, "Air Mesu Timur")
    await budi.says("[Kirim]")
    assert await since(programme_world) == date(2026, 11, 21)  # it was at work before its history begins
    await say_all(rina, "[Koreksi]", "[2]", "[Pengguna]")
    await rina.says("[Kirim]")
    assert "Koreksi ke-1" in rina.shown
    await say_all(rina, "[Koreksi]", "[1]", "[Tanggal lain]", "[20]")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Unit Air Mesu Timur baru ada sejak Sabtu 21 Nov. Pilih tanggal sesudah itu.")


async def test_a_second_press_goes_on_with_the_form_that_is_begun(programme_world: World, budi: Talk) -> None:
    await say_all(budi, "/menu", "[Unit]", "[Kace]", "[Tahap unit]", "[Hari ini]")
    await say_all(budi, "/menu", "[Unit]", "[Kace]")
    await budi.says("[Tahap unit]")
    assert "Tahapnya menjadi apa?" in budi.shown
    await say_all(budi, "/menu", "[Unit]", "[Air Mesu Timur]")
    await budi.says("[Tahap unit]")
    assert "Sejak kapan?" in budi.shown
    await budi.says("/menu")
    assert "[Draf · 2]" in budi.shown


UNASKED = """
| survey |
| | type | name | label | required | bind::suar:arti |
| | select_one_from_file units.csv | unit | Unit? | yes | unit |
| | date | tgl | Kapan? | yes | hari |
| | text | tahap | Tahap? | yes | |
| | text | jalur | Jalur? | yes | |
| | text | bukti | Bukti? | | |
| | text | sk_nomor | Nomor? | | |
| | date | sk_tgl | Tanggal SK? | | |
| settings |
| | form_id | form_title | namespaces | attribute::suar:untuk |
| | tahap_unit | Tahap unit | suar="urn:suar:xform" | petugas |
"""


async def test_a_stage_without_evidence_is_not_taken(tmp_path: Path, sqlite_url: str) -> None:
    """Also not by a form of somebody else's, which does not ask for it."""
    async with a_world(tmp_path, sqlite_url) as world:
        world.brings("tahap_unit", UNASKED)
        async with world.program():
            budi = await world.joined("Budi", Role.PETUGAS)
            await say_all(budi, "/lapor", "[Tahap unit]", "[Kace]", "[Hari ini]", "jauh", "reguler")
            await say_all(budi, "[Lewati]", "[Lewati]", "[Lewati]")
            await budi.says("[Kirim]")
            assert budi.shown.startswith("⚠ Tahap itu tidak dikenal. Pilih tahap yang lain.")
            await say_all(budi, "ber_sk")
            await budi.says("[Kirim]")
            assert budi.shown.startswith("⚠ Tahap ini perlu bukti. Pilih buktinya.")
            await say_all(budi, "sk")
            await budi.says("[Kirim]")
            assert budi.shown.startswith("⚠ Untuk ber-SK, isi nomor dan tanggal SK-nya.")
            assert await history_of(world, budi, KACE) == []


async def test_a_unit_is_seen_by_its_own_satker_only(programme_world: World, budi: Talk) -> None:
    await gets_a_decree(budi, "Air Mesu Timur")
    await budi.says("[Kirim]")
    await say_all(budi, "/menu", "[Unit]")
    await programme_world.sql("update units set satker = 'BNNP-SULTRA' where name = 'Air Mesu Timur'")
    await budi.says("[Air Mesu Timur]")
    assert budi.shown.startswith("Unit itu tidak ada di satker Anda.")
    assert await history_of(programme_world, budi) == []
