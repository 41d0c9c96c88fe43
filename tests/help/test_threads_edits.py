"""A message of the thread that is changed: what must not be kept is asked about, as of a new one."""

from __future__ import annotations

from domain.help_cases import Sender
from tests.help.answering import a_petugas, taken, versions
from tests.help.saying import messages, notes, say_all, theirs
from tests.transcript import Talk
from tests.world import World

SAID = "dia pulang malam"


async def wrote(world: World) -> tuple[Talk, Talk]:
    """A petugas, and a family that has written one more message in the thread."""
    dewi = await a_petugas(world, "Dewi")
    melati = await taken(world, dewi)
    await melati.says(SAID)
    melati.hears()
    dewi.hears()
    return dewi, melati


async def of_family(world: World, melati: Talk) -> list[str]:
    return [text for sender, _, text in await versions(world, melati) if sender is Sender.FAMILY][1:]


async def test_a_name_that_is_added_is_asked_about_and_both_versions_stay(help_world: World) -> None:
    dewi, melati = await wrote(help_world)
    await melati.plays(f"""
        melati: {SAID} → namanya Budi, dia pulang malam
        gone: ✅ Terkirim.
        bot: Sepertinya ada nama di pesan ini. Nama tidak perlu. Kalau dikirim, petugas membacanya.
             “namanya Budi, dia pulang malam”
             [Kirim apa adanya]
             [Tulis ulang]
    """)
    assert await of_family(help_world, melati) == [SAID]
    dewi.hears_only("")
    await melati.plays("""
        melati: [Kirim apa adanya]
        edit: ✅ Perubahan terkirim. Petugas masih bisa membaca yang lama.
              Kami usahakan ada jawaban paling lambat Selasa 24 Nov, 08.00 WIB.
              Mau menambah? Tulis saja di sini.
              [Kasus saya] [Bersihkan obrolan]
    """)
    assert await of_family(help_world, melati) == [SAID, "namanya Budi, dia pulang malam"]
    assert f"namanya Budi, dia pulang malam\n\ntadinya:\n{SAID}" in dewi.shown
    await melati.says("dan mabuk")
    assert melati.shown.startswith("✅ Terkirim.")


async def test_a_number_that_is_added_is_taken_out_and_the_person_stays_in_the_thread(help_world: World) -> None:
    dewi, melati = await wrote(help_world)
    await melati.says(f"{SAID} → dia pulang malam, nomornya 081377712345")
    assert melati.shown == (
        "Sepertinya ada nomor HP di pesan ini. Pesannya saya hapus dari obrolan, dan nomornya tidak disimpan.\n"
        "Tanpa nomor, bunyinya:\n"
        "“dia pulang malam, nomornya (nomor dihapus)”\n"
        "[Kirim tanpa nomor]\n"
        "[Tulis ulang]"
    )
    assert "081377712345" not in str(await notes(help_world, melati))
    assert not any("081377712345" in text for text in theirs(melati))
    assert await of_family(help_world, melati) == [SAID]
    dewi.hears_only("")
    await melati.says("[Kirim tanpa nomor]")
    assert melati.shown.startswith("✅ Perubahan terkirim.")
    assert [(each.number, each.version) for each in await messages(help_world, melati)][1:] == [(2, 1), (2, 2)]
    await melati.says("halo")
    assert melati.shown.startswith("✅ Terkirim.")


async def test_who_thinks_better_of_an_edit_leaves_the_thread_as_it_was(small_help: World) -> None:
    _, melati = await wrote(small_help)
    await say_all(melati, f"{SAID} → namanya Budi", "[Tulis ulang]")
    assert "Sudah ada yang memegang permintaan Anda." in melati.shown
    assert await of_family(small_help, melati) == [SAID]
    await say_all(melati, "umurnya 17", "umurnya 17 → namanya Budi", "namanya Budi → umurnya 18")
    assert await of_family(small_help, melati) == [SAID, "umurnya 17", "umurnya 18"]
    await melati.says("umurnya 18 → umurnya 18")  # Telegram tells so of a preview of a link
    assert await of_family(small_help, melati) == [SAID, "umurnya 17", "umurnya 18"]


async def test_an_edit_of_a_closed_case_is_not_lost(small_help: World) -> None:
    _, melati = await wrote(small_help)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]", f"{SAID} → dia tidak pulang")
    assert melati.shown.startswith(
        "Obrolan dengan petugas sudah ditutup. Buka lagi dan kirim ini?\n“dia tidak pulang”"
    )
    await melati.says("[Buka lagi dan kirim]")
    assert await of_family(small_help, melati) == [SAID, "dia tidak pulang"]


async def test_an_edit_does_not_lead_out_of_a_form(small_help: World) -> None:
    _, melati = await wrote(small_help)
    await say_all(melati, "/start", "[Minta bantuan]", "[Tidak]", f"{SAID} → dia tidak pulang")
    assert "⚠ Perubahan terkirim. Petugas masih bisa membaca yang lama." in melati.shown
    assert "Anda bertanya sebagai siapa?" in melati.shown
    assert await of_family(small_help, melati) == [SAID, "dia tidak pulang"]


async def test_a_name_added_to_what_waits_is_asked_about_too(small_help: World) -> None:
    dahlia = Talk(small_help, "Dahlia", small_help.help)
    await say_all(dahlia, "/start", "anak saya pakai", "sudah lama", "anak saya pakai → namanya Budi, dia pakai")
    assert dahlia.shown.startswith("Sepertinya ada nama di pesan ini.")
    await dahlia.says("[Kirim apa adanya]")
    assert "“namanya Budi, dia pakai sudah lama”" in dahlia.shown
    await say_all(dahlia, "sudah lama → hubungi 081377712345", "[Tulis ulang]")
    await say_all(dahlia, "tolong")
    assert "“namanya Budi, dia pakai tolong”" in dahlia.shown


async def test_an_edit_of_something_else_leads_nowhere_else(small_help: World) -> None:
    _, melati = await wrote(small_help)
    await say_all(melati, "/tanya", "biaya", "/kasus", "biaya → biaya rehab")
    assert melati.shown == (
        "Pesan yang diubah itu bukan jawaban yang tercatat. Kalau perlu, kirim sebagai pesan baru.\n[Kasus saya]"
    )
    await melati.says("biaya rehab → 081377712345")
    assert melati.shown.startswith("Sepertinya ada nomor HP di pesan ini.")
    await melati.says("halo")
    assert await of_family(small_help, melati) == [SAID, "halo"]
