"""S1: who asks for help is found nowhere: not with the staff, nor in what is kept, logged, backed up or printed."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import MetaData
from sqlalchemy.engine import Connection

from bot.backup_commands import backup
from bot.backup_file import open_backup
from bot.commands import doctor
from bot.keeping_commands import anchor_audit, show_audit
from bot.transports.discretion import TALKATIVE, quiet_libraries
from bot.web import application
from domain.people import Role
from simulator import forwards
from simulator.calls import Call
from storage.sealing import load_keyring
from tests import attachments
from tests.help.at_rest import opened
from tests.help.canary import Canaries, updates_of
from tests.help.conftest import CHANCE
from tests.help.found import CAPTION, NAMED, OWN, Hunt, Somebody
from tests.help.saying import TO_THE_HOURS, say_all
from tests.transcript import READING, Talk
from tests.world import World, a_world

CHAT = 6_283_185_307  # needs five bytes, as many real ones do
MELATI = ("Kenarinama", "Kenarimarga", "kenari_akun", "kenari-bahasa", "+628113141592")
TOLD = "saya takut dia ditangkap"
ORIGINS = (forwards.person, forwards.hidden, forwards.channel)
PICTURES = "PIL"  # tells at DEBUG what is in a picture before it is cleaned; it is quiet wherever Suar runs
ANSWERED, NOTED = "Selamat malam. Rasa takut itu wajar.", "tolong dibantu"
# What may lie nowhere to be read: what was said on both sides, and the beginnings of pictures and recordings.
WRITTEN = (
    *(each.encode() for each in (TOLD, "terima kasih banyak", "masih ada yang mau", ANSWERED, NOTED, "saya Wati")),
    *(b"kenari0", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"OpusHead", b"image/jpeg"),
)
CHOSEN = (b"orang_tua", b"ditangkap")
EVERY_DAY = "senin selasa rabu kamis jumat sabtu minggu"


@dataclass
class Evening:
    """A family's evening, and a petugas' answer, in a world in which everything that comes in holds canaries."""

    world: World
    hunt: Hunt
    melati: Talk
    records: list[logging.LogRecord] = field(default_factory=list)

    @property
    def calls(self) -> list[Call]:
        return list(self.world.sim.calls)

    def calls_of(self, bot: object) -> list[Call]:
        return [call for call in self.calls if call.bot is bot]


# --- The evening ---------------------------------------------------------------------------------


async def an_evening(world: World) -> Evening:
    budi, wati = [await world.joined(name, Role.PETUGAS) for name in ("Budi", "Wati")]
    await world.sql(
        "insert into duty (number, satker, person, days, since, until, active)"
        " select '1', 'BNNK-PGK', min(id), :days, '00:00:00', '00:00:00', true from people",
        days=EVERY_DAY,
    )
    first, last, username, language, _ = MELATI
    world.people["Melati"] = world.sim.add_person(first, language, last, username, CHAT)
    evening = Evening(world, _hunt(), Talk(world, "Melati", world.help))
    melati = evening.melati
    await everything(evening)
    await say_all(melati, "/start", "[Kirim ke petugas]", *TO_THE_HOURS[1:])
    await everything(evening)
    await say_all(melati, "/start", "[Lanjutkan]", "[Kapan saja]", TOLD, "[Kirim]", "[Sudah saya simpan]")
    await say_all(budi, "[Saya ambil]")
    await everything(evening)
    await attaches_all(evening)
    await opens(budi)
    await say_all(budi, ANSWERED)
    await say_all(melati, "[Baca]", "[Balas]", "terima kasih", "terima kasih → terima kasih banyak")
    await say_all(melati, "/kasus", "[Kembali]", "/tanya", "/darurat", "/bahasa")
    await hands_over(budi, wati)
    await say_all(melati, "/bersihkan", "masih ada yang mau saya tanyakan")
    await world.rest(timedelta(days=2))
    await say_all(melati, "/kasus", "[Tutup]", "[Ya, tutup]")
    await world.rest(timedelta(days=1))
    return evening


def _hunt() -> Hunt:
    traces = (*attachments.CANARIES, *attachments.STRANGERS, attachments.BORN_AT, str(forwards.FIRST_SENDER))
    return Hunt(Canaries(), Somebody(CHAT, MELATI), traces)


async def everything(evening: Evening) -> None:
    """Every update that there is comes from the family's chat, in one long night."""
    world = evening.world
    now = int(world.sim.clock.time())
    for kind, update in updates_of(CHAT, evening.hunt.canaries, now):
        world.sim.inject(world.help, {kind: update})
    await world.quiet(120)
    await world.fetches()
    evening.melati.person.block(world.help)
    await world.quiet()
    evening.melati.person.open(world.help)
    await world.quiet()


