"""Forms with files beside them: loaded at the start, kept with their version, never changed under a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.forms import files_in, load_forms
from conversations.problems import Problem
from domain.people import Person, Role
from handlers.library import Library
from storage.database import Database
from storage.sealing import new_keyring
from tests.world import SUNDAY_EVENING

AGENT = Person(1, Role.AGEN, "Rina", "AMT-01", None, None, None)
FORM = """
| survey |
| | type                           | name | label | media::image |
| | select_one_from_file towns.csv | t    | Where? | map.png |
| settings |
| | form_id | version |
| | visit   | {version} |
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, new_keyring(), holder="test")
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "forms" / "media").mkdir(parents=True)
    write(tmp_path / "forms", "visit.md", FORM.format(version=""))
    write(tmp_path / "forms", "media/towns.csv", "name,label\n1,Kace\n")
    write(tmp_path / "forms", "media/map.png", "PNG")
    write(tmp_path / "forms", "media/other.csv", "name,label\n9,Elsewhere\n")
    return tmp_path / "forms"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


async def load(database: Database, folder: Path) -> Library:
    return await load_forms(database, SUNDAY_EVENING, folder)


def towns(library: Library, version: str = "") -> list[str]:
    form = library.find("visit", version) if version else library.newest("visit")
    return [item.named("label")[0].string() for item in form.lists["towns"].children[0].children]


async def test_the_files_of_a_form_are_kept_with_its_version(database: Database, folder: Path) -> None:
    form = (await load(database, folder)).newest("visit")
    async with database.reading() as store:
        (kept,) = [each for each in await store.forms.all() if each.form == "visit"]
    assert kept.version == form.version
    assert kept.files == {"towns.csv": b"name,label\n1,Kace\n", "map.png": b"PNG"}
    assert form.files == kept.files


async def test_another_list_is_another_version_and_the_old_one_keeps_its_own(
    database: Database, folder: Path
) -> None:
    first = await load(database, folder)
    old = first.newest("visit").version
    write(folder, "media/towns.csv", "name,label\n1,Kace Baru\n")
    second = await load(database, folder)
    assert second.newest("visit").version != old
    assert (towns(second), towns(second, old)) == (["Kace Baru"], ["Kace"])


async def test_a_file_that_the_form_does_not_use_changes_nothing(database: Database, folder: Path) -> None:
    first = await load(database, folder)
    write(folder, "media/other.csv", "name,label\n9,Nowhere\n")
    second = await load(database, folder)
    assert second.newest("visit").version == first.newest("visit").version


async def test_a_version_that_was_named_cannot_get_other_content(database: Database, folder: Path) -> None:
    write(folder, "visit.md", FORM.format(version="7"))
    assert (await load(database, folder)).newest("visit").version == "7"
    write(folder, "media/towns.csv", "name,label\n1,Kace Baru\n")
    with pytest.raises(Problem, match="version 7 of the form visit is there already with other content"):
        await load(database, folder)
    write(folder, "visit.md", FORM.format(version="8"))
    assert towns(await load(database, folder)) == ["Kace Baru"]


async def test_the_same_source_is_not_compiled_again(database: Database, folder: Path) -> None:
    await load(database, folder)
    async with database.reading() as store:
        before = await store.forms.all()
    await load(database, folder)
    async with database.reading() as store:
        assert await store.forms.all() == before


async def test_the_lists_of_suar_keep_their_names(folder: Path) -> None:
    write(folder, "media/units.csv", "name,label\n")
    with pytest.raises(Problem, match=r"the name units\.csv is kept for lists of Suar itself"):
        files_in(folder / "media")


def test_only_lists_and_media_are_taken_and_pictures_only_where_they_are_wanted(folder: Path) -> None:
    write(folder, "media/notes.docx", "x")
    assert sorted(files_in(folder / "media")) == ["map.png", "other.csv", "towns.csv"]
    assert files_in(folder / "media", whole=False)["map.png"] == b""
    assert files_in(folder / "media", whole=False)["towns.csv"] != b""
    assert files_in(folder / "nowhere") == {}


async def test_a_form_of_the_operator_takes_the_place_of_ours(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    """The old version stays for the drafts that began with it; without the folder, ours is begun again."""
    theirs = tmp_path / "theirs"
    (theirs / "media").mkdir(parents=True)
    write(theirs, "kunjungan.md", FORM.format(version="bnn-1").replace("towns.csv", "places.csv"))
    write(theirs, "media/places.csv", "name,label\n1,Mendo Barat\n")
    write(theirs, "media/map.png", "PNG")
    ours = await load(database, folder)
    both = await load_forms(database, SUNDAY_EVENING, folder, theirs)
    assert both.newest("visit").version == "bnn-1"
    assert both.find("visit", ours.newest("visit").version)
    assert (await load(database, folder)).newest("visit").version == ours.newest("visit").version


async def test_a_form_that_was_taken_away_is_begun_no_more(database: Database, folder: Path) -> None:
    write(folder, "other.md", FORM.format(version="1").replace("| visit   |", "| other   |"))
    assert [form.id for form in (await load(database, folder)).on_offer(AGENT)] == ["other", "visit"]
    (folder / "other.md").unlink()
    library = await load(database, folder)
    assert [form.id for form in library.on_offer(AGENT)] == ["visit"]
    assert library.find("other", "1")


async def test_a_form_of_a_folder_cannot_be_called_like_one_of_a_satker(database: Database, folder: Path) -> None:
    write(folder, "visit.md", FORM.format(version="1").replace("| visit   |", "| BNNK-PGK:visit |"))
    with pytest.raises(Problem, match="holds a colon"):
        await load(database, folder)
