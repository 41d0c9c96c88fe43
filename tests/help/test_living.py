"""People of the demo on the help line: what somebody else does shows in a message of its own, a moment later."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.living import Deed, Life, Resident
from tests.help.answering import a_petugas, roster, taken
from tests.world import World


async def test_a_button_that_is_on_its_way_is_waited_for(small_help: World) -> None:
    budi = await a_petugas(small_help, "Budi")
    await roster(small_help, budi)
    melati = await taken(small_help, budi)
    lived = Life(
        small_help.sim,
        {"Melati": Resident(melati.person, small_help.help)},
        datetime.now(ZoneInfo("Asia/Jakarta")),
    )
    reading = asyncio.ensure_future(lived.does(Deed(timedelta(), time(12), "Melati", "[Baca]")))
    await asyncio.sleep(0)
    await budi.says("Selamat malam.")
    await reading
    assert melati.shown.startswith("Selamat malam.")