async def attaches_all(evening: Evening) -> None:
    """Real pictures and recordings that tell more than they show; contacts, places and forwards."""
    melati, world = evening.melati, evening.world
    caption = evening.hunt.canaries.word(CAPTION)
    origins = [each(attachments.STRANGERS[0]) for each in ORIGINS]
    steps = [
        lambda: melati.person.photo(world.help, attachments.photo(), caption),
        lambda: melati.person.document(world.help, attachments.photo("PNG"), f"{MELATI[0]}.png"),
        lambda: melati.person.contact(world.help, MELATI[4]),
        lambda: melati.person.contact(world.help, *attachments.CONTACT),
        lambda: melati.person.location(world.help, -2.1345678, 106.1134567),
        lambda: melati.person.venue(world.help, -2.1345678, 106.1134567, title=attachments.STRANGERS[1]),
        *(lambda o=origin: melati.person.forward(world.help, "terusan", o) for origin in origins),
        *(
            lambda o=origin: melati.person.photo(world.help, attachments.photo(), **forwards.forwarded(o, 1))
            for origin in origins
        ),
        lambda: melati.person.voice(world.help, attachments.voice()),
    ]
    for step in steps:
        world.sim.clock.move(READING)
        step()
        await world.quiet()
        await world.fetches()
    await melati.says("[Kirim suara]")
    await world.fetches()


async def opens(petugas: Talk) -> None:
    """The list, and the first case on it."""
    await petugas.says("/start")
    for beginning in ("Permintaan bantuan", ""):
        label = next(label for label in petugas.chat.answer.labels if label.startswith(beginning))
        await petugas.says(f"[{label}]")


async def hands_over(budi: Talk, wati: Talk) -> None:
    """Pictures are looked at; a colleague is asked, gets the case, and looks at all that staff can look at."""
    await opens(budi)
    for label in [each for each in budi.chat.answer.labels if each.startswith(("Foto", "Suara"))]:
        await budi.says(f"[{label}]")
    await say_all(budi, "[Catatan]", NOTED, "[Teruskan]", "[Bu Wati]")
    await say_all(wati, "[Buka]", "Selamat malam, saya Wati.", "/start", "/laporan", "/angka")


# --- Where it is looked for ----------------------------------------------------------------------


@pytest.fixture
async def evening(tmp_path: Path, either: str, library: str, help_forms: Path) -> AsyncIterator[Evening]:
    (tmp_path / "copies").mkdir()
    copy = tmp_path / "copies" / "keys.copy"
    async with a_world(tmp_path, either, help_transport=library, case_keys_copy=copy) as world:
        world.wiring = replace(world.wiring, forms=help_forms, chance=count(CHANCE).__next__)
        with everything_logged() as records:
            async with world.program():
                made = await an_evening(world)
                made.records = records
                yield made


@contextmanager
def everything_logged() -> Iterator[list[logging.LogRecord]]:
    """All that anybody logs, at DEBUG, both libraries of Telegram too."""
    records: list[logging.LogRecord] = []
    loggers = [logging.getLogger(name) for name in ("", *TALKATIVE) if name != PICTURES]
    before = [logger.level for logger in loggers]
    kept = _Kept(records)
    quiet_libraries()
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(kept)
    try:
        yield records
    finally:
        logging.getLogger().removeHandler(kept)
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


class _Kept(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.DEBUG)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


def log_of(evening: Evening) -> bytes:
    style = logging.Formatter()
    return "\n".join(style.format(record) for record in evening.records).encode()


async def files_of(evening: Evening, folder: Path) -> dict[str, bytes]:
    """All that lies on a disk while the program runs: database, WAL, both stores of keys, anchors, and a backup."""
    settings = evening.world.settings
    await anchor_audit(settings, Namespace())
    await backup(settings, Namespace(file=folder / "copies" / "suar.backup"))
    return _contents(folder)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def told_to_the_operator(evening: Evening, capsys: pytest.CaptureFixture[str]) -> bytes:
    """What commands and the health page say."""
    settings = replace(evening.world.settings, help_satker="BNNK-PGK")
    await show_audit(settings, Namespace(subject=None, days=30))
    await doctor(settings, Namespace())
    async with TestClient(TestServer(application({}, evening.world.running.database))) as client:
        health = await (await client.get("/healthz")).text()
    said = capsys.readouterr()
    return f"{said.out}{said.err}{health}".encode()


