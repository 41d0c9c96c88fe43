"""From consent to a client: a code, a word, and nobody twice."""

from __future__ import annotations

import pytest

from tests.programme import AGREES, GERIMIS, TERATAI, consents, menu, opens_client, rows, say_all
from tests.transcript import Talk
from tests.world import KACE, World

CHILD = ("[Ya]", "[Di bawah 18 tahun]")
ALL_CONSENTS = "select number, age, guardian, record, contact, share, client from consents order by number"
ALL_CLIENTS = "select code, word, sex, age, door, status, number from clients order by id"


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


async def test_from_consent_to_a_client_who_can_be_screened(rina: Talk) -> None:
    await consents(rina)
    assert "[Lanjut: Klien baru]\n[Catat lagi] [Menu]" in rina.shown
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Perempuan]", "[26–40]", "[Penjangkauan]")
    assert "1 Persetujuan: Minggu 22 Nov, dewasa" in rina.shown
    await rina.says("[Kirim]")
    assert f"Klien baru: Teratai · {TERATAI}.\nPakai kata itu, jangan nama." in rina.shown
    assert "[Lanjut: Skrining ASSIST]\n[Lihat Teratai]" in rina.shown
    await rina.says("[Lanjut: Skrining ASSIST]")
    assert rina.shown.startswith(f"Skrining ASSIST · Teratai · {TERATAI} · 2 dari")
    ((number, *agreed, client),) = await rows(rina.world, ALL_CONSENTS)
    assert (number, agreed, bool(client)) == ("AMT-2611-0001", ["dewasa", "", True, True, False], True)
    opened = (TERATAI, "Teratai", "P", "26_40", "penjangkauan", "aktif", "AMT-2611-0002")
    assert await rows(rina.world, ALL_CLIENTS) == [opened]


async def test_a_second_client_has_a_code_and_a_word_of_their_own_though_chance_draws_the_same(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    assert f"Gerimis · {GERIMIS}" in rina.shown


async def test_two_agents_may_use_the_same_word_for_different_clients(rina: Talk) -> None:
    dewi = await rina.world.joined("Dewi", unit=KACE)
    await opens_client(rina)
    await opens_client(dewi)
    assert f"Teratai · {TERATAI}" in rina.shown
    assert f"Teratai · {GERIMIS}" in dewi.shown
    await dewi.says("/klien teratai")
    assert dewi.shown.startswith(f"Teratai · {GERIMIS}")


async def test_who_does_not_want_to_be_recorded_is_not(rina: Talk) -> None:
    await consents(rina, "[Ya]", "[18 tahun ke atas]", "[Tidak]", "[Lanjut]", "[Kirim]")
    assert "Tidak ada yang dicatat tentang orang ini." in rina.shown
    assert "Klien baru" not in rina.shown
    await say_all(rina, "/lapor", "[Klien baru]")
    assert rina.shown.startswith("⚠ Klien baru mulai dari persetujuan. Tanyakan ini dulu.")


# --- Children ------------------------------------------------------------------------------------


async def test_of_a_child_without_a_guardian_nothing_is_kept_and_it_is_said_what_to_do(rina: Talk) -> None:
    await consents(rina, *CHILD, "[Belum ada]", "[Lanjut]", "[Kirim]")
    assert "Tentang anak ini belum ada yang dicatat. Sekarang:" in rina.shown
    assert "SAPA 129" in rina.shown
    assert "Klien baru" not in rina.shown
    assert await rows(rina.world, ALL_CONSENTS) == []


async def test_a_child_with_a_guardian_becomes_a_client(rina: Talk) -> None:
    await consents(rina, *CHILD, "[Wali setuju]", "[Ya]", "[Ya]", "[Tidak]", "[Kirim]")
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Laki-laki]", "[10–17]", "[Keluarga]", "[Kirim]")
    assert "Klien baru: Teratai" in rina.shown


async def test_without_a_guardian_no_child_becomes_a_client_whatever_the_form_was_told(rina: Talk) -> None:
    await consents(rina, *CHILD, "[Wali setuju]", "[Ya]", "[Ya]", "[Tidak]", "[Kirim]")
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Laki-laki]", "[10–17]", "[Keluarga]")
    await rina.world.sql("update consents set guardian = 'belum'")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Di bawah 18 tahun perlu persetujuan lewat wali")
    assert "Golongan umurnya?" in rina.shown
    assert await rows(rina.world, ALL_CLIENTS) == []


