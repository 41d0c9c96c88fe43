"""Writing to many agents, as it looks; who may, and what is never written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.broadcasts import LONGEST
from domain.nudges import MOMENT
from domain.people import Role
from scheduler.retention import forget_what_is_over
from tests.broadcasts.satker import WORDS, Team
from tests.programme import rows
from tests.transcript import Talk
from tests.world import World

TOLD = f"""
    bot: Dari Bu Budi, BNNK Pangkalpinang · untuk semua agen

         {WORDS}

         Balasan di sini tidak sampai ke Bu Budi. Ada pertanyaan? Hubungi Bu Budi di BNNK Pangkalpinang.
"""


async def test_a_petugas_writes_to_all_agents_of_the_satker(team: Team) -> None:
    await team.writes("/menu")
    await team.budi.plays("""
        budi: [Tulis ke agen]
        edit: Tulis kepada siapa?
              [Semua agen · 3]
              [Air Mesu Timur · 2]
              [Kace · 1]
              [Menu]
        budi: [Semua agen · 3]
        edit: Pesan untuk semua agen (3).
              Tulis pesannya. Baris baru boleh.
              Jangan tulis nama, NIK, atau nomor HP klien.
              [‹ Kembali] [Batal]
        budi: Rapat Jumat jam 9 di balai desa.
        gone: Pesan untuk semua agen (3).
        bot: Begini agen membacanya:
             Dari Bu Budi, BNNK Pangkalpinang · untuk semua agen

             Rapat Jumat jam 9 di balai desa.

             Balasan di sini tidak sampai ke Bu Budi. Ada pertanyaan? Hubungi Bu Budi di BNNK Pangkalpinang.
             Penerima: 3 agen.
             [Kirim]
             [Ubah] [Batal]
        budi: [Kirim]
        edit: Pesan untuk semua agen
              Terkirim 0 dari 3 · menunggu 3
              [Hentikan] [Menu]
    """)
    await team.tick()
    for talk in team.agents:
        talk.hears_only(TOLD)
    assert team.sari.hears() == []
    await team.tick()
    team.budi.hears_only("""
        edit: Pesan untuk semua agen
              ✅ Selesai. 3 dari 3 agen menerimanya.
              [Menu]
    """)


async def test_only_the_agents_of_one_unit(team: Team) -> None:
    await team.sends("[Air Mesu Timur · 2]")
    await team.tick()
    assert [len(team.heard(talk)) for talk in (*team.agents, team.sari)] == [1, 1, 0, 0]
    assert team.rina.shown.startswith("Dari Bu Budi, BNNK Pangkalpinang · untuk agen Air Mesu Timur\n")


async def test_what_was_written_in_the_language_of_each(team: Team) -> None:
    await team.rina.says("/bahasa")
    await team.rina.says("[English]")
    team.world.move(MOMENT)  # nobody is told anything while they talk with us
    await team.sends()
    await team.tick()
    assert team.rina.shown.startswith("From Bu Budi, BNNK Pangkalpinang · to all agents\n")


async def test_what_a_petugas_writes_is_no_html(team: Team) -> None:
    await team.sends(words="Rapat <b>Jumat</b> & Sabtu")
    await team.tick()
    assert "Rapat <b>Jumat</b> & Sabtu" in team.rina.shown


async def test_numbers_of_people_are_stopped_and_names_are_asked_about(team: Team) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Kace · 1]")
    await team.budi.says("Klien 3171234567890001 sudah pulang")
    assert team.budi.shown.startswith("⚠ Sepertinya ada NIK di pesan ini.")
    assert "gone: Klien 3171234567890001 sudah pulang" in team.budi.hears()
    await team.budi.says("Narasumber bernama Anton")
    assert team.budi.shown.endswith("""