def every_value(connection: Connection) -> list[tuple[str, Any]]:
    """Of every table that there is, known to us or not."""
    held = MetaData()
    held.reflect(connection)
    return [
        (f"{table.name}.{column}", value)
        for table in held.sorted_tables
        for row in connection.execute(table.select()).mappings()
        for column, value in row.items()
    ]


# --- S1, S2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("either", "library"),
    [
        ("sqlite", "aiogram"),
        ("postgres", "ptb"),
        pytest.param("sqlite", "ptb", marks=pytest.mark.soak),
        pytest.param("postgres", "aiogram", marks=pytest.mark.soak),
    ],
    indirect=["either"],
)
async def test_s1_s2_of_whoever_asks_for_help_nothing_is_found_anywhere(
    evening: Evening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, hunt = evening.world, evening.hunt
    but_own_words = hunt.without_own_words()
    files = await files_of(evening, tmp_path)
    operator = await told_to_the_operator(evening, capsys)
    values = await world.running.database.run_sync(every_value)
    rows = open_backup(tmp_path / "copies" / "suar.backup", load_keyring(world.settings.keys)).portions()
    backed_up = [(portion.table, value) for portion in rows for row in portion.rows for value in row]

    assert _is_worth_it(evening, files, operator, values)
    assert but_own_words.in_calls(evening.calls_of(world.staff)) == {}
    assert but_own_words.in_calls(evening.calls_of(world.help), NAMED) == {}
    assert hunt.in_bytes(log_of(evening)) == set()
    assert hunt.in_bytes(operator) == set()
    assert hunt.in_rows(values) == {}
    assert hunt.in_rows(backed_up) == {}
    assert {name: found for name, content in files.items() if (found := hunt.in_bytes(content))} == {}
    # Not even sealed, but for the one place from which answers find their way.
    assert but_own_words.in_rows(await opened(world)) == {"sessions.chat": {"somebody: chat"}}

    rows_of_people = [(place, _raw(value)) for place, value in (*values, *backed_up) if not place.startswith("forms")]
    assert [
        (place, word) for place, content in rows_of_people for word in (*WRITTEN, *CHOSEN) if word in content
    ] == []
    assert [(name, word) for name, content in files.items() for word in WRITTEN if word in content] == []


def _is_worth_it(evening: Evening, files: dict[str, bytes], operator: bytes, values: list[tuple[str, Any]]) -> bool:
    """The search would find something: canaries went in everywhere, and what may be seen was."""
    world, canaries = evening.world, evening.hunt.canaries
    assert len(set(canaries.words.values())) > 10_000
    seen_by_staff = evening.hunt.in_calls(evening.calls_of(world.staff))
    assert {"message.text", CAPTION} <= set().union(*seen_by_staff.values()) <= OWN
    assert {"sendPhoto", "sendVoice"} <= {call.method for call in evening.calls_of(world.staff)}
    assert evening.hunt.in_calls(evening.calls_of(world.help))["sendMessage"] >= {"somebody: chat"}
    assert {"case-keys.db", "keys.json", "keys.copy", "audit.anchors", "suar.backup", "suar.db-wal"} - set(files) <= (
        set() if "suar.db" in files else {"suar.db-wal"}
    )
    assert b"case keys: ok" in operator
    assert b'"database": "ok"' in operator
    assert len(evening.records) > 1_000
    return len({place.partition(".")[0] for place, _ in values}) > 20


def _raw(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def test_the_search_finds_canaries_in_every_shape() -> None:
    hunt = _hunt()
    word, number, message = hunt.canaries.word("a.word"), hunt.canaries.number("a.number"), hunt.canaries.message()
    for data in (
        f"said {word}.".encode(),
        f'{{"id": {number}}}'.encode(),
        number.to_bytes(8, "big"),
        b"\x06" + number.to_bytes(8, "little"),
        f"{message}".encode(),
        *(CHAT.to_bytes(size, "big") for size in (5, 6, 8)),
        MELATI[1].encode("utf-16-le"),
    ):
        assert len(hunt.in_bytes(b"\x00" + data + b"\n")) == 1, data
    assert hunt.in_bytes(b"kenari, 3141, 20101") == set()
