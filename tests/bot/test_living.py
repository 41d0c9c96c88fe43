"""People of the demo do what is written down for them, or it is said where they are stuck."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.living import Deed, Life, Resident, Stuck
from bot.sample import CAST, DEEDS, FAMILIES
from tests.transcript import Talk
from tests.world import World

NOON = time(12)
TODAY = timedelta()
VISIT = (
    "/lapor [Penjangkauan] [Kemarin] [Keluarga] [Kunjungan] [☐ Tidak…] [Selesai] [Belum mau] [Ya] [Lewati] [Kirim]"
)


def life(world: World, talk: Talk) -> Life:
    rina = Resident(talk.person, world.staff)
    return Life(world.sim, {"Rina": rina}, datetime.now(ZoneInfo("Asia/Jakarta")))


async def test_somebody_of_the_demo_reports(world: World, rina: Talk) -> None:
    await life(world, rina).does(Deed(TODAY, NOON, "Rina", VISIT))
    assert "✅ Tercatat" in rina.shown


async def test_a_button_that_is_not_there_is_said_with_the_card(world: World, rina: Talk) -> None:
    with pytest.raises(Stuck, match="Apa yang mau dicatat"):
        await replace(life(world, rina), patience=2.0).does(Deed(TODAY, NOON, "Rina", "/lapor [Pemetaan]"))


async def test_what_is_sent_must_arrive(world: World, rina: Talk) -> None:
    with pytest.raises(Stuck, match="it did not arrive"):
        await life(world, rina).does(Deed(TODAY, NOON, "Rina", f"{VISIT} [Menu]"))


async def test_whoever_tidies_up_sees_only_the_menu(world: World, rina: Talk) -> None:
    lived = life(world, rina)
    await lived.does(Deed(TODAY, NOON, "Rina", VISIT))
    await lived.tidies_up(lived.people["Rina"])
    assert [message.from_bot for message in rina.chat.messages] == [False, True]
    assert rina.shown.startswith("Ini menu Anda")


def test_what_was_done_lately_was_done_so_long_ago() -> None:
    now = datetime(2026, 11, 26, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert Deed(timedelta(minutes=40), None, "Melati", "/start").moment(now) == now - timedelta(minutes=40)
    assert Deed(timedelta(days=1), NOON, "Melati", "/start").moment(now) == now.replace(day=25, hour=12, minute=0)


def test_everybody_who_does_something_is_in_the_cast() -> None:
    assert {deed.who for deed in DEEDS} <= {character.name for character in CAST} | set(FAMILIES)
    assert all(deed.ago > TODAY for deed in DEEDS)
    assert all(deed.at is None for deed in DEEDS if deed.ago < timedelta(days=1)), "later today may lie ahead of now"
