"""The failures that Suar promises to survive (docs/promises.md), each with a test named after it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simulator import Message
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import World


def card(talk: Talk) -> Message:
    return talk.chat.answer


def data_of(message: Message, label: str) -> str:
    return next(button.data for button in message.buttons if button.label == label)


async def count_sent(world: World) -> int:
    async with world.store() as store:
        return await store.submissions.count()


async def test_f1_the_same_update_again_is_done_once(rina: Talk) -> None:
    world = rina.world
    await say_all(rina, "/lapor")
    update = {
        "update_id": 900_001,
        "message": {
            "message_id": 999_999,
            "date": int(world.sim.clock.now().timestamp()),
            "chat": {"id": rina.person.id, "type": "private", "first_name": "Rina"},
            "from": {"id": rina.person.id, "is_bot": False, "first_name": "Rina"},
            "text": "/menu",
        },
    }
    for _ in range(3):
        world.sim.inject(world.staff, dict(update))
        await world.quiet()
    heard = [line for line in rina.hears() if line.startswith("bot:")]
    assert len(heard) == 1


async def test_f2_the_same_press_under_a_new_update_id_changes_nothing(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    first = card(rina)
    press = {"data": data_of(first, "Keluarga"), "message_id": first.id}
    for _ in range(3):
        rina.person.press(rina.bot, **press)
        await rina.world.quiet()
    assert "3 dari kira-kira 7" in rina.shown
    assert "✅ Keluarga" in rina.shown
    assert [message.id for message in rina.chat.messages if message.from_bot][-1] == first.id


async def test_f2_beginning_twice_begins_one_form(rina: Talk) -> None:
    await say_all(rina, "/lapor")
    offer = card(rina)
    begin = data_of(offer, "Penjangkauan")
    with rina.world.sim.together():
        rina.person.press(rina.bot, data=begin, message_id=offer.id)
        rina.person.press(rina.bot, data=begin, message_id=offer.id)
    await rina.world.quiet()
    await say_all(rina, "[Hari ini]", "/menu")
    assert "[Draf · 1]" in rina.shown


async def press_again(talk: Talk, message: Message, label: str) -> None:
    """The same press once more, however long ago its card was there."""
    talk.person.press(talk.bot, data=data_of(message, label), message_id=message.id)
    await talk.world.quiet()


async def test_f2_a_press_that_began_a_form_begins_no_other_however_late_it_comes_again(rina: Talk) -> None:
    await rina.says("/lapor")
    offer = card(rina)
    await say_all(rina, "[Penjangkauan]", "[Hari ini]", "[Keluarga]")
    await press_again(rina, offer, "Penjangkauan")
    assert "Bagaimana bertemunya?" in rina.shown
    await say_all(rina, "/menu")
    assert "[Draf · 1]" in rina.shown
    await say_all(rina, "[Draf · 1]", "[Buang 1]", "[Buang]")
    await press_again(rina, offer, "Penjangkauan")
    assert rina.shown.startswith("Draf itu sudah dibuang.")


async def test_f2_a_press_that_began_a_correction_begins_no_other_however_late_it_comes_again(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]")
    receipt = card(rina)
    await say_all(rina, "[Koreksi]", "[2]", "[Warga sekitar]")
    await press_again(rina, receipt, "Koreksi")
    assert "2 Ditemui: Warga sekitar" in rina.shown
    await say_all(rina, "[Kirim]")
    await press_again(rina, receipt, "Koreksi")
    assert rina.shown.startswith("Laporan ini sudah dikirim (AMT-2611-0001).")
    async with rina.world.store() as store:
        assert len(await store.submissions.versions("AMT-2611-0001")) == 2


async def test_f2_kirim_twice_makes_one_report(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]")
    review = card(rina)
    send = data_of(review, "Kirim")
    with rina.world.sim.together():
        rina.person.press(rina.bot, data=send, message_id=review.id)
        rina.person.press(rina.bot, data=send, message_id=review.id)
    await rina.world.quiet()
    rina.person.press(rina.bot, data=send, message_id=review.id)
    await rina.world.quiet()
    assert await count_sent(rina.world) == 1
    assert rina.shown.startswith("✅ Tercatat. Nomor AMT-2611-0001")
    assert rina.chat.toast == "Sudah terkirim: AMT-2611-0001"


async def test_f3_of_two_taps_on_different_options_the_first_wins_and_the_second_is_told(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    asked = card(rina)
    with rina.world.sim.together():
        rina.person.press(rina.bot, data=data_of(asked, "Keluarga"), message_id=asked.id)
        rina.person.press(rina.bot, data=data_of(asked, "Pengguna"), message_id=asked.id)
    await rina.world.quiet()
    assert rina.shown.startswith("⚠ Sudah tercatat: Keluarga.")
    assert rina.chat.toast == "Sudah tercatat: Keluarga."
    assert "[Ubah jawaban itu]" in rina.shown
    assert "Bagaimana bertemunya?" in rina.shown
    await rina.says("[Ubah jawaban itu]")
    assert "Siapa yang Anda temui?" in rina.shown


async def test_f3_quick_toggles_of_several_choices_all_count(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]", "[Keluarga]", "[Kunjungan]")
    asked = card(rina)
    with rina.world.sim.together():
        for label in ("☐ AP lain", "☐ Tokoh setempat", "☐ AP lain"):
            rina.person.press(rina.bot, data=data_of(asked, label), message_id=asked.id)
        rina.person.press(rina.bot, data=data_of(asked, "Selesai"), message_id=asked.id)
    await rina.world.quiet()
    assert "✅ AP lain, Tokoh setempat" in rina.shown


async def test_f4_a_press_that_is_too_old_to_be_answered_still_counts(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    with rina.world.sim.together():
        rina.person.press(rina.bot, "Hari ini")
        rina.world.sim.clock.move(timedelta(seconds=140))
    rina.world.sim.clock.move(timedelta(seconds=20))
    await rina.world.quiet()
    await rina.says("/lapor")
    assert "Ini yang belum selesai:" in rina.shown


async def test_f5_a_card_that_the_person_deleted_comes_again(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    asked = card(rina)
    rina.person.delete(rina.bot, asked.id)
    rina.person.press(rina.bot, data=data_of(asked, "Keluarga"), message_id=asked.id)
    await rina.world.quiet()
    assert card(rina).id != asked.id
    assert "Bagaimana bertemunya?" in rina.shown


async def test_f6_an_old_button_after_sending_says_so_and_offers_the_report(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Kemarin]")
    old = card(rina)
    await say_all(rina, *UP_TO_THE_NOTE[3:], "[Lewati]", "[Kirim]", "[Menu]")
    rina.person.press(rina.bot, data=data_of(old, "Pengguna"), message_id=old.id)
    await rina.world.quiet()
    assert rina.shown == "Laporan ini sudah dikirim (AMT-2611-0001).\n[Lihat] [Koreksi]\n[Menu]"
    await rina.says("[Lihat]")
    assert "Ditemui: Keluarga" in rina.shown
    assert "AMT-2611-0001" in rina.shown
    await rina.says("[Koreksi]")
    await say_all(rina, "[2]", "[Warga sekitar]", "[Kirim]")
    assert "Koreksi ke-1; versi sebelumnya tetap disimpan." in rina.shown
    async with rina.world.store() as store:
        newest = await store.submissions.newest("AMT-2611-0001")
    assert newest is not None
    assert newest.version == 2
    assert "<sasaran>warga</sasaran>" in newest.instance.decode()


async def test_f6_an_old_button_of_a_draft_that_was_thrown_away_is_explained(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    old = card(rina)
    await say_all(rina, "[Batal]", "[Buang]")
    rina.person.press(rina.bot, data=data_of(old, "Hari ini"), message_id=old.id)
    await rina.world.quiet()
    assert rina.shown.startswith("Draf itu sudah dibuang.")


async def test_f6_a_button_of_another_person_or_of_nobody_does_nothing(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    foreign = data_of(card(rina), "Hari ini")
    sari = await rina.world.joined("Sari")
    await sari.says("/menu")
    for data in (foreign, "apa saja", "A" * 34):
        sari.person.press(sari.bot, data=data, message_id=card(sari).id)
        await rina.world.quiet()
        assert sari.shown.startswith("Tombol itu sudah tidak berlaku.")


async def test_f7_answers_sent_in_a_burst_are_held_and_asked_about(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    with rina.world.sim.together():
        for line in ("Ibunya mau bicara", "tapi takut tetangga tahu", "kembali Sabtu"):
            rina.person.write(rina.bot, line)
    await rina.world.quiet()
    assert rina.shown == (
        "Beberapa pesan datang sekaligus. Yang ini belum tercatat:\n"
        "• tapi takut tetangga tahu\n"
        "• kembali Sabtu\n"
        "[Gabung jadi satu]\n"
        "[Buang]"
    )
    await rina.says("[Gabung jadi satu]")
    assert "8 Catatan: Ibunya mau bicara tapi takut tetangga tahu kembali Sabtu" in rina.shown


async def test_f7_a_burst_in_the_middle_is_used_only_when_told(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    with rina.world.sim.together():
        for line in ("kemarin", "keluarga", "kunjungan"):
            rina.person.write(rina.bot, line)
    await rina.world.quiet()
    assert rina.shown == (
        "Beberapa pesan datang sekaligus. Yang ini belum tercatat:\n"
        "• keluarga\n"
        "• kunjungan\n"
        "Pertanyaan berikut: Siapa yang Anda temui?\n"
        "[Pakai untuk pertanyaan berikut]\n"
        "[Gabung jadi satu]\n"
        "[Buang]"
    )
    await rina.says("[Pakai untuk pertanyaan berikut]")
    assert "Siapa yang menemani Anda?" in rina.shown
    await say_all(rina, "[‹ Kembali]")
    assert "Sekarang tercatat: Kunjungan" in rina.shown


async def test_f7_a_text_after_a_tap_that_was_not_answered_yet_is_held(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    with rina.world.sim.together():
        rina.person.press(rina.bot, "Hari ini")
        rina.person.write(rina.bot, "pengguna")
    await rina.world.quiet()
    assert "• pengguna" in rina.shown
    await rina.says("[Buang]")
    assert "Siapa yang Anda temui?" in rina.shown


async def test_f8_an_edited_answer_of_a_draft_is_taken_after_a_question_back(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    note = rina.person.write(rina.bot, "Ibunya ramah")
    await rina.world.quiet()
    rina.person.edit(rina.bot, note.id, "Bapaknya ramah")
    await rina.world.quiet()
    assert rina.shown.startswith("Anda mengubah pesan tadi. Pakai yang baru sebagai jawaban?\n“Bapaknya ramah”")
    await rina.says("[Ya, pakai yang baru]")
    assert "8 Catatan: Bapaknya ramah" in rina.shown
    rina.person.edit(rina.bot, note.id, "Kakeknya ramah")
    await rina.world.quiet()
    await rina.says("[Tidak, biarkan]")
    assert "8 Catatan: Bapaknya ramah" in rina.shown


async def test_f8_an_edit_after_sending_keeps_both_versions(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    note = rina.person.write(rina.bot, "Ibunya ramah")
    await rina.world.quiet()
    await say_all(rina, "[Kirim]")
    rina.person.edit(rina.bot, note.id, "Bapaknya ramah")
    await rina.world.quiet()
    assert rina.shown.startswith("Pesan itu ada di laporan yang sudah dikirim. Catat perubahan ini sebagai koreksi?")
    await say_all(rina, "[Ya, pakai yang baru]", "[Kirim]")
    async with rina.world.store() as store:
        newest = await store.submissions.newest("AMT-2611-0001")
        assert newest is not None
        versions = await store.submissions.versions("AMT-2611-0001")
    assert ["Ibunya" in each.instance.decode() for each in versions] == [True, False]
    assert newest.version == 2


async def test_f8_an_edit_that_brings_in_a_phone_number_is_refused(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    note = rina.person.write(rina.bot, "Ibunya ramah")
    await rina.world.quiet()
    rina.person.edit(rina.bot, note.id, "Ibunya 0813 7771 2345")
    await rina.world.quiet()
    assert "Sepertinya ada nomor HP di pesan ini." in rina.shown
    assert "8 Catatan: Ibunya ramah" in rina.shown
    assert rina.chat.deleted_message(note.id) is not None


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("081377712345, di rumahnya", "nomor HP"),
        ("NIK 1904034501900001", "NIK"),
        ("1904 0345 0190 0001", "NIK"),
    ],
)
async def test_a_private_number_is_stopped_and_its_message_deleted(rina: Talk, typed: str, word: str) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    message = rina.person.write(rina.bot, typed)
    await rina.world.quiet()
    assert rina.shown.startswith(f"⚠ Sepertinya ada {word} di pesan ini. Nomor seperti itu tidak disimpan.")
    gone = rina.chat.deleted_message(message.id)
    assert gone is not None
    assert gone.deleted_by == "bot"
    await rina.says("[Lewati]")
    assert "8 Catatan: (kosong)" in rina.shown


async def test_f10_who_blocks_the_bot_is_marked_and_comes_back(rina: Talk) -> None:
    world = rina.world
    await say_all(rina, "/lapor", "[Penjangkauan]")
    rina.person.block(rina.bot)
    await world.quiet()
    assert not (await session_of(rina)).reachable
    rina.person.unblock(rina.bot)
    await world.quiet()
    assert (await session_of(rina)).reachable
    await rina.says("/draf")
    assert "Ini yang belum selesai:" in rina.shown


async def session_of(talk: Talk):  # type: ignore[no-untyped-def]
    async with talk.world.store() as store:
        return await store.sessions.of(talk.world.who(talk))


async def test_f14_a_send_whose_reply_was_lost_may_come_twice_but_never_not(rina: Talk) -> None:
    from simulator import Fault

    rina.world.sim.faults.add(Fault("cut_after", method="sendMessage", times=1))
    await rina.says("/lapor")
    offers = [m for m in rina.chat.messages if m.text.startswith("Apa yang mau dicatat?")]
    assert len(offers) == 2
    rina.world.sim.faults.add(Fault("cut_before", method="editMessageText", times=1))
    await rina.says("[Penjangkauan]")
    assert "Kapan kunjungannya?" in rina.shown


async def test_f20_the_bot_leaves_a_group(small_world: World) -> None:
    group = small_world.sim.add_group("Posko")
    asing = small_world.person("Asing")
    group.add(small_world.staff, by=asing)
    group.write(asing, "halo bot")
    await small_world.quiet()
    assert any(call.method == "leaveChat" for call in small_world.sim.calls)
    assert not any(call.method == "sendMessage" for call in small_world.sim.calls)


async def test_f26_an_update_that_cannot_be_read_is_set_aside_and_its_neighbours_go_on(rina: Talk) -> None:
    world = rina.world
    with world.sim.together():
        rina.person.write(rina.bot, "/lapor")
        world.sim.inject(world.staff, {"update_id": 77, "message": {"message_id": "odd", "chat": []}})
        world.sim.inject(world.staff, {"update_id": 78, "brand_new_thing": {"x": 1}})
    await world.quiet()
    assert rina.shown.startswith("Apa yang mau dicatat?")
    async with world.store() as store:
        aside = await store.quarantine.all()
    assert [(bot, number) for bot, number, _, _ in aside] == [("staff", 77)]


async def test_media_stickers_and_odd_texts_get_a_kind_sentence_and_the_card_again(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    rina.person.sticker(rina.bot)
    await rina.world.quiet()
    assert rina.shown.startswith("⚠ Di sini saya hanya bisa menerima teks dan tombol.")
    assert "Kapan kunjungannya?" in rina.shown
    for odd in (
        "a" * 4096,
        "\u202e\u0645\u0631\u062d\u0628\u0627",
        "👩‍👩‍👧‍👦" * 50,
        "<b>&amp;",
        "/entahlah",
        "\u200b\u2060x",
    ):
        await rina.says(odd)
        assert "Kapan kunjungannya?" in rina.shown, odd[:20]


async def test_a_photo_without_a_form_brings_the_menu(rina: Talk) -> None:
    rina.person.photo(rina.bot, b"\xff\xd8\xff\xe0 a photo", caption="")
    await rina.world.quiet()
    assert rina.shown.startswith("Di sini saya hanya bisa menerima teks dan tombol.\n\nIni menu Anda:")


async def test_an_open_screen_is_answered_only_once_it_could_be_seen(rina: Talk) -> None:
    """The ordinary typed answer: the card is there, the text comes after it."""
    await say_all(rina, "/lapor", "[Penjangkauan]", "kemarin", "keluarga", "3")
    assert "✅ Telepon atau chat" in rina.shown


async def test_a_text_is_no_answer_to_a_question_that_another_card_hides(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "/bantuan", "oke makasih")
    assert "• oke makasih" in rina.shown
    await say_all(rina, "[Buang]", "[Lewati]")
    assert "8 Catatan: (kosong)" in rina.shown


async def test_looking_at_an_answer_keeps_it_and_emptying_it_is_a_word_of_its_own(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "Ibunya ramah", "[8]", "[Biarkan]")
    assert "8 Catatan: Ibunya ramah" in rina.shown
    await say_all(rina, "[8]", "[Kosongkan]")
    assert "8 Catatan: (kosong)" in rina.shown


async def test_a_report_whose_answers_no_longer_hold_is_not_sent(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]")
    rina.world.move(timedelta(days=30))
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Ada jawaban yang sudah tidak berlaku lagi.")
    assert "Kapan rencana bertemu lagi?" in rina.shown
    assert await count_sent(rina.world) == 0


async def test_a_held_text_that_does_not_fit_stays_held(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Penjangkauan]")
    with rina.world.sim.together():
        rina.person.press(rina.bot, "Hari ini")
        rina.person.write(rina.bot, "bukan pilihan")
    await rina.world.quiet()
    await say_all(rina, "[Pakai untuk pertanyaan berikut]")
    assert "• bukan pilihan" in rina.shown
    assert rina.shown.startswith("⚠ Saya belum menemukan pilihan itu.")


async def test_the_receipt_leads_to_the_report_and_to_its_correction(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]", "[Kirim]", "[Lihat]")
    assert "Ditemui: Keluarga" in rina.shown
    await say_all(rina, "[Koreksi]")
    assert rina.shown.startswith("Periksa dulu, Bu Rina")
