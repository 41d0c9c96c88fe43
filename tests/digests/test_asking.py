"""/ringkasan: the digest of any period, on a card that is edited, and its files beside."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Role
from tests.programme import rows
from tests.transcript import Talk
from tests.world import World

A_DAY = timedelta(days=1)


async def test_a_petugas_looks_at_the_week_that_is_over_and_at_others(budi: Talk) -> None:
    budi.world.move(A_DAY)  # to Monday evening
    await budi.plays("""
        budi: /ringkasan
        gone: Terima kasih, Bu Budi.
        bot: Ringkasan 16–22 Nov · BNNK Pangkalpinang (2 unit)
             Kabar baik: Air Mesu Timur memantau semua kliennya tepat waktu, 3 kali berturut-turut.

             Untuk minggu ini
             1 K-001-AA: hasil rujukan belum diketahui (Air Mesu Timur, 21 hari)
             2 K-001-AA: pemantauan terlewat 2 kali (Air Mesu Timur)

             Unit: dipetakan 2 · ber-SK 2 · operasional 1 dari 2 · berkelanjutan 0
             Unit yang melapor 1 dari 2
             Terjangkau 5 (▲1) · Klien baru 1 (▲1) · Klien aktif 3 (▲1)
             Rujukan dikirim 2, sampai 1 · Pemantauan tepat waktu 100%
             Tidak kambuh, 3 bulan 50% dari 2 klien (tujuan 50%)

             Belum melapor: Kace (sejak 8 Nov).

             Angka per 22 Nov 2026, 24.00 WIB.
             [1 Buka] [2 Buka]
             [Arti angka] [Tabel]
             [Gambar dan Excel]
             [Minggu ini] [Minggu lalu]
             [Bulan ini] [Bulan lalu]
             [Pilih bulan] [Tahun ini]
             [Menu]
    """)


async def test_pressing_a_period_edits_the_card(budi: Talk) -> None:
    await budi.says("/ringkasan")
    budi.hears()
    await budi.says("[Minggu ini]")
    (line,) = [line for line in budi.hears() if line.startswith("edit: ")]
    assert line.startswith("edit: Ringkasan 16–22 Nov · BNNK Pangkalpinang")
    assert "Angka per 22 Nov 2026, sejauh ini." in line
    await budi.says("[Bulan lalu]")
    assert budi.hears()[0].startswith("edit: Ringkasan Okt 2026")
    await budi.says("[Tahun ini]")
    assert budi.hears()[0].startswith("edit: Ringkasan 2026")
    await budi.says("[Pilih bulan]")
    assert "[Okt 2026] [Nov 2026]" in budi.shown
    await budi.says("[Okt 2026]")
    assert budi.hears()[-1].startswith("edit: Ringkasan Okt 2026")


async def test_figures_are_explained(budi: Talk) -> None:
    await budi.says("/ringkasan")
    await budi.says("[Arti angka]")
    assert "Pemantauan tepat waktu: dari pemantauan yang jatuh tempo" in budi.shown
    assert "Aturan 2026-1" in budi.shown
    await budi.says("[‹ Ringkasan]")
    assert budi.shown.startswith("Ringkasan 9–15 Nov")


async def test_the_places_come_as_a_table(budi: Talk) -> None:
    budi.world.move(A_DAY)
    await budi.says("/ringkasan")
    await budi.says("[Tabel]")
    table = budi.chat.answer.media["rich_message"]["blocks"][0]
    assert [[cell["text"] for cell in row] for row in table["cells"]] == [
        ["Tempat", "Lap.", "Jangk.", "Baru", "Tepat"],
        ["Air Mesu Timur", "9", "5", "1", "100%"],
        ["Kace", "0", "0", "0", "–"],
        ["Jumlah", "9", "5", "1", "100%"],
    ]


async def test_picture_and_workbook_come_beside_the_card(budi: Talk) -> None:
    await budi.says("/ringkasan")
    budi.hears()
    await budi.says("[Gambar dan Excel]")
    await budi.world.quiet()
    lines = budi.hears()
    assert [line for line in lines if "(" in line[:8]] == [
        "bot: (foto) Ringkasan 9–15 Nov · BNNK Pangkalpinang (2 unit)",
        "bot: (berkas) Semua angka ringkasan ini, dengan artinya.",
    ]
    assert [line for line in lines if line.startswith("gone: ")] == [
        "gone: ⏳ Berkasnya sedang dibuat. Anda bisa terus memakai yang lain."
    ]
    noted = await rows(budi.world, "select subject from audit where action = 'digest'")
    assert noted == [("BNNK-PGK/week:2026-11-09",)]


async def test_an_agent_sees_the_own_unit(budi: Talk) -> None:
    world = budi.world
    rina = await world.joined("Rina")
    world.move(A_DAY)
    await rina.says("/ringkasan")
    assert rina.shown.startswith(
        "Ringkasan 16–22 Nov · Air Mesu Timur\n"
        "Kabar baik: Air Mesu Timur memantau semua kliennya tepat waktu, 3 kali berturut-turut."
    )
    assert "Kace" not in rina.shown


async def test_overseers_see_units_as_they_are_and_no_small_counts_of_people(budi: Talk) -> None:
    world = budi.world
    pusat = await world.joined("Tini", Role.PUSAT)
    world.move(A_DAY)
    await pusat.says("/ringkasan")
    assert pusat.hears()[-1].startswith("edit: Ringkasan Okt 2026 · Nasional")
    assert "operasional 1" in pusat.shown
    assert "Terjangkau" not in pusat.shown
    assert "angka tidak ditampilkan karena kecil." in pusat.shown
    assert "K-001" not in pusat.shown
    await pusat.says("[Minggu lalu]")
    assert pusat.hears() == [
        "edit: ⏳ Ringkasan 16–22 Nov sedang dihitung.",
        pusat_edit(pusat),
    ]
    assert "Angka tentang orang, Okt 2026:" in pusat.shown


def pusat_edit(talk: Talk) -> str:
    return "edit: " + talk.shown.replace("\n", "\n      ")


async def test_whoever_has_moved_elsewhere_meanwhile_gets_nothing_of_the_old_place(budi: Talk) -> None:
    world = budi.world
    async with world.running.database.transaction() as store:
        await store.turns.wait_for([world.who(budi)])
        session = await store.sessions.of(world.who(budi))
        assert session is not None
        spec = {"level": "satker", "place": "BNNP-SULTRA", "zone": "Asia/Makassar", "period": "week:2026-11-09"}
        put = {**spec, "today": "2026-11-22", "language": "id", "sent": "weekly"}
        store.orders.put(session, "digest", put, world.running.clock.now())
    await world.quiet()
    assert budi.hears() == []
    assert await rows(world, "select count(*) from orders") == [(0,)]


async def test_a_program_without_places_has_a_digest_all_the_same(world: World) -> None:
    tini = await world.joined("Tini", Role.BNNP)
    await tini.says("/ringkasan")
    assert tini.hears()[-1].startswith("edit: Ringkasan Okt 2026")