⚠ Sepertinya ada nama di pesan ini. Pastikan bukan nama klien.
[Kirim apa adanya]
[Ubah] [Batal]""")
    await team.budi.says("hubungi 081377712345")
    assert "Narasumber bernama Anton" in team.budi.shown, "what is to be sent is as it was"
    assert "hubungi" not in team.budi.shown
    await team.budi.says("[Kirim apa adanya]")
    await team.tick()
    assert "Narasumber bernama Anton" in team.ani.shown


async def test_the_words_can_be_changed_until_they_are_sent(team: Team) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Kace · 1]", "satu", "[Ubah]", "dua")
    await team.budi.says("tiga")
    assert team.budi.shown.startswith("⚠ Pesan diganti dengan yang baru.")
    await team.budi.says("tiga → empat")
    assert "\nempat\n" in team.budi.shown
    await team.budi.says("[Kirim]")
    await team.tick()
    assert "\nempat\n" in team.ani.shown


async def test_only_text_that_fits_is_taken(team: Team) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Kace · 1]")
    await team.budi.says("(foto)")
    assert team.budi.shown.startswith("⚠ Hanya tulisan yang bisa dikirim ke agen.")
    await team.budi.says("x" * (LONGEST + 1))
    assert team.budi.shown.startswith("⚠ Pesannya terlalu panjang.")
    await team.budi.says("&" * LONGEST)
    assert "[Kirim]" in team.budi.shown
    await team.budi.says("[Kirim]")
    await team.tick()
    assert "&" * LONGEST in team.ani.shown


@pytest.mark.parametrize("way", ["/batal", "[Batal]", "/menu"])
async def test_what_is_not_sent_reaches_nobody(team: Team, way: str) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Semua agen · 3]", WORDS)
    old = team.budi.chat.answer.rows[0][0].data
    await team.writes(way)
    team.budi.person.press(team.budi.bot, data=old, message_id=team.budi.chat.answer.id)
    await team.world.quiet()
    await team.tick()
    sent = 0 if way != "/menu" else 3  # who only looked elsewhere may still press the button that they saw
    assert sum(len(team.heard(talk)) for talk in team.agents) == sent


async def test_after_the_menu_a_text_is_no_broadcast(team: Team) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Semua agen · 3]", "/menu", WORDS)
    assert "[Kirim]" not in team.budi.shown


async def test_a_second_press_sends_nothing_twice(team: Team) -> None:
    await team.writes("/menu", "[Tulis ke agen]", "[Semua agen · 3]", WORDS)
    card = team.budi.chat.answer
    send = card.rows[0][0].data
    with team.world.sim.together():
        for _ in range(2):
            team.budi.person.press(team.budi.bot, data=send, message_id=card.id)
    await team.world.quiet()
    assert "flash: Sudah dikirim." in team.budi.hears()
    await team.tick(3)
    assert [len(team.heard(talk)) for talk in team.agents] == [1, 1, 1]
    assert await rows(team.world, "select count(*) from broadcasts") == [(1,)]


async def test_a_petugas_of_another_satker_reaches_nobody_here(team: Team) -> None:
    far = await team.world.joined("Joko", Role.PETUGAS)
    await team.world.sql("update people set satker = 'BNNP-SULTRA', territory = '74' where name = 'Bu Joko'")
    for line in ("/menu", "[Tulis ke agen]", "[Semua agen · 1]", WORDS, "[Kirim]"):
        await far.says(line)
    await team.tick()
    assert [len(team.heard(talk)) for talk in (*team.agents, team.sari)] == [0, 0, 0, 1]


@pytest.mark.parametrize("role", [Role.AGEN, Role.BNNP, Role.PUSAT])
async def test_nobody_but_a_petugas_writes_to_many(team: Team, role: Role) -> None:
    talk = await team.world.joined("Eko", role)
    await talk.says("/menu")
    assert "Tulis ke agen" not in talk.shown
    await team.world.sql("update people set role = 'petugas' where name = 'Bu Eko'")
    await talk.says("/menu")
    await team.world.sql("update people set role = :role where name = 'Bu Eko'", role=role.value)
    await talk.says("[Tulis ke agen]")
    assert talk.shown.startswith("Belum ada agen di unit Anda.")


async def test_nobody_stops_or_looks_at_what_a_colleague_wrote(team: Team) -> None:
    await team.sends()
    tini = await team.world.joined("Tini", Role.PETUGAS)
    await tini.says("/menu")
    await tini.says("[Tulis ke agen]")
    assert "Pesan terakhir" not in tini.shown
    ((key,),) = await rows(team.world, "select id from broadcasts")
    async with team.world.store() as store:
        budi, other = [await store.people.by_who(team.world.who(talk)) for talk in (team.budi, tini)]
        assert budi is not None
        assert other is not None
        assert await store.broadcasts.of(key, budi.id) is not None
        assert await store.broadcasts.of(key, other.id) is None


async def test_the_audit_knows_who_wrote_to_how_many_and_not_what(team: Team) -> None:
    await team.sends("[Air Mesu Timur · 2]")
    query = "select action, record, subject from audit where record = 'message to many agents'"
    assert await rows(team.world, query) == [("send", "message to many agents", "19.04.03.2004:2")]


async def test_after_90_days_nothing_of_it_is_left(team: Team) -> None:
    await team.sends()
    await team.tick(2)
    for days, left in ((89, 1), (2, 0)):
        team.world.move(timedelta(days=days))
        running = team.world.running
        await forget_what_is_over(running.database, running.clock.now())
        assert await rows(team.world, "select count(*) from broadcasts") == [(left,)]
    assert await rows(team.world, "select count(*) from broadcast_recipients") == [(0,)]


async def test_a_satker_without_agents_says_so(small_world: World) -> None:
    budi: Talk = await small_world.joined("Budi", Role.PETUGAS)
    await budi.says("/menu")
    await budi.says("[Tulis ke agen]")
    assert budi.shown.startswith("Belum ada agen di unit Anda.")
