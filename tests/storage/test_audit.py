"""S6: the audit cannot be quietly changed: whatever is done to any row of it is found, and said where."""

# ruff: noqa: S608  # the statements are put together from our own numbers

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from domain.access import Action, Record
from storage import verifying
from storage.anchors import Anchor, Anchors
from storage.audit import of_case
from storage.chain import Broken
from storage.database import Database
from storage.sealing import Keyring, new_keyring
from storage.verifying import verify
from tests.storage.conftest import Opens
from tests.storage.hands import NOON

ROWS = 8
ANCHORED = 5
FIELDS = ("at", "actor", "action", "record", "subject", "link")


async def note(database: Database, *subjects: str) -> None:
    async with database.transaction() as store:
        for subject in subjects:
            store.audit.note(7, Action.SEE, Record.CLIENT, subject, NOON)


@pytest.fixture
async def anchors(database: Database, tmp_path: Path) -> list[Anchor]:
    """Eight rows; there is an anchor of the first five."""
    file = Anchors(tmp_path / "audit.anchors", database.keyring)
    for number in range(1, ROWS + 1):
        await note(database, f"K-{number}")
        if number == ANCHORED:
            async with database.reading() as store:
                file.add(Anchor(NOON, *await store.audit.head()))
    return file.read()


async def does(database: Database, *statements: str, **values: Any) -> None:
    """Do to the table what somebody with the password of the database could do."""

    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement), values)

    await database.run_sync(work)


async def broken(database: Database, anchors: list[Anchor]) -> str:
    """What is found; nothing where all is well."""
    try:
        await verify(database, anchors)
    except Broken as found:
        return str(found)
    return ""


async def test_what_was_noted_is_proved(database: Database, anchors: list[Anchor]) -> None:
    sound = await verify(database, anchors)
    assert (sound.rows, sound.last) == (ROWS, anchors[-1])


async def test_an_empty_audit_is_proved_too(database: Database) -> None:
    assert (await verify(database, [])).rows == 0


# --- What somebody may do to it -------------------------------------------------------------------


async def after(database: Database, anchors: list[Anchor], *statements: str) -> str:
    """What is found when this is done; then it is undone."""
    await does(database, "create table kept as select * from audit", *statements)
    found = await broken(database, anchors)
    await does(database, "delete from audit", "insert into audit select * from kept", "drop table kept")
    return found


def of_row(number: int) -> str:
    return f"Row {number} of the audit was changed, or put there by somebody else."


@pytest.mark.parametrize("field", FIELDS)
async def test_s6_any_field_of_any_row_that_is_changed_is_found(
    database: Database, anchors: list[Anchor], field: str
) -> None:
    other = {"at": "at + 1", "actor": "actor + 1", "link": f"(select link from audit where number = {ROWS})"}
    fresh = other.get(field, "'x'")
    for number in range(1, ROWS + (field != "link")):
        change = f"update audit set {field} = {fresh} where number = {number}"
        assert await after(database, anchors, change) == of_row(number)
    assert not await broken(database, anchors)


async def test_s6_a_row_that_is_made_nobodys_is_found(database: Database, anchors: list[Anchor]) -> None:
    assert await after(database, anchors, "update audit set actor = null where number = 3") == of_row(3)


async def test_s6_rows_that_are_removed_are_found(database: Database, anchors: list[Anchor]) -> None:
    for first, last in itertools.combinations(range(1, ROWS), 2):
        gone = f"delete from audit where number between {first} and {last}"
        assert await after(database, anchors, gone) == f"Rows {first} to {last} of the audit are missing."
        assert await after(database, anchors, gone, *moved(last + 1, ROWS, first - last - 1)) == of_row(first)
    assert await after(database, anchors, "delete from audit where number = 3") == "Row 3 of the audit is missing."


async def test_s6_a_row_that_is_put_in_is_found(database: Database, anchors: list[Anchor]) -> None:
    for at in range(1, ROWS + 2):
        copy = copied(ROWS + 1 if at < ROWS else 1, at)
        assert await after(database, anchors, *moved(at, ROWS, 1), copy) == of_row(at)


async def test_s6_a_row_outside_the_numbers_is_found(database: Database, anchors: list[Anchor]) -> None:
    for number in (0, -1):
        found = f"The audit has a row {number} that does not belong in it, before row 1."
        assert await after(database, anchors, copied(1, number)) == found
    found = f"Rows {ROWS + 1} to {ROWS + 4} of the audit are missing."
    assert await after(database, anchors, copied(1, ROWS + 5)) == found


