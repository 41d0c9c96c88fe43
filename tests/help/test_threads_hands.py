"""Whose a case is: the first who takes it, whoever it is handed to, and nobody else."""

from __future__ import annotations

from domain.help_cases import State
from domain.people import Invitation, Role, Satker
from handlers import thread_acts
from handlers.invitations import invite
from tests.handlers.test_promises import data_of
from tests.help.answering import (
    a_petugas,
    alias,
    an_agent,
    asks,
    clock_chat,
    later,
    person_id,
    roster,
    taken,
)
from tests.help.saying import say_all
from tests.transcript import Talk
from tests.world import KACE, SUNDAY_EVENING, World


async def test_the_second_who_taps_learns_who_has_it_and_loses_what_she_was_shown(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await asks(help_world)
    name = f"Keluarga {await alias(help_world, melati)}"
    card = siti.chat.answer
    siti.hears()
    await dewi.says("[Saya ambil]")
    siti.hears_only(f"edit: (terkunci) {name} · sudah diambil Bu Dewi, 19.05.")
    siti.person.press(siti.bot, data=data_of(card, "Saya ambil"), message_id=card.id)
    await help_world.quiet()
    siti.hears_only("flash: Sudah diambil Bu Dewi, 19.05.")
    await dewi.says("/menu")
    assert "[Permintaan bantuan · 1]" in dewi.shown
    await siti.says("/menu")
    assert "Permintaan bantuan" not in siti.shown
    assert not any("ditangkap" in message.text for message in siti.chat.messages)


async def test_a_case_is_handed_to_another_petugas_and_is_theirs_alone(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await taken(help_world, dewi)
    name = f"Keluarga {await alias(help_world, melati)}"
    siti.hears()
    await dewi.plays(f"""
        dewi: [Teruskan]
        edit: (terkunci) {name}
              Diteruskan kepada siapa?
              [Bu Siti]
              [‹ Kembali]
        dewi: [Bu Siti]
        edit: (terkunci) {name} · sekarang dijawab Bu Siti.
        bot: (terkunci) ✅ Diserahkan kepada Bu Siti: {name}.

             Permintaan bantuan

             Tidak ada yang menunggu.
             [Menu]
    """)
    siti.hears_only(f"""
        bot: (terkunci) Sebuah permintaan diserahkan kepada Anda.
             {name} · Anda yang menjawab · BNNK Pangkalpinang
             Orang tua · Takut ditangkap · aman bicara: ya
             Boleh dikirimi kapan saja
             Kota Pangkalpinang, Kepulauan Bangka Belitung
             “saya takut dia ditangkap”
             Janji balas: Selasa 24 Nov, 08.00 WIB
             [Buka]
    """)
    await melati.says("[Baca]")
    assert melati.shown.startswith("Sekarang dijawab oleh petugas lain.")
    assert not any("ditangkap" in message.text for message in dewi.chat.messages)


async def test_an_agent_gets_a_case_only_where_the_family_wanted_one(small_help: World) -> None:
    rina = await an_agent(small_help, "Rina")
    sari = await an_agent(small_help, "Sari", KACE)
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await dewi.says("[Teruskan]")
    assert "Bu Rina" not in dewi.shown
    case = await small_help.case_of(melati)
    async with small_help.running.database.transaction() as store:
        told = await store.help.about(case.id)
        await store.help.keep_about(case.id, {**told, "penjawab": "agen_lain"})
    await say_all(dewi, "[‹ Kembali]", "[Teruskan]")
    assert dewi.shown.splitlines()[1:] == [
        "Diteruskan kepada siapa? Keluarga ingin dijawab seorang agen.",
        "Desanya tidak diketahui. Tanyakan dulu, supaya bukan agen desanya sendiri.",
        "[Bu Rina · Air Mesu Timur]",
        "[Bu Sari · Kace]",
        "[‹ Kembali]",
    ]
    await dewi.says("[Bu Sari · Kace]")
    assert "Sebuah permintaan diserahkan kepada Anda." in sari.shown
    await say_all(melati, "[Baca]")
    assert melati.shown.startswith("Sekarang dijawab oleh agen pemulihan.")
    await sari.says("/menu")
    assert "[Permintaan bantuan · 1]" in sari.shown
    await say_all(sari, "[Permintaan bantuan · 1]", f"[{case.alias}]", "Selamat malam. Saya dari desa lain.")
    assert "✅ Terkirim." in sari.shown
    for more in ("[Teruskan]", "[Tanya rekan]", "[Bisukan]", "[Bukan untuk kami]"):
        assert more not in sari.shown  # that is up to a petugas
    await rina.says("/menu")
    assert "Permintaan bantuan" not in rina.shown


async def lent(world: World, dewi: Talk, rina: Talk) -> Talk:
    """A case that Dewi has handed to Rina, an agent."""
    melati = await taken(world, dewi)
    case = await world.case_of(melati)
    async with world.running.database.transaction() as store:
        await store.help.keep_about(case.id, {"penjawab": "agen_lain"})
    await say_all(dewi, "[Teruskan]", "[Bu Rina · Air Mesu Timur]")
    await melati.says("[Baca]")
    for talk in (dewi, rina, melati):
        talk.hears()
    return melati


async def test_what_a_silent_agent_has_goes_back_to_the_petugas_at_any_time(help_world: World) -> None:
    rina = await an_agent(help_world, "Rina")
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await lent(help_world, dewi, rina)
    await roster(help_world, siti, since="19:00:00", until="20:00:00")
    before = await help_world.case_of(melati)
    name = f"Keluarga {before.alias}"
    await rina.says("[Buka]")
    rina.hears()
    await dewi.says("/menu")  # she is on no duty, and has handed it over
    await dewi.says("[Permintaan bantuan]")
    assert f"Dijawab agen\n{before.alias} · janji" in dewi.shown
    await say_all(dewi, f"[{before.alias}]", "[Ambil alih]")
    assert f"{name} · Anda yang menjawab" in dewi.shown
    rina.hears_only(f"""
        edit: (terkunci) {name} · sudah diambil Bu Dewi, 19.05.
        bot: (terkunci) Bu Dewi melanjutkan {name}. Terima kasih sudah membantu.
             [Menu]
    """)
    await melati.says("[Baca]")
    assert melati.hears()[:2] == [
        "bot: Ada pemberitahuan untuk Anda.\n     [Baca]",
        "gone: Ada pemberitahuan untuk Anda.",
    ]
    assert melati.shown.startswith("Sekarang dijawab oleh petugas.\n")
    after = await help_world.case_of(melati)
    assert (after.state, after.promised_at) == (State.TAKEN, before.promised_at)


async def test_only_those_on_duty_and_who_handed_it_see_what_an_agent_has(small_help: World) -> None:
    rina = await an_agent(small_help, "Rina")
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    wati = await a_petugas(small_help, "Wati")
    await lent(small_help, dewi, rina)
    await roster(small_help, siti, since="19:00:00", until="20:00:00")
    for talk, sees in ((dewi, True), (siti, True), (wati, False)):
        await talk.says("/menu")
        assert ("[Permintaan bantuan]" in talk.shown) == sees, talk.name
    await small_help.sql("delete from duty")
    await say_all(siti, "/menu", "[Permintaan bantuan]")  # without a roster everybody is on duty
    assert "Dijawab agen" in siti.shown


async def test_a_form_is_not_disturbed_by_a_message_of_a_family(small_help: World) -> None:
    rina = await an_agent(small_help, "Rina")
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    case = await small_help.case_of(melati)
    async with small_help.running.database.transaction() as store:
        await store.help.keep_about(case.id, {"penjawab": "agen_lain"})
    await say_all(dewi, "[Teruskan]", "[Bu Rina · Air Mesu Timur]")
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Kemarin]")
    rina.hears()
    await melati.says("Dia belum pulang.")
    rina.hears_only(f"""
        bot: (terkunci) Keluarga {case.alias} menulis:
             “Dia belum pulang.”
             [Buka]
    """)
    await rina.says("[Pengguna]")  # the form goes on
    assert any(line.startswith("edit: Penjangkauan · 3") for line in rina.hears())


async def test_a_colleague_who_is_asked_reads_along_and_notes_what_the_family_never_sees(help_world: World) -> None:
    dewi, siti = await a_petugas(help_world, "Dewi"), await a_petugas(help_world, "Siti")
    melati = await taken(help_world, dewi)
    name = f"Keluarga {await alias(help_world, melati)}"
    await say_all(dewi, "[Tanya rekan]", "[Bu Siti]")
    assert "✅ Bu Siti bisa membaca obrolan ini, dan menulis catatan." in dewi.shown
    assert siti.shown == f"(terkunci) Bu Dewi minta pendapat Anda tentang {name}.\n[Buka]"
    dewi.hears()
    await say_all(siti, "[Buka]", "Tanyakan dulu apakah aman.")
    assert "✅ Tercatat. Keluarga tidak melihatnya." in siti.shown
    dewi.hears_only(f"""
        bot: (terkunci) Catatan Bu Siti tentang {name}:
             “Tanyakan dulu apakah aman.”
             [Buka]
    """)
    await say_all(dewi, "[Buka]", "[Tutup]", "[Ya, tutup]")
    await say_all(melati, "[Baca]")
    assert "aman" not in melati.shown
    assert not any("ditangkap" in message.text for message in siti.chat.messages)  # closed: she reads no more
    await siti.says("/menu")
    assert "Permintaan bantuan" not in siti.shown


async def test_a_colleague_who_was_asked_reads_no_more_once_the_family_has_closed(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    await say_all(dewi, "[Tanya rekan]", "[Bu Siti]")
    await say_all(siti, "[Buka]")
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    assert not any("ditangkap" in message.text for message in siti.chat.messages)
    await siti.says("/menu")
    assert "Permintaan bantuan" not in siti.shown


async def test_a_case_that_is_given_back_waits_for_the_others_on_duty(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    await dewi.says("Selamat malam.")
    siti.hears()
    await dewi.says("[Kembalikan]")
    assert "✅ Dikembalikan: " in dewi.shown
    assert "belum ada yang pegang · BNNK Pangkalpinang" in siti.shown
    case = await small_help.case_of(melati)
    assert (case.state, case.taken_by) == (State.WAITING, None)
    assert case.promised_at is not None
    await siti.says("[Saya ambil]")
    assert "Bu Dewi · 19.05\nSelamat malam." in siti.shown


async def test_a_case_of_another_satker_goes_there(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    async with small_help.running.database.transaction() as store:
        await store.places.add_satker(Satker("BNNP-BABEL", "BNNP Bangka Belitung", "19"), SUNDAY_EVENING)
        place = Invitation(Role.PETUGAS, satker="BNNP-BABEL")
        await invite(store, "token-of-the-bnnp", place, None, SUNDAY_EVENING)
    wati = Talk(small_help, "Wati")
    await say_all(wati, "/start token-of-the-bnnp", "[Bu Wati]", "[Saya berjanji menjaga rahasia]")
    await dewi.says("[Bukan untuk kami]")
    assert "[BNNP Bangka Belitung]" in dewi.shown
    assert "BNNP Sulawesi Tenggara" not in dewi.shown  # nobody works there who could answer
    await dewi.says("[BNNP Bangka Belitung]")
    assert "✅ Diteruskan ke BNNP Bangka Belitung" in dewi.shown
    assert " · baru · BNNP Bangka Belitung" in wati.shown
    assert not any("ditangkap" in message.text for message in dewi.chat.messages)
    await melati.says("[Baca]")
    assert melati.shown.startswith("Permintaan Anda diteruskan ke BNNP Bangka Belitung.")


async def test_what_a_petugas_closed_they_open_again_and_what_the_family_closed_only_the_family(
    help_world: World,
) -> None:
    dewi = await a_petugas(help_world, "Dewi")
    melati = await taken(help_world, dewi)
    case = await help_world.case_of(melati)
    await say_all(dewi, "[Tutup]", "[Ya, tutup]")
    assert f"✅ Ditutup: Keluarga {case.alias}." in dewi.shown
    await say_all(melati, "[Baca]")
    assert melati.shown.startswith("Petugas menutup obrolan ini. Kalau masih perlu, tulis saja di sini.")
    await dewi.says(f"[{case.alias}]")
    closed = dewi.chat.answer
    await dewi.says("[Buka lagi]")
    assert "Anda yang menjawab" in dewi.shown
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    assert f"Keluarga {case.alias}: obrolannya ditutup." in dewi.shown
    await dewi.says("[Buka]")
    assert "ditutup" in dewi.shown
    assert "[Buka lagi]" not in dewi.shown
    dewi.person.press(dewi.bot, data=data_of(closed, "Buka lagi"), message_id=dewi.chat.answer.id)
    await help_world.quiet()
    assert (await help_world.case_of(melati)).state is State.CLOSED
    await say_all(melati, "[Buka lagi]")
    assert f"Keluarga {case.alias} membuka lagi obrolannya." in dewi.shown
    await dewi.says("[Buka]")
    assert "[Tanya rekan]" in dewi.shown


async def test_who_taps_on_a_case_that_is_closed_learns_that_it_is(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await asks(small_help)
    offered = siti.chat.answer
    await say_all(dewi, "[Saya ambil]", "[Tutup]", "[Ya, tutup]")
    siti.hears()
    siti.person.press(siti.bot, data=data_of(offered, "Saya ambil"), message_id=offered.id)
    await small_help.quiet()
    siti.hears_only("flash: Obrolan ini sudah ditutup.")


async def test_a_case_whose_petugas_has_blocked_the_bot_waits_for_those_on_duty(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    melati = await taken(small_help, dewi)
    dewi.person.block(dewi.bot)
    await small_help.quiet()
    siti.hears()
    await melati.says("Tolong dibalas.")
    assert "“saya takut dia ditangkap\nTolong dibalas.”" in siti.shown
    await siti.says("[Saya ambil]")
    assert "Anda yang menjawab" in siti.shown


async def test_where_the_first_has_blocked_the_bot_whoever_stands_in_is_on_duty(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    dewi.person.block(dewi.bot)
    await small_help.quiet()
    melati = await asks(small_help)
    await melati.says("Tolong dibalas.")
    assert "Tolong dibalas." in siti.shown
    await siti.says("[Saya ambil]")
    assert "Anda yang menjawab" in siti.shown


async def test_a_case_that_moved_to_another_satker_is_nobodys_of_the_first(small_help: World) -> None:
    """The family told another area, while somebody answered."""
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await small_help.sql("update help_cases set satker = 'BNNP-SULTRA'")
    await melati.says("Kami sudah pindah.")
    case = await small_help.case_of(melati)
    assert (case.state, case.taken_by) == (State.WAITING, None)
    assert not any("ditangkap" in message.text or "pindah" in message.text for message in dewi.chat.messages)


async def test_only_those_on_duty_see_what_waits(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, siti)
    await asks(small_help)
    assert "[Saya ambil]" in dewi.shown
    siti.hears_only("")
    await siti.says("/menu")
    assert "Permintaan bantuan" not in siti.shown


async def test_what_still_waits_is_told_to_the_next_shift_too(small_help: World) -> None:
    dewi, siti = await a_petugas(small_help, "Dewi"), await a_petugas(small_help, "Siti")
    await roster(small_help, dewi, since="08:00:00", until="20:00:00")
    await roster(small_help, siti, since="20:00:00", until="08:00:00")
    await asks(small_help)  # 19.05
    siti.hears_only("")
    later(small_help, hours=1)
    await small_help.ticks()
    assert "[Saya ambil]" in siti.shown


async def test_the_list_begins_with_what_waits_longest(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    first = await asks(small_help, "Melati")
    later(small_help, hours=40)
    second = await asks(small_help, "Dahlia")
    third = await taken(small_help, dewi, "Mawar")
    await say_all(dewi, "/menu", "[Permintaan bantuan · 3]")
    names = [await alias(small_help, each) for each in (first, second, third)]
    assert dewi.shown.splitlines() == [
        "(terkunci) Permintaan bantuan",
        "",
        "Belum ada yang pegang",
        f"{names[0]} · ⏰ janji lewat Selasa 24 Nov, 08.00 WIB",
        f"{names[1]} · janji Rabu 25 Nov, 11.05 WIB",
        "",
        "Anda yang menjawab",
        f"{names[2]} · janji Rabu 25 Nov, 11.05 WIB",
        f"[{names[0]}] [{names[1]}]",
        f"[{names[2]}]",
        "[Menu]",
    ]


async def test_what_an_agent_answered_who_leaves_waits_for_those_on_duty(small_help: World) -> None:
    rina, dewi = await an_agent(small_help, "Rina"), await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    case = await small_help.case_of(melati)
    agent = await person_id(small_help, rina)
    async with small_help.running.database.transaction() as store:
        await store.help.keep_about(case.id, {"penjawab": "agen_lain"})
    await say_all(dewi, "[Teruskan]", "[Bu Rina · Air Mesu Timur]")
    async with small_help.running.database.transaction() as store:
        chat = clock_chat(small_help, store, await store.sessions.of(small_help.who(dewi)))
        await store.people.leaves(agent, SUNDAY_EVENING.date())
        await thread_acts.take_back_from(chat, agent)
    await small_help.quiet()
    assert "[Saya ambil]" in dewi.shown
    assert not any("ditangkap" in message.text for message in rina.chat.messages)
    assert (await small_help.case_of(melati)).state is State.WAITING


async def test_a_satker_where_nobody_works_is_passed_over(small_help: World) -> None:
    async with small_help.running.database.transaction() as store:
        await store.places.add_satker(Satker("BNNP-BABEL", "BNNP Bangka Belitung", "19"), SUNDAY_EVENING)
        place = Invitation(Role.PETUGAS, satker="BNNP-BABEL")
        await invite(store, "token-of-the-bnnp", place, None, SUNDAY_EVENING)
    wati = Talk(small_help, "Wati")
    await say_all(wati, "/start token-of-the-bnnp", "[Bu Wati]", "[Saya berjanji menjaga rahasia]")
    await asks(small_help)  # in Pangkalpinang
    assert " · baru · BNNP Bangka Belitung" in wati.shown


async def test_who_answers_sees_when_messages_are_welcome_as_it_was_said_last(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await taken(small_help, dewi)
    await say_all(melati, "/kasus", "[Jangan kirim pesan dulu]", "[Tulis pesan]", "Halo.")
    assert "Minta tidak dikirimi pesan; balasan menunggu di sana" in dewi.shown
    await say_all(melati, "/kasus", "[Boleh kirim pesan]", "[Tulis pesan]", "Halo lagi.")
    assert "Boleh dikirimi kapan saja" in dewi.shown
