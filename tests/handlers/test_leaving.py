"""People who have left their unit or satker: a clear sentence, nothing written, and a way back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.people import Role
from simulator import Message
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.handlers.test_promises import card, count_sent, data_of
from tests.handlers.test_reviewing import HAND_BACK, reports
from tests.transcript import Talk
from tests.world import BARUGA, KACE, World, a_world

GONE = (
    "Anda tidak lagi bertugas di Unit Air Mesu Timur sejak Minggu 22 Nov. Catatan dan draf Anda tersimpan. "
    "Kalau ini keliru, hubungi petugas BNNK Pangkalpinang."
)


@pytest.fixture
async def still_world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, database_url) as made:
        yield made


async def leaves(talk: Talk) -> None:
    """Somebody leaves, as a petugas would record it."""
    await talk.world.sql(
        "update people set left_on = '2026-11-22' where name = :name", name=f"Bu {talk.name.title()}"
    )


async def drafts(world: World) -> list[int]:
    """How often each draft was changed."""
    async with world.store() as store:
        session = await store.sessions.of(world.who(Talk(world, "Rina")))
        assert session is not None
        assert session.person is not None
        return [draft.revision for draft in await store.drafts.waiting(session.person.id)]


async def press(talk: Talk, message: Message, label: str) -> None:
    talk.person.press(talk.bot, data=data_of(message, label), message_id=message.id)
    await talk.world.quiet()


async def test_an_agent_who_left_in_mid_form_is_told_so_and_nothing_is_written(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE)
    before, question = await drafts(rina.world), card(rina)
    await leaves(rina)
    for words in ("Ibunya ramah", "/lapor", "/menu", "/start", "(foto)", "(lokasi -2.1 106.1)"):
        await rina.says(words)
        assert rina.shown == GONE
    await press(rina, question, "Lewati")
    assert rina.shown == GONE
    assert await drafts(rina.world) == before
    assert await count_sent(rina.world) == 0


async def test_the_sentence_is_all_that_comes(rina: Talk) -> None:
    await say_all(rina, "/menu")
    await leaves(rina)
    await rina.plays(f"""
        rina: [Catat kegiatan]
        edit: {GONE}
    """)


async def test_a_private_number_is_taken_out_of_the_chat_all_the_same(rina: Talk) -> None:
    await leaves(rina)
    await rina.says("nomornya 081377712345")
    assert rina.shown == GONE
    assert not any("0813" in message.text for message in rina.chat.messages)


async def test_a_report_that_was_ready_is_not_sent(rina: Talk) -> None:
    await say_all(rina, *UP_TO_THE_NOTE, "[Lewati]")
    await leaves(rina)
    await say_all(rina, "[Kirim]")
    assert rina.shown == GONE
    assert await count_sent(rina.world) == 0


async def test_a_petugas_who_left_sees_no_report_any_more(rina: Talk) -> None:
    tuti = await rina.world.joined("Tuti", Role.PETUGAS)
    await reports(rina)
    await say_all(tuti, *HAND_BACK[:-1])
    await leaves(tuti)
    await say_all(tuti, "Hasilnya keliru.")
    assert tuti.shown == (
        "Anda tidak lagi bertugas di BNNK Pangkalpinang sejak Minggu 22 Nov. Catatan dan draf Anda tersimpan. "
        "Kalau ini keliru, hubungi atasan Anda."
    )
    async with rina.world.store() as store:
        assert await store.reviews.of("AMT-2611-0001") == []


async def test_nobody_who_left_is_reminded_of_anything(rina: Talk) -> None:
    tuti = await rina.world.joined("Tuti", Role.PETUGAS)
    await reports(rina)
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
    await say_all(tuti, *HAND_BACK)
    await leaves(rina)
    rina.world.move(timedelta(hours=14))
    await rina.world.ticks()
    assert rina.hears() == []


async def test_after_an_absence_of_ours_who_left_is_shown_nothing(still_world: World) -> None:
    async with still_world.program():
        rina, dewi = await still_world.joined("Rina"), await still_world.joined("Dewi")
        for talk in (rina, dewi):
            await say_all(talk, "/lapor", "[Penjangkauan]", "[Hari ini]")
        await leaves(rina)
    still_world.machine_waits(timedelta(minutes=3))
    async with still_world.program():
        await still_world.until(lambda: dewi.shown.startswith("⚠ Saya sempat tidak aktif."))
        assert rina.hears() == []


# --- Coming back ----------------------------------------------------------------------------------


async def test_an_agent_who_is_invited_anew_comes_back_with_the_same_account(rina: Talk) -> None:
    world = rina.world
    await say_all(rina, "/lapor", "[Penjangkauan]", "[Kemarin]", "[Keluarga]")
    await leaves(rina)
    await say_all(rina, "/menu", f"/start {await world.invitation(unit=KACE)}", "[Bu Rina]")
    assert "Anda diundang sebagai Agen Pemulihan di Kace, BNNK Pangkalpinang." in rina.shown
    await say_all(rina, "[Saya berjanji menjaga rahasia]")
    assert rina.shown.startswith("Terima kasih, Bu Rina.")
    await say_all(rina, "[Draf · 1]", "[Lanjutkan 1]", *UP_TO_THE_NOTE[4:], "[Lewati]", "[Kirim]")
    assert "Nomor KAC-2611-0001" in rina.shown
    async with world.store() as store:
        person = await store.people.by_who(world.who(rina))
        sent = await store.submissions.newest("KAC-2611-0001")
    assert person is not None
    assert sent is not None
    assert (person.code, person.left_on, person.id) == ("AMT-01", None, sent.person)


async def test_an_invitation_that_is_used_up_brings_nobody_back(rina: Talk) -> None:
    token = await rina.world.invitation(unit=BARUGA, token="once")
    dewi = Talk(rina.world, "Dewi")
    await say_all(dewi, f"/start {token}", "[Bu Dewi]", "[Saya berjanji menjaga rahasia]")
    await leaves(rina)
    await say_all(rina, f"/start {token}")
    assert rina.shown.startswith("Undangan ini sudah dipakai.")
    await say_all(rina, "/menu")
    assert rina.shown == GONE


async def test_who_works_here_is_not_moved_by_an_invitation(rina: Talk) -> None:
    await say_all(rina, f"/start {await rina.world.invitation(unit=KACE)}")
    assert rina.shown.startswith("Anda sudah terdaftar, Bu Rina.")