def swaps(one: int, other: int) -> list[tuple[int, int]]:
    return [(one, 99), (other, one), (99, other)]


async def test_s6_rows_that_change_places_are_found(database: Database, anchors: list[Anchor]) -> None:
    for one, other in itertools.combinations(range(1, ROWS + 1), 2):
        moves = [f"update audit set number = {b} where number = {a}" for a, b in swaps(one, other)]
        assert await after(database, anchors, *moves) == of_row(one)


async def test_s6_a_tail_that_is_cut_off_is_found_by_the_anchor(database: Database, anchors: list[Anchor]) -> None:
    for left in range(ANCHORED):
        cut = f"delete from audit where number > {left}"
        ends = f"The audit ends at row {left}, but had {ANCHORED} rows on 2026-11-22 05:00 UTC"
        assert (await after(database, anchors, cut)).startswith(ends)


async def test_s6_a_tail_that_is_cut_off_and_grows_again_is_found_too(
    database: Database, anchors: list[Anchor]
) -> None:
    await does(database, "delete from audit where number > 3")
    await note(database, *(f"K-{number}" for number in range(10)))
    assert (await broken(database, anchors)).startswith(
        f"The audit up to row {ANCHORED} is another than on 2026-11-22"
    )


async def test_s6_a_tail_cut_off_after_the_last_anchor_is_found_only_with_the_next(
    database: Database, anchors: list[Anchor]
) -> None:
    """What is promised, and no more: rows that no anchor has seen may go."""
    assert not await after(database, anchors, f"delete from audit where number > {ANCHORED}")


async def test_s6_whoever_knows_the_code_but_not_the_key_cannot_go_on_with_the_chain(
    database: Database, anchors: list[Anchor], database_url: str, keyring: Keyring
) -> None:
    forger = Database(database_url, Keyring(keyring.keys, keyring.lookup, new_keyring().press), holder="forger")
    await note(forger, "K-9")
    await forger.close()
    assert (await broken(database, anchors)).startswith(f"Row {ROWS + 1} of the audit was changed")


async def test_s6_a_chain_that_was_written_anew_with_the_key_is_found_by_the_anchor(
    database: Database, anchors: list[Anchor]
) -> None:
    await does(database, "delete from audit")
    await note(database, *(f"K-{number}" for number in (1, 2, 3, 5, 5, 6, 7, 8)))
    assert (await broken(database, anchors)).startswith(
        f"The audit up to row {ANCHORED} is another than on 2026-11-22"
    )


