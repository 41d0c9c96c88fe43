"""F8: messages that are changed after they were sent. Whatever became of a message, an edit of it is not lost."""

from __future__ import annotations

import pytest

from handlers.edits import rewritten
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import World

USE = "[Pakai untuk pertanyaan berikut]"
ASKED = "Anda mengubah pesan tadi. Pakai yang baru sebagai jawaban?"
ASKED_PART = "Anda mengubah sebagian dari jawaban tadi. Pakai yang baru untuk bagian itu?"
ASKED_SENT = "Pesan itu ada di laporan yang sudah dikirim. Catat perubahan ini sebagai koreksi?"


async def burst(talk: Talk, *lines: str) -> None:
    """What arrives at once after a time without signal."""
    with talk.world.sim.together():
        for line in lines:
            talk.person.write(talk.bot, line)
    await talk.world.quiet()
    talk.hears()


async def edits(talk: Talk, *changes: str) -> None:
    """Messages that are changed at once."""
    with talk.world.sim.together():
        for change in changes:
            talk.does(change)
    await talk.world.quiet()
    talk.hears()


def note_of(talk: Talk) -> str:
    """The note, as the review shows it."""
    return next(line for line in talk.shown.splitlines() if line.startswith("8 ")).removeprefix("8 Catatan: ")


@pytest.fixture
async def joined_note(rina: Talk) -> Talk:
    """A note that was put together of three messages, in the review."""
    await say_all(rina, *UP_TO_THE_NOTE)
    await burst(rina, "Ibunya ramah", "takut tetangga tahu", "kembali Sabtu")
    await say_all(rina, "[Gabung jadi satu]")
    assert note_of(rina) == "Ibunya ramah takut tetangga tahu kembali Sabtu"
    return rina


# --- Texts that were held first -------------------------------------------------------------------


