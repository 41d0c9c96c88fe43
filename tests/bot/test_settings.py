"""Settings: whatever is wrong is said in one sentence that names the variable and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.clocks import clock_of, read_clock, write_clock
from bot.settings import BadSetting, Listen, Settings, environment, read_settings
from tests.world import SUNDAY_EVENING

TOKEN = "123456:ABC-def_1234567890"
WRONG = {
    "SUAR_CASE_KEYS_COPY": ["."],
    "SUAR_STAFF_TOKEN": ["abc", "123456", "123456:", ":abc", "123456:ab cd", f"{TOKEN}\n{TOKEN}"],
    "SUAR_HELP_TOKEN": ["abc", f"bot{TOKEN}"],
    "SUAR_STAFF_TRANSPORT": ["telethon", "AIOGRAM"],
    "SUAR_HELP_TRANSPORT": ["x"],
    "SUAR_TELEGRAM_API": [
        "api.telegram.org",
        "ftp://x.org",
        "http://",
        "http://[",
        "http://x:port",
        "http://x:99999",
    ],
    "SUAR_DATABASE_URL": ["var/suar.db", "mysql://x/y", "sqlite", "postgresql://u@h:port/db"],
    "SUAR_WEBHOOK_URL": ["example.org", "https://", "https://["],
    "SUAR_WEBHOOK_LISTEN": ["8080", "127.0.0.1", "127.0.0.1:", ":8080", "127.0.0.1:http", "127.0.0.1:70000", "x:-1"],
    "SUAR_CLOCK": ["2026-11-22", "file:", "file:/does/not/exist"],
    "SUAR_LOG": ["xml", "debug"],
    "SUAR_HOLIDAYS": ["off", "Keep"],
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in environment() if name.startswith("SUAR_")]:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_ends_with_2_and_one_sentence_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["migrate"]) == 2
    said = capsys.readouterr().err.strip()
    assert name in said
    assert said.startswith("suar: ")
    assert len(said.splitlines()) == 1
    assert said.endswith(".")
    assert not list(Path().iterdir()), "a wrong setting must not leave anything behind"


def test_a_token_is_never_repeated_in_what_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUAR_STAFF_TOKEN", "123456:canary canary")
    main(["migrate"])
    assert "canary" not in capsys.readouterr().err


def test_without_any_setting_there_are_the_ones_that_are_promised() -> None:
    assert read_settings({}) == Settings(
        telegram_api="https://api.telegram.org",
        database_url="sqlite:///var/suar.db",
        keys=Path("var/keys.json"),
        staff_transport="aiogram",
        help_transport="ptb",
        webhook_url="",
        webhook_listen=Listen("127.0.0.1", 8080),
        clock=None,
        log="text",
    )


def test_everything_can_be_set() -> None:
    made = read_settings(
        {
            "SUAR_STAFF_TOKEN": f" {TOKEN} ",
            "SUAR_HELP_TOKEN": f"9{TOKEN}",
            "SUAR_STAFF_TRANSPORT": "ptb",
            "SUAR_HELP_TRANSPORT": "aiogram",
            "SUAR_TELEGRAM_API": "http://localhost:8081/",
            "SUAR_DATABASE_URL": "postgresql://u:p@h:5432/db",
            "SUAR_KEYS": "/srv/keys.json",
            "SUAR_WEBHOOK_URL": "https://example.org/suar/",
            "SUAR_WEBHOOK_LISTEN": "[::1]:9000",
            "SUAR_CLOCK": "file:clock",
            "SUAR_LOG": "json",
        }
    )
    assert (made.staff_token, made.token("help")) == (TOKEN, f"9{TOKEN}")
    assert (made.telegram_api, made.webhook_url) == ("http://localhost:8081", "https://example.org/suar")
    assert (made.webhook_listen.port, made.clock, made.log) == (9000, Path("clock"), "json")


def test_one_bot_cannot_be_both() -> None:
    with pytest.raises(BadSetting, match="SUAR_HELP_TOKEN is of the same bot"):
        read_settings({"SUAR_STAFF_TOKEN": TOKEN, "SUAR_HELP_TOKEN": f"{TOKEN}renewed"})


def test_what_is_empty_counts_as_not_set() -> None:
    assert read_settings({"SUAR_LOG": " ", "SUAR_STAFF_TOKEN": "", "SUAR_DATABASE_URL": ""}) == Settings()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("SUAR_LOG=json\nSUAR_STAFF_TRANSPORT=ptb\n", "utf-8")
    monkeypatch.setenv("SUAR_LOG", "text")
    made = read_settings(environment())
    assert (made.log, made.staff_transport) == ("text", "ptb")


@pytest.mark.parametrize("bot", ["staff", "help"])
def test_running_without_a_token_says_where_to_get_one(
    bot: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--only", bot]) == 2
    said = capsys.readouterr().err
    assert f"SUAR_{bot.upper()}_TOKEN is missing" in said
    assert "@BotFather" in said


@pytest.mark.parametrize("text", ["", "noon", "2026-11-22T19:05:00", "2026-11-22T25:00:00+07:00", "\x00"])
def test_a_clock_file_that_holds_no_instant_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "clock").write_text(text, "utf-8")
    with pytest.raises(BadSetting, match="SUAR_CLOCK"):
        read_clock(tmp_path / "clock")


def test_a_clock_file_is_read_each_time_anew(tmp_path: Path) -> None:
    now = clock_of(tmp_path / "clock")
    write_clock(tmp_path / "clock", SUNDAY_EVENING)
    assert now() == SUNDAY_EVENING
    (tmp_path / "clock").write_text(" 2026-11-23T02:05:00+14:00\n", "utf-8")
    assert now().isoformat() == "2026-11-22T12:05:00+00:00"
