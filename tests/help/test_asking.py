"""Asking for help: nine taps, no name, and an honest word about who reads and by when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.faq import shipped_faq
from domain.help_cases import Sender, State
from domain.people import Role
from tests.forms_built_in.playing import Report, built_in
from tests.help.answering import a_petugas, roster, taken
from tests.help.saying import ASKS, TO_THE_HOURS, about, count, messages, notes, say_all, seen, thanks, theirs
from tests.transcript import Talk
from tests.world import World

NIK = "1971014107900001"


async def on_duty(world: World, days: str, since: str = "08:00", until: str = "16:00") -> None:
    """Pak Budi is the only petugas, and is on duty then."""
    await world.joined("Budi", Role.PETUGAS)
    await world.sql(
        "insert into duty (number, satker, person, days, since, until, active)"
        " select '1', 'BNNK-PGK', id, :days, :since, :until, true from people",
        days=days, since=since, until=until,
    )  # fmt: skip


async def test_help_is_asked_for_in_nine_taps(help_world: World, melati: Talk) -> None:
    await help_world.joined("Budi", Role.PETUGAS)
    await say_all(melati, "/start", *TO_THE_HOURS)
    melati.hears()
    await melati.plays("""
        melati: [Kapan saja]
        edit: Minta bantuan · 8 dari kira-kira 8
              ▰▰▰▰▰▰▰▰
              ✅ Kapan saja

              Ceritakan sedikit, dengan kata Anda sendiri.
              Jangan tulis nama siapa pun, NIK, atau nomor HP. Boleh dilewati.
              [‹ Kembali] [Lewati] [Batal]
        melati: saya takut dia ditangkap
        edit: Ceritakan sedikit, dengan kata Anda sendiri.
        bot: Periksa dulu
             1 Bahaya sekarang: Tidak
             2 Anda: Orang tua
             3 Kebutuhan: Takut ditangkap
             4 Aman bicara: Ya
             5 Provinsi: Kepulauan Bangka Belitung
             6 Kabupaten atau kota: Kota Pangkalpinang
             7 Penjawab: Petugas
             8 Boleh dikirimi: Kapan saja
             9 Cerita: saya takut dia ditangkap

             Ketuk nomornya untuk mengubah.
             [Kirim]
             [1] [2] [3] [4] [5]
             [6] [7] [8] [9]
             [Simpan draf] [Batal]
        melati: [Kirim]
        edit: Terima kasih sudah bercerita. Itu tidak mudah.

              Sekarang tidak ada petugas jaga. Petugas BNNK Pangkalpinang tetap diberi tahu.
              Kami usahakan ada jawaban paling lambat Selasa 24 Nov, 08.00 WIB.

              Mau menambah? Tulis saja di sini.
              [Kasus saya] [Bersihkan obrolan]
        bot: Ini kode untuk melanjutkan dari HP lain. Catat di kertas, jangan beri tahu siapa pun.
             0000 0001 8066 3478
             [Salin]
             [Sudah saya simpan]
    """)
    case = await help_world.case_of(melati)
    assert (case.state, case.satker, case.unit, case.urgent, case.silent) == (
        State.WAITING, "BNNK-PGK", None, False, False,
    )  # fmt: skip
    assert case.alias
    assert case.promised_at is not None
    assert await about(help_world, melati) == {
        "bahaya": "tidak", "hubungan": "orang_tua", "kebutuhan": "ditangkap", "aman_bicara": "ya", "provinsi": "19",
        "kabupaten": "19.71", "penjawab": "petugas", "hubungi": "kapan_saja",
    }  # fmt: skip
    (said,) = await messages(help_world, melati)
    assert (said.sender, said.text, said.number) == (Sender.FAMILY, "saya takut dia ditangkap", 1)


async def test_nothing_of_the_draft_is_left_and_a_bare_number_is(help_world: World, melati: Talk) -> None:
    await say_all(melati, "/start", *ASKS)
    assert (await count(help_world, "drafts"), await count(help_world, "typed")) == (0, 0)
    assert await count(help_world, "submissions") == 0
    assert await count(help_world, "help_counts") == 1
    assert set(await notes(help_world, melati)) == {"area", "given", "receipt", "receipt shown"}


async def test_two_families_have_two_aliases(dahlia: Talk) -> None:
    melati = Talk(dahlia.world, "Melati", dahlia.bot)
    await say_all(dahlia, "/start", *ASKS)
    await say_all(melati, "/start", *ASKS)
    aliases = [(await dahlia.world.case_of(talk)).alias for talk in (dahlia, melati)]
    assert all(aliases)
    assert len(set(aliases)) == len(aliases)


async def test_a_story_that_is_changed_later_keeps_both_versions(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *ASKS, "saya takut dia ditangkap → saya takut sekali")
    texts = [message.text for message in await messages(dahlia.world, dahlia)]
    assert texts == ["saya takut dia ditangkap", "saya takut sekali"]


# --- Who reads, and by when -----------------------------------------------------------------------


async def test_somebody_on_duty_is_told_but_nobody_promises_that_they_look(dahlia: Talk) -> None:
    await on_duty(dahlia.world, "minggu", "18:00", "22:00")
    await say_all(dahlia, "/start", *ASKS)
    assert "Petugas BNNK Pangkalpinang diberi tahu. Belum tentu langsung dibaca.\n" in thanks(dahlia)
    assert "paling lambat Senin 23 Nov, 19.05 WIB." in thanks(dahlia)


async def test_nobody_is_called_told_who_cannot_be_reached(dahlia: Talk) -> None:
    dewi = await a_petugas(dahlia.world, "Dewi")
    await roster(dahlia.world, dewi)
    dewi.person.block(dewi.bot)
    await dahlia.world.quiet()
    await say_all(dahlia, "/start", *ASKS)
    assert "Petugas BNNK Pangkalpinang sedang tidak bisa dihubungi. Permintaan Anda disimpan" in thanks(dahlia)
    assert "diberi tahu" not in thanks(dahlia)


async def test_whoever_answers_the_case_is_told_also_while_nobody_is_on_duty(dahlia: Talk) -> None:
    dewi = await a_petugas(dahlia.world, "Dewi")
    await taken(dahlia.world, dewi, "Dahlia")
    await roster(dahlia.world, dewi, since="08:00:00", until="16:00:00")
    await say_all(dahlia, "/start", "saya mau mati", "[Panggil petugas]")
    assert "Petugas BNNK Pangkalpinang diberi tahu. Belum tentu langsung dibaca." in dahlia.shown


async def test_when_nobody_is_on_duty_it_is_said_who_is_next(dahlia: Talk) -> None:
    await on_duty(dahlia.world, "selasa")
    await say_all(dahlia, "/start", *ASKS)
    assert "Sekarang tidak ada petugas jaga. Ada lagi Selasa 24 Nov, 08.00 WIB.\n" in thanks(dahlia)
    assert "paling lambat Rabu 25 Nov, 08.00 WIB." in thanks(dahlia)


async def test_that_others_are_reminded_is_said_where_there_are_others(dahlia: Talk) -> None:
    dewi, siti = await a_petugas(dahlia.world, "Dewi"), await a_petugas(dahlia.world, "Siti")
    await roster(dahlia.world, dewi, siti)
    await say_all(dahlia, "/start", *ASKS)
    assert "WIB.\nKalau lewat, petugas lain diingatkan.\n" in thanks(dahlia)


async def test_without_a_roster_it_is_said_that_nobody_is_on_duty(dahlia: Talk) -> None:
    await dahlia.world.joined("Budi", Role.PETUGAS)
    await say_all(dahlia, "/start", *ASKS)
    assert "Sekarang tidak ada petugas jaga. Petugas BNNK Pangkalpinang tetap diberi tahu.\n" in thanks(dahlia)


async def test_where_nobody_serves_the_case_waits_and_numbers_are_shown(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "[Orang tua]", "[Biaya]", "[Ya]", "[Lewati]")
    await say_all(dahlia, "[Kapan saja]", "[Lewati]", "[Kirim]")
    assert "Belum ada petugas untuk wilayah ini. Permintaan Anda disimpan, dan menunggu.\n" in thanks(dahlia)
    assert {"119", "184"} <= set(thanks(dahlia).splitlines())
    assert "paling lambat" not in thanks(dahlia)
    case = await dahlia.world.case_of(dahlia)
    assert (case.state, case.satker, case.promised_at) == (State.WAITING, None, None)


async def test_whoever_wants_no_messages_is_told_how_to_look(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Jangan kirim pesan dulu]", "[Lewati]", "[Kirim]")
    assert "Kami tidak mengirim pesan. Buka Kasus saya untuk melihat jawaban." in thanks(dahlia)
    assert (await dahlia.world.case_of(dahlia)).silent


async def test_hours_are_several_and_one_is_needed(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Jam tertentu saja]", "[Selesai]")
    assert "Pilih paling sedikit satu." in dahlia.shown
    await say_all(dahlia, "[☐ Pagi, 06–10]", "[☐ Malam, 18–21]", "[Selesai]", "[Lewati]", "[Kirim]")
    assert (await about(dahlia.world, dahlia))["jam"] == "jam_06_10 jam_18_21"


# --- On the way -----------------------------------------------------------------------------------


async def test_only_places_where_somebody_answers_are_offered(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS[:5])
    assert "[Kepulauan Bangka Belitung]\n[Sulawesi Tenggara]\n[‹ Kembali]" in dahlia.shown
    await dahlia.says("[Sulawesi Tenggara]")
    assert "Kendari" in dahlia.shown
    assert "Pangkalpinang" not in dahlia.shown


async def test_words_where_a_button_is_waited_for_are_kept_as_the_story(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "suami saya pakai sabu", "sudah lama")
    assert "⚠ Tulisan Anda ikut dikirim nanti." in dahlia.shown
    assert "Anda bertanya sebagai siapa?" in dahlia.shown
    await say_all(dahlia, "[Suami atau istri]", "[Biaya]", "[Ya]", "[Lewati]", "[Kapan saja]", "[Kirim]")
    assert [said.text for said in await messages(dahlia.world, dahlia)] == ["suami saya pakai sabu sudah lama"]


async def test_what_was_begun_is_gone_on_with(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "/start")
    await dahlia.says("[Lanjutkan]")
    assert "Anda bertanya sebagai siapa?" in dahlia.shown
    assert await count(dahlia.world, "drafts") == 1


async def test_what_is_written_aside_goes_into_what_was_begun(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "/start", "suami saya pakai", "[Kirim ke petugas]")
    await say_all(dahlia, "[Suami atau istri]", "[Biaya]", "[Ya]", "[Lewati]", "[Kapan saja]")
    assert "Cerita: suami saya pakai" in dahlia.shown


async def test_what_is_written_aside_answers_the_question_of_the_story(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", "/start", "dia sakau", "sudah lama")
    await dahlia.says("[Kirim ke petugas]")
    assert "9 Cerita: dia sakau sudah lama" in dahlia.shown


async def test_several_texts_that_were_written_aside_all_go_into_what_was_begun(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "/start", "dia sakau", "sudah lama")
    await say_all(dahlia, "[Kirim ke petugas]", "[Orang tua]", "[Biaya]", "[Ya]", "[Lewati]", "[Kapan saja]")
    assert "Cerita: dia sakau sudah lama" in dahlia.shown


async def test_a_story_that_is_too_long_for_the_form_stays_and_goes_into_the_thread(dahlia: Talk) -> None:
    long = "tolong " * 500
    await say_all(dahlia, "/start", long, "[Kirim ke petugas]", *TO_THE_HOURS[1:], "[Kapan saja]", "[Lewati]")
    await say_all(dahlia, "[Kirim]", "/start")
    assert "Ada tulisan Anda yang belum dikirim." in dahlia.shown
    await dahlia.says("[Kirim ke petugas]")
    assert [message.text.strip() for message in await messages(dahlia.world, dahlia)] == [long.strip()]


async def test_what_is_kept_waits_and_what_is_thrown_away_is_gone(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Tidak]", "[Batal]")
    assert dahlia.shown.startswith("Ini belum dikirim. Mau diapakan?")
    await dahlia.says("[Simpan draf]")
    assert dahlia.shown.startswith("Disimpan, dan belum dikirim. Tekan Lanjutkan kapan saja.")
    await say_all(dahlia, "[Lanjutkan]", "[Batal]", "[Buang]")
    assert "[Minta bantuan]" in dahlia.shown
    assert await count(dahlia.world, "drafts") == 0


async def test_a_restart_loses_nothing(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS)
    dahlia.world.running.kit.warm.clear()
    await say_all(dahlia, "[Kapan saja]", "[Lewati]", "[Kirim]")
    assert (await dahlia.world.case_of(dahlia)).state is State.WAITING


async def test_a_second_tap_on_send_asks_no_second_time(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *ASKS[:-1])
    dahlia.does("[Kirim]")
    dahlia.does("[Kirim]")
    await dahlia.world.quiet()
    assert len(await messages(dahlia.world, dahlia)) == 1
    assert await count(dahlia.world, "help_counts") == 1
    assert thanks(dahlia)


async def test_asking_again_in_an_open_case_adds_to_it(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *ASKS)
    before = await dahlia.world.case_of(dahlia)
    await say_all(dahlia, "/start", *TO_THE_HOURS[:-2], *ASKS[-3:])  # the area is known by now
    after = await dahlia.world.case_of(dahlia)
    assert (after.id, after.alias, after.asked_at) == (before.id, before.alias, before.asked_at)
    assert len(await messages(dahlia.world, dahlia)) == 2


# --- What is caught -------------------------------------------------------------------------------


@pytest.mark.parametrize(("private", "what"), [(NIK, "NIK"), ("0813-7771-2345", "nomor HP")])
async def test_a_number_is_taken_out_of_the_chat_and_asked_about(dahlia: Talk, private: str, what: str) -> None:
    text = f"hubungi dia di {private} ya"
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", text)
    assert dahlia.shown == (
        f"Sepertinya ada {what} di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan.\n"
        "Tanpa nomor, bunyinya:\n"
        "“hubungi dia di (nomor dihapus) ya”\n"
        "[Kirim tanpa nomor]\n"
        "[Tulis ulang]"
    )
    assert text not in seen(dahlia)
    assert private not in str(await notes(dahlia.world, dahlia))
    await dahlia.says("[Kirim tanpa nomor]")
    assert "Cerita: hubungi dia di (nomor dihapus) ya" in dahlia.shown


async def test_a_number_before_anything_was_asked_for_is_caught_too(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", f"tolong anak saya {NIK}", "[Kirim tanpa nomor]")
    assert "“tolong anak saya (nomor dihapus)”" in dahlia.shown
    assert "tolong anak saya 1971" not in " ".join(seen(dahlia))


async def test_a_name_raises_a_question_and_stops_nothing(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", "namanya Budi, umur 17")
    assert dahlia.shown == (
        "Sepertinya ada nama di pesan ini. Nama tidak perlu. Kalau dikirim, petugas membacanya.\n"
        "“namanya Budi, umur 17”\n"
        "[Kirim apa adanya]\n"
        "[Tulis ulang]"
    )
    await dahlia.says("[Kirim apa adanya]")
    assert "Cerita: namanya Budi, umur 17" in dahlia.shown


async def test_a_name_that_is_written_anew_is_gone(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", "namanya Budi", "[Tulis ulang]")
    assert dahlia.shown.startswith("Minta bantuan · 8 dari")
    assert "Ceritakan sedikit" in dahlia.shown
    assert "namanya Budi" not in theirs(dahlia)
    assert "Budi" not in str(await notes(dahlia.world, dahlia))
    await dahlia.says("umurnya 17")
    assert "Cerita: umurnya 17" in dahlia.shown


async def test_a_number_and_a_name_are_asked_about_one_after_the_other(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", f"namanya Budi, {NIK}", "[Kirim tanpa nomor]")
    assert dahlia.shown.startswith("Sepertinya ada nama di pesan ini.")
    await dahlia.says("[Kirim apa adanya]")
    assert "“namanya Budi, (nomor dihapus)”" in dahlia.shown


async def test_whoever_writes_on_instead_of_pressing_says_what_becomes_of_all_of_it(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", "namanya Budi", "umurnya 17")
    assert dahlia.shown == (
        "Ini belum dikirim. Mau diapakan?\n"
        "“namanya Budi umurnya 17”\n"
        "[Kirim apa adanya]\n"
        "[Hanya yang terakhir]\n"
        "[Tulis ulang]"
    )
    await dahlia.says("[Hanya yang terakhir]")
    assert "Cerita: umurnya 17" in dahlia.shown
    assert "namanya Budi" not in theirs(dahlia)


async def test_a_story_with_a_number_in_it_is_not_lost_to_whoever_writes_on(dahlia: Talk) -> None:
    """Its message is deleted at once: nowhere else is the story."""
    await say_all(dahlia, "/start", "dia sakau, hubungi 081377712345", "tolong cepat", "[Kirim tanpa nomor]")
    assert "“dia sakau, hubungi (nomor dihapus) tolong cepat”" in dahlia.shown


async def test_what_waits_is_not_lost_to_whoever_goes_elsewhere(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "dia sakau, hubungi 081377712345", "/start", "tolong")
    assert "dia sakau, hubungi (nomor dihapus)" in str(await notes(dahlia.world, dahlia))
    await dahlia.says("/start")
    assert "Ada tulisan Anda yang belum dikirim." in dahlia.shown


async def test_what_waits_is_asked_about_again_below_what_was_refused(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "namanya Budi", "(lokasi -2.1 106.1)")
    assert dahlia.shown.startswith("Lokasi tidak saya terima")
    assert "Mau diapakan?\n“namanya Budi”\n[Kirim apa adanya]" in dahlia.shown


async def test_changing_the_message_answers_the_question_about_it(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", "namanya Budi", "namanya Budi → umurnya 17")
    assert "Cerita: umurnya 17" in dahlia.shown


async def test_a_number_that_is_written_into_an_earlier_message_is_taken_out(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "anak saya pakai", f"anak saya pakai → anak saya {NIK}")
    assert NIK not in " ".join(seen(dahlia))
    assert "told" not in await notes(dahlia.world, dahlia) or NIK not in str(await notes(dahlia.world, dahlia))


async def test_several_messages_at_once_are_held_and_none_is_lost(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS[:-1])
    dahlia.person.press(dahlia.bot, "Kota Pangkalpinang")
    for text in ("anak saya", "pakai sabu"):
        dahlia.person.write(dahlia.bot, text)
    await dahlia.world.quiet()
    assert "• anak saya\n• pakai sabu" in dahlia.shown


# --- The form -------------------------------------------------------------------------------------


def test_what_can_be_needed_is_what_is_answered_by_the_questions_of_families() -> None:
    needs = Report("minta_bantuan").offers("kebutuhan")
    assert sorted(needs) == sorted([*(topic.name for topic in shipped_faq().topics), "lain"])


def test_nothing_asks_whether_somebody_works_here() -> None:
    texts = str([control.label for control in built_in("minta_bantuan").controls.values()]).lower()
    assert not any(word in texts for word in ("anda petugas", "anda agen", "are you staff", "bekerja di"))


async def test_a_closed_day_is_a_day_later(dahlia: Talk) -> None:
    await dahlia.world.joined("Budi", Role.PETUGAS)
    dahlia.world.move(timedelta(days=1))  # Monday evening: the next office hour is on Tuesday
    await say_all(dahlia, "/start", *ASKS)
    assert "paling lambat Rabu 25 Nov, 08.00 WIB." in thanks(dahlia)
