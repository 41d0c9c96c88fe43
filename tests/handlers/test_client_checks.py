"""What is looked at before a report about a client is sent, whatever its form lets through: these take any text."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import dedent

import pytest

from bot.forms import BUILT_IN
from domain.people import Role
from tests.programme import AGREES, TERATAI, rows, say_all, wiring
from tests.transcript import Talk
from tests.world import BARUGA, KACE, World, a_world

SETTINGS = """
    | settings |
    | | form_id | form_title | namespaces             | attribute::suar:untuk |
    | | {id}    | {title}    | suar="urn:suar:xform"  | agen petugas          |
"""
NEW_CLIENT = """
    | survey |
    | | type | name        | label    | bind::suar:arti |
    | | text | persetujuan | Nomor?   | persetujuan     |
    | | date | tgl         | Kapan?   | hari            |
    | | text | jk          | Kelamin? |                 |
    | | text | umur        | Umur?    |                 |
    | | text | pintu       | Pintu?   |                 |
"""
HANDING_OVER = """
    | survey |
    | | type                             | name  | label    | bind::suar:arti |
    | | select_one_from_file clients.csv | klien | Siapa?   | klien           |
    | | date                             | tgl   | Kapan?   | hari            |
    | | text                             | agen  | Kepada?  |                 |
"""
LEAVING = """
    | survey |
    | | type | name | label  | bind::suar:arti |
    | | date | tgl  | Kapan? | hari            |
    | | text | agen | Siapa? |                 |
