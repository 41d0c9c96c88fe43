"""Joining: from the invitation to the menu."""

from __future__ import annotations

from datetime import timedelta

from domain.people import Role
from tests.transcript import Talk
from tests.world import World

ADVICE = "Bot ini untuk Agen Pemulihan dan petugas; mintalah tautan undangan kepada petugas pendamping Anda."
DELETED = "Nomor seperti itu tidak disimpan. Pesan tadi saya hapus dari obrolan ini. Tulis lagi tanpa nomor."


async def test_an_agent_joins_by_invitation(world: World) -> None:
    await world.invitation(token="t0k3n")
    await Talk(world, "Rina").plays("""
        rina: /start t0k3n
        bot: Selamat datang di Suar.
             Anda ingin dipanggil apa?
             [Rina] [Bu Rina]
             [Pak Rina] [Kak Rina]
             [Tulis sendiri]
        rina: [Bu Rina]
        edit: Baik, Bu Rina. Anda diundang sebagai Agen Pemulihan di Air Mesu Timur, BNNK Pangkalpinang.

              Sebelum mulai: apa yang Anda catat adalah rahasia klien.
              Jangan tulis nama, NIK, atau nomor HP klien.
              [Saya berjanji menjaga rahasia]
              [Baca selengkapnya]
        rina: [Saya berjanji menjaga rahasia]
        edit: Terima kasih, Bu Rina.

              Ini menu Anda:
              [Catat kegiatan]
              [Jam pengingat]
              [Bahasa] [Bantuan]
    """)


async def test_a_name_may_be_written_and_the_pledge_read_in_full(small_world: World) -> None:
    await small_world.invitation(token="t0k3n")
    talk = Talk(small_world, "Rina")
    await talk.says("/start t0k3n")
    talk.hears()
    await talk.plays("""
        rina: [Tulis sendiri]
        edit: Tulis nama panggilan Anda, lalu kirim.
        rina: Mbak <Rin> & co
        gone: Tulis nama panggilan Anda, lalu kirim.
        bot: Baik, Mbak <Rin> & co. Anda diundang sebagai Agen Pemulihan di Air Mesu Timur, BNNK Pangkalpinang.

             Sebelum mulai: apa yang Anda catat adalah rahasia klien.
             Jangan tulis nama, NIK, atau nomor HP klien.
             [Saya berjanji menjaga rahasia]
             [Baca selengkapnya]
        rina: [Baca selengkapnya]
        edit: Janji menjaga rahasia
              • Cerita klien hanya untuk menolong klien.
              • Saya tidak menceritakannya kepada tetangga, keluarga lain, atau aparat.
              • Saya tidak menulis nama, NIK, alamat, atau nomor HP klien.
              • HP saya terkunci. Kalau hilang, saya segera memberi tahu petugas.
              [Saya berjanji menjaga rahasia]
        rina: [Saya berjanji menjaga rahasia]
        edit: Terima kasih, Mbak <Rin> & co.

              Ini menu Anda:
              [Catat kegiatan]
              [Jam pengingat]
              [Bahasa] [Bantuan]
    """)


async def test_a_name_that_is_a_story_is_asked_again(small_world: World) -> None:
    await small_world.invitation(token="t0k3n")
    talk = Talk(small_world, "Rina")
    await talk.says("/start t0k3n")
    await talk.says("[Tulis sendiri]")
    await talk.says("x" * 41)
    assert talk.shown.startswith("Tulis nama panggilan saja, paling banyak 40 huruf.")


async def test_what_is_no_name_brings_the_question_again(small_world: World) -> None:
    await small_world.invitation(token="t0k3n")
    talk = Talk(small_world, "Rina")
    talk.person.open(talk.bot)
    talk.person.write(talk.bot, f"/START@{talk.bot.username} t0k3n")
    await small_world.quiet()
    asked = "Anda ingin dipanggil apa?\n[Rina] [Bu Rina]"
    await talk.says("/lapor")
    assert talk.shown.startswith("Tulis nama panggilan saja")
    assert asked in talk.shown
    for others in (lambda: talk.person.sticker(talk.bot), lambda: talk.person.write(talk.bot, "/start")):
        others()
        await small_world.quiet()
        assert talk.shown.startswith("Selamat datang di Suar.")
        assert asked in talk.shown
    await talk.says("[Bu Rina]")
    talk.person.sticker(talk.bot)
    await small_world.quiet()
    assert talk.shown.startswith("Baik, Bu Rina.")


async def test_what_only_begins_like_start_is_no_invitation(small_world: World) -> None:
    await small_world.invitation(token="t0k3n")
    talk = Talk(small_world, "Rina")
    talk.person.open(talk.bot)
    talk.person.write(talk.bot, "/startt0k3n")
    await small_world.quiet()
    assert talk.shown == ADVICE


