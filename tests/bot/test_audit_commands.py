"""`suar audit`: what the operator is told, and the anchor that the clock writes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from domain.access import Action, Record
from storage.anchors import Anchors
from storage.database import Database
from storage.sealing import load_keyring
from tests.bot.conftest import Suar
from tests.storage.hands import join
from tests.storage.test_audit import does
from tests.world import SUNDAY_EVENING, World


@pytest.fixture
async def database(suar: Suar, tmp_path: Path, sqlite_url: str) -> Database:
    """Three rows, by somebody who works here."""
    assert (await suar("migrate"))[0] == 0
    database = Database(sqlite_url, load_keyring(tmp_path / "keys.json"), holder="test")
    person = await join(database)
    async with database.transaction() as store:
        for subject in ("K-1", "K-2", "K-1"):
            store.audit.note(person.id, Action.SEE, Record.CLIENT, subject)
    await database.close()
    return database


async def test_an_empty_audit_is_said_to_be_empty(suar: Suar) -> None:
    code, _, said = await suar("audit", "verify")
    assert (code, said.splitlines()[-1]) == (0, "The audit is empty.")


async def test_without_anchors_nothing_is_promised(suar: Suar, database: Database, tmp_path: Path) -> None:
    code, _, said = await suar("audit", "verify")
    assert code == 1
    assert f"there are no anchors at {tmp_path / 'audit.anchors'}, so rows may be missing at the end" in said
    code, _, said = await suar("audit", "anchor")
    assert (code, said.startswith("Row 3 is anchored in ")) == (0, True)
    code, _, said = await suar("audit", "verify")
    assert (code, said.startswith("The audit is as it was written: 3 rows, anchored up to row 3 on 20")) == (0, True)


async def test_what_was_done_to_it_is_said_in_one_sentence(suar: Suar, database: Database, tmp_path: Path) -> None:
    await suar("audit", "anchor")
    await does(database, "update audit set subject = 'K-9' where number = 2")
    code, _, said = await suar("audit", "verify")
    assert (code, said) == (1, "suar: Row 2 of the audit was changed, or put there by somebody else.\n")
    await does(database, "delete from audit where number > 1")
    code, _, said = await suar("audit", "verify")
    assert (code, len(said.splitlines()), said.startswith("suar: The audit ends at row 1, but had 3")) == (1, 1, True)
    (tmp_path / "audit.anchors").write_text("x\n", "utf-8")
    code, _, said = await suar("audit", "verify")
    assert (code, "Line 1 of" in said) == (1, True)
    await database.close()


async def test_the_anchor_is_where_it_is_set(
    suar: Suar, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUAR_AUDIT_ANCHOR", str(tmp_path / "elsewhere" / "anchors"))
    assert (await suar("audit", "anchor"))[0] == 0
    assert (tmp_path / "elsewhere" / "anchors").exists()
    monkeypatch.setenv("SUAR_AUDIT_ANCHOR", str(tmp_path / "keys.json" / "anchors"))
    code, _, said = await suar("audit", "anchor")
    assert (code, said.endswith("set SUAR_AUDIT_ANCHOR.\n"), len(said.splitlines())) == (1, True, 1)


async def test_who_did_what_is_shown(suar: Suar, database: Database) -> None:
    code, printed, _ = await suar("audit", "show", "--subject", "K-1")
    assert code == 0
    rows = [line.split("\t") for line in printed.splitlines()]
    assert [[row[0], *row[2:]] for row in rows] == [[n, "AMT-01", "see", "client", "K-1"] for n in ("1", "3")]
    assert len((await suar("audit", "show", "--days", "1"))[1].splitlines()) == 3
    await does(database, "update audit set at = at - 200000000000")
    assert (await suar("audit", "show", "--days", "1"))[1] == ""
    await database.close()


# --- The clock ------------------------------------------------------------------------------------


async def test_the_clock_anchors_the_audit_once_a_day(world: World) -> None:
    file = Anchors(world.settings.anchors, world.running.database.keyring)
    await world.ticks(2)
    assert [anchor.at for anchor in file.read()] == [SUNDAY_EVENING]
    async with world.running.database.transaction() as store:
        store.audit.note(None, Action.SEE, Record.CLIENT, "K-1")
    world.move(timedelta(hours=11))
    await world.ticks()
    world.move(timedelta(hours=1))
    await world.ticks(2)
    assert [(anchor.at, anchor.count) for anchor in file.read()] == [
        (SUNDAY_EVENING, 0),
        (SUNDAY_EVENING + timedelta(hours=12), 1),
    ]


async def test_a_file_that_was_changed_or_cannot_be_written_is_said_loudly_and_stops_nothing(
    small_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    path = small_world.settings.anchors
    path.unlink(missing_ok=True)
    path.mkdir()
    await small_world.ticks()
    assert "the audit has no anchor of today" in caplog.text
    path.rmdir()
    path.write_text("x\n", "utf-8")
    await small_world.ticks()
    assert "is not as it was written" in caplog.text
    assert path.read_text("utf-8") == "x\n"
