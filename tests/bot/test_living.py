"""People of the demo do what is written down for them, or it is said where they are stuck."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.living import Deed, Life, Stuck
from bot.sample import CAST, DEEDS
from tests.transcript import Talk
from tests.world import World

NOON = time(12)
VISIT = (
    "/lapor [Penjangkauan] [Kemarin] [Keluarga] [Kunjungan] [☐ Tidak…] [Selesai] [Belum mau] [Ya] [Lewati] [Kirim]"
)


def life(world: World, talk: Talk) -> Life:
    return Life(world.sim, world.staff, {"Rina": talk.person}, datetime.now(ZoneInfo("Asia/Jakarta")))


async def test_somebody_of_the_demo_reports(world: World, rina: Talk) -> None:
    await life(world, rina).does(Deed(0, NOON, "Rina", VISIT))
    assert "✅ Tercatat" in rina.shown


async def test_a_button_that_is_not_there_is_said_with_the_card(world: World, rina: Talk) -> None:
    with pytest.raises(Stuck, match="Apa yang mau dicatat"):
        await life(world, rina).does(Deed(0, NOON, "Rina", "/lapor [Pemetaan]"))


async def test_what_is_sent_must_arrive(world: World, rina: Talk) -> None:
    with pytest.raises(Stuck, match="it did not arrive"):
        await life(world, rina).does(Deed(0, NOON, "Rina", f"{VISIT} [Menu]"))


async def test_whoever_tidies_up_sees_only_the_menu(world: World, rina: Talk) -> None:
    lived = life(world, rina)
    await lived.does(Deed(0, NOON, "Rina", VISIT))
    await lived.tidies_up(rina.person)
    assert [message.from_bot for message in rina.chat.messages] == [False, True]
    assert rina.shown.startswith("Ini menu Anda")


def test_everybody_who_does_something_is_in_the_cast() -> None:
    assert {deed.who for deed in DEEDS} <= {character.name for character in CAST}
    assert min(deed.ago for deed in DEEDS) > 0, "what happens today may lie ahead of now"