async def test_a_text_that_was_held_and_then_used_is_followed(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await burst(rina, "kemarin", "keluarga", "kunjungan")
    await say_all(rina, USE)
    await rina.plays(f"""
        rina: keluarga → pengguna
        gone: Penjangkauan · 4 dari kira-kira 7
        bot: {ASKED}
             “pengguna”
             [Ya, pakai yang baru]
             [Tidak, biarkan]
        rina: [Ya, pakai yang baru]
        edit: Penjangkauan · 4 dari kira-kira 7
              ▰▰▰▰▱▱▱ Kunjungan
              ✅ Pengguna

              Siapa yang menemani Anda?
              Boleh lebih dari satu.
              [☐ AP lain] [☐ Petugas BNNK]
              [☐ Tokoh setempat] [☐ Tidak ada]
              [Selesai]
              [‹ Kembali] [Batal]
    """)


async def test_a_text_that_is_still_held_is_taken_as_it_reads_now(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await burst(rina, "kemarin", "keluarga")
    await rina.says("keluarga → pengguna")
    assert "• pengguna" in rina.shown
    await rina.says(USE)
    assert "✅ Pengguna" in rina.shown


async def test_a_text_that_is_held_in_another_draft_is_taken_as_it_reads_now(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await burst(rina, "kemarin", "keluarga")
    await say_all(rina, "/menu", "keluarga → pengguna")
    assert rina.shown.startswith("Ini menu Anda")
    await say_all(rina, "/draf", "[Lanjutkan 1]")
    assert "• pengguna" in rina.shown


# --- Answers made of several messages -------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ("Ibunya ramah → Bapaknya ramah", "Bapaknya ramah takut tetangga tahu kembali Sabtu"),
        ("takut tetangga tahu → takut", "Ibunya ramah takut kembali Sabtu"),
        ("kembali Sabtu → kembali Minggu", "Ibunya ramah takut tetangga tahu kembali Minggu"),
    ],
)
async def test_an_edit_of_one_of_several_messages_replaces_its_part(
    joined_note: Talk, change: str, note: str
) -> None:
    await joined_note.says(change)
    assert joined_note.shown.startswith(ASKED_PART)
    await say_all(joined_note, "[Ya, pakai yang baru]")
    assert note_of(joined_note) == note


async def test_the_parts_may_be_edited_one_after_another_and_again(joined_note: Talk) -> None:
    for change in (
        "Ibunya ramah → Bapaknya ramah",
        "kembali Sabtu → kembali Minggu",
        "Bapaknya ramah → Kakeknya ramah",
    ):
        await say_all(joined_note, change, "[Ya, pakai yang baru]")
    assert note_of(joined_note) == "Kakeknya ramah takut tetangga tahu kembali Minggu"


async def test_the_parts_of_a_report_that_was_sent_are_still_parts(joined_note: Talk) -> None:
    await say_all(joined_note, "[Kirim]")
    await edits(joined_note, "Ibunya ramah → Bapaknya ramah", "kembali Sabtu → kembali Minggu")
    assert joined_note.shown.startswith(ASKED_SENT)
    await say_all(joined_note, "[Ya, pakai yang baru]")
    assert joined_note.shown.startswith(ASKED_SENT)
    await say_all(joined_note, "[Ya, pakai yang baru]")
    assert note_of(joined_note) == "Bapaknya ramah takut tetangga tahu kembali Minggu"
    await say_all(joined_note, "[Kirim]")
    assert "Koreksi ke-1" in joined_note.shown
    await say_all(joined_note, "/menu")
    assert "Draf" not in joined_note.shown


async def test_parts_that_make_a_phone_number_together_are_refused(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    await burst(rina, "Ibunya ramah", "7771 2345")
    await say_all(rina, "[Gabung jadi satu]", "Ibunya ramah → Ibunya 0813", "[Ya, pakai yang baru]")
    assert rina.shown.startswith("⚠ Gabungan itu tampak seperti nomor pribadi")
    assert note_of(rina) == "Ibunya ramah 7771 2345"


async def test_an_answer_that_was_written_anew_since_is_replaced_as_a_whole(joined_note: Talk) -> None:
    await say_all(joined_note, "[8]", "Semua baik", "takut tetangga tahu → takut")
    await say_all(joined_note, "[Ya, pakai yang baru]")
    assert note_of(joined_note) == "takut"


@pytest.mark.parametrize(
    ("answer", "old", "answers"),
    [
        ("a", ["a"], "new"),
        ("a b c", ["b", "c"], "a new c"),
        ("a b c", ["c"], "a b new"),
        ("a b a", ["a"], "a b new"),
        ("aa", ["a"], "new"),  # it only looks like the end
        ("something else", ["b", "c"], "new"),
        ("a b c", [""], "new"),  # of before the words were kept
        ("", ["a"], "new"),
    ],
)
def test_new_words_stand_in_the_place_of_the_old_ones(answer: str, old: list[str], answers: str) -> None:
    assert rewritten(answer, old, "new") == answers


# --- Several edits --------------------------------------------------------------------------------


@pytest.fixture
async def typed_answers(rina: Talk) -> Talk:
    """A visit of which the day and the people were typed."""
    await say_all(rina, "/lapor", "[Penjangkauan]", "kemarin", "keluarga")
    return rina


BOTH = "Pesan lain yang Anda ubah saya tanyakan sesudah ini (1)."


async def test_two_edits_at_once_are_asked_about_one_after_another(typed_answers: Talk) -> None:
    await edits(typed_answers, "kemarin → hari ini", "keluarga → pengguna")
    assert typed_answers.shown.startswith(f"{ASKED}\n“hari ini”\n{BOTH}")
    await typed_answers.plays(f"""
        rina: [Ya, pakai yang baru]
        edit: {ASKED}
              “pengguna”
              [Ya, pakai yang baru]
              [Tidak, biarkan]
        rina: [Ya, pakai yang baru]
        edit: Penjangkauan · 3 dari kira-kira 7
              ▰▰▰▱▱▱▱ Kunjungan
              ✅ Pengguna

              Bagaimana bertemunya?
              [Kunjungan] [Bertemu di luar]
              [Telepon atau chat]
              [Dirujuk warga] [Datang sendiri]
              [‹ Kembali] [Batal]
    """)
    await say_all(typed_answers, *UP_TO_THE_NOTE[4:], "[Lewati]")
    assert "1 Tanggal: Minggu 22 Nov" in typed_answers.shown
    assert "2 Ditemui: Pengguna" in typed_answers.shown


async def test_a_second_edit_waits_until_the_first_is_settled(typed_answers: Talk) -> None:
    await say_all(typed_answers, "kemarin → hari ini", "keluarga → pengguna")
    assert typed_answers.shown.startswith(f"{ASKED}\n“hari ini”\n{BOTH}")
    await say_all(typed_answers, "[Tidak, biarkan]")
    assert typed_answers.shown.startswith(f"{ASKED}\n“pengguna”\n[Ya")
    await say_all(typed_answers, "[Ya, pakai yang baru]")
    assert "✅ Pengguna" in typed_answers.shown


async def test_of_a_message_that_is_changed_twice_the_newest_words_count(typed_answers: Talk) -> None:
    await say_all(typed_answers, "keluarga → pengguna", "pengguna → warga sekitar")
    assert typed_answers.shown.startswith(f"{ASKED}\n“warga sekitar”\n[Ya")
    await say_all(typed_answers, "[Ya, pakai yang baru]")
    assert "✅ Warga sekitar" in typed_answers.shown


async def test_a_button_is_only_for_the_words_that_were_above_it(typed_answers: Talk) -> None:
    await say_all(typed_answers, "kemarin → hari ini")
    question = typed_answers.chat.answer
    accept = question.buttons[0].data
    await say_all(typed_answers, "keluarga → pengguna")
    with typed_answers.world.sim.together():
        for _ in range(2):
            typed_answers.person.press(typed_answers.bot, data=accept, message_id=question.id)
    await typed_answers.world.quiet()
    assert typed_answers.shown.startswith(f"{ASKED}\n“pengguna”"), "a double tap answers one question"
    older = typed_answers.chat.answer.buttons[0].data
    await say_all(typed_answers, "pengguna → warga sekitar")
    typed_answers.person.press(typed_answers.bot, data=older, message_id=question.id)
    await typed_answers.world.quiet()
    assert typed_answers.shown.startswith(f"{ASKED}\n“warga sekitar”"), "newer words need a press of their own"


async def test_an_edit_that_does_not_fit_is_said_before_the_next_one_is_asked_about(typed_answers: Talk) -> None:
    await edits(typed_answers, "kemarin → entahlah", "keluarga → pengguna")
    await say_all(typed_answers, "[Ya, pakai yang baru]")
    assert typed_answers.shown.startswith("⚠ Saya belum mengerti tanggal itu.")
    await say_all(typed_answers, "[Kunjungan]")
    assert typed_answers.shown.startswith(f"{ASKED}\n“pengguna”")


# --- Questions that are not answered --------------------------------------------------------------


async def test_a_question_that_is_left_for_the_menu_comes_again(typed_answers: Talk) -> None:
    await say_all(typed_answers, "keluarga → pengguna", "/bantuan", "[Menu]")
    assert typed_answers.shown.startswith(f"{ASKED}\n“pengguna”")
    await say_all(typed_answers, "[Tidak, biarkan]", "/menu")
    assert typed_answers.shown.startswith("Ini menu Anda")


async def test_a_text_instead_of_an_answer_is_held_and_the_question_comes_again(typed_answers: Talk) -> None:
    await say_all(typed_answers, "keluarga → pengguna", "telepon")
    assert "• telepon" in typed_answers.shown
    await say_all(typed_answers, USE)
    assert typed_answers.shown.startswith(f"{ASKED}\n“pengguna”")
    await say_all(typed_answers, "[Ya, pakai yang baru]")
    assert "Siapa yang menemani Anda?" in typed_answers.shown


async def test_an_edit_of_a_draft_that_is_thrown_away_meanwhile_is_over(typed_answers: Talk) -> None:
    await say_all(typed_answers, "keluarga → pengguna", "/batal", "[Buang]", "/menu")
    assert typed_answers.shown.startswith("Ini menu Anda")
    await say_all(typed_answers, "kemarin → hari ini")
    assert typed_answers.shown.startswith("Draf itu sudah dibuang.")


async def test_an_edit_of_an_answer_that_is_no_longer_asked_for_is_said_so(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE[:-1], "besok", "[Lewati]", "[5]", "[Belum mau]")
    assert rina.shown.startswith("Jawaban ini tidak dipakai lagi: Kapan rencana bertemu lagi?")
    await say_all(rina, "besok → lusa", "[Ya, pakai yang baru]")
    assert rina.shown.startswith("⚠ Pertanyaan itu sudah tidak ada di laporan ini.")


# --- Edits of what became nothing -----------------------------------------------------------------


async def test_an_edit_of_a_message_that_became_no_answer_is_said_so(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "entahlah", "entahlah → kemarin")
    assert rina.shown.startswith("⚠ Pesan yang diubah itu bukan jawaban yang tercatat.")
    assert "Kapan kunjungannya?" in rina.shown


async def test_an_edit_of_a_text_that_was_held_and_thrown_away_is_said_so(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await burst(rina, "kemarin", "salah kirim")
    await say_all(rina, "[Buang]", "salah kirim → keluarga")
    assert rina.shown.startswith("⚠ Pesan yang diubah itu bukan jawaban yang tercatat.")


async def test_koreksi_twice_is_one_correction(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    receipt = rina.chat.answer
    correct = next(button.data for button in receipt.buttons if button.label == "Koreksi")
    for _ in range(2):
        rina.person.press(rina.bot, data=correct, message_id=receipt.id)
        await small_world.quiet()
    assert rina.shown.startswith("Periksa dulu, Bu Rina")
    await say_all(rina, "/menu")
    assert "[Draf · 1]" in rina.shown
