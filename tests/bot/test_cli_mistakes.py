"""What a hurried operator does wrong is said in one sentence; only a bug of ours shows a traceback."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.cli import _told
from bot.forms import BUILT_IN
from bot.settings import BadSetting
from bot.transports.errors import Unauthorized
from simulator import Fault, Simulator
from storage.database import Database, Unusable
from storage.sealing import new_keyring
from tests.bot.conftest import Suar
from tests.bot.test_ways_in import free_port
from tests.conftest import POSTGRES, run_sql
from tests.templates import Templates

ROOT = Path(__file__).parents[2]
NO_DATABASE = b"no database, but a letter to the head of the office. " * 40


def assert_one_sentence(said: str, why: str) -> None:
    sentences = [line for line in said.splitlines() if line.startswith("suar: ")]
    assert len(sentences) == 1
    assert why in sentences[0]
    assert "Traceback" not in said


# --- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SUAR_DATABASE_URL", "sqlite:///letter.txt", "the file is no SQLite database"),
        ("SUAR_DATABASE_URL", "sqlite:///folder", "the file cannot be opened"),
        ("SUAR_DATABASE_URL", "sqlite:////proc/suar.db", "the file cannot be opened"),
        ("SUAR_DATABASE_URL", "sqlite:///file:empty?mode=ro&uri=true", "cannot be written to"),
        ("SUAR_DATABASE_URL", "sqlite://", "it names no file"),
        ("SUAR_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x?foo=1", "Suar does not know the option foo"),
        ("SUAR_DATABASE_URL", "postgresql://u:secret@127.0.0.1:99999/x", "there is no such port"),
        ("SUAR_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x?sslmode=odd", "sslmode is one of disable, allow"),
        ("SUAR_DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x?sslmode=require", "does not answer"),
        ("SUAR_DATABASE_URL", "postgresql://u:secret\udce9@127.0.0.1:1/x", "is not UTF-8"),
        ("SUAR_KEYS", "letter.txt", "is damaged"),
        ("SUAR_KEYS", "deep.json", "is damaged"),
        ("SUAR_KEYS", "empty", "is damaged"),
        ("SUAR_KEYS", "folder", "cannot be read"),
        ("SUAR_KEYS", "letter.txt/keys.json", "is a file, not a folder"),
        ("SUAR_KEYS", "k" * 300, "cannot be looked at"),
        ("SUAR_CLOCK", "file:missing", "cannot be read"),
        ("SUAR_CLOCK", "file:folder", "cannot be read"),
        ("SUAR_CLOCK", "file:noise", "must hold one instant"),
        ("SUAR_CLOCK", "file:first-day", "must hold one instant"),
        ("SUAR_TELEGRAM_API", "http://two words", "is not a web address"),
        ("SUAR_TELEGRAM_API", "http://two..dots", "is not a web address"),
        ("SUAR_HELP_TOKEN", "111:another-of-the-same", "is of the same bot as SUAR_STAFF_TOKEN"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "doctor"])
async def test_a_wrong_setting_is_named_with_what_to_do(
    suar: Suar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str, value: str, why: str
) -> None:
    for file, content in {
        "letter.txt": NO_DATABASE,
        "deep.json": b"[" * 100_000,
        "empty": b"",
        "noise": bytes(range(128, 256)),
        "first-day": b"0001-01-01T00:00:00+14:00",
    }.items():
        (tmp_path / file).write_bytes(content)
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv(name, value)
    code, printed, said = await suar(command)
    assert code in {1, 2}
    assert printed == ""
    assert_one_sentence(said, why)
    assert name in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("SUAR_LOG=text\n".encode("utf-16"), ".env is not UTF-8"),
        (b"SUAR_LOG=text # caf\xe9\n", ".env is not UTF-8"),
        (b"SUAR_KEYS=a\x00b\n", ".env is no plain text"),
        (b"\xef\xbb\xbfSUAR_LOG=loud\n", "SUAR_LOG is 'loud'"),
    ],
)
async def test_an_env_file_that_an_editor_spoiled_is_named(
    suar: Suar, tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / ".env").write_bytes(content)
    code, _, said = await suar("migrate")
    assert code == 2
    assert_one_sentence(said, why)


async def test_an_env_that_is_a_folder_is_named(suar: Suar, tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    code, _, said = await suar("migrate")
    assert code == 2
    assert_one_sentence(said, ".env cannot be read")


@pytest.mark.parametrize("what", ["suar.db", "."])
async def test_a_database_that_may_not_be_written_to_is_named(suar: Suar, tmp_path: Path, what: str) -> None:
    (tmp_path / what).chmod(0o500)
    if os.access(tmp_path / what, os.W_OK):
        pytest.skip("root may write everywhere")
    code, _, said = await suar("satker", "add", "BNNK-X", "Name", "--territory", "19.71")
    (tmp_path / what).chmod(0o700)
    assert code == 1
    assert_one_sentence(said, "SUAR_DATABASE_URL")


# --- Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("satker", "add", "BNNK-\udce9", "Name", "--territory", "19.71"), "is not UTF-8"),
        (("satker", "add", " ", "Name", "--territory", "19.71"), "The code is empty"),
        (("satker", "add", "BNNK-X", "", "--territory", "19.71"), "The name is empty"),
        (("unit", "add", "19.04.03.2009", "", "--satker", "BNNK-PGK"), "The name is empty"),
        (("demo", "--folder", "letter.txt"), "letter.txt cannot be made"),
        (("demo", "--folder", "/proc/demo"), "/proc/demo cannot be made"),
        (("demo", "--folder", "demo"), "demo/suar.db cannot be made"),
    ],
)
async def test_words_that_cannot_be_used_are_named(
    suar: Suar, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    (tmp_path / "letter.txt").write_bytes(NO_DATABASE)
    (tmp_path / "demo/suar.db").mkdir(parents=True)
    code, _, said = await suar(*words)
    assert code in {1, 2}
    assert_one_sentence(said, why)


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
async def test_a_port_that_is_none_is_refused(suar: Suar, capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        await suar("demo", f"--port={port}")
    assert ended.value.code == 2
    assert f"{port} is no port" in capsys.readouterr().err


# --- Databases -----------------------------------------------------------------------------------


@pytest.fixture
def guarded_postgres(empty_postgres: str) -> Iterator[str]:
    """A database on a server that asks one of its users for a password."""
    if os.environ.get(POSTGRES):
        pytest.skip("the embedded server is needed")
    run_sql(empty_postgres, "create role guarded login password 'right'")
    rules = Path(asyncio.run(_value(empty_postgres, "show hba_file")))
    before = rules.read_text("utf-8")
    rules.write_text(f"local all guarded scram-sha-256\nhost all guarded all scram-sha-256\n{before}", "utf-8")
    run_sql(empty_postgres, "select pg_reload_conf()")
    yield make_url(empty_postgres).set(username="guarded", password="wrong").render_as_string(hide_password=False)
    rules.write_text(before, "utf-8")
    run_sql(empty_postgres, "select pg_reload_conf()")
    run_sql(empty_postgres, "drop role guarded")


async def _value(server: str, statement: str) -> str:
    connection = await asyncpg.connect(server)
    try:
        return str(await connection.fetchval(statement))
    finally:
        await connection.close()


async def test_a_wrong_password_is_said(suar: Suar, monkeypatch: pytest.MonkeyPatch, guarded_postgres: str) -> None:
    monkeypatch.setenv("SUAR_DATABASE_URL", guarded_postgres)
    code, _, said = await suar("migrate")
    assert code == 1
    assert_one_sentence(said, "SUAR_DATABASE_URL: PostgreSQL refuses this user or password.")


async def test_a_user_who_may_make_no_tables_is_told(
    suar: Suar, monkeypatch: pytest.MonkeyPatch, guarded_postgres: str
) -> None:
    right = make_url(guarded_postgres).set(password="right").render_as_string(hide_password=False)
    monkeypatch.setenv("SUAR_DATABASE_URL", right)
    code, _, said = await suar("migrate")
    assert code == 1
    assert_one_sentence(said, "this user may not make or change the tables")


async def test_a_database_that_is_not_there_is_said(
    suar: Suar, monkeypatch: pytest.MonkeyPatch, empty_postgres: str
) -> None:
    absent = make_url(empty_postgres).set(database="suar_absent").render_as_string(hide_password=False)
    monkeypatch.setenv("SUAR_DATABASE_URL", absent)
    code, _, said = await suar("migrate")
    assert code == 1
    assert_one_sentence(said, "PostgreSQL has no database of this name")


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (["create table people (id int)"], "it holds tables of another program"),
        (
            ["create table alembic_version (version_num varchar(32))", "insert into alembic_version values ('9999')"],
            "it was made by a later version of Suar",
        ),
    ],
)
async def test_a_database_of_somebody_else_is_left_alone(
    suar: Suar, monkeypatch: pytest.MonkeyPatch, empty_database: str, statements: list[str], why: str
) -> None:
    await _run(empty_database, *statements)
    monkeypatch.setenv("SUAR_DATABASE_URL", empty_database)
    code, _, said = await suar("migrate")
    assert code == 1
    assert_one_sentence(said, why)


async def _run(url: str, *statements: str) -> None:
    database = Database(url, new_keyring(), holder="test")
    try:
        for statement in statements:
            await database.run_sync(lambda connection, words=statement: connection.execute(text(words)))
    finally:
        await database.close()


def test_a_file_that_cannot_be_opened_is_known_before_a_thread_works_with_it() -> None:
    with pytest.raises(Unusable, match="the file cannot be opened"):
        Database("sqlite:////proc/suar.db", new_keyring(), holder="test")


# --- Telegram ------------------------------------------------------------------------------------


@pytest.fixture
def ready(suar: Suar, tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that knows our forms already: to compile them takes longer than all that is looked at here."""
    shutil.copy(templates.sqlite("built-in", BUILT_IN), tmp_path / "ready.db")
    monkeypatch.setenv("SUAR_DATABASE_URL", f"sqlite:///{tmp_path / 'ready.db'}")