async def test_a_guardian_who_was_recorded_by_mistake_is_taken_back(rina: Talk) -> None:
    await consents(rina, *CHILD, "[Wali setuju]", "[Ya]", "[Ya]", "[Tidak]", "[Kirim]")
    await say_all(rina, "[Koreksi]", "[4]", "[Belum ada]", "[Lanjut]", "[Kirim]")
    assert "Tentang anak ini belum ada yang dicatat." in rina.shown
    assert await rows(rina.world, ALL_CONSENTS) == []


# --- Twice ---------------------------------------------------------------------------------------


async def test_the_same_button_leads_to_the_same_draft_and_then_to_the_client(rina: Talk) -> None:
    await consents(rina)
    receipt = rina.chat.answer
    again = next(button.data for button in receipt.buttons if button.label == "Lanjut: Klien baru")
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Perempuan]")
    rina.person.press(rina.bot, data=again, message_id=receipt.id)
    await rina.world.quiet()
    assert "Golongan umurnya?" in rina.shown
    assert "[Draf · 1]" in await menu(rina)
    await say_all(rina, "[Draf · 1]", "[Lanjutkan 1]", "[26–40]", "[Keluarga]", "[Kirim]")
    rina.person.press(rina.bot, data=again, message_id=receipt.id)
    await rina.world.quiet()
    assert rina.shown.startswith(f"Teratai · {TERATAI}\nAktif, klien sejak 22 Nov")


async def test_one_consent_opens_one_client(rina: Talk) -> None:
    await consents(rina)
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Perempuan]", "[26–40]", "[Penjangkauan]")
    await say_all(rina, "/lapor", "[Mulai yang baru]", "[Klien baru]", "[Minggu 22 Nov, dewasa]")
    await say_all(rina, "[Hari ini]", "[Laki-laki]", "[18–25]", "[Keluarga]", "[Kirim]")
    await say_all(rina, "/draf", "[Lanjutkan 1]", "[Kirim]")
    assert "Ada jawaban yang sudah tidak berlaku lagi" in rina.shown
    assert "Persetujuan yang mana?" in rina.shown
    assert len(await rows(rina.world, ALL_CLIENTS)) == 1


async def test_a_client_is_not_opened_before_they_agreed(rina: Talk) -> None:
    await consents(rina)
    await say_all(rina, "[Lanjut: Klien baru]", "[Kemarin]", "[Perempuan]", "[26–40]", "[Penjangkauan]", "[Kirim]")
    assert rina.shown.startswith("⚠ Persetujuannya baru diberikan Minggu 22 Nov.")
    assert "Sejak kapan menjadi klien?" in rina.shown


async def test_somebody_alike_is_asked_about(rina: Talk) -> None:
    await opens_client(rina)
    await consents(rina)
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Perempuan]", "[26–40]", "[Penjangkauan]")
    rina.hears()
    await rina.plays(
        f"""
        rina: [Kirim]
        edit: Mungkin orang yang sama?
              Klien Anda: perempuan, 26–40 tahun.
              • Teratai · {TERATAI}, sejak 22 Nov
              [Ya, ini Teratai]
              [Bukan, catat klien baru]
        """
    )
    await rina.says("[Bukan, catat klien baru]")
    assert f"Klien baru: Gerimis · {GERIMIS}" in rina.shown


async def test_who_is_the_same_person_is_shown_and_the_draft_stays(rina: Talk) -> None:
    await opens_client(rina)
    await consents(rina)
    await say_all(rina, "[Lanjut: Klien baru]", "[Hari ini]", "[Perempuan]", "[26–40]", "[Penjangkauan]", "[Kirim]")
    await rina.says("[Ya, ini Teratai]")
    assert rina.shown.startswith(f"Teratai · {TERATAI}\n")
    assert rina.chat.toast == "Draf klien baru tetap disimpan."
    assert "[Klien saya · 1] [Draf · 1]" in await menu(rina)


async def test_nobody_is_asked_about_somebody_of_another_age_or_of_another_agent(rina: Talk) -> None:
    dewi = await rina.world.joined("Dewi")
    await opens_client(dewi)
    await opens_client(rina)
    await opens_client(rina, age="18–25")
    assert "Klien baru: Gerimis" in rina.shown