async def test_a_number_instead_of_a_name_is_deleted_and_the_name_asked_again(world: World) -> None:
    await world.invitation(token="t0k3n")
    talk = Talk(world, "Rina")
    await talk.says("/start t0k3n")
    talk.hears()
    await talk.plays(f"""
        rina: Rina 0813 7771 2345
        gone: Rina 0813 7771 2345
        gone: Selamat datang di Suar.
        bot: Sepertinya ada nomor HP di pesan ini. {DELETED}

             Selamat datang di Suar.
             Anda ingin dipanggil apa?
             [Rina] [Bu Rina]
             [Pak Rina] [Kak Rina]
             [Tulis sendiri]
        rina: [Kak Rina]
        edit: Baik, Kak Rina. Anda diundang sebagai Agen Pemulihan di Air Mesu Timur, BNNK Pangkalpinang.

              Sebelum mulai: apa yang Anda catat adalah rahasia klien.
              Jangan tulis nama, NIK, atau nomor HP klien.
              [Saya berjanji menjaga rahasia]
              [Baca selengkapnya]
        rina: NIK saya 1904034501900001
        gone: NIK saya 1904034501900001
        gone: Baik, Kak Rina. Anda diundang sebagai Agen Pemulihan di Air Mesu Timur, BNNK Pangkalpinang.
        bot: Sepertinya ada NIK di pesan ini. {DELETED}

             Baik, Kak Rina. Anda diundang sebagai Agen Pemulihan di Air Mesu Timur, BNNK Pangkalpinang.

             Sebelum mulai: apa yang Anda catat adalah rahasia klien.
             Jangan tulis nama, NIK, atau nomor HP klien.
             [Saya berjanji menjaga rahasia]
             [Baca selengkapnya]
    """)


async def test_a_number_written_where_no_form_is_open_is_deleted_too(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    message = rina.person.write(rina.bot, "tolong hubungi 0813 7771 2345")
    await small_world.quiet()
    assert rina.shown.startswith("Sepertinya ada nomor HP di pesan ini.")
    assert rina.chat.deleted_message(message.id) is not None


async def test_a_stranger_gets_one_polite_sentence_and_nothing_else(world: World) -> None:
    await Talk(world, "Asing").plays(f"""
        asing: /start
        bot: {ADVICE}
        asing: halo, ini bot apa?
        gone: {ADVICE}
        bot: {ADVICE}
    """)


async def test_a_wrong_token_says_no_more_than_none_at_all(small_world: World) -> None:
    await Talk(small_world, "Asing").plays(f"""
        asing: /start tebak-tebakan
        bot: {ADVICE}
    """)


async def test_an_invitation_works_once(world: World) -> None:
    rina, sari = Talk(world, "Rina"), Talk(world, "Sari")
    token = await world.invitation()
    for talk, name in ((rina, "Rina"), (sari, "Sari")):
        await talk.says(f"/start {token}")
        await talk.says(f"[Bu {name}]")
    await rina.says("[Saya berjanji menjaga rahasia]")
    sari.hears()
    await sari.plays("""
        sari: [Saya berjanji menjaga rahasia]
        edit: Undangan ini sudah dipakai. Mintalah yang baru kepada petugas pendamping Anda.
    """)
    await Talk(world, "Daudi").plays(f"""
        daudi: /start {token}
        bot: Undangan ini sudah dipakai. Mintalah yang baru kepada petugas pendamping Anda.
    """)


async def test_an_invitation_expires(small_world: World) -> None:
    token = await small_world.invitation()
    small_world.move(timedelta(days=7))
    await Talk(small_world, "Rina").plays(f"""
        rina: /start {token}
        bot: Undangan ini sudah lewat masanya. Mintalah yang baru kepada petugas pendamping Anda.
    """)


async def test_only_the_hash_of_a_token_is_kept(small_world: World) -> None:
    token = await small_world.invitation(token="canary-token-in-the-clear")
    await Talk(small_world, "Rina").says(f"/start {token}")
    raw = b"".join(path.read_bytes() for path in small_world.folder.glob("suar.db*"))
    assert token.encode() not in raw


async def test_a_petugas_invites_an_agent_who_then_joins(world: World) -> None:
    budi = await world.joined("Budi", Role.PETUGAS)
    await budi.says("/menu")
    await budi.says("[Undang agen]")
    await budi.says("[Kace]")
    link = next(b.copy for b in budi.chat.answer.buttons if b.copy)
    assert link.startswith("https://t.me/suar_staf_bot?start=")
    sari = Talk(world, "Sari")
    await sari.says(f"/start {link.partition('=')[2]}")
    await sari.says("[Kak Sari]")
    assert "Anda diundang sebagai Agen Pemulihan di Kace, BNNK Pangkalpinang oleh Bu Budi." in sari.shown
    await sari.says("[Saya berjanji menjaga rahasia]")
    async with world.store() as store:
        person = await store.people.by_who(world.who(sari))
    assert person is not None
    assert (person.role, person.name, person.code, person.unit and person.unit.name) == (
        Role.AGEN, "Kak Sari", "KAC-01", "Kace"
    )  # fmt: skip


async def test_who_has_joined_is_told_so_when_opening_another_invitation(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    token = await small_world.invitation()
    await rina.says(f"/start {token}")
    assert rina.shown.startswith("Anda sudah terdaftar, Bu Rina.")


async def test_people_of_the_offices_join_without_the_buttons_of_an_agent(small_world: World) -> None:
    for name, role in (("Budi", Role.PETUGAS), ("Chandra", Role.BNNP), ("Putri", Role.PUSAT)):
        talk = await small_world.joined(name, role)
        await talk.says("/menu")
        assert "[Catat kegiatan]" not in talk.shown
        await talk.says("/lapor")
        assert talk.shown.startswith("Belum ada yang bisa Anda catat.")


async def test_the_bots_speak_english_to_who_wishes(small_world: World) -> None:
    rina = await small_world.joined("Rina")
    await rina.says("/bahasa")
    await rina.says("[English]")
    assert rina.shown.startswith("Here is your menu, Bu Rina.")
    await rina.says("[Log an activity]")
    await rina.says("[Penjangkauan]")
    assert "When was the visit?" in rina.shown
    assert "[Today] [Yesterday]" in rina.shown
