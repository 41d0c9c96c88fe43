"""When a case is over, whoever was answered may say how it was: once, and with nothing that leads back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.forms import BUILT_IN
from tests.help.answering import a_petugas, roster, taken
from tests.help.saying import count, say_all
from tests.transcript import Talk
from tests.world import World


@pytest.fixture
def with_survey(help_forms: Path) -> None:
    shutil.copy(BUILT_IN / "survei_kepuasan.md", help_forms)


async def closed(world: World) -> Talk:
    dewi = await a_petugas(world, "Dewi")
    await roster(world, dewi)
    melati = await taken(world, dewi)
    await dewi.says("Selamat malam.")
    await say_all(melati, "[Baca]", "/kasus", "[Tutup]", "[Ya, tutup]")
    return melati


async def test_after_closing_the_survey_is_one_tap_away_and_answers_say_nothing_of_the_case(
    with_survey: None, small_help: World
) -> None:
    melati = await closed(small_help)
    assert "[Isi survei singkat]" in melati.shown
    await melati.says("[Isi survei singkat]")
    assert await count(small_help, "survey_links") == 1
    for _ in range(9):
        await melati.says(f"[{melati.chat.answer.labels[-3]}]")  # the best mark
    await melati.says("[Kirim]")
    assert "Terima kasih. Jawaban Anda tersimpan tanpa nama." in melati.shown
    assert await count(small_help, "survey_answers") == 1
    await say_all(melati, "/kasus", "[Isi survei singkat]")
    assert "sudah dipakai" in melati.shown


async def test_who_was_never_answered_is_not_asked_how_it_was(small_help: World) -> None:
    dewi = await a_petugas(small_help, "Dewi")
    await roster(small_help, dewi)
    melati = await taken(small_help, dewi)
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    assert "[Isi survei singkat]" not in melati.shown


async def test_a_survey_that_is_kept_for_later_is_gone_on_with_and_not_begun_anew(
    with_survey: None, small_help: World
) -> None:
    melati = await closed(small_help)
    await melati.says("[Isi survei singkat]")
    await melati.says(f"[{melati.chat.answer.labels[-3]}]")
    second = melati.shown
    await say_all(melati, "[Batal]", "[Simpan draf]")
    assert melati.shown.startswith("Survei disimpan, dan belum dikirim. Tekan Lanjutkan survei kapan saja.")
    assert "[Lanjutkan survei]\n" in melati.shown
    await melati.says("[Lanjutkan survei]")
    assert melati.shown.splitlines()[0] == second.splitlines()[0]
    await say_all(melati, "/kasus", "[Isi survei singkat]")
    assert melati.shown.splitlines()[0] == second.splitlines()[0]
    assert await count(small_help, "survey_links") == 1
    await say_all(melati, "[Batal]", "[Buang]", "/start")
    assert "[Lanjutkan survei]" not in melati.shown
