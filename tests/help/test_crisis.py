"""Words that point to danger to life: the card at once, wherever they are written, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from textwrap import dedent

import pytest

from domain.help_cases import State
from domain.people import Role
from tests.help.answering import a_petugas
from tests.help.saying import ASKS, TO_THE_HOURS, messages, say_all, theirs
from tests.transcript import Talk
from tests.world import World

DIE = "saya mau mati saja"
CARD = "⚠ Anda tidak harus menanggung ini sendiri."


def cards(talk: Talk) -> int:
    return sum(message.text.startswith(CARD) for message in talk.chat.messages)


def below(talk: Talk, beginning: str) -> str:
    """The newest message that begins so."""
    return next(message.text for message in reversed(talk.chat.messages) if message.text.startswith(beginning))


async def test_calling_somebody_is_no_leave_to_send_messages(dahlia: Talk) -> None:
    await a_petugas(dahlia.world, "Dewi")
    await say_all(dahlia, "/start", *ASKS, "/kasus", "[Jangan kirim pesan dulu]", "[Tutup]", "[Ya, tutup]")
    await say_all(dahlia, "saya mau mati", "[Panggil petugas]")
    case = await dahlia.world.case_of(dahlia)
    assert (case.is_open, case.silent) == (True, True)


async def test_a_strangers_very_first_message_is_answered_with_the_card_before_anything_else(
    help_world: World, melati: Talk
) -> None:
    await melati.says(DIE)
    (card,) = melati.hears()
    assert dedent(card.removeprefix("bot: ").replace("\n     ", "\n")) == dedent("""\
        ⚠ Anda tidak harus menanggung ini sendiri.
        Hubungi sekarang:

        Ambulans · 24 jam
        119

        Bicara dengan konselor · bisa lama
        119 ext 8
        Tidak tersambung? Jangan menunggu. Hubungi nomor lain.

        SAPA, untuk perempuan dan anak · 24 jam
        129

        • Tidak tersambung? Pergi ke UGD atau puskesmas terdekat.
        • Tentang Anda: jangan sendirian dulu. Cari orang yang Anda percaya.
        • Tentang orang lain: temani, kalau aman bagi Anda.
        • Tanyakan langsung dan tenang. Dengarkan.
        • Jauhkan barang yang bisa melukai.

        Jangan menghakimi.
        Jangan menanyakan caranya.
        Jangan berjanji merahasiakan bahaya nyawa.

        Petugas jaga bisa dipanggil. Belum tentu langsung dibaca.

        Ambulans
        119
        [Panggil petugas]
        [Bahaya lain]""")
    assert (await help_world.case_of(melati)).state is State.TOUCHED


async def test_in_a_form_the_words_become_the_answer_all_the_same(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *TO_THE_HOURS, "[Kapan saja]", DIE)
    assert cards(dahlia) == 1
    assert f"9 Cerita: {DIE}" in dahlia.shown


async def test_at_a_button_question_the_words_become_the_story(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", DIE)
    assert cards(dahlia) == 1
    assert "Apakah ada bahaya bagi nyawa sekarang?" in dahlia.shown
    assert "Tulisan Anda ikut dikirim nanti." in dahlia.shown


async def test_in_the_thread_the_words_go_to_whoever_answers_and_the_case_is_urgent(dahlia: Talk) -> None:
    await dahlia.world.joined("Budi", Role.PETUGAS)
    await say_all(dahlia, "/start", *ASKS)
    before = await dahlia.world.case_of(dahlia)
    await dahlia.says(DIE)
    after = await dahlia.world.case_of(dahlia)
    assert cards(dahlia) == 1
    assert (before.urgent, after.urgent) == (False, True)
    assert after.promised_at < before.promised_at
    assert [said.text for said in await messages(dahlia.world, dahlia)][-1] == DIE


@pytest.mark.parametrize("line", ["/tanya", "/darurat", "/hapus", "/bahasa", "/kasus"])
async def test_wherever_somebody_is(dahlia: Talk, line: str) -> None:
    await say_all(dahlia, "/start", line, DIE)
    assert cards(dahlia) == 1


@pytest.mark.parametrize("line", [f"/tanya {DIE}", f"/hapus {DIE}", f"/tolong {DIE}"])
async def test_also_behind_a_command(dahlia: Talk, line: str) -> None:
    await say_all(dahlia, "/start", line)
    assert cards(dahlia) == 1


async def test_those_on_duty_are_called_again_when_danger_comes_back(dahlia: Talk) -> None:
    dewi, siti = await a_petugas(dahlia.world, "Dewi"), await a_petugas(dahlia.world, "Siti")
    await say_all(dahlia, "/start", *ASKS)
    await dewi.says("[Saya ambil]")
    await dahlia.says(DIE)
    siti.hears()
    dahlia.world.move(timedelta(days=3))
    await dahlia.says(DIE)
    assert "menulis kata yang menandakan bahaya bagi nyawa." in siti.shown
    assert len(siti.hears()) == 1


async def test_in_words_that_were_changed_forwarded_or_stand_below_a_picture(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "halo", f"halo → {DIE}")
    assert cards(dahlia) == 1
    dahlia.world.move(timedelta(hours=1))
    await dahlia.says("(terusan) " + DIE)
    assert cards(dahlia) == 2
    dahlia.world.move(timedelta(hours=1))
    await dahlia.says(f"(foto {DIE})")
    assert cards(dahlia) == 3


async def test_also_where_a_number_stands_beside_them(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", f"{DIE}, hubungi 081377712345")
    assert cards(dahlia) == 1
    assert "Sepertinya ada nomor HP di pesan ini." in dahlia.shown


async def test_a_second_time_only_the_number_is_said_again(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", DIE, "benar, saya mau mati")
    assert cards(dahlia) == 1
    assert below(dahlia, "Kalau gawat") == "Kalau gawat, jangan tunggu di sini. Ambulans:\n119"
    dahlia.world.move(timedelta(minutes=31))
    await dahlia.says(DIE)
    assert cards(dahlia) == 2


async def test_another_danger_has_a_card_of_its_own_at_once(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", DIE, "suami saya memukul saya dan bawa parang")
    assert below(dahlia, "⚠").startswith("⚠ Keselamatan Anda dulu.")


async def test_the_card_that_is_chosen_is_shown_and_the_first_one_stays(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", DIE, "[Bahaya lain]", "[Tidak bangun / napas lambat]")
    assert below(dahlia, "⚠").startswith("⚠ Tidak bangun, atau napas lambat")
    assert cards(dahlia) == 1


async def test_ordinary_words_of_families_show_no_card(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "anak saya pakai sabu, saya takut dia ditangkap")
    assert not any(message.text.startswith("⚠") for message in dahlia.chat.messages)


async def test_danger_now_shows_the_card_and_the_form_goes_on(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", "[Minta bantuan]", "[Ya]")
    assert below(dahlia, "⚠").startswith("⚠ Kalau nyawa terancam, jangan tunggu balasan di sini.")
    await dahlia.says("[Orang tua]")
    assert "Apa yang paling ingin Anda tanyakan?" in "".join(message.text for message in dahlia.chat.messages)
    await say_all(dahlia, "[Biaya]", "[Ya]", "[Lewati]", "[Kapan saja]", "[Lewati]", "[Kirim]")
    assert (await dahlia.world.case_of(dahlia)).urgent
    assert sum(message.text.startswith("⚠") for message in dahlia.chat.messages) == 1


# --- A human, now ---------------------------------------------------------------------------------


async def test_a_human_is_called_before_the_area_is_known(help_world: World, melati: Talk) -> None:
    await say_all(melati, DIE, "[Panggil petugas]")
    assert below(melati, "Jangan menunggu") == (
        "Jangan menunggu di sini. Hubungi nomor di atas.\n"
        "Belum ada petugas untuk wilayah ini. Permintaan Anda disimpan, dan menunggu."
    )
    case = await help_world.case_of(melati)
    assert (case.state, case.urgent, case.satker) == (State.WAITING, True, None)
    assert case.alias
    assert [said.text for said in await messages(help_world, melati)] == [DIE]


async def test_whoever_called_somebody_can_come_back_from_another_phone(dahlia: Talk) -> None:
    await say_all(dahlia, DIE, "[Panggil petugas]")
    receipt, last = (message.text for message in dahlia.chat.messages[-2:])
    assert receipt.startswith("Ini kode untuk melanjutkan dari HP lain.")
    assert last.startswith("Jangan menunggu di sini."), "what stands last is what to do now"
    case = await dahlia.world.case_of(dahlia)
    fresh = Talk(dahlia.world, "HP lain", dahlia.bot)
    await say_all(fresh, "/start", receipt.splitlines()[1], "[Pindahkan ke HP ini]")
    assert (await dahlia.world.case_of(fresh)).id == case.id


async def test_the_one_on_duty_is_told_of_by_a_poster(dahlia: Talk) -> None:
    await dahlia.world.joined("Budi", Role.PETUGAS)
    await dahlia.world.sql(
        "insert into duty (number, satker, person, days, since, until, active)"
        " select '1', 'BNNK-PGK', id, 'minggu', '18:00', '22:00', true from people"
    )
    await say_all(dahlia, "/start u_1904032004", DIE, "[Panggil petugas]")
    assert below(dahlia, "Jangan menunggu") == (  # a notification shows first what names nobody
        "Jangan menunggu di sini. Hubungi nomor di atas.\n"
        "Petugas BNNK Pangkalpinang diberi tahu. Belum tentu langsung dibaca."
    )
    case = await dahlia.world.case_of(dahlia)
    assert case.promised_at is not None
    assert case.promised_at - case.asked_at == timedelta(hours=1)


async def test_nobody_on_duty_is_said_with_the_next_time(dahlia: Talk) -> None:
    await dahlia.world.joined("Budi", Role.PETUGAS)
    await dahlia.world.sql(
        "insert into duty (number, satker, person, days, since, until, active)"
        " select '1', 'BNNK-PGK', id, 'senin', '08:00', '16:00', true from people"
    )
    await say_all(dahlia, "/start u_1904032004", DIE, "[Panggil petugas]")
    assert below(dahlia, "Jangan menunggu").endswith(
        "\nSekarang tidak ada petugas jaga. Ada lagi Senin 23 Nov, 08.00 WIB."
    )


async def test_a_second_tap_calls_nobody_twice(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", DIE, "[Panggil petugas]")
    dahlia.hears()
    await dahlia.says("[Panggil petugas]")
    assert dahlia.hears() == ["flash: Petugas sudah diberi tahu. Jangan menunggu: hubungi nomornya."]
    assert len(await messages(dahlia.world, dahlia)) == 1


async def test_the_area_can_still_be_told_after_a_human_was_called(dahlia: Talk) -> None:
    await say_all(dahlia, DIE, "[Panggil petugas]", "[Sebut wilayah saya]", *TO_THE_HOURS[1:], "[Kapan saja]")
    await say_all(dahlia, "[Lewati]", "[Kirim]")
    assert sum("Ini kode" in message.text for message in dahlia.chat.messages) == 1
    case = await dahlia.world.case_of(dahlia)
    assert (case.satker, case.urgent, case.state) == ("BNNK-PGK", True, State.WAITING)
    assert DIE in theirs(dahlia)
