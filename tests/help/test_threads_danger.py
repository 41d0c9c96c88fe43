"""Danger in a thread, as those who answer see it."""

from __future__ import annotations

from tests.help.answering import a_petugas, asks
from tests.world import World


async def test_of_a_long_story_the_beginning_and_the_end_are_quoted(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    melati = await asks(small_help)
    text = f"Awalnya begini. {'panjang ' * 200}Sekarang pisaunya ada di tangannya."
    await melati.says(text)
    assert "“Awalnya begini. panjang" in dewi.shown
    assert "Sekarang pisaunya ada di tangannya.”" in dewi.shown
    assert f"… (dipendekkan; {len(text) - 700} huruf tidak tampil di sini) …" in dewi.shown
