"""Questions of families and their answers, and the numbers to call."""

from __future__ import annotations

from domain.faq import shipped_faq
from tests.help.saying import ASKS, messages, say_all
from tests.transcript import Talk
from tests.world import World


async def test_topics_are_buttons_and_each_answer_ends_in_asking(melati: Talk) -> None:
    await melati.plays("""
        melati: /tanya
        bot: Tanya jawab
             Pilih pertanyaannya, atau ketik yang Anda cari.
             [Takut ditangkap] [Biaya]
             [Syarat dan dokumen]
             [Tempat terdekat]
             [Rawat jalan, inap, lamanya]
             [Siapa yang tahu, agen]
             [Keluarga menolak dibantu]
             [Tanda memakai dan bahaya]
             [‹] [1/2] [›]
             [Minta bantuan] [‹ Kembali]
        melati: [›]
        edit: Tanya jawab
              Pilih pertanyaannya, atau ketik yang Anda cari.
              [Yang jangan dilakukan]
              [Anak di bawah umur]
              [Setelah rehab, kambuh]
              [HIV dan tes]
              [Diancam atau disakiti]
              [Sekolah atau pekerjaan]
              [Arti wajib lapor] [Hapus data saya]
              [‹] [2/2] [›]
              [Minta bantuan] [‹ Kembali]
    """)
    await melati.says("[Arti wajib lapor]")
    topic = shipped_faq().named("wajib_lapor")
    assert topic is not None
    assert melati.shown == (
        f"{topic.question['id']}\n\n{topic.answer['id']}\n\n"
        f"Sumber: {topic.source}. Dicek 25 Nov 2026.\n"
        "[Semua pertanyaan]\n[Minta bantuan] [‹ Kembali]"
    )


async def test_every_topic_can_be_opened(dahlia: Talk) -> None:
    for topic in shipped_faq().topics:
        await dahlia.says("/tanya")
        if f"[{topic.label['id']}]" not in dahlia.shown:
            await dahlia.says("[›]")
        await dahlia.says(f"[{topic.label['id']}]")
        assert dahlia.shown.startswith(topic.question["id"])
        assert "[Minta bantuan]" in dahlia.shown


async def test_what_is_typed_is_looked_for(dahlia: Talk) -> None:
    await say_all(dahlia, "/tanya", "biayanya brp ya")
    assert dahlia.shown.startswith("Mungkin ini yang Anda cari:\n[Biaya]\n")
    await say_all(dahlia, "[Biaya]", "ditangkep polisi")
    assert "[Takut ditangkap]" in dahlia.shown.splitlines()[1]


async def test_what_fits_no_topic_is_not_lost(dahlia: Talk) -> None:
    await say_all(dahlia, "/tanya", "zzz qqq")
    assert dahlia.shown.startswith("Belum ada jawaban untuk itu di sini.\n\nMau dikirim ke petugas?")
    assert "“zzz qqq”" in dahlia.shown
    await dahlia.says("[Kirim ke petugas]")
    assert "Apakah ada bahaya bagi nyawa sekarang?" in dahlia.shown


async def test_with_an_open_case_what_fits_no_topic_goes_to_whoever_answers(dahlia: Talk) -> None:
    await say_all(dahlia, "/start", *ASKS, "/tanya", "zzz qqq", "[Kirim ke petugas]")
    assert [said.text for said in await messages(dahlia.world, dahlia)][-1] == "zzz qqq"


async def test_away_from_the_topics_a_text_is_no_search(dahlia: Talk) -> None:
    await say_all(dahlia, "/tanya", "[‹ Kembali]", "biaya")
    assert dahlia.shown.startswith("Mau dikirim ke petugas?")
    await say_all(dahlia, "[Buang]", "/tanya", "/hapus", "biaya")
    assert dahlia.shown.startswith("Mau dikirim ke petugas?")


async def test_the_answers_speak_english(dahlia: Talk) -> None:
    await say_all(dahlia, "/bahasa", "[English]", "/tanya", "[Costs]")
    assert dahlia.shown.startswith("Does it cost anything?")
    assert "Source: " in dahlia.shown


async def test_numbers_are_shown_by_what_they_are_for(help_world: World, melati: Talk) -> None:
    await help_world.sql(
        "insert into hotlines (number, satker, name, line, hours, scope, coverage, active, checked_on) values"
        " ('1', 'BNNK-PGK', 'LBH Pangkalpinang', '0717-4255123', 'Sen–Jum', 'hukum', 'satker', true, '2026-11-20')"
    )
    await melati.says("/darurat")
    assert "Bantuan hukum" not in melati.shown
    assert melati.shown.startswith("Nyawa terancam\nAmbulans · 24 jam\n119\n\nAda kekerasan\nSAPA")
    assert "Nomor ini juga menerima laporan kejahatan." in melati.shown
    assert "2026" not in melati.shown
    assert [melati.shown.splitlines().count(number) for number in ("119", "129", "184", "110")] == [1, 1, 1, 1]
    await say_all(melati, "/start u_1971011001")
    assert melati.shown.startswith("Halo.")


async def test_a_text_after_the_topics_were_left_is_looked_for_no_more(dahlia: Talk) -> None:
    """The same card shows something else by then: what is written is for whoever answers."""
    await say_all(dahlia, "/start", *ASKS, "/tanya", "[‹ Kembali]", "[Darurat]", "apakah dia ditangkap")
    assert dahlia.shown.startswith("✅ Terkirim.")
    assert [said.text for said in await messages(dahlia.world, dahlia)][1:] == ["apakah dia ditangkap"]
