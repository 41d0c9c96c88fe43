"""A form on its way from Excel to the agents of a satker, and away again."""

from __future__ import annotations

from handlers.effects import EFFECTS
from storage.reports import Line
from tests.handlers.test_penjangkauan import say_all
from tests.local_forms.officers import KELUARGA, PETUGAS, POSYANDU, SUAR, Officer
from tests.transcript import Talk
from tests.world import AIR_MESU, BARUGA, SUNDAY_EVENING, World

SECOND_VERSION = POSYANDU.replace("| 1      ", "| 2      ").replace("Berapa yang hadir?", "Berapa lansia?    ")
CAPTURING = f"""
    | survey |
    | | type | name  | label::Indonesia (id) | bind::suar:arti |
    | | date | hari  | Kapan?                | hari            |
    | | text | usia  | Usia?                 |                 |
    | settings |
    | | form_id     | form_title | version | default_language | namespaces |
    | | persetujuan | Data warga | 1       | Indonesia (id)   | {SUAR} |
"""


async def test_a_form_is_sent_tried_and_published_and_an_agent_reports_with_it(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    budi.talk.hears_only("""
        gone: Terima kasih, Bu Budi.
        bot: Saya baca dulu formulirnya. Biasanya beberapa detik.
        edit: Posyandu lansia · posyandu, versi 1
              Belum terbit. Coba isi dulu.

              Untuk: agen
              Pertanyaan: 2
              Kartu per laporan: 4
              Kira-kira 1 menit, kalau semua diisi
              Bahasa: Indonesia (id)
              [Coba isi]
              [Terbitkan]
              [Buang]
              [‹ Formulir] [Menu]
    """)
    await budi.talk.plays("""
        budi: [Coba isi]
        edit: Percobaan. Tidak ada yang disimpan.

              Posyandu lansia · 1 dari 2
              ▰▱

              Di mana?
              [Balai desa] [Pos]
              [Batal]
        budi: [Pos]
        edit: Percobaan. Tidak ada yang disimpan.

              Posyandu lansia · 2 dari 2
              ▰▰
              ✅ Pos

              Berapa yang hadir?
              Tulis angkanya.
              [‹ Kembali] [Lewati] [Batal]
        budi: 4
        edit: Berapa yang hadir?
        bot: Percobaan. Tidak ada yang disimpan.

             Periksa dulu, Bu Budi
             1 Tempat: Pos
             2 Hadir: 4

             Ketuk nomornya untuk mengubah.
             [Kirim]
             [1] [2]
             [Batal]
        budi: [Kirim]
        edit: Percobaan selesai. Tidak ada yang disimpan.

              Posyandu lansia · posyandu, versi 1
              Belum terbit. Coba isi dulu.

              Untuk: agen
              Pertanyaan: 2
              Kartu per laporan: 4
              Kira-kira 1 menit, kalau semua diisi
              Bahasa: Indonesia (id)
              [Coba isi]
              [Terbitkan]
              [Buang]
              [‹ Formulir] [Menu]
        budi: [Terbitkan]
        edit: ✅ Terbit. Yang bekerja di satker ini menemukannya di /lapor.

              Posyandu lansia · posyandu, versi 1
              Terbit sejak Minggu 22 Nov, 19.05 WIB, oleh Bu Budi.
              Laporan: 0

              Untuk: agen
              Pertanyaan: 2
              Kartu per laporan: 4
              Kira-kira 1 menit, kalau semua diisi
              Bahasa: Indonesia (id)
              [Tarik]
              [‹ Formulir] [Menu]
    """)
    rina = await world.joined("Rina")
    await rina.says("/lapor")
    assert "[Posyandu lansia]" in rina.shown
    await say_all(rina, "[Posyandu lansia]", "[Balai desa]", "12", "[Kirim]")
    assert "✅ Tercatat. Nomor AMT-2611-0001" in rina.shown
    await budi.talk.says("[‹ Formulir]")
    assert "Laporan: 1." in budi.talk.shown


async def test_nobody_of_another_satker_sees_it(world: World, budi: Officer) -> None:
    await budi.publishes(POSYANDU)
    sari = await world.joined("Sari", unit=BARUGA)
    await sari.says("/lapor")
    assert "Posyandu" not in sari.shown
    assert "[Penjangkauan]" in sari.shown


async def test_a_form_with_an_id_of_ours_sets_nothing_of_ours_in_motion(world: World, budi: Officer) -> None:
    assert "persetujuan" in EFFECTS
    await budi.publishes(CAPTURING)
    rina = await world.joined("Rina")
    await say_all(rina, "/lapor", "[Data warga]", "[Hari ini]", "dewasa", "[Kirim]")
    assert "✅ Tercatat" in rina.shown
    async with world.store() as store:
        (line,) = await store.reports.incoming(await who_is(world, budi.talk), everything=True, first=0, most=9)
        assert await store.consents.find(await who_is(world, rina), line.number) is None
    assert line.form == "BNNK-PGK:persetujuan"


# --- Versions -------------------------------------------------------------------------------------


async def sent_by(world: World, talk: Talk) -> list[Line]:
    async with world.store() as store:
        return await store.reports.incoming(await who_is(world, talk), everything=True, first=0, most=9)


async def who_is(world: World, talk: Talk):  # type: ignore[no-untyped-def]
    async with world.store() as store:
        return await store.people.by_who(world.who(talk))


async def test_a_new_version_leaves_drafts_and_reports_where_they_are(world: World, budi: Officer) -> None:
    await budi.publishes(POSYANDU)
    rina, ani = await world.joined("Rina"), await world.joined("Ani")
    await say_all(rina, "/lapor", "[Posyandu lansia]", "[Pos]")
    await say_all(ani, "/lapor", "[Posyandu lansia]", "[Pos]", "3", "[Kirim]")
    await budi.sends(SECOND_VERSION)
    assert "Ini menggantikan versi 1." in budi.talk.shown
    await budi.talk.says("[Terbitkan]")

    await rina.says("/draf")
    await rina.says("[Lanjutkan 1]")
    assert "Berapa yang hadir?" in rina.shown
    await say_all(rina, "5", "[Kirim]")
    await say_all(rina, "[Catat lagi]", "[Posyandu lansia]", "[Pos]")
    assert "Berapa lansia?" in rina.shown
    await say_all(ani, "[Koreksi]", "[2]")
    assert "Berapa yang hadir?" in ani.shown
    versions = sorted(line.form_version for line in await sent_by(world, budi.talk))
    assert versions == ["1", "1"]


async def test_a_version_that_is_out_is_never_overwritten(world: World, budi: Officer) -> None:
    await budi.publishes(POSYANDU)
    await budi.sends(POSYANDU.replace("Berapa yang hadir?", "Berapa lansia?    "))
    assert "versi 1 dari formulir posyandu sudah ada dengan isi lain" in budi.talk.shown
    assert "[Terbitkan]" not in budi.talk.shown
    await budi.sends(POSYANDU)
    assert budi.talk.shown.startswith("Versi 1 dari formulir ini sudah terbit, dan isinya sama.")


async def test_of_two_who_publish_the_same_version_the_second_is_refused(world: World, budi: Officer) -> None:
    anton = Officer(await world.joined("Anton", PETUGAS))
    await budi.sends(POSYANDU)
    await anton.sends(POSYANDU.replace("Berapa yang hadir?", "Berapa lansia?    "))
    await budi.talk.says("[Terbitkan]")
    await anton.talk.says("[Terbitkan]")
    assert anton.talk.shown.startswith("Formulir ini baru saja berubah, atau versinya sudah ada dengan isi lain.")
    async with world.store() as store:
        kept = await store.forms.find("BNNK-PGK:posyandu", "1")
    assert kept is not None
    assert "Berapa yang hadir?" in kept.xml


# --- Withdrawing ----------------------------------------------------------------------------------


async def test_a_form_that_was_withdrawn_begins_nothing_new_and_what_is_begun_may_be_finished(
    world: World, budi: Officer
) -> None:
    await budi.publishes(POSYANDU)
    rina = await world.joined("Rina")
    await say_all(rina, "/lapor", "[Posyandu lansia]", "[Pos]")
    await say_all(rina, "/lapor", "[Mulai yang baru]")
    await budi.talk.plays("""
        budi: [‹ Formulir]
        edit: Formulir satker
              1 Posyandu lansia, versi 1. Terbit sejak Minggu 22 Nov, 19.05 WIB, oleh Bu Budi. Laporan: 0.

              Mau menambah? Kirim berkas .xlsx, .xls, .csv atau .md ke obrolan ini. Saya periksa dulu.
              [1]
              [Menu]
    """)
    await say_all(budi.talk, "[1]", "[Tarik]")
    assert budi.talk.shown.startswith("Tarik Posyandu lansia?")
    await budi.talk.says("[Ya, tarik]")
    assert "Ditarik Minggu 22 Nov, 19.05 WIB, oleh Bu Budi." in budi.talk.shown
    assert "[Tarik]" not in budi.talk.shown

    await rina.says("[Posyandu lansia]")  # a button from before
    assert rina.shown.startswith("Ini menu Anda")
    await say_all(rina, "/draf", "[Lanjutkan 1]", "7", "[Kirim]")
    assert "✅ Tercatat" in rina.shown
    await say_all(rina, "[Catat lagi]")
    assert "Posyandu" not in rina.shown


async def test_what_was_withdrawn_can_be_published_again_as_it_was(world: World, budi: Officer) -> None:
    await budi.publishes(POSYANDU)
    await say_all(budi.talk, "[Tarik]", "[Ya, tarik]")
    await budi.publishes(POSYANDU)
    async with world.store() as store:
        assert await store.local_forms.is_on_offer("BNNK-PGK:posyandu", "1")


async def test_it_is_noted_who_published_and_withdrew_what(world: World, budi: Officer) -> None:
    await budi.publishes(POSYANDU)
    await say_all(budi.talk, "[Tarik]", "[Ya, tarik]")
    async with world.store() as store:
        lines = await store.audit.lines(SUNDAY_EVENING, None, 0, 9)
    told = [(line.action, line.record, line.subject) for line in lines]
    assert told == [
        ("publish", "form of a satker", "BNNK-PGK:posyandu@1"),
        ("withdraw", "form of a satker", "BNNK-PGK:posyandu@1"),
    ]


# --- Who may --------------------------------------------------------------------------------------


async def test_a_file_from_an_agent_is_no_form(world: World) -> None:
    rina = Officer(await world.joined("Rina"))
    await rina.sends(POSYANDU)
    assert rina.talk.shown.startswith("Di sini saya hanya bisa menerima teks dan tombol.")


async def test_buttons_of_an_officer_who_has_become_an_agent_lead_nowhere(world: World, budi: Officer) -> None:
    await budi.sends(POSYANDU)
    await world.sql("update people set role = 'agen', satker = null, unit = :unit", unit=AIR_MESU)
    await budi.talk.says("[Terbitkan]")
    async with world.store() as store:
        assert await store.local_forms.shelves() == {}


async def test_of_what_repeats_nobody_knows_how_long_it_takes(tono: Officer) -> None:
    visits = "| | begin_repeat | rumah | Rumah |\n    | | text | cerita | Apa ceritanya? |\n    | | end_repeat | | |"
    await tono.sends(KELUARGA.replace("| | text | catatan | Ada catatan? |", visits))
    assert "\nKartu per laporan: 5 atau lebih, karena ada yang diulang\n" in tono.talk.shown
    assert "\nKira-kira 1 menit atau lebih, karena ada yang diulang\n" in tono.talk.shown
