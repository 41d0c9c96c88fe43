"""What changes for a client: status, agent, consent. Each change has its report, and each report its correction."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.people import Role
from tests.programme import GERIMIS, TERATAI, consents, menu, opens_client, rows, say_all
from tests.transcript import Talk
from tests.world import KACE, World

STATUS = "select word, status from clients order by id"
EVENTS = "select what, before, after, number from client_events order by id"
REFERRED = ("[Hari ini]", "[☐ Risiko sedang]", "[Selesai]", "[Puskesmas]", "[Ya]", "[Kirim]")


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


@pytest.fixture
async def joko(programme_world: World) -> Talk:
    return await programme_world.joined("Joko")


@pytest.fixture
async def budi(programme_world: World) -> Talk:
    return await programme_world.joined("Budi", Role.PETUGAS)


async def hands_over(talk: Talk, to: str, code: str = TERATAI) -> None:
    await say_all(
        talk, f"/klien {code}", "[Serah terima klien]", "[Hari ini]", f"[{to}]", "[Klien pindah]", "[Kirim]"
    )


async def presses_again(talk: Talk, number: str, label: str) -> None:
    """A button of an old receipt."""
    receipt = next(m for m in talk.chat.messages if m.from_bot and number in m.text and "Sidik" in m.text)
    data = next(button.data for button in receipt.buttons if button.label == label)
    talk.person.press(talk.bot, data=data, message_id=receipt.id)
    await talk.world.quiet()


# --- Status --------------------------------------------------------------------------------------


async def test_a_status_is_changed_and_the_change_is_kept(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Status klien]", "[Hari ini]", "[Selesai]", "[Kirim]")
    assert await rows(rina.world, STATUS) == [("Teratai", "selesai")]
    assert await rows(rina.world, EVENTS) == [
        ("status", "", "aktif", "AMT-2611-0002"),
        ("agent", "", "AMT-01", "AMT-2611-0002"),
        ("status", "aktif", "selesai", "AMT-2611-0003"),
    ]
    assert "Klien saya" not in await menu(rina)
    await say_all(rina, "/klien", "[Tidak didampingi lagi · 1]", "[Teratai]")
    assert "Selesai, klien sejak 22 Nov" in rina.shown


async def test_a_referral_and_aftercare_change_the_status(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Rujukan]", *REFERRED)
    assert await rows(rina.world, STATUS) == [("Teratai", "dirujuk")]
    rina.world.move(timedelta(days=1))
    await say_all(
        rina, "/klien teratai", "[Bina lanjut]", "[Hari ini]", "[3]", "[☐ Kelompok]", "[Selesai]", "[Kirim]"
    )
    assert await rows(rina.world, STATUS) == [("Teratai", "bina_lanjut")]


async def test_a_status_of_an_earlier_day_that_is_entered_late_does_not_undo_a_later_one(rina: Talk) -> None:
    await opens_client(rina)
    rina.world.move(timedelta(days=2))
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Selesai]", "[Kirim]")
    await say_all(rina, "/klien teratai", "[Status klien]", "[Kemarin]", "[Berhenti]", "[Kirim]")
    assert await rows(rina.world, STATUS) == [("Teratai", "selesai")]


async def test_a_corrected_status_counts(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Status klien]", "[Hari ini]", "[Meninggal]", "[Lanjut]", "[Kirim]")
    await say_all(rina, "[Koreksi]", "[3]", "[Tak terjangkau]", "[Kirim]")
    assert await rows(rina.world, STATUS) == [("Teratai", "tak_terjangkau")]


async def test_a_status_that_was_meant_for_somebody_else_is_taken_back(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Selesai]", "[Kirim]")
    await say_all(rina, "[Koreksi]", "[1]", f"[Gerimis · {GERIMIS}]", "[Kirim]")
    assert await rows(rina.world, STATUS) == [("Teratai", "aktif"), ("Gerimis", "selesai")]


# --- What was still to do ------------------------------------------------------------------------

TASKS = "select t.kind, p.name, t.state from tasks t join people p on p.id = t.person where t.client is not null"


async def tasks(world: World, state: str = "open") -> list[tuple[str, str]]:
    """What is to be done for clients, and by whom."""
    return sorted((kind, name) for kind, name, is_ in await rows(world, TASKS) if is_ == state)


BOTH = [("pemantauan", "Bu Rina"), ("skrining", "Bu Rina")]


async def test_for_who_is_no_longer_accompanied_nothing_is_left_to_do_until_that_is_corrected(rina: Talk) -> None:
    await opens_client(rina)
    assert await tasks(rina.world) == BOTH
    await say_all(rina, "[Lihat Teratai]", "[Status klien]", "[Hari ini]", "[Berhenti]", "[Kirim]")
    assert await tasks(rina.world) == []
    await say_all(rina, "[Koreksi]", "[3]", "[Bina lanjut]", "[Kirim]")
    assert await tasks(rina.world) == [BOTH[0], *BOTH], "the one that was open again, and the one of the new status"
    await rina.says("/tugas")
    assert rina.shown.count(" · pemantauan, ") == 1


async def test_who_withdraws_is_left_alone_until_it_turns_out_to_be_somebody_else(rina: Talk) -> None:
    await opens_client(rina)
    await withdraws(rina)
    assert await tasks(rina.world) == []
    await opens_client(rina, sex="Laki-laki")
    await presses_again(rina, "AMT-2611-0003", "Koreksi")
    await say_all(rina, "[1]", f"[Gerimis · {GERIMIS}]", "[Kirim]")
    assert await tasks(rina.world) == BOTH
    await rina.says("/klien")
    assert f"Teratai · {TERATAI} · aktif · skrining 25 Nov" in rina.shown


async def test_the_tasks_go_with_the_client(rina: Talk, joko: Talk, budi: Talk) -> None:
    await opens_client(rina)
    await hands_over(budi, "Bu Joko")
    assert await tasks(rina.world) == [("pemantauan", "Bu Joko"), ("skrining", "Bu Joko")]


async def test_who_is_referred_after_they_had_finished_is_asked_about_again(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Status klien]", "[Hari ini]", "[Selesai]", "[Kirim]")
    rina.world.move(timedelta(days=1))
    await say_all(rina, "/klien teratai", "[Rujukan]", *REFERRED)
    assert await rows(rina.world, STATUS) == [("Teratai", "dirujuk")]
    assert await tasks(rina.world) == [("hasil_rujukan", "Bu Rina")]


# --- Handing over --------------------------------------------------------------------------------


async def test_who_is_handed_over_has_another_agent_and_another_word(rina: Talk, joko: Talk, budi: Talk) -> None:
    await opens_client(joko)
    await opens_client(rina)
    await hands_over(budi, "Bu Joko", GERIMIS)
    assert f"{GERIMIS} sekarang didampingi Bu Joko." in budi.shown
    await rina.says(f"/klien {GERIMIS}")
    assert rina.shown.startswith(f"Tidak ada klien Anda dengan kode {GERIMIS}.")
    await joko.says("/klien")
    assert f"Gerimis · {GERIMIS} · aktif" in joko.shown
    assert "Klien saya · 2" in joko.shown
    assert (await rows(rina.world, EVENTS))[-1][:3] == ("agent", "AMT-01", "AMT-02")


async def test_an_agent_hands_over_within_the_unit(rina: Talk, joko: Talk) -> None:
    await rina.world.joined("Dewi", unit=KACE)
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Serah terima klien]", "[Hari ini]")
    assert "[Bu Joko]" in rina.shown
    assert "Dewi" not in rina.shown
    await say_all(rina, "[Bu Joko]", "[Klien pindah]", "[Kirim]")
    await joko.says("/klien")
    assert f"Teratai · {TERATAI} · aktif" in joko.shown


async def test_what_was_begun_about_a_client_who_was_handed_over_is_not_sent(
    rina: Talk, joko: Talk, budi: Talk
) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]")
    await hands_over(budi, "Bu Joko")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
    assert "[Draf · 1]" in await menu(rina)
    assert await rows(rina.world, "select number from submissions where form = 'pemantauan'") == []


async def test_a_handing_over_to_the_wrong_agent_is_corrected(rina: Talk, joko: Talk, budi: Talk) -> None:
    dewi = await rina.world.joined("Dewi")
    await opens_client(rina)
    await hands_over(budi, "Bu Joko")
    await say_all(budi, "[Koreksi]", "[3]", "[Bu Dewi]", "[Kirim]")
    assert "sekarang didampingi Bu Dewi." in budi.shown
    assert "[Klien saya · 1]" in await menu(dewi)
    assert "Klien saya" not in await menu(joko)


async def test_a_new_client_who_was_handed_over_is_not_opened_again_by_a_correction(
    rina: Talk, joko: Talk, budi: Talk
) -> None:
    await opens_client(rina)
    await consents(rina)
    await presses_again(rina, "AMT-2611-0002", "Koreksi")
    await say_all(rina, "[1]", "[Minggu 22 Nov, dewasa]")
    await hands_over(budi, "Bu Joko")
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Klien ini bukan klien Anda lagi.")
    assert len(await rows(rina.world, STATUS)) == 1


async def test_a_report_about_who_was_handed_over_is_corrected_no_more_and_that_is_said_at_once(
    rina: Talk, joko: Talk, budi: Talk
) -> None:
    await opens_client(rina)
    await hands_over(budi, "Bu Joko")
    await presses_again(rina, "AMT-2611-0002", "Koreksi")
    assert rina.shown.startswith("Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
    assert "Draf" not in await menu(rina)


async def test_nobody_is_handed_over_to_an_agent_who_has_left(rina: Talk, joko: Talk, budi: Talk) -> None:
    await opens_client(rina)
    await say_all(budi, f"/klien {TERATAI}", "[Serah terima klien]", "[Hari ini]", "[Bu Joko]", "[Klien pindah]")
    await rina.world.sql("update people set left_on = '2026-11-22' where name = 'Bu Joko'")
    await budi.says("[Kirim]")
    assert "Diserahkan kepada siapa?" in budi.shown
    assert "Klien saya" not in await menu(joko)


# --- Taking consent back -------------------------------------------------------------------------


async def withdraws(talk: Talk, word: str = "teratai") -> None:
    await say_all(talk, f"/klien {word}", "[Tarik persetujuan]", "[Hari ini]", "[Saya sudah baca]", "[Kirim]")


async def test_after_consent_is_withdrawn_nothing_more_is_seen_or_recorded(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]")
    await withdraws(rina)
    assert f"Semua tentang Teratai · {TERATAI} dihentikan. Bantuan tetap terbuka." in rina.shown
    rina.hears()
    await rina.plays(
        f"""
        rina: /klien {TERATAI}
        bot: Teratai · {TERATAI}
             Persetujuan ditarik 22 Nov. Tidak ada lagi yang dicatat. Bantuan tetap terbuka.
             [Klien saya] [Menu]
        """
    )
    assert "Klien saya" not in await menu(rina)
    await say_all(rina, "[Draf · 1]", "[Lanjutkan 1]", "[Kirim]")
    assert rina.shown.startswith("⚠ Klien ini sudah menarik persetujuannya.")
    assert "Periksa dulu, Bu Rina" in rina.shown


async def test_an_old_button_begins_nothing_about_who_has_withdrawn(rina: Talk) -> None:
    await opens_client(rina)
    await rina.says("[Lihat Teratai]")
    card = rina.chat.answer
    begin = next(button.data for button in card.buttons if button.label == "Pemantauan")
    await withdraws(rina)
    rina.person.press(rina.bot, data=begin, message_id=card.id)
    await rina.world.quiet()
    assert "Persetujuan ditarik 22 Nov." in rina.shown
    assert "Draf" not in await menu(rina)


async def test_a_withdrawal_that_was_meant_for_somebody_else_is_taken_back(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await withdraws(rina)
    await say_all(rina, "[Koreksi]", "[1]", f"[Gerimis · {GERIMIS}]", "[Kirim]")
    await rina.says("/klien")
    assert f"Teratai · {TERATAI} · aktif" in rina.shown
    assert "Gerimis" not in rina.shown


async def test_a_withdrawal_is_corrected_to_the_day_on_which_it_was(rina: Talk) -> None:
    await opens_client(rina)
    await withdraws(rina)
    await say_all(rina, "[Koreksi]", "[2]", "[Kemarin]", "[Kirim]", "/klien teratai")
    assert "Persetujuan ditarik 21 Nov." in rina.shown


async def test_who_has_withdrawn_is_in_no_list_of_a_form(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await withdraws(rina)
    await say_all(rina, "/lapor", "[Tentang klien ›]", "[Pemantauan]")
    assert f"[Gerimis · {GERIMIS}]" in rina.shown
    assert "Teratai" not in rina.shown


async def test_who_has_withdrawn_is_not_brought_back_by_another_consent(rina: Talk) -> None:
    await opens_client(rina)
    await withdraws(rina)
    await consents(rina)
    await presses_again(rina, "AMT-2611-0002", "Koreksi")
    await say_all(rina, "[1]", "[Minggu 22 Nov, dewasa]", "[Kirim]")
    assert rina.shown.startswith("⚠ Klien ini sudah menarik persetujuannya.")
    await rina.says("/klien teratai")
    assert "Persetujuan ditarik 22 Nov." in rina.shown


async def test_somebody_whose_consent_does_not_fit_may_withdraw_it_all_the_same(rina: Talk) -> None:
    await opens_client(rina)
    await presses_again(rina, "AMT-2611-0001", "Koreksi")
    await say_all(rina, "[3]", "[Di bawah 18 tahun]", "[Wali setuju]", "[Kirim]")
    await say_all(rina, "/lapor", "[Tentang klien ›]", "[Tarik persetujuan]", f"[Teratai · {TERATAI}]")
    await say_all(rina, "[Hari ini]", "[Saya sudah baca]", "[Kirim]", "/klien teratai")
    assert "Persetujuan ditarik 22 Nov." in rina.shown


async def test_tasks_about_who_has_withdrawn_stay_closed_whatever_is_corrected(rina: Talk) -> None:
    await opens_client(rina)
    await opens_client(rina, sex="Laki-laki")
    await say_all(rina, "/klien teratai", "[Status klien]", "[Hari ini]", "[Selesai]", "[Kirim]")
    await withdraws(rina)
    await presses_again(rina, "AMT-2611-0005", "Koreksi")
    await say_all(rina, "[1]", f"[Gerimis · {GERIMIS}]", "[Kirim]")
    assert await rows(rina.world, STATUS) == [("Teratai", "aktif"), ("Gerimis", "selesai")]
    assert await tasks(rina.world) == []


# --- Leaving -------------------------------------------------------------------------------------


async def test_the_clients_of_an_agent_who_leaves_wait_for_the_petugas(rina: Talk, joko: Talk, budi: Talk) -> None:
    await opens_client(rina)
    await say_all(
        budi,
        "/lapor",
        "[Tentang unit ›]",
        "[Agen berhenti]",
        "[Bu Rina]",
        "[Lanjut]",
        "[Hari ini]",
        "[Pindah]",
        "[Kirim]",
    )
    assert "Bu Rina masih tercatat mendampingi 1 klien. Serahkan kepada agen lain." in budi.shown
    assert await rows(rina.world, "select left_on is not null from people where name = 'Bu Rina'") in (
        [(1,)],
        [(True,)],
    )
    await say_all(budi, "[Klien]", "[Air Mesu Timur · 1]")
    assert f"{TERATAI} · aktif · skrining 25 Nov · Bu Rina (sudah berhenti)" in budi.shown
    await budi.says(f"[{TERATAI}]")
    assert "Agen: Bu Rina (sudah berhenti)" in budi.shown
    await hands_over(budi, "Bu Joko")
    assert "[Klien saya · 1]" in await menu(joko)


async def test_an_agent_who_was_said_to_leave_by_mistake_stays(rina: Talk, joko: Talk, budi: Talk) -> None:
    await say_all(
        budi, "/lapor", "[Tentang unit ›]", "[Agen berhenti]", "[Bu Rina]", "[Hari ini]", "[Pindah]", "[Kirim]"
    )
    await say_all(budi, "[Koreksi]", "[1]", "[Bu Joko]", "[Kirim]")
    left = await rows(rina.world, "select name from people where left_on is not null")
    assert left == [("Bu Joko",)]
    await say_all(budi, "/lapor", "[Tentang unit ›]", "[Agen berhenti]")
    assert "[Bu Rina]" in budi.shown
    assert "[Bu Joko]" not in budi.shown


async def test_an_agent_who_has_come_back_stays_when_their_leaving_is_corrected(rina: Talk, budi: Talk) -> None:
    await say_all(
        budi, "/lapor", "[Tentang unit ›]", "[Agen berhenti]", "[Bu Rina]", "[Hari ini]", "[Pindah]", "[Kirim]"
    )
    assert await rows(rina.world, "select name from people where left_on is not null") == [("Bu Rina",)]
    await rina.world.sql("update people set left_on = null")
    await say_all(budi, "[Koreksi]", "[3]", "[Keluarga]", "[Kirim]")
    assert "Koreksi ke-1" in budi.shown
    assert await rows(rina.world, "select name from people where left_on is not null") == []
