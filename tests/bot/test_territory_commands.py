"""Places are imported from a list: all of them, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.progress import Progress
from domain.territory import PROVINCES
from storage.database import Database
from storage.sealing import load_keyring
from tests.bot.conftest import Suar


async def names(folder: Path, url: str, *codes: str) -> dict[str, str]:
    database = Database(url, load_keyring(folder / "keys.json"), holder="test")
    async with database.reading() as store:
        found = await store.territories.names(codes)
    await database.close()
    return dict(found)


async def test_the_provinces_are_known_from_the_start(suar: Suar, tmp_path: Path, sqlite_url: str) -> None:
    assert (await suar("migrate"))[0] == 0
    known = await names(tmp_path, sqlite_url, *PROVINCES, "19.04.03.2004")
    assert len(known) == 39
    assert (known["19"], known["19.04.03.2004"]) == ("Kepulauan Bangka Belitung", "Air Mesu Timur")


async def test_an_import_says_how_many_places_are_new_and_renamed(
    suar: Suar, tmp_path: Path, sqlite_url: str
) -> None:
    (tmp_path / "places.csv").write_text("kode;nama\n19;Babel\n21.71;Kota Batam\n21;Kepulauan Riau\n", "utf-8-sig")
    code, printed, said = await suar("territory", "import", "places.csv")
    assert (code, printed) == (0, "")
    assert "3 places read: 1 new, 1 renamed." in said
    assert await names(tmp_path, sqlite_url, "19", "21.71") == {"19": "Babel", "21.71": "Kota Batam"}
    await suar("migrate")
    assert await names(tmp_path, sqlite_url, "19") == {"19": "Babel"}, "what is shipped came back"


async def test_with_one_wrong_line_nothing_is_imported(suar: Suar, tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "places.csv").write_text("21.71,Kota Batam\n21.7,Oops\n21.72,\n", "utf-8")
    code, _, said = await suar("territory", "import", "places.csv")
    assert code == 1
    assert "Line 2: 21.7 is no code" in said
    assert "Line 3: 21.72 has no name" in said
    assert said.splitlines()[-1].startswith("suar: Nothing was imported: mend places.csv")
    await suar("migrate")
    assert await names(tmp_path, sqlite_url, "21.71") == {}


@pytest.mark.parametrize(
    ("file", "why"), [("absent.csv", "There is no file absent.csv."), (".", ". could not be read: Is a directory.")]
)
async def test_a_file_that_cannot_be_read_is_said(suar: Suar, file: str, why: str) -> None:
    code, _, said = await suar("territory", "import", file)
    assert (code, f"suar: {why}" in said) == (1, True)


def test_progress_is_said_once_a_second_and_never_at_the_end() -> None:
    said: list[str] = []
    seconds = iter([0.0, 0.5, 1.2, 1.2, 1.9, 2.3, 2.3])
    progress = Progress(90_000, said.append, lambda: next(seconds))
    for done in (10_000, 20_000, 30_000, 40_000, 90_000):
        progress.at(done)
    assert said == ["20,000 of 90,000 …", "40,000 of 90,000 …"]
