"""/klien: the list, the card, and codes that are mistyped, unknown or somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import Role
from tests.handlers.test_client_changes import REFERRED
from tests.programme import TERATAI, menu, opens_client, rows, say_all
from tests.transcript import Talk
from tests.world import AIR_MESU, BARUGA, KACE, World

CHECK_IN = ("[Bertemu]", "[Baik]", "[Tidak]", "[Kirim]")

LOW_RISK = (
    *("[☐ Tidak ada]", "[Selesai]", "[Lanjut]", "[☐ Alkohol]", "[Selesai]"),
    *["[Tidak pernah]"] * 4,
    *("[Lanjut]", "[Lanjut]", "[Ya]", "[Kirim]"),
)


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    return await programme_world.joined("Budi", Role.PETUGAS)


async def test_the_card_of_a_client_tells_their_story(rina: Talk) -> None:
    await opens_client(rina)
    rina.world.move(timedelta(days=3))
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Kemarin]", *CHECK_IN)
    await say_all(rina, "/klien teratai", "[Skrining ASSIST]", "[Hari ini]", *LOW_RISK)
    rina.hears()
    await rina.plays(
        f"""
        rina: /klien {TERATAI}
        bot: Teratai · {TERATAI}
             Aktif, klien sejak 22 Nov
             Perempuan, 26–40 tahun
             Skrining terakhir: risiko rendah, 25 Nov
             Berikutnya: pemantauan, 29 Nov

             Riwayat
             25 Nov Skrining ASSIST: risiko rendah, saran: beri informasi
             24 Nov Pemantauan: kondisi baik, bertemu (dicatat 25 Nov)
             22 Nov Klien baru: lewat penjangkauan
             [Skrining ASSIST] [Pemantauan]
             [Rujukan] [Bina lanjut]
             [Status klien]
             [Serah terima klien]
             [Tarik persetujuan]
             [Tautan survei]
             [Klien saya] [Menu]
        """
    )


async def test_a_correction_is_not_entered_late(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", *CHECK_IN)
    rina.world.move(timedelta(days=2))
    await say_all(rina, "[Koreksi]", "[4]", "[Cukup]", "[Kirim]", "/klien teratai")
    assert "22 Nov Pemantauan: kondisi cukup, bertemu\n" in rina.shown
    assert rina.shown.count("Pemantauan:") == 1
    assert "dicatat" not in rina.shown


async def test_a_long_story_is_read_page_by_page(rina: Talk) -> None:
    await opens_client(rina)
    for _ in range(6):
        await say_all(rina, "/klien teratai", "[Pemantauan]", "[Hari ini]", *CHECK_IN)
    await rina.says("/klien teratai")
    assert rina.shown.count("Pemantauan: kondisi") == 6
    assert "Klien baru:" not in rina.shown
    assert "[‹] [1/2] [›]" in rina.shown
    await rina.says("[›]")
    assert "22 Nov Klien baru: lewat penjangkauan" in rina.shown
    assert "[‹] [2/2] [›]" in rina.shown


async def test_many_clients_are_listed_page_by_page(rina: Talk) -> None:
    for _ in range(9):
        await opens_client(rina)
        if "Mungkin orang yang sama?" in rina.shown:
            await rina.says("[Bukan, catat klien baru]")
    await rina.says("/klien")
    assert rina.shown.startswith("Klien saya · 9\nBiduk · ")
    assert "[‹] [1/2] [›]" in rina.shown
    assert "Teratai" not in rina.shown
    await rina.says("[›]")
    assert rina.shown.splitlines()[1:] == [
        f"Teratai · {TERATAI} · aktif · skrining 25 Nov",
        "[Teratai]",
        "[‹] [2/2] [›]",
        "[Menu]",
    ]


async def test_without_clients_it_is_said_where_they_begin(rina: Talk) -> None:
    await rina.says("/klien")
    assert rina.shown.startswith("Belum ada klien. Mulai dari persetujuan.")
    assert "Klien saya" not in await menu(rina)


@pytest.mark.parametrize("written", [TERATAI, "k-fj3-5k", "kfj35k", "K FJ3 5K", "TERATAI"])
async def test_a_client_is_found_however_the_code_is_written(rina: Talk, written: str) -> None:
    await opens_client(rina)
    await rina.says(f"/klien {written}")
    assert rina.shown.startswith(f"Teratai · {TERATAI}\n")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("K-FJ3-5J", "Kode itu salah tulis: ada tanda yang keliru atau tertukar. Periksa lagi."),
        ("K-UCV-XD", "Tidak ada klien Anda dengan kode K-UCV-XD."),
        ("Mawar", "Itu bukan kode klien. Kode klien seperti ini: K-7Q4-2F."),
    ],
)
async def test_a_slip_an_unknown_code_and_no_code_are_told_apart(rina: Talk, written: str, said: str) -> None:
    await opens_client(rina)
    await rina.says(f"/klien {written}")
    assert rina.shown.startswith(said)


@pytest.mark.parametrize("unit", [AIR_MESU, KACE, BARUGA])
async def test_nobody_sees_the_client_of_another_agent(rina: Talk, unit: str) -> None:
    sari = await rina.world.joined("Sari", unit=unit)
    await opens_client(rina)
    card = next(button.data for button in rina.chat.answer.buttons if button.label == "Lihat Teratai")
    for written in (TERATAI, "Teratai"):
        await sari.says(f"/klien {written}")
        assert "Teratai" not in sari.shown
        assert "perempuan" not in sari.shown
    sari.person.press(sari.bot, data=card, message_id=sari.chat.answer.id)
    await rina.world.quiet()
    assert sari.shown.startswith("Tombol itu sudah tidak berlaku.")


async def test_the_word_is_not_in_what_a_petugas_reads_or_chooses_about_a_referral(rina: Talk, budi: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Rujukan]", *REFERRED)
    await say_all(rina, "/lapor", "[Tentang klien ›]", "[Hasil rujukan]", "[Teratai, Minggu 22 Nov]")
    await say_all(rina, "[Hari ini]", "[Belum tahu]", "[Kirim]")
    await say_all(budi, "/menu", "[Laporan masuk · 4]", "[1]")
    assert f"Rujukan: {TERATAI}, Minggu 22 Nov" in budi.shown
    await say_all(budi, "/lapor", "[Hasil rujukan]")
    assert f"[{TERATAI}, Minggu 22 Nov]" in budi.shown
    assert not any("Teratai" in message.text for message in budi.chat.messages)


async def test_a_petugas_sees_codes_and_no_words(rina: Talk, budi: Talk) -> None:
    dewi = await rina.world.joined("Dewi", unit=KACE)
    await opens_client(rina)
    await opens_client(dewi)
    assert "[Klien · 2]" in await menu(budi)
    budi.hears()
    await budi.plays(
        f"""
        budi: [Klien · 2]
        edit: Klien di unit mana?
              [Air Mesu Timur · 1]
              [Kace · 1]
              [Menu]
        budi: [Air Mesu Timur · 1]
        edit: Klien Air Mesu Timur · 1
              {TERATAI} · aktif · skrining 25 Nov · Bu Rina
              [{TERATAI}]
              [Menu]
        budi: [{TERATAI}]
        edit: {TERATAI}
              Aktif, klien sejak 22 Nov
              Perempuan, 26–40 tahun
              Agen: Bu Rina
              Berikutnya: skrining, 25 Nov

              Riwayat
              22 Nov Klien baru: lewat penjangkauan
              [Serah terima klien]
              [Klien] [Menu]
        """
    )
    await budi.says("/klien Teratai")
    assert budi.shown.startswith("Itu bukan kode klien.")


async def test_a_petugas_sees_nobody_of_another_satker(programme_world: World, budi: Talk) -> None:
    sari = await programme_world.joined("Sari", unit=BARUGA)
    await opens_client(sari)
    await budi.says("/klien")
    assert budi.shown.startswith("Belum ada klien di satker Anda.")
    await budi.says(f"/klien {TERATAI}")
    assert budi.shown.startswith(f"Tidak ada klien Anda dengan kode {TERATAI}.")


@pytest.mark.parametrize("role", [Role.BNNP, Role.PUSAT])
async def test_who_oversees_sees_no_clients(rina: Talk, role: Role) -> None:
    await opens_client(rina)
    overseer = await rina.world.joined("Ratna", role)
    await overseer.says(f"/klien {TERATAI}")
    assert overseer.shown.startswith("Daftar klien hanya untuk agen dan petugas pendamping.")
    assert TERATAI not in overseer.shown


async def test_drafts_of_several_clients_never_mix(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await say_all(rina, "/klien teratai", "[Pemantauan]", "[Hari ini]", "[Bertemu]")
    await say_all(rina, "/klien gerimis", "[Pemantauan]", "[Kemarin]")
    assert rina.shown.startswith("Pemantauan · Gerimis · ")
    assert "Bagaimana caranya?" in rina.shown
    await say_all(rina, "/klien teratai", "[Pemantauan]")
    assert rina.shown.startswith(f"Pemantauan · Teratai · {TERATAI} · ")
    assert "Bagaimana kondisi klien?" in rina.shown
    rina.hears()
    await rina.plays(
        """
        rina: /draf
        gone: Pemantauan · Teratai · K-FJ3-5K · 4 dari kira-kira 5
        bot: Ini yang belum selesai:
             1 Pemantauan · Gerimis, 22 Nov
             2 Pemantauan · Teratai, 22 Nov
             [Lanjutkan 1] [Buang 1]
             [Lanjutkan 2] [Buang 2]
             [Mulai yang baru] [Menu]
        """
    )
    await say_all(rina, "[Lanjutkan 1]", "[Telepon]", "[Kurang]", "[Tidak]", "[Kirim]")
    await say_all(rina, "/draf", "[Lanjutkan 1]", "[Baik]", "[Tidak]", "[Kirim]")
    query = "select c.word, s.day from submissions s join clients c on c.id = s.client where s.form = 'pemantauan'"
    found = {word: str(day) for word, day in await rows(rina.world, query)}
    assert found == {"Teratai": "2026-11-22", "Gerimis": "2026-11-21"}


async def test_a_draft_that_was_turned_to_somebody_else_is_theirs(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Selesai]", "[1]")
    await rina.says(next(f"[{b.label}]" for b in rina.chat.answer.buttons if b.label.startswith("Gerimis")))
    await rina.says("/draf")
    assert "1 Status klien · Gerimis, 22 Nov" in rina.shown
    await say_all(rina, "/klien teratai", "[Status klien]")
    assert rina.shown.startswith(f"Status klien · Teratai · {TERATAI} · 2 dari")
    await rina.says("/draf")
    assert rina.shown.count("Status klien") == 2


async def test_the_reminder_names_the_client(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]")
    await rina.world.rest(timedelta(hours=14))
    assert rina.shown.startswith("⏰ Selamat pagi, Bu Rina. Laporan tentang Teratai belum selesai:")


async def test_a_private_number_in_place_of_a_code_is_taken_out_of_the_chat(rina: Talk) -> None:
    for number in ("081377712345", "1904030101900001"):
        await rina.says(f"/klien {number}")
        assert "Nomor seperti itu tidak disimpan." in rina.shown
        assert not any(number in message.text for message in rina.chat.messages)
