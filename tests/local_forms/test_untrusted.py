"""Files that mean harm, or are broken: each gets a sentence, in time, and the bot goes on."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.looking import SECONDS, looked_into
from conversations.local_form import LARGEST_XFORM
from domain.voice import load_voices
from handlers.uploading import Looked
from tests.local_forms.officers import POSYANDU, SUAR, table, workbook

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # a billion of them


def with_sheet(change: tuple[str, str]) -> bytes:
    """A workbook whose first sheet says something else."""
    packed, written = zipfile.ZipFile(io.BytesIO(workbook(POSYANDU))), io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            content = packed.read(name)
            made.writestr(name, content.replace(*(each.encode() for each in change)) if name == SHEET else content)
    return written.getvalue()


def with_rows(rows: str, head: str = "type | name | label", choices: str = "", settings: str = "") -> bytes:
    title = f"| settings |\n| | form_id | form_title | version | namespaces {settings}"
    return f"| survey |\n| | {head} |\n{rows}\n{choices}\n{title}".encode()


def settings(columns: str, values: str) -> str:
    return f"| {columns} |\n| | coba | Coba | 1 | {SUAR} | {values} |"


PLAIN = f"|\n| | coba | Coba | 1 | {SUAR} |"


async def told(content: bytes) -> str:
    looked: Looked = await looked_into(content)
    voice = load_voices()["id"]
    assert not looked.report.problems or not looked.report.xml
    return " ".join(each.said(voice) for each in looked.report.problems)


async def test_entities_are_not_followed() -> None:
    head = ("<worksheet", f"<!DOCTYPE l [{LAUGHS}]><worksheet")
    assert (
        await told(with_sheet(head))
        == "berkas ini tidak bisa dibaca sebagai buku kerja Excel. Simpan lagi sebagai .xlsx."
    )
    outside = ("<worksheet", '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet')
    assert "tidak bisa dibaca sebagai buku kerja" in await told(with_sheet(outside))


async def test_a_workbook_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = with_sheet(("Di mana?", " " * 60_000_000))
    assert len(bomb) < 1_000_000
    assert await told(bomb) == "isi berkas ini terlalu besar. Perkecil berkasnya."


async def test_cells_that_fill_a_book_are_refused() -> None:
    huge = with_sheet(("Di mana?", "x" * (LARGEST_XFORM + 1)))
    assert await told(huge) == "formulir ini terlalu besar. Perpendek, atau bagi menjadi beberapa formulir."


async def test_a_formula_without_its_value_is_an_empty_cell() -> None:
    formula = ('t="inlineStr"><is><t>Di mana?</t></is>', '><f>HYPERLINK("http://example.org")</f>')
    assert "pertanyaan ini tidak punya label" in await told(with_sheet(formula))


async def test_more_choices_than_allowed_are_refused() -> None:
    choices = "| choices |\n| | list_name | name | label |\n"
    choices += "\n".join(f"| | l | n{n} | N |" for n in range(20_001))
    assert "lebih dari 20000 pilihan" in await told(
        with_rows("| | select_one l | q | Q |", choices=choices, settings=PLAIN)
    )


async def test_more_rows_than_allowed_are_refused() -> None:
    rows = "\n".join(f"| | text | q{n} | Q |" for n in range(1001))
    assert "lebih dari 1000 baris" in await told(with_rows(rows, settings=PLAIN))


async def test_groups_inside_each_other_without_end_are_refused() -> None:
    deep = "\n".join([f"| | begin_group | g{n} | G |" for n in range(450)] + ["| | text | q | Q |"])
    assert await told(with_rows(deep + "\n| | end_group | | |" * 450, settings=PLAIN))


async def test_what_takes_too_long_to_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.looking.SECONDS", 0.01)
    assert SECONDS < 60
    assert (
        await told(workbook(POSYANDU))
        == "membaca formulir ini terlalu lama. Perpendek formulirnya, atau simpan lagi."
    )


@pytest.mark.parametrize(
    "content", [b"", bytes(1000), b"PK\x03\x04" + bytes(50), b"\xd0\xcf\x11\xe0" + bytes(600), b"halo"]
)
async def test_what_is_no_form_at_all_gets_a_sentence(content: bytes) -> None:
    assert await told(content)


@pytest.mark.parametrize(
    ("head", "row", "setting", "said"),
    [
        ("type | name | label | bind::suar:indikator", "integer | q | Q | skrining", PLAIN, "suar:indikator"),
        (
            "type | name | label | bind::suar:arti",
            "text | q | Q | rujukan",
            PLAIN,
            "Pakai salah satu dari hari, klien, unit",
        ),
        ("type | name | label | bind::suar:artii", "text | q | Q | klien", PLAIN, "Maksud Anda “suar:arti”?"),
        (
            "type | name | label",
            "text | q | Q",
            settings("attribute::suar:untuk", "keluarga"),
            "“keluarga” tidak bisa",
        ),
        (
            "type | name | label",
            "text | q | Q",
            settings("attribute::suar:untuk", "agen pusat"),
            "“pusat” tidak bisa",
        ),
        (
            "type | name | label",
            "text | q | Q",
            settings("attribute::suar:unduk", "agen"),
            "Maksud Anda “suar:untuk”?",
        ),
        ("type | name | label | media::image", "text | q | Q | peta.png", PLAIN, "Lewat obrolan hanya formulirnya"),
        ("type | name | label", "select_one_from_file desa.csv | q | Q", PLAIN, "Lewat obrolan hanya formulirnya"),
        ("type | name | label", "text | q | Q", PLAIN.replace("coba", "a b"), "form_id harus diisi dengan huruf"),
        (
            "type | name | label",
            "text | q | Q",
            PLAIN.replace("coba", "BNNK-X:a"),
            "form_id harus diisi dengan huruf",
        ),
        ("type | name | label", "text | q | Q", PLAIN.replace("Coba", "C" * 61), "paling banyak 60 huruf"),
        ("type | name | label", "text | q | Q", PLAIN.replace("| 1 |", "| versi satu |"), "version harus diisi"),
        ("type | name | calculation", "calculate | q | 1 + 1", PLAIN, "tidak menanyakan apa pun"),
    ],
)
async def test_what_a_form_of_a_satker_may_not_do_is_told(head: str, row: str, setting: str, said: str) -> None:
    assert said in await told(with_rows(f"| | {row} |", head, settings=setting))


async def test_what_it_may_do_is_taken() -> None:
    head = "type | name | label | bind::suar:arti | bind::suar:ringkas | bind::suar:nanti | bind::suar:telepon"
    day = "| | date | h | Hari? | hari | Hari | ya | |"
    rows = f"{day}\n| | select_one_from_file clients.csv | k | Klien? | klien | | | kantor |"
    assert await told(with_rows(rows, head, settings=settings("attribute::suar:untuk", "agen petugas"))) == ""


async def test_a_form_without_a_version_is_its_own_version() -> None:
    without = table(POSYANDU.replace(" version |", " |").replace("| 1       ", ""))
    first, second = await looked_into(without), await looked_into(without + b"\n")
    assert first.report.about["version"] != second.report.about["version"]