ODD = {
    "a link that is text": "link = 'x'",
    "a subject that is bytes": "subject = x'ff'",
    "a moment that is text": "at = 'x'",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
async def test_s6_values_that_only_sqlite_takes_are_found_too(sqlite_url: str, keyring: Keyring, odd: str) -> None:
    database = Database(sqlite_url, keyring, holder="ours")
    await note(database, "K-1", "K-2", "K-3")
    await does(database, f"update audit set {odd} where number = 2")
    assert (await broken(database, [])).startswith("Row 2 of the audit was changed")
    await does(database, "update audit set number = 'two' where number = 2")
    assert await broken(database, []) == "Row 2 of the audit is missing."
    await database.close()


def moved(first: int, last: int, by: int) -> list[str]:
    """Give the rows from first to last other numbers, in an order in which none is in the way."""
    numbers = range(last, first - 1, -1) if by > 0 else range(first, last + 1)
    return [f"update audit set number = {n + by} where number = {n}" for n in numbers]


def copied(row: int, to: int) -> str:
    rest = '"at", actor, action, record, subject, link'
    return f"insert into audit (number, {rest}) select {to}, {rest} from audit where number = {row}"


# --- The anchors ----------------------------------------------------------------------------------


def changed(line: str, at: int) -> str:
    return line[:at] + ("0" if line[at] != "0" else "1") + line[at + 1 :]


async def test_s6_no_letter_of_an_anchor_can_be_changed(tmp_path: Path, keyring: Keyring) -> None:
    file = Anchors(tmp_path / "deep" / "audit.anchors", keyring)
    file.add(Anchor(NOON, 5, bytes(32)))
    line = file.path.read_text("utf-8").rstrip("\n")
    for other in [*(changed(line, at) for at in range(len(line))), line[:-1], f"{line} x", "", "é" * 9, "1 2 3 4"]:
        file.path.write_text(f"{other}\n", "utf-8")
        with pytest.raises(Broken, match=r"Line 1 of .* is not as it was written"):
            file.read()


async def test_anchors_are_for_this_user_only_and_lines_are_only_added(tmp_path: Path, keyring: Keyring) -> None:
    file = Anchors(tmp_path / "audit.anchors", keyring)
    assert file.read() == []
    written = [Anchor(NOON + timedelta(days=n), n, bytes([n]) * 32) for n in range(3)]
    for anchor in written:
        before = file.path.read_bytes() if file.path.exists() else b""
        file.add(anchor)
        assert file.path.read_bytes().startswith(before)
    assert file.read() == written
    assert file.path.stat().st_mode & 0o777 == 0o600


async def test_a_line_half_written_in_a_power_cut_does_not_spoil_the_next(tmp_path: Path, keyring: Keyring) -> None:
    file = Anchors(tmp_path / "audit.anchors", keyring)
    file.path.write_text("2026-11-22T05", "utf-8")
    file.add(Anchor(NOON, 5, bytes(32)))
    with pytest.raises(Broken, match="Line 1 of"):
        file.read()
    file.path.write_text("".join(file.path.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    assert file.read() == [Anchor(NOON, 5, bytes(32))]


async def test_an_anchor_of_a_shorter_audit_is_found(tmp_path: Path, keyring: Keyring) -> None:
    file = Anchors(tmp_path / "audit.anchors", keyring)
    for count in (5, 4):
        file.add(Anchor(NOON, count, bytes(32)))
    with pytest.raises(Broken, match=r"At line 2 of .* the audit was shorter than before"):
        file.read()


# --- Noting ---------------------------------------------------------------------------------------


async def test_several_programs_note_at_once_and_the_chain_has_no_gap(database: Database, opened: Opens) -> None:
    others = [database, opened("theirs"), opened("another")]
    await asyncio.gather(*(note(each, f"K-{n}", f"R-{n}") for n in range(15) for each in others))
    assert (await verify(database, [])).rows == 90


async def note_and_fail(database: Database, subject: str) -> None:
    async with database.transaction() as store:
        store.audit.note(7, Action.SEE, Record.CLIENT, subject, NOON)
        await store.flush()
        raise ZeroDivisionError


async def test_nothing_is_noted_of_what_was_rolled_back(database: Database) -> None:
    await note(database, "K-1")
    with pytest.raises(ZeroDivisionError):
        await note_and_fail(database, "K-2")
    await note(database, "K-3")
    assert [line.subject for line in await lines(database)] == ["K-1", "K-3"]
    assert (await verify(database, [])).rows == 2


async def lines(database: Database, subject: str | None = None) -> list[Any]:
    async with database.reading() as store:
        return await store.audit.lines(NOON - timedelta(days=9), subject, 0, 99)


async def test_what_is_noted_once_a_day_is_noted_once_a_day(database: Database) -> None:
    async def sees(actor: int, subject: str, hours: int, times: int = 2) -> None:
        async with database.transaction() as store:
            for _ in range(times):
                at, midnight = NOON + timedelta(hours=hours), NOON - timedelta(hours=12 - 24 * (hours // 24))
                store.audit.note(actor, Action.SEE, Record.CLIENT, subject, at, once_since=midnight)

    for actor, subject, hours in [(7, "K-1", 0), (7, "K-1", 1), (8, "K-1", 1), (7, "K-2", 1), (7, "K-1", 24)]:
        await sees(actor, subject, hours)
    assert [(line.subject, (line.at - NOON) // timedelta(hours=1)) for line in await lines(database)] == [
        ("K-1", 0),
        ("K-1", 1),
        ("K-2", 1),
        ("K-1", 24),
    ]
    assert len(await lines(database, "K-2")) == 1


@pytest.mark.parametrize("words", ["", "Ibunya ingin bicara", "K-1\n", "x" * 81])
async def test_words_of_people_are_refused(database: Database, words: str) -> None:
    async with database.transaction() as store:
        with pytest.raises(ValueError, match="codes only"):
            store.audit.note(7, Action.SEE, Record.CLIENT, words)


async def test_a_help_case_is_named_by_a_keyed_value_only(database: Database) -> None:
    await note(database, of_case(bytes(range(32))))
    assert [line.subject for line in await lines(database)] == ["case:0001020304050607"]


async def test_a_long_audit_is_read_in_portions(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 3)
    await note(database, *(f"K-{n}" for n in range(8)))
    read: list[int] = []
    await verify(database, [], read.append)
    assert read == [3, 6, 8]