# --- Corrections ---------------------------------------------------------------------------------


async def test_a_correction_of_a_new_client_opens_no_second_one(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Koreksi]", "[5]", "[Keluarga]", "[Kirim]")
    assert "Koreksi ke-1" in rina.shown
    await say_all(rina, "[Koreksi]", "[3]", "[Laki-laki]", "[Kirim]")
    assert "Koreksi ke-2" in rina.shown
    corrected = (TERATAI, "Teratai", "L", "26_40", "keluarga", "aktif", "AMT-2611-0002")
    assert await rows(rina.world, ALL_CLIENTS) == [corrected]
    about = await rows(rina.world, "select version, client is not null from submissions where form = 'klien_baru'")
    assert [(version, bool(about_them)) for version, about_them in sorted(about)] == [(1, True), (2, True), (3, True)]


async def test_a_consent_that_was_not_given_after_all_stops_everything(rina: Talk) -> None:
    await opens_client(rina)
    receipt = next(m for m in rina.chat.messages if m.from_bot and "AMT-2611-0001" in m.text)
    correct = next(button.data for button in receipt.buttons if button.label == "Koreksi")
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]")
    rina.person.press(rina.bot, data=correct, message_id=receipt.id)
    await rina.world.quiet()
    await say_all(rina, "[4]", "[Tidak]", "[Lanjut]", "[Kirim]")
    assert "Tidak ada yang dicatat tentang orang ini." in rina.shown
    assert await rows(rina.world, "select kind from tasks where client is not null and state = 'open'") == []
    assert "Klien saya" not in await menu(rina)
    await say_all(rina, "[Draf · 1]", "[Lanjutkan 1]", "[Kirim]")
    assert rina.shown.startswith("⚠ Persetujuan klien ini tidak cocok.")


async def test_a_consent_is_not_corrected_to_a_day_after_its_client_was_opened(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Persetujuan]", "[Kemarin]", *AGREES)
    receipt = rina.chat.answer
    correct = next(button.data for button in receipt.buttons if button.label == "Koreksi")
    await say_all(rina, "[Lanjut: Klien baru]", "[Kemarin]", "[Perempuan]", "[26–40]", "[Penjangkauan]", "[Kirim]")
    rina.person.press(rina.bot, data=correct, message_id=receipt.id)
    await rina.world.quiet()
    await say_all(rina, "[1]", "[Hari ini]", "[Kirim]")
    assert rina.shown.startswith("⚠ Klien dari persetujuan ini tercatat sejak Sabtu 21 Nov.")
    assert "Kapan persetujuannya?" in rina.shown


async def test_an_age_that_was_wrong_is_corrected_in_both_reports(rina: Talk) -> None:
    await opens_client(rina)
    receipts = {n: next(m for m in rina.chat.messages if f"AMT-2611-000{n}" in m.text) for n in (1, 2)}
    correct = {n: next(b.data for b in receipt.buttons if b.label == "Koreksi") for n, receipt in receipts.items()}
    rina.person.press(rina.bot, data=correct[1], message_id=receipts[1].id)
    await rina.world.quiet()
    await say_all(rina, "[3]", "[Di bawah 18 tahun]", "[Wali setuju]", "[Kirim]", f"/klien {TERATAI}")
    assert "⚠ Persetujuannya tidak cocok." in rina.shown
    rina.person.press(rina.bot, data=correct[2], message_id=receipts[2].id)
    await rina.world.quiet()
    await say_all(rina, "[4]", "[10–17]", "[Kirim]", f"/klien {TERATAI}")
    assert "Perempuan, 10–17 tahun" in rina.shown
    assert "⚠" not in rina.shown


async def test_when_no_code_is_left_nothing_is_half_written(rina: Talk) -> None:
    """Chance is always the same here: nine lengths, nine codes."""
    for _ in range(10):
        await opens_client(rina)
        if "Mungkin orang yang sama?" in rina.shown:
            await rina.says("[Bukan, catat klien baru]")
    assert len(await rows(rina.world, ALL_CLIENTS)) == 9
    assert len(await rows(rina.world, "select number from submissions where form = 'klien_baru'")) == 9
    assert "[Klien saya · 9] [Draf · 1]" in await menu(rina)
