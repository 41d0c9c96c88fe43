"""`suar form check`, `play` and `draw`: for authors of forms, without Telegram and without a database."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.forms import BUILT_IN
from bot.settings import environment
from bot.terminal import plain

BAD = """
| survey |
| | type    | name | label::Indonesia (id) | label::English (en) | constraint |
| | integer | a    | Umur?                 | -                   | . >        |
| | texxt   | b    | Nama?                 | Name?               |            |
"""
GOOD = """
| survey |
| | type                           | name | label    | required | relevant |
| | select_one yn                  | sick | Sick?    | yes      |          |
| | integer                        | days | How long? | yes      | ${sick} = 'y' |
| | select_one_from_file units.csv | unit | Unit?    |          |          |
| choices |
| | list_name | name | label |
| | yn        | y    | Yes   |
| | yn        | n    | No    |
"""
Suar = Callable[..., tuple[int, str, str]]


@pytest.fixture
def suar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Suar]:
    """Type a command, with what is piped into it; gives its exit code, what it printed, and what it said."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in environment() if name.startswith("SUAR_")]:
        monkeypatch.delenv(name, raising=False)

    def typed(*words: str, lines: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        code = main(["form", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield typed
    assert not [path for path in tmp_path.iterdir() if path.name == "var"], "forms need no database"


def write(name: str, text: str) -> str:
    Path(name).write_text(text.lstrip("\n"), "utf-8")
    return name


def test_a_form_without_problems_is_described(suar: Suar) -> None:
    code, printed, said = suar("check", str(BUILT_IN / "penjangkauan.md"))
    assert (code, said) == (0, "")
    about = printed.splitlines()
    assert about[1].startswith("  Penjangkauan (penjangkauan, version ")
    assert about[2:] == [
        "  Languages: Indonesia (id), English (en)",
        "  Questions: 8",
        "  Cards in a report: 7 to 11",
        "  Taps and messages in a report: 6 to 11",
        "  Minutes in a report, reckoned: 1",
        "  Problems: 0",
        "  Warnings: 0",
    ]


def test_all_problems_and_warnings_are_told_and_the_exit_code_is_1(suar: Suar) -> None:
    code, printed, said = suar("check", write("bad.md", BAD))
    assert code == 1
    assert printed.splitlines() == [
        "bad.md:",
        "  Problems: 2",
        "    sheet survey, row 2, column constraint. the expression ends too early (character 4 of: . >▸)."
        " Correct the expression.",
        "    sheet survey, row 3, column type. there is no type “texxt”. Did you mean “text”?",
        "  Warnings: 1",
        "    sheet survey, row 2, column label::English (en). this translation is missing.",
    ]
    assert said == "suar: This form cannot be used yet: correct it, and check again.\n"


def test_it_speaks_indonesian_when_asked(suar: Suar) -> None:
    code, printed, said = suar("check", write("bad.md", BAD), "--bahasa", "id")
    assert code == 1
    assert "lembar survey, baris 3, kolom type. tidak ada jenis “texxt”. Maksud Anda “text”?" in printed
    assert said == "suar: Formulir ini belum bisa dipakai. Perbaiki, lalu periksa lagi.\n"


@pytest.mark.parametrize("command", ["check", "play", "draw"])
def test_a_file_that_is_not_there_is_said_in_one_sentence(suar: Suar, command: str) -> None:
    assert suar(command, "none.xlsx") == (1, "", "suar: There is no file none.xlsx.\n")
    Path("folder.md").mkdir()
    code, _, said = suar(command, "folder.md")
    assert (code, said) == (1, "suar: folder.md could not be read: Is a directory.\n")


def test_files_lie_beside_the_form_or_where_one_says(suar: Suar) -> None:
    form = write("f.md", GOOD.replace("units.csv", "towns.csv"))
    assert "the file towns.csv is missing" in suar("check", form)[1]
    Path("lists").mkdir()
    write("lists/towns.csv", "name,label\n1,Kace\n")
    assert suar("check", form, "--media", "lists")[0] == 0
    write("towns.csv", "name,label\n1,Kace\n")
    assert suar("check", form)[0] == 0


def test_a_form_with_a_list_of_suar_needs_no_file(suar: Suar) -> None:
    assert suar("check", write("f.md", GOOD))[0] == 0


# --- Drawing ---------------------------------------------------------------------------------------


def test_a_form_is_drawn_beside_itself_or_where_one_says(suar: Suar) -> None:
    assert suar("draw", write("f.md", GOOD)) == (0, "f.svg\n", "")
    assert Path("f.svg").read_bytes().startswith(b"<?xml")
    assert suar("draw", "f.md", "--out", "a.PDF") == (0, "a.PDF\n", "")
    assert Path("a.PDF").read_bytes().startswith(b"%PDF")
    assert suar("draw", "f.md", "--out", "a.png", "--bahasa", "id") == (0, "a.png\n", "")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


def test_a_form_with_problems_is_not_drawn(suar: Suar) -> None:
    code, printed, said = suar("draw", write("bad.md", BAD))
    assert (code, "there is no type “texxt”" in printed, Path("bad.svg").exists()) == (1, True, False)
    assert said.startswith("suar: This form cannot be used yet")


def test_a_picture_that_cannot_be_made_is_said_in_one_sentence(
    suar: Suar, capsys: pytest.CaptureFixture[str]
) -> None:
    form = write("f.md", GOOD)
    with pytest.raises(SystemExit) as stopped:
        suar("draw", form, "--out", "f.gif")
    assert stopped.value.code == 2
    assert "name a file that ends with .svg, .pdf or .png" in capsys.readouterr().err
    Path("there.svg").mkdir()
    code, _, said = suar("draw", form, "--out", "there.svg")
    assert (code, said) == (
        1,
        "suar: there.svg could not be written (Is a directory): name another file with --out.\n",
    )


# --- Playing ---------------------------------------------------------------------------------------


def test_a_form_is_played_by_numbers_and_answers(suar: Suar) -> None:
    code, printed, said = suar("play", write("f.md", GOOD), lines="1\n3\n2\n1\n")
    assert (code, said) == (0, "")
    cards = printed.split("\n\n")
    assert cards[1].startswith("f · 1 of about 2")
    assert cards[2] == "Sick?\n[1] Yes  [2] No\n[3] Cancel"
    assert "How long?\nType the number.\n[:1] ‹ Back  [:2] Cancel" in printed, (
        "a number is an answer here, a button has a colon"
    )
    assert "Unit?\n[1] units 1  [2] units 2" in printed
    assert "1 Sick? Yes\n2 How long? 3\n3 Unit? units 2\n" in printed
    assert "Done. This would be sent:" in printed
    assert "<sick>y</sick><days>3</days><unit>units_2</unit>" in printed


def test_one_can_go_back_change_an_answer_and_stop(suar: Suar) -> None:
    code, printed, _ = suar("play", write("f.md", GOOD), lines="Yes\n:kembali\n2\n:ubah 1\n1\n:batal\n1\n")
    assert code == 0
    assert printed.count("Sick?\n") == 3
    assert "Recorded now: No" in printed
    assert printed.endswith("Stopped. Nothing is kept.\n")


def test_a_button_of_a_typed_question_has_a_colon(suar: Suar) -> None:
    _, printed, _ = suar("play", write("f.md", GOOD), lines="1\n:1\n")
    assert printed.count("Sick?\n") == 2


def test_a_day_is_a_button_though_it_may_be_typed(suar: Suar) -> None:
    form = write("f.md", "| survey |\n| | type | name | label |\n| | date | day | When? |\n")
    assert "1 When? " in suar("play", form, lines="1\n")[1]
    assert "1 When? Tuesday 1 Sep 2020" in suar("play", form, lines="1/9/2020\n")[1]


@pytest.mark.parametrize("line", ["9", ":9", ":ubah 7", ":ubah x", ":kembali", ":apa"])
def test_what_is_not_there_is_said_and_changes_nothing(suar: Suar, line: str) -> None:
    code, printed, _ = suar("play", write("f.md", GOOD), lines=f"{line}\n")
    assert code == 0
    assert "There is nothing like that here." in printed
    assert printed.endswith("Not sent.\n")


def test_dropping_the_form_ends_it(suar: Suar) -> None:
    _, printed, _ = suar("play", write("f.md", GOOD), "--bahasa", "id", lines="3\n3\n")
    assert printed.endswith("Berhenti. Tidak ada yang disimpan.\n")


def test_a_form_with_problems_is_not_played(suar: Suar) -> None:
    code, printed, said = suar("play", write("bad.md", BAD), lines="1\n")
    assert (code, "there is no type “texxt”" in printed) == (1, True)
    assert said.startswith("suar: This form cannot be used yet")


def test_cards_are_plain_text_in_the_terminal() -> None:
    assert plain("<b>Umur</b> &lt; 5 &amp; 3 < 4") == "Umur < 5 & 3 < 4"
