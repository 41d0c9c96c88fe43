"""`suar poster`: from the command to the first screen of whoever scans what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import Suar
from tests.reports.paper import printed
from tests.transcript import Talk
from tests.world import AIR_MESU, World

OURS = "https://t.me/ruang_tanya_bot?start="


@pytest.fixture(autouse=True)
def _the_same_world(small_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are about the world that the bots live in."""
    settings = small_world.settings
    for name, value in {
        "SUAR_DATABASE_URL": settings.database_url,
        "SUAR_KEYS": str(settings.keys),
        "SUAR_CLOCK": f"file:{settings.clock}",
    }.items():
        monkeypatch.setenv(name, value)


async def test_whoever_scans_a_poster_comes_to_the_help_bot_by_it(
    small_world: World, suar: Suar, tmp_path: Path
) -> None:
    code, named, said = await suar("poster", "--unit", AIR_MESU)
    assert (code, named) == (0, f"poster-{AIR_MESU}.pdf\n"), said
    (scanned,) = printed((tmp_path / named.strip()).read_bytes()).codes
    assert scanned.startswith(OURS)
    dahlia = Talk(small_world, "Dahlia", small_world.help)
    await dahlia.says(f"/start {scanned.removeprefix(OURS)}")
    assert "Anda datang lewat poster Air Mesu Timur." in dahlia.shown


@pytest.mark.parametrize(("words", "width"), [((), 210), (("--size", "A4"), 210), (("--size", "A5"), 148)])
async def test_it_comes_in_two_sizes(suar: Suar, tmp_path: Path, words: tuple[str, ...], width: int) -> None:
    code, named, said = await suar("poster", "--unit", AIR_MESU, "--out", "kertas.pdf", *words)
    assert (code, named) == (0, "kertas.pdf\n"), said
    assert printed((tmp_path / "kertas.pdf").read_bytes()).width == width


async def test_it_speaks_the_language_that_is_asked_for(suar: Suar, tmp_path: Path) -> None:
    for language, words in {"id": "tanpa nama", "en": "needs no name"}.items():
        await suar("poster", "--unit", AIR_MESU, "--out", "p.pdf", "--bahasa", language)
        assert words in printed((tmp_path / "p.pdf").read_bytes()).text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--unit", "19.04.03.2999"), "There is no unit 19.04.03.2999: add it first with suar unit add."),
        (("--unit", "nonsense"), "There is no unit nonsense: add it first"),
        (("--unit", AIR_MESU, "--out", "nowhere/p.pdf"), "nowhere/p.pdf could not be written (No such file"),
        (("--unit", AIR_MESU, "--out", "."), ". could not be written (Is a directory): name another file"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(suar: Suar, words: tuple[str, ...], why: str) -> None:
    code, out, said = await suar("poster", *words)
    assert (code, out) == (1, "")
    (sentence,) = [line for line in said.splitlines() if line.startswith("suar: ")]
    assert why in sentence


async def test_without_the_token_of_the_help_bot_there_is_nowhere_to_lead_to(
    suar: Suar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUAR_HELP_TOKEN", "")
    code, _, said = await suar("poster", "--unit", AIR_MESU)
    assert code == 2
    assert "SUAR_HELP_TOKEN is missing" in said
    monkeypatch.setenv("SUAR_HELP_TOKEN", "123:of-nobody")
    code, _, said = await suar("poster", "--unit", AIR_MESU)
    assert code == 2
    assert "Telegram does not know SUAR_HELP_TOKEN" in said
