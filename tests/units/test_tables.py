"""The tables of a satker: a row is a report, and every petugas of the satker may correct it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.people import Invitation, Role
from handlers.invitations import invite
from storage.duty import Duty
from tests.transcript import Talk
from tests.units.saying import say_all
from tests.world import SUNDAY_EVENING, World

HOTLINE = ("Ambulans", "119", "[☐ Medis]", "[Selesai]", "[Wilayah satker]")


async def keeps_a_hotline(talk: Talk) -> None:
    await say_all(talk, "/menu", "[Tabel]", "[Nomor penting]", "[Tambah]", *HOTLINE, "[Kirim]")


async def test_a_hotline_is_kept_and_corrected(budi: Talk) -> None:
    await keeps_a_hotline(budi)
    await budi.plays("""
        budi: [Nomor penting]
        bot: Nomor penting · 1
             1 Ambulans · 119 · 24 jam

             Tekan angka untuk memperbaiki.
             [1]
             [Tambah]
             [‹ Tabel] [Menu]
        budi: [1]
        edit: Periksa dulu, Bu Budi
              1 Nama: Ambulans
              2 Nomor: 119
              3 Lingkup: Medis
              4 Cakupan: Wilayah satker
              5 Jam: 24 jam
              6 Aktif: Ya
              7 Dicek: Minggu 22 Nov

              Ketuk nomornya untuk mengubah.
              [Kirim]
              [1] [2] [3] [4] [5]
              [6] [7]
              [Simpan draf] [Batal]
    """)
    await say_all(budi, "[2]", "118", "[Kirim]")
    await budi.says("[Nomor penting]")
    assert "Nomor penting · 1\n1 Ambulans · 118 · 24 jam" in budi.shown


async def test_another_petugas_of_the_satker_corrects_it(programme_world: World, budi: Talk) -> None:
    await keeps_a_hotline(budi)
    siti = await programme_world.joined("Siti", Role.PETUGAS)
    await say_all(siti, "/menu", "[Tabel]", "[Nomor penting]", "[1]", "[6]", "[Tidak]")
    await siti.says("[Kirim]")
    assert "Nomor BNNK-PGK-01-2611-0001," in siti.shown
    assert "Koreksi ke-1" in siti.shown
    await say_all(budi, "/menu", "[Tabel]")
    await budi.says("[Nomor penting]")
    assert "1 Ambulans · 119 · 24 jam · tidak dipakai" in budi.shown
    async with programme_world.store() as store:
        noted = await store.audit.lines(SUNDAY_EVENING, None, 0, 9)
    assert [(line.action, line.record, line.subject) for line in noted] == [
        ("change", "hotline", "BNNK-PGK-01-2611-0001")
    ]


async def test_what_was_not_checked_for_long_is_marked(programme_world: World, budi: Talk) -> None:
    await keeps_a_hotline(budi)
    programme_world.move(timedelta(days=90))
    await say_all(budi, "/menu", "[Tabel]")
    await budi.says("[Nomor penting]")
    assert "⚠" not in budi.shown
    programme_world.move(timedelta(days=1))
    await say_all(budi, "/menu", "[Tabel]")
    await budi.says("[Nomor penting]")
    assert "1 Ambulans · 119 · 24 jam · dicek 22 Nov 2026 ⚠" in budi.shown
    assert "⚠ Lebih dari 90 hari tidak dicek. Tekan angkanya untuk memperbarui." in budi.shown


async def test_a_facility_a_partner_and_who_is_on_duty(programme_world: World, budi: Talk) -> None:
    await programme_world.joined("Siti", Role.PETUGAS)
    await say_all(budi, "/menu", "[Tabel]", "[Fasilitas rujukan]", "[Tambah]", "[Puskesmas]", "Puskesmas Benteng")
    await say_all(budi, "[Kirim]")
    await budi.says("[Fasilitas rujukan]")
    assert "Fasilitas rujukan · 1\n1 Puskesmas Benteng\n" in budi.shown
    await say_all(budi, "/menu", "[Tabel]", "[Mitra vokasional]", "[Tambah]", "[Usaha]", "Salon Ayu", "[☐ Salon]")
    await say_all(budi, "[Selesai]", "[Kirim]")
    await budi.says("[Mitra vokasional]")
    assert "Mitra vokasional · 1\n1 Salon Ayu\n" in budi.shown
    await say_all(budi, "/menu", "[Tabel]", "[Jadwal jaga]", "[Tambah]", "[Bu Siti]", "[☐ Senin]", "[☐ Minggu]")
    await say_all(budi, "[Selesai]", "20.00", "07.30", "[5]", "[Bu Budi]", "[Kirim]")
    await budi.says("[Jadwal jaga]")
    assert "Jadwal jaga · 1\n1 Bu Siti · Sen, Min · 20.00–07.30 · kedua: Bu Budi" in budi.shown


async def test_who_left_is_not_on_duty_any_longer(programme_world: World, budi: Talk) -> None:
    await programme_world.joined("Siti", Role.PETUGAS)
    await say_all(budi, "/menu", "[Tabel]", "[Jadwal jaga]", "[Tambah]", "[Bu Budi]", "[☐ Senin]", "[Selesai]")
    await say_all(budi, "20.00", "07.30", "[5]", "[Bu Siti]", "[Kirim]")
    await programme_world.sql("update people set left_on = '2026-11-22' where name = 'Bu Siti'")
    await say_all(budi, "[Koreksi]", "[3]", "21.00")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("⚠ Petugas itu sudah tidak bertugas di satker Anda. Pilih yang lain.")
    await say_all(budi, "[Biarkan]", "[6]", "[Tidak]", "[Kirim]")
    await budi.says("[Jadwal jaga]")
    assert "1 Bu Budi · Sen · 21.00–07.30 · kedua: Bu Siti · tidak dipakai" in budi.shown


async def test_another_satker_neither_sees_nor_corrects_it(programme_world: World, budi: Talk) -> None:
    await keeps_a_hotline(budi)
    async with programme_world.running.database.transaction() as store:
        now = programme_world.running.clock.now()
        await invite(store, "elsewhere", Invitation(Role.PETUGAS, satker="BNNP-SULTRA"), None, now)
    wati = Talk(programme_world, "Wati")
    await say_all(wati, "/start elsewhere", "[Bu Wati]", "[Saya berjanji menjaga rahasia]", "/menu", "[Tabel]")
    await wati.says("[Nomor penting]")
    assert "Nomor penting · 0" in wati.shown
    await say_all(budi, "[Nomor penting]")
    await programme_world.sql("update hotlines set satker = 'BNNP-SULTRA'")
    await budi.says("[1]")
    assert budi.shown.startswith("Baris itu tidak ada di tabel satker Anda.")


async def test_a_rule_of_the_satker_holds_from_its_day_on(programme_world: World, budi: Talk) -> None:
    async def sedang(day: date) -> str:
        async with programme_world.store() as store:
            person = await store.people.by_who(programme_world.who(budi))
            assert person is not None
            listed = await store.datasets.of(person, "satker.csv", day)
        return listed.rows[0][listed.columns.index("sedang")]

    await say_all(budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dilayani unit]", "[Kirim]")
    assert (await sedang(date(2026, 11, 21)), await sedang(date(2026, 11, 22))) == ("rujuk", "layani")
    await say_all(budi, "[Koreksi]", "[1]", "[Dirujuk]", "[Kirim]")
    assert await sedang(date(2026, 11, 22)) == "rujuk"


async def rules(world: World) -> dict[str, str]:
    async with world.store() as store:
        found = await Duty(store.places._work).rules_of("BNNK-PGK", date(2026, 11, 22))
    return dict(found)


async def test_what_is_not_answered_of_the_rules_stays_as_it_was(programme_world: World, budi: Talk) -> None:
    await say_all(budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dilayani unit]", "[2]")
    await budi.says("6")
    assert "2 Janji balas (jam): 6\n3 Kepala rehabilitasi: (kosong)\n" in budi.shown
    await say_all(budi, "[3]", "[Bu Budi]", "[Kirim]")
    head = (await rules(programme_world))["kepala"]
    assert await rules(programme_world) == {"sedang": "layani", "janji_jam": "6", "kepala": head}
    await say_all(budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dirujuk]", "[Kirim]")
    assert await rules(programme_world) == {"sedang": "rujuk", "janji_jam": "6", "kepala": head}


async def test_a_rule_that_a_correction_takes_out_holds_no_longer(programme_world: World, budi: Talk) -> None:
    await say_all(budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dilayani unit]", "[2]", "12", "[Kirim]")
    await say_all(budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dilayani unit]", "[2]", "6", "[Kirim]")
    await say_all(budi, "[Koreksi]", "[2]", "[Kosongkan]", "[Kirim]")
    assert await rules(programme_world) == {"sedang": "layani", "janji_jam": "12"}


async def test_who_left_is_no_head_of_the_section(programme_world: World, budi: Talk) -> None:
    await programme_world.joined("Siti", Role.PETUGAS)
    await say_all(
        budi, "/lapor", "[Tabel satker ›]", "[Aturan satker]", "[Dilayani unit]", "[3]", "[Bu Siti]", "[Kirim]"
    )
    await programme_world.sql("update people set left_on = '2026-11-22' where name = 'Bu Siti'")
    await say_all(budi, "[Koreksi]", "[2]", "6")
    await budi.says("[Kirim]")
    assert budi.shown.startswith("⚠ Petugas itu sudah tidak bertugas di satker Anda. Pilih yang lain.")
    await say_all(budi, "[Kosongkan]", "[Kirim]")
    assert await rules(programme_world) == {"sedang": "layani", "janji_jam": "6"}
