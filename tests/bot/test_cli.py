"""The command line: what it does, what it says, and that all of it is written down for people."""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main, parser
from bot.settings import Settings
from simulator import Fault, Simulator
from storage.database import Database
from storage.sealing import load_keyring
from tests.bot.conftest import Suar
from tests.transcript import Talk
from tests.world import World, a_world

ROOT = Path(__file__).parents[2]


async def test_the_first_steps_of_an_installation(suar: Suar, tmp_path: Path, sqlite_url: str) -> None:
    assert (await suar("migrate"))[0] == 0
    assert (await suar("satker", "add", "BNNK-BTM", "BNNK Batam", "--territory", "21.71"))[0] == 0
    code, _, said = await suar("unit", "add", "21.71.01.1001", "Tanjung Sengkuang", "--satker", "BNNK-BTM")
    assert (code, "numbered TS-" in said) == (0, True)
    code, printed, _ = await suar("invite", "--role", "agen", "--unit", "21.71.01.1001")
    assert code == 0
    assert re.fullmatch(r"https://t\.me/suar_staf_bot\?start=[\w-]{32,64}\n", printed)
    database = Database(sqlite_url, load_keyring(tmp_path / "keys.json"), holder="test")
    async with database.reading() as store:
        unit = await store.places.unit("21.71.01.1001")
    await database.close()
    assert unit is not None
    assert (unit.name, unit.satker) == ("Tanjung Sengkuang", "BNNK-BTM")


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "petugas", "--satker", "BNNK-PGK"),
        ("--role", "bnnp", "--territory", "19"),
        ("--role", "pusat"),
    ],
)
async def test_an_invitation_is_one_line_on_standard_output(suar: Suar, words: tuple[str, ...]) -> None:
    code, printed, _ = await suar("invite", *words)
    assert (code, printed.count("\n")) == (0, 1)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("satker", "add", "BNNK-PGK", "Again", "--territory", "19.71"), "There is a satker BNNK-PGK already."),
        (("satker", "add", "X", "X", "--territory", "20.01"), "20.01 is no Kemendagri code"),
        (
            ("unit", "add", "19.04.03.2004", "Again", "--satker", "BNNK-PGK"),
            "There is a unit in 19.04.03.2004 already.",
        ),
        (("unit", "add", "19.04.03.2009", "New", "--satker", "NONE"), "There is no satker NONE: add it first"),
        (("unit", "add", "19.04", "New", "--satker", "BNNK-PGK"), "19.04 is no Kemendagri code of a desa"),
        (("invite", "--role", "agen"), "needs --unit"),
        (("invite", "--role", "agen", "--unit", "19.04.03.2999"), "There is no unit 19.04.03.2999: add it first"),
        (("invite", "--role", "petugas", "--satker", "NONE"), "There is no satker NONE: add it first"),
        (("invite", "--role", "petugas", "--satker", "BNNK-PGK", "--unit", "x"), "takes no --unit"),
        (("invite", "--role", "bnnp", "--territory", "99"), "99 is no Kemendagri code"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(suar: Suar, words: tuple[str, ...], why: str) -> None:
    code, printed, said = await suar(*words)
    assert (code, printed) == (1, "")
    assert why in said
    assert len([line for line in said.splitlines() if line.startswith("suar: ")]) == 1
    assert "Traceback" not in said


async def test_an_invitation_that_was_printed_lets_somebody_in(
    small_world: World, suar: Suar, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = small_world.settings
    for name, value in {
        "SUAR_TELEGRAM_API": settings.telegram_api,
        "SUAR_DATABASE_URL": settings.database_url,
        "SUAR_KEYS": str(settings.keys),
        "SUAR_CLOCK": f"file:{settings.clock}",
    }.items():
        monkeypatch.setenv(name, value)
    code, printed, said = await suar("invite", "--role", "agen", "--unit", "19.04.03.2004")
    assert code == 0, said
    rina = Talk(small_world, "Rina")
    await rina.says(f"/start {printed.strip().partition('?start=')[2]}")
    assert rina.shown.startswith("Selamat datang di Suar.")


async def test_doctor_says_of_everything_how_it_is(suar: Suar) -> None:
    code, _, said = await suar("doctor")
    assert code == 0
    for good in ("database: ok", "keyring: ok", "outbox: 0", "quarantine: 0", "@suar_staf_bot", "@ruang_tanya_bot"):
        assert good in said


@pytest.mark.parametrize(
    ("named", "ends", "said"),
    [
        ("BNNK-PGK", 0, "help line: ok; what no other satker serves goes to BNNK-PGK"),
        ("BNNK-XYZ", 1, "help line: SUAR_HELP_SATKER names no satker: there is no BNNK-XYZ"),
        ("", 0, "help line: SUAR_HELP_SATKER is not set, and 37 of 38 provinces have no BNNP here"),
    ],
)
async def test_doctor_tells_whether_somebody_answers_families_wherever_they_live(
    suar: Suar, monkeypatch: pytest.MonkeyPatch, named: str, ends: int, said: str
) -> None:
    monkeypatch.setenv("SUAR_HELP_SATKER", named)
    code, _, told = await suar("doctor")
    assert code == ends
    assert said in told


async def test_doctor_tells_which_token_is_wrong_and_fails(suar: Suar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUAR_HELP_TOKEN", "999999:wrong-canary")
    code, _, said = await suar("doctor")
    assert code == 1
    assert "@suar_staf_bot" in said
    assert "SUAR_HELP_TOKEN" in said
    assert "canary" not in said


@pytest.mark.parametrize("words", [("doctor",), ("invite", "--role", "pusat")])
async def test_when_telegram_is_away_it_is_said(
    suar: Suar, telegram: tuple[Simulator, str], words: tuple[str, ...]
) -> None:
    telegram[0].faults.add(Fault("outage"))
    code, printed, said = await suar(*words)
    assert (code, printed) == (1, "")
    assert "Telegram" in said
    assert "Traceback" not in said


async def test_a_program_that_starts_before_the_network_waits_for_it(tmp_path: Path, sqlite_url: str) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        world.sim.faults.add(Fault("cut_before", method="getMe", times=2))
        async with world.program():
            rina = await world.joined("Rina")
            assert rina.chat.answer.labels[0] == "Catat kegiatan"


async def test_when_the_database_is_away_it_is_said(suar: Suar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUAR_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    code, _, said = await suar("migrate")
    assert (code, "The database does not answer" in said) == (1, True)


async def test_a_missing_keyring_where_sealed_rows_exist_is_refused(
    small_world: World, suar: Suar, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    await small_world.joined("Rina")
    absent = small_world.folder / "absent.json"
    monkeypatch.setenv("SUAR_DATABASE_URL", small_world.settings.database_url)
    monkeypatch.setenv("SUAR_KEYS", str(absent))
    code, _, said = await suar("migrate")
    assert code == 2
    assert "SUAR_KEYS" in said
    assert not absent.exists()


@pytest.mark.parametrize("name", ["SUAR_KEYS", "SUAR_DATABASE_URL"])
async def test_a_place_where_nothing_can_be_written_is_said(
    suar: Suar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "a-file").write_text("x", "utf-8")
    place = tmp_path / "a-file" / "inside"
    monkeypatch.setenv(name, f"sqlite:///{place}" if name.endswith("URL") else str(place))
    code, _, said = await suar("migrate")
    assert code in {1, 2}
    assert name in said
    assert "Traceback" not in said


# --- What is written about it --------------------------------------------------------------------


def commands(of: argparse.ArgumentParser | None = None, above: str = "suar") -> Iterator[str]:
    """Every command that can be typed, such as "suar satker add"."""
    groups = [a for a in (of or parser())._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield above
    for name, inside in (pair for group in groups for pair in group.choices.items()):
        yield from commands(inside, f"{above} {name}")


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split()[1:], "--help"])
    assert ended.value.code == 0
    assert f"usage: {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["nonsense"], ["satker"], ["invite", "--role", "king"], ["migrate", "--x"]])
def test_what_is_typed_wrong_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def written() -> str:
    return "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_is_documented(command: str) -> None:
    assert command in written()


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert re.search(rf"\bSUAR_{name.upper()}\b", written())