"""


@pytest.fixture
async def loose(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    """A world whose forms take any text."""
    async with a_world(tmp_path, sqlite_url) as made:
        for form, title, survey in (
            ("klien_baru", "Klien baru", NEW_CLIENT),
            ("serah_terima", "Serah terima", HANDING_OVER),
            ("agen_berhenti", "Agen berhenti", LEAVING),
        ):
            made.brings(form, dedent(survey) + dedent(SETTINGS).format(id=form, title=title))
        shutil.copy(BUILT_IN / "persetujuan.md", tmp_path / "forms")
        made.wiring = wiring(tmp_path / "forms")
        async with made.program():
            yield made


@pytest.fixture
async def rina(loose: World) -> Talk:
    """Rina, who has asked one person for consent: AMT-2611-0001."""
    rina = await loose.joined("Rina")
    await agrees(rina)
    return rina


async def agrees(talk: Talk) -> None:
    await say_all(talk, "/lapor", "[Persetujuan]", "[Hari ini]", *AGREES)


async def opens(talk: Talk, number: str, age: str = "26_40") -> None:
    await say_all(talk, "/lapor", "[Klien baru]", number, "[Hari ini]", "P", age, "keluarga", "[Kirim]")


async def test_a_consent_that_there_is_not_opens_nobody(rina: Talk) -> None:
    await opens(rina, "AMT-2611-0009")
    assert rina.shown.startswith("⚠ Persetujuan itu sudah dipakai, atau tidak berlaku lagi. Pilih yang lain.")
    assert "Nomor?" in rina.shown
    await say_all(rina, "AMT-2611-0001", "[Kirim]")
    assert f"Klien baru: Teratai · {TERATAI}" in rina.shown


async def test_the_consent_given_to_another_agent_opens_nobody(rina: Talk) -> None:
    joko = await rina.world.joined("Joko")
    await agrees(joko)
    await opens(joko, "AMT-2611-0001")
    assert joko.shown.startswith("⚠ Persetujuan itu sudah dipakai, atau tidak berlaku lagi.")


async def test_a_consent_that_was_used_opens_nobody_else(rina: Talk) -> None:
    await agrees(rina)
    await opens(rina, "AMT-2611-0001")
    await opens(rina, "AMT-2611-0001", "18_25")
    assert rina.shown.startswith("⚠ Persetujuan itu sudah dipakai, atau tidak berlaku lagi.")


async def test_a_correction_keeps_its_own_consent_and_takes_no_other_client_s(rina: Talk) -> None:
    await agrees(rina)
    await opens(rina, "AMT-2611-0001")
    await opens(rina, "AMT-2611-0002", "18_25")
    await say_all(rina, "[Koreksi]", "[5]", "sendiri", "[Kirim]")
    assert "Koreksi ke-1" in rina.shown
    await say_all(rina, "[Koreksi]", "[1]", "AMT-2611-0001", "[Kirim]")
    assert rina.shown.startswith("⚠ Persetujuan itu sudah dipakai, atau tidak berlaku lagi.")


async def test_a_grown_up_s_consent_opens_no_child(rina: Talk) -> None:
    await opens(rina, "AMT-2611-0001", "10_17")
    assert rina.shown.startswith("⚠ Di bawah 18 tahun perlu persetujuan lewat wali")
    assert "Umur?" in rina.shown


async def hands_over(talk: Talk, to: str) -> None:
    await opens(talk, "AMT-2611-0001")
    await say_all(talk, f"/klien {TERATAI}", "[Serah terima]", "[Hari ini]", to, "[Kirim]")


@pytest.mark.parametrize("to", ["AMT-77", "BAR-01", "AMT-02"])
async def test_a_client_goes_to_no_stranger_and_to_nobody_who_has_left_or_is_elsewhere(rina: Talk, to: str) -> None:
    await rina.world.joined("Joko")
    await rina.world.joined("Sari", unit=BARUGA)
    await rina.world.sql("update people set left_on = '2026-11-20' where name = 'Bu Joko'")
    await hands_over(rina, to)
    assert rina.shown.startswith("⚠ Agen itu tidak ada di satker Anda, atau sudah berhenti. Pilih yang lain.")
    assert "Kepada?" in rina.shown


async def test_a_petugas_hands_over_to_another_unit_and_the_client_goes_there(rina: Talk) -> None:
    budi, dewi = await rina.world.joined("Budi", Role.PETUGAS), await rina.world.joined("Dewi", unit=KACE)
    await opens(rina, "AMT-2611-0001")
    await say_all(budi, f"/klien {TERATAI}", "[Serah terima]", "[Hari ini]", "KAC-01", "[Kirim]")
    assert f"{TERATAI} sekarang didampingi Bu Dewi." in budi.shown
    assert await rows(rina.world, "select unit from clients") == [(KACE,)]
    await dewi.says("/klien teratai")
    assert dewi.shown.startswith(f"Teratai · {TERATAI}\n")


async def test_a_client_is_not_handed_over_to_their_own_agent(rina: Talk) -> None:
    await hands_over(rina, "AMT-01")
    assert rina.shown.startswith("⚠ Agen itu sudah mendampingi klien ini. Pilih yang lain.")


async def test_a_petugas_lets_nobody_of_another_satker_go_and_nobody_twice(rina: Talk) -> None:
    budi = await rina.world.joined("Budi", Role.PETUGAS)
    await rina.world.joined("Sari", unit=BARUGA)
    await say_all(budi, "/lapor", "[Agen berhenti]", "[Hari ini]", "BAR-01", "[Kirim]")
    assert budi.shown.startswith("⚠ Agen itu tidak ada di satker Anda")
    await say_all(budi, "AMT-01", "[Kirim]")
    assert budi.shown.startswith("✅ Tercatat.")
    await say_all(budi, "/lapor", "[Agen berhenti]", "[Hari ini]", "AMT-01", "[Kirim]")
    assert budi.shown.startswith("⚠ Agen itu sudah tercatat berhenti.")


async def test_an_agent_lets_nobody_go(rina: Talk) -> None:
    """The form is not theirs, and the table of access says so, too."""
    await say_all(rina, "/lapor", "[Agen berhenti]", "[Hari ini]", "AMT-01", "[Kirim]")
    assert rina.shown.startswith("⚠ Agen itu tidak ada di satker Anda")
    assert await rows(rina.world, "select left_on from people") == [(None,)]
