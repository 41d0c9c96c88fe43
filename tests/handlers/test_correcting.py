"""Corrections keep working: over a restart, with a newer form, beside each other, and among colleagues."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.messages import Incoming, Unknown
from domain.people import Role
from handlers.chat import Chat
from handlers.correcting import correct, may_correct
from storage.store import Store
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.handlers.test_reviewing import HAND_BACK, SENTENCE, reports, statuses, told
from tests.transcript import Talk
from tests.world import World, a_world

ROW = """
    | survey |
    | | type | name | label::Indonesia (id) | required |
    | | text | nama | Nama tempatnya? | yes |
    | | text | jam | Jam bukanya? | |
    | settings |
    | | form_id | form_title | default_language | namespaces | attribute::suar:untuk | attribute::suar:bagian |
    | | {id} | Tempat | Indonesia (id) | suar="urn:suar:xform" | petugas | {part} |
"""


@pytest.fixture
async def still_world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, database_url) as made:
        yield made


async def handed_back(world: World) -> tuple[Talk, Talk]:
    """Bu Rina has sent a report, and Bu Tuti has handed it back."""
    rina, tuti = await world.joined("Rina"), await world.joined("Tuti", Role.PETUGAS)
    await reports(rina)
    await say_all(tuti, *HAND_BACK)
    return rina, tuti


async def test_a_restart_between_the_return_and_the_fix_loses_nothing(still_world: World) -> None:
    async with still_world.program():
        rina, _ = await handed_back(still_world)
    async with still_world.program():
        await told(rina)
        assert rina.shown.startswith(f"Bu Tuti mengembalikan laporan AMT-2611-0001: “{SENTENCE}”")
        await say_all(rina, "[Perbaiki]")
    async with still_world.program():
        await say_all(rina, "[Belum mau]", "[Kirim]")
        assert await statuses(still_world) == ["replaced", "sent"]


async def test_the_sentence_is_still_waited_for_after_a_restart(still_world: World) -> None:
    async with still_world.program():
        rina, tuti = await still_world.joined("Rina"), await still_world.joined("Tuti", Role.PETUGAS)
        await reports(rina)
        await say_all(tuti, *HAND_BACK[:-1])
    still_world.machine_waits(timedelta(minutes=3))
    async with still_world.program():
        await still_world.until(lambda: tuti.shown.startswith("⚠ Saya sempat tidak aktif."))
        assert "AMT-2611-0001 · 5 Hasil" in tuti.shown
        await say_all(tuti, SENTENCE)
        assert await statuses(still_world) == ["returned"]


async def test_a_report_of_an_older_form_is_corrected_with_its_own_form(still_world: World) -> None:
    async with still_world.program():
        await handed_back(still_world)
    await still_world.publish_another_version("Bagaimana hasilnya?", "Apa hasilnya?")
    async with still_world.program():
        rina = Talk(still_world, "Rina")
        await told(rina)
        await say_all(rina, "[Perbaiki]")
        assert "Bagaimana hasilnya?" in rina.shown
        await say_all(rina, "[Belum mau]", "[Kirim]")
        assert await statuses(still_world) == ["replaced", "sent"]
        await say_all(rina, "/lapor", *UP_TO_THE_NOTE[1:6])
        assert "Apa hasilnya?" in rina.shown


async def test_two_corrections_that_are_open_do_not_mix(rina: Talk) -> None:
    await reports(rina)
    await reports(rina)
    await say_all(rina, "/menu", "[Laporan saya]", "[2]", "[Koreksi]", "[2]", "[Warga sekitar]", "[Simpan draf]")
    await say_all(rina, "[Laporan saya]", "[1]", "[Koreksi]", "[2]", "[Pengguna]", "[Simpan draf]")
    await say_all(rina, "[Laporan saya]", "[2]", "[Koreksi]")
    assert "2 Ditemui: Warga sekitar" in rina.shown
    await say_all(rina, "[Kirim]")
    assert "Nomor AMT-2611-0001" in rina.shown
    await say_all(rina, "/draf", "[Lanjutkan 1]", "[Kirim]")
    assert "Nomor AMT-2611-0002" in rina.shown
    assert await statuses(rina.world, "AMT-2611-0001") == ["replaced", "sent"]
    assert await statuses(rina.world, "AMT-2611-0002") == ["replaced", "sent"]


async def test_what_is_handed_back_while_it_is_corrected_goes_on_in_that_correction(rina: Talk) -> None:
    tuti = await rina.world.joined("Tuti", Role.PETUGAS)
    await reports(rina)
    await say_all(rina, "[Koreksi]", "[2]", "[Warga sekitar]", "[6]")
    await say_all(tuti, *HAND_BACK)
    rina.world.move(timedelta(minutes=16))
    await told(rina)
    await say_all(rina, "[Perbaiki]")
    assert rina.shown.startswith(f"Bu Tuti menulis: “{SENTENCE}”")
    assert "Bagaimana hasilnya?" in rina.shown
    await say_all(rina, "[Belum mau]")
    assert "2 Ditemui: Warga sekitar" in rina.shown
    await say_all(rina, "[Kirim]", "/menu")
    assert await statuses(rina.world) == ["replaced", "sent"]
    assert "Draf" not in rina.shown


async def test_an_answer_that_is_not_asked_for_any_longer_leads_to_the_review(rina: Talk) -> None:
    tuti = await rina.world.joined("Tuti", Role.PETUGAS)
    await reports(rina)
    await say_all(rina, "[Koreksi]", "[5]", "[Belum mau]", "/menu")  # the day of the next meeting goes with it
    await say_all(tuti, *HAND_BACK[:-2], "[7]", "Itu hari Senin.")
    await told(rina)
    await say_all(rina, "/menu", "[Perlu diperbaiki · 1]", "[Perbaiki 1]")
    assert rina.shown.startswith("Bu Tuti menulis: “Itu hari Senin.”\n\nPeriksa dulu, Bu Rina")


# --- Rows of tables ------------------------------------------------------------------------------


async def chat_of(talk: Talk, store: Store) -> Chat:
    app = talk.world.running
    session = await store.sessions.of(talk.world.who(talk))
    assert session is not None
    return Chat(app.kit, store, session, Incoming(0, session.chat, Unknown("row")), app.clock.now())


async def corrects(talk: Talk, number: str) -> None:
    """What the row of a table offers."""
    async with talk.world.running.database.transaction() as store:
        newest = await store.submissions.newest(number)
        assert newest is not None
        await correct(await chat_of(talk, store), newest)
    await talk.world.quiet()


async def may(talk: Talk, number: str) -> bool:
    async with talk.world.store() as store:
        newest = await store.submissions.newest(number)
        assert newest is not None
        return await may_correct(await chat_of(talk, store), newest)


async def two_petugas_and_a_row(world: World) -> tuple[Talk, Talk, str]:
    tuti, budi = [await world.joined(name, Role.PETUGAS) for name in ("Tuti", "Budi")]
    await say_all(tuti, "/lapor", "[Tempat]", "Puskesmas Pasir Putih", "[Lewati]", "[Kirim]")
    number = next(word for word in tuti.shown.split() if "-2611-" in word).rstrip(",")
    return tuti, budi, number


async def test_a_row_of_a_table_is_corrected_by_any_petugas_of_the_satker(still_world: World) -> None:
    still_world.brings("fasilitas", ROW.format(id="fasilitas", part="tabel"))
    async with still_world.program():
        tuti, budi, number = await two_petugas_and_a_row(still_world)
        rina = await still_world.joined("Rina")
        assert await may(budi, number)
        assert not await may(rina, number)
        await corrects(budi, number)
        await say_all(budi, "[1]", "Puskesmas Girimaya", "[Kirim]")
        assert await statuses(still_world, number) == ["replaced", "sent"]
        await still_world.sql("update people set satker = 'BNNP-SULTRA' where name = 'Bu Tuti'")
        assert not await may(tuti, number)


async def test_of_two_corrections_of_one_row_the_second_is_told_of_the_first(still_world: World) -> None:
    still_world.brings("fasilitas", ROW.format(id="fasilitas", part="tabel"))
    async with still_world.program():
        tuti, budi, number = await two_petugas_and_a_row(still_world)
        for talk in (tuti, budi):
            await corrects(talk, number)
        await say_all(tuti, "[1]", "Puskesmas Girimaya", "[Kirim]")
        await say_all(budi, "[1]", "Puskesmas Melintang")
        budi.hears()
        await budi.plays(f"""
            budi: [Kirim]
            edit: Laporan {number} sudah dikoreksi sementara itu. Kalau yang ini dikirim, yang ini yang berlaku.
                  [Kirim yang ini]
                  [Lihat dulu] [Menu]
        """)
        assert await statuses(still_world, number) == ["replaced", "sent"]
        await say_all(budi, "[Lihat dulu]")
        assert "1 Nama tempatnya? Puskesmas Melintang" in budi.shown
        await say_all(budi, "[Kirim]", "[Kirim yang ini]")
        assert await statuses(still_world, number) == ["replaced", "replaced", "sent"]


@pytest.mark.parametrize(("form", "part"), [("fasilitas", "unit"), ("gudang", "tabel")])
async def test_other_reports_are_corrected_by_their_authors_only(still_world: World, form: str, part: str) -> None:
    still_world.brings("tempat", ROW.format(id=form, part=part))
    async with still_world.program():
        tuti, budi, number = await two_petugas_and_a_row(still_world)
        assert await may(tuti, number)
        assert not await may(budi, number)
        await still_world.sql("update people set left_on = '2026-11-22' where name = 'Bu Tuti'")
        assert not await may(tuti, number)
        await corrects(budi, number)
        assert budi.shown.startswith("Laporan ini hanya bisa dikoreksi oleh penulisnya.")