async def run_outside(*words: str, **settings: str) -> tuple[int, str]:
    """A command in a process of its own, where it may catch signals."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", *words,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(120):
        _, said = await process.communicate()
    return process.returncode or 0, said.decode()


@pytest.mark.usefixtures("ready")
async def test_a_webhook_port_that_is_taken_is_said() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    code, said = await run_outside(
        "run", SUAR_WEBHOOK_URL="http://127.0.0.1", SUAR_WEBHOOK_LISTEN=f"127.0.0.1:{port}"
    )
    server.close()
    assert code == 2
    assert_one_sentence(said, f"SUAR_WEBHOOK_LISTEN: nobody can listen at 127.0.0.1:{port}")


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("fault", "code", "why"),
    [
        (Fault("5xx", method="setWebhook"), 1, "Telegram cannot be reached"),
        (Fault("5xx", method="setWebhook", status=400), 2, "SUAR_WEBHOOK_URL: Telegram does not take it"),
        (Fault("5xx", method="getMe", status=401), 2, "Telegram does not know SUAR_STAFF_TOKEN: copy it anew"),
    ],
)
async def test_what_telegram_says_to_a_webhook_is_told(
    telegram: tuple[Simulator, str], fault: Fault, code: int, why: str
) -> None:
    telegram[0].faults.add(fault)
    settings = {"SUAR_WEBHOOK_URL": "http://127.0.0.1", "SUAR_WEBHOOK_LISTEN": f"127.0.0.1:{free_port()}"}
    ended, said = await run_outside("run", **settings)
    assert ended == code
    assert_one_sentence(said, why)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("words", [("invite", "--role", "pusat"), ("doctor",), ("run",)])
async def test_an_address_that_is_no_bot_api_is_said(words: tuple[str, ...]) -> None:
    async def page(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>Hi</p>")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(page, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    code, said = await run_outside(*words, SUAR_TELEGRAM_API=f"http://127.0.0.1:{port}")
    server.close()
    assert code == 1
    assert "SUAR_TELEGRAM_API" in said
    assert "Traceback" not in said


# --- Bugs ----------------------------------------------------------------------------------------


def test_of_several_errors_that_are_known_the_first_is_told() -> None:
    assert _told(ExceptionGroup("", [BadSetting("Set it."), Unauthorized("no")])) == ("Set it.", 2)


@pytest.mark.parametrize("bug", [ZeroDivisionError(), OSError(5, "odd"), KeyError("x")])
def test_a_bug_of_ours_is_raised_on(bug: Exception) -> None:
    with pytest.raises(type(bug)):
        _told(bug)
    with pytest.raises(type(bug)):
        _told(ExceptionGroup("", [BadSetting("Set it."), bug]))


async def test_a_statement_that_sqlite_cannot_understand_is_a_bug_and_no_outage(empty_sqlite: str) -> None:
    with pytest.raises(OperationalError):
        await _run(empty_sqlite, "select nothing from nowhere")
