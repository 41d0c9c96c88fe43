"""S2 for what people attach: what a photo tells beside its picture, and where exactly it was, is never written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from storage.sealing import Keyring
from tests import attachments
from tests.handlers.test_files import EVIDENCE
from tests.handlers.test_penjangkauan import say_all
from tests.storage.test_canary import every_value
from tests.transcript import READING, Talk
from tests.world import World, a_world

EXACT = ("1345678", "1134567")  # what the rounding takes away of -2.1345678, 106.1134567
NAMES = ("surat Bu Rina", "Kenariketerangan", "Kenariposko")
SECRETS = [*attachments.CANARIES, attachments.BORN_AT, *EXACT, *NAMES]


@pytest.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, database_url) as made:
        made.brings("bukti", EVIDENCE)
        async with made.program():
            yield made


async def evidence_of_canaries(world: World) -> Talk:
    """Everything that can be attached, by hand and by typing, and what goes wrong with it."""
    rina = await world.joined("Rina")
    await say_all(rina, "/lapor", "[Bukti]", "(foto Kenariketerangan)", "(suara)", "(video)")
    rina.person.document(rina.bot, attachments.photo("PNG"), "surat Bu Rina.png")
    await world.quiet()
    await say_all(rina, "(lokasi -2.1345678 106.1134567)", "[‹ Kembali]", "-2.1345678, 106.1134567", "[‹ Kembali]")
    world.sim.clock.move(READING)
    rina.person.venue(rina.bot, -2.1345678, 106.1134567, title="Kenariposko")
    await world.quiet()
    place = {"latitude": -2.1345678, "longitude": 106.1134567}
    world.sim.inject(world.staff, {"message": {"message_id": "odd", "chat": [], "location": place}})
    await say_all(rina, "(foto)", "[Lewati]", "[Kirim]")
    assert rina.shown.startswith("✅ Tercatat.")
    return rina


async def test_s2_what_must_not_be_kept_is_not_even_sealed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: list[bytes] = []
    whole = Keyring.seal

    def seal(self: Keyring, content: bytes, place: str) -> bytes:
        sealed.append(content)
        return whole(self, content, place)

    monkeypatch.setattr(Keyring, "seal", seal)
    await evidence_of_canaries(world)
    values = await world.running.database.run_sync(every_value)
    async with world.store() as store:
        assert await store.quarantine.count() == 1
    everything = [*sealed, *(v if isinstance(v, bytes) else str(v).encode() for _, v in values)]
    assert any(b"-2.13 106.11 0 1114" in each for each in sealed), "the rounded place is really kept"
    assert [secret for secret in SECRETS if any(secret.encode() in each for each in everything)] == []


async def test_s2_what_is_kept_of_files_cannot_be_read_on_disk(tmp_path: Path, sqlite_url: str) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        world.brings("bukti", EVIDENCE)
        async with world.program():
            await evidence_of_canaries(world)
            async with world.store() as store:
                assert await store.files.count("kept") == 5
            main = Path(make_url(world.settings.database_url).database or "")
            for file in (main, *main.parent.glob(f"{main.name}-*")):
                content = file.read_bytes()
                signs = (
                    b"\xff\xd8\xff\xe0",
                    b"OggS",
                    b"ftypmp42",
                    b"image/jpeg",
                    b"foto-",
                    *map(str.encode, SECRETS),
                )
                assert not [sign for sign in signs if sign in content], file.name


async def test_s1_nothing_of_it_comes_out_again(world: World) -> None:
    await evidence_of_canaries(world)
    said = repr([(call.method, call.params) for call in world.sim.calls])
    assert [secret for secret in SECRETS if secret in said] == []
