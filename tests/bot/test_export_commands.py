"""`suar export`: what the operator takes along, where it is put, and what is noted."""

from __future__ import annotations

import shutil
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli import parser
from tests.bot.conftest import Suar
from tests.exports.conftest import SHARES
from tests.exports.taking import as_rows, sheets, tables
from tests.programme import TERATAI, opens_client, wiring
from tests.reports.paper import printed
from tests.world import AIR_MESU, World, a_world

DAY = "2026-11-22"


@pytest.fixture
async def rested(
    tmp_path: Path, programme_sqlite: Path, programme_forms: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """A world in which Bu Rina has a client. The commands are about the same one."""
    path = tmp_path / "programme.db"
    shutil.copy(programme_sqlite, path)
    async with a_world(tmp_path, f"sqlite:///{path}") as made:
        made.wiring = wiring(programme_forms)
        async with made.program():
            await opens_client(await made.joined("Rina"), *SHARES)
            yield made


@pytest.fixture
def typed(rested: World, suar: Suar, monkeypatch: pytest.MonkeyPatch) -> Suar:
    settings = rested.settings
    monkeypatch.setenv("SUAR_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SUAR_KEYS", str(settings.keys))
    monkeypatch.setenv("SUAR_CLOCK", f"file:{settings.clock}")
    return suar


def left(folder: Path) -> list[str]:
    """What lies in a folder."""
    return [path.name for path in folder.iterdir()]


async def noted(typed: Suar) -> list[list[str]]:
    _, out, _ = await typed("audit", "show")
    return [line.split("\t")[2:] for line in out.splitlines() if "\texport\t" in line]


async def test_the_records_of_a_satker_go_into_a_workbook_that_only_the_operator_reads(
    typed: Suar, tmp_path: Path
) -> None:
    code, named, said = await typed("export", "--satker", "BNNK-PGK")
    assert (code, named) == (0, f"suar-BNNK-PGK-{DAY}.xlsx\n"), said
    path = tmp_path / named.strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    book = sheets(path.read_bytes())
    assert [row["Kode"] for row in as_rows(book["Klien"])] == [TERATAI]
    assert [row["Klien"] for row in as_rows(book["Klien baru"])] == [TERATAI]
    assert "that it was made is written in the audit" in said
    ((actor, action, record, subject),) = await noted(typed)
    assert (actor, action, record, subject[:31]) == ("-", "export", "xlsx", f"BNNK-PGK:2015-01-01..{DAY}")
    assert not [name for name in left(tmp_path) if name.startswith(".suar-")]


async def test_csv_of_a_unit_of_some_days(typed: Suar, tmp_path: Path) -> None:
    words = ("--format", "csv", "--unit", AIR_MESU, "--from", "2026-11-01", "--until", DAY, "--out", "a.zip")
    code, named, said = await typed("export", *words)
    assert (code, named) == (0, "a.zip\n"), said
    assert tables((tmp_path / "a.zip").read_bytes())["klien.csv"][0]["Kode"] == TERATAI


async def test_of_a_province_or_the_nation_counts_go_out_and_records_only_if_they_are_asked_for(
    typed: Suar, tmp_path: Path
) -> None:
    for place, name in ((("--territory", "19"), "19"), ((), "nasional")):
        code, named, said = await typed("export", *place)
        assert (code, named) == (0, f"suar-{name}-{DAY}.xlsx\n"), said
        assert list(sheets((tmp_path / named.strip()).read_bytes())) == ["Keterangan", "Indikator"]
        await typed("export", *place, "--rows", "--out", "rows.xlsx")
        assert "Klien baru" in sheets((tmp_path / "rows.xlsx").read_bytes())


async def test_the_sheets_to_be_printed(typed: Suar, tmp_path: Path) -> None:
    code, named, said = await typed("export", "recap", "--unit", AIR_MESU, "--month", "2026-11")
    assert (code, named) == (0, f"suar-rekap-{AIR_MESU}-2026-11.pdf\n"), said
    code, named, said = await typed("export", "handoff", "--client", TERATAI, "--bahasa", "en", "--out", "s.pdf")
    assert (code, named) == (0, "s.pdf\n"), said
    assert "Hand-over sheet for SIRENA" in printed((tmp_path / "s.pdf").read_bytes()).text
    assert [each[2] for each in await noted(typed)] == ["recap", "handoff"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--satker", "BNNK-X"), "There is no satker BNNK-X: add it first with suar satker add."),
        (("--unit", "19.04.03.2999"), "There is no unit 19.04.03.2999: add it first"),
        (("--territory", "Babel"), "Babel is no Kemendagri code of a province or kabupaten: write it like 19."),
        (("--from", "2026-12-01"), "--from is after --until: swap them."),
        (("--out", "nowhere/a.xlsx"), "nowhere/a.xlsx could not be written (No such file or directory)"),
        (("--out", "."), ". could not be written (Is a directory)"),
        (("recap", "--unit", "19.04.03.2999", "--month", "2026-11"), "There is no unit 19.04.03.2999"),
        (("handoff", "--client", "K-AAA-AA"), "There is no client K-AAA-AA: look at the code again."),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(typed: Suar, words: tuple[str, ...], why: str) -> None:
    code, out, said = await typed("export", *words)
    assert (code, out) == (1, "")
    (sentence,) = [line for line in said.splitlines() if line.startswith("suar: ")]
    assert why in sentence


async def test_of_who_has_not_agreed_to_share_there_is_no_sheet(typed: Suar, rested: World, tmp_path: Path) -> None:
    await rested.sql("update consents set share = false")
    code, _, said = await typed("export", "handoff", "--client", TERATAI)
    assert code == 1
    assert "has not agreed that anything is shared" in said
    assert await noted(typed) == []
    assert not [name for name in left(tmp_path) if name.endswith(".pdf")]


async def test_a_file_that_cannot_be_noted_is_not_made(typed: Suar, rested: World, tmp_path: Path) -> None:
    await rested.sql("drop table audit")
    with pytest.raises(Exception, match="audit"):
        await typed("export", "--satker", "BNNK-PGK", "--out", "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_a_day_and_a_month_are_typed_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    for words, why in (
        (("export", "--from", "1.11.2026"), "1.11.2026 is no day: write it like 2026-11-01"),
        (("export", "recap", "--unit", "x", "--month", "11/2026"), "11/2026 is no month: write it like 2026-11"),
        (("export", "--satker", "a", "--unit", "b"), "not allowed with argument"),
    ):
        with pytest.raises(SystemExit):
            parser().parse_args(words)
        assert why in capsys.readouterr().err
