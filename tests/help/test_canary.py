"""S1: who asks for help is found nowhere: not with the staff, nor in what is kept, logged, backed up or printed."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import MetaData
from sqlalchemy.engine import Connection, make_url

from bot.backup_commands import backup
from bot.backup_file import open_backup
from bot.commands import Failed, doctor
from bot.keeping_commands import anchor_audit, show_audit
from bot.logs import log_to_stderr
from bot.transports.discretion import TALKATIVE
from bot.web import application
from domain.people import Role
from simulator import forwards
from simulator.calls import Call
from storage.sealing import load_keyring
from tests import attachments
from tests.help.canary import Canaries, updates_of
from tests.help.conftest import CHANCE
from tests.help.found import NAMED, Hunt, Somebody
from tests.help.saying import TO_THE_HOURS, say_all
from tests.transcript import READING, Talk
from tests.world import World, a_world

CHAT = 6_283_185_307  # needs five bytes, as many real ones do
MELATI = ("Kenarinama", "Kenarimarga", "kenari_akun", "kenari-bahasa", "+628113141592")
TOLD = "saya takut dia ditangkap"
ORIGINS = (forwards.person, forwards.hidden, forwards.channel)
BOTH = pytest.mark.parametrize(
    ("either", "library"),
    [("sqlite", "ptb"), ("sqlite", "aiogram"), ("postgres", "ptb")],
    indirect=["either"],
)
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
    await say_all(melati, "/start", *TO_THE_HOURS)
    await everything(evening)
    await say_all(melati, "/start", "[Lanjutkan]", "[Kapan saja]", TOLD, "[Kirim]", "[Sudah saya simpan]")
    await say_all(budi, "[Saya ambil]")
    await everything(evening)
    await attaches_all(evening)
    await opens(budi)
    await say_all(budi, "Selamat malam. Rasa takut itu wajar.")
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
    for _, update in updates_of(CHAT, evening.hunt.canaries, now):
        world.sim.inject(world.help, update)
    await world.quiet(120)
    await world.fetches()
    evening.melati.person.block(world.help)
    await world.quiet()
    evening.melati.person.open(world.help)
    await world.quiet()


async def attaches_all(evening: Evening) -> None:
    """Real pictures and recordings that tell more than they show; contacts, places and forwards."""
    melati, world = evening.melati, evening.world
    caption = evening.hunt.canaries.word("caption of a photo")
    steps = [
        lambda: melati.person.photo(world.help, attachments.photo(), caption),
        lambda: melati.person.document(world.help, attachments.photo("PNG"), f"{MELATI[0]}.png"),
        lambda: melati.person.contact(world.help, MELATI[4]),
        lambda: melati.person.contact(world.help, *attachments.CONTACT),
        lambda: melati.person.location(world.help, -2.1345678, 106.1134567),
        lambda: melati.person.venue(world.help, -2.1345678, 106.1134567, title=attachments.STRANGERS[1]),
        *(lambda o=origin: melati.person.forward(world.help, "terusan", o(attachments.STRANGERS[0])) for origin in ORIGINS),
        *(lambda o=origin: melati.person.photo(
            world.help, attachments.photo(), **forwards.forwarded(o(attachments.STRANGERS[0]), 1)
        ) for origin in ORIGINS),
        lambda: melati.person.voice(world.help, attachments.voice()),
    ]  # fmt: skip
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
    await say_all(budi, "[Catatan]", "tolong dibantu", "[Teruskan]", "[Bu Wati]")
    await say_all(wati, "[Buka]", "Selamat malam, saya Wati.", "/start", "/laporan", "/angka")


# --- Where it is looked for ----------------------------------------------------------------------


@pytest.fixture
async def evening(tmp_path: Path, either: str, library: str, help_forms: Path) -> AsyncIterator[Evening]:
    copy = tmp_path / "keys.copy"
    async with a_world(tmp_path, either, help_transport=library, case_keys_copy=copy) as world:
        world.wiring = replace(world.wiring, forms=help_forms, chance=count(CHANCE).__next__)
        with everything_logged() as records:
            async with world.program():
                made = await an_evening(world)
                made.records = records
                yield made


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


from contextlib import contextmanager


@contextmanager
def everything_logged() -> Iterator[list[logging.LogRecord]]:
    kept, root = _Kept(), logging.getLogger()
    loggers = [logging.getLogger(name) for name in TALKATIVE]
    before, levels = root.level, [each.level for each in loggers]
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield kept.records
    finally:
        root.removeHandler(kept)
        root.setLevel(before)


@BOTH
async def test_look(evening: Evening) -> None:
    w = evening.world
    for name in ("Budi", "Wati"):
        t = Talk(w, name)
        for m in t.chat.messages: print(name, "|", m.from_bot, m.text[:3000], m.labels, list(m.media))
    for m in evening.melati.chat.messages: print("M |", m.from_bot, m.text[:300], m.labels)
    print(len(evening.calls), len(evening.records))
    print("STAFF", evening.hunt.without_own_words().in_calls(evening.calls_of(w.staff)))
    print("HELP", evening.hunt.without_own_words().in_calls(evening.calls_of(w.help), NAMED))
    import collections
    print(collections.Counter(r.name for r in evening.records))
    for r in evening.records:
        f = evening.hunt.in_bytes(r.getMessage().encode())
        if f: print("LOG", r.name, f, r.getMessage()[:200])
    assert 0
