"""People who have left, and came back by an invitation to other work: what they began before stays where it was."""

from __future__ import annotations

import pytest

from domain.people import Role
from tests.handlers.test_client_changes import presses_again
from tests.programme import AGREES, menu, opens_client, rows, say_all
from tests.transcript import Talk
from tests.world import BARUGA, World

MOVE = "update people set role = :role, unit = :unit, satker = :satker, territory = :territory where name = 'Bu Rina'"


@pytest.fixture
async def rina(programme_world: World) -> Talk:
    return await programme_world.joined("Rina")


async def works_as(
    talk: Talk, role: Role, *, unit: str | None = None, satker: str | None = None, territory: str | None = None
) -> None:
    await talk.world.sql(MOVE, role=role.value, unit=unit, satker=satker, territory=territory)


async def test_from_another_satker_nothing_is_reported_about_a_client_who_waits_to_be_handed_over(rina: Talk) -> None:
    await opens_client(rina)
    await say_all(rina, "[Lihat Teratai]", "[Pemantauan]", "[Hari ini]", "[Bertemu]", "[Baik]", "[Tidak]")
    await works_as(rina, Role.AGEN, unit=BARUGA)
    await rina.says("[Kirim]")
    assert rina.shown.startswith("⚠ Klien ini bukan klien Anda lagi. Tanyakan kepada petugas pendamping Anda.")
    assert await rows(rina.world, "select number from submissions where form = 'pemantauan'") == []


async def test_a_draft_of_an_earlier_role_is_not_sent(rina: Talk) -> None:
    await say_all(rina, "/lapor", "[Persetujuan]", "[Hari ini]", *AGREES[:-1])
    ((satker,),) = await rows(rina.world, "select u.satker from people p join units u on u.code = p.unit")
    await works_as(rina, Role.PETUGAS, satker=satker)
    await say_all(rina, "/draf", "[Lanjutkan 1]", "[Kirim]")
    assert rina.shown.startswith("⚠ Formulir ini bukan untuk tugas Anda yang sekarang.")
    assert await rows(rina.world, "select number from submissions") == []


async def test_who_oversees_by_now_opens_no_report_about_a_client_of_an_earlier_time(rina: Talk) -> None:
    await opens_client(rina)
    await works_as(rina, Role.BNNP, territory="19")
    assert "Laporan saya" not in await menu(rina)
    for label in ("Lihat", "Koreksi"):
        await presses_again(rina, "AMT-2611-0001", label)
        assert rina.shown.startswith("Ini menu Anda")
