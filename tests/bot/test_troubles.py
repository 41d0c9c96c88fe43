"""Errors of ours, floods, and a database that goes away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.budget import Allowance, Budget
from simulator import Fault
from tests.handlers.test_penjangkauan import say_all
from tests.transcript import Talk
from tests.world import QUICK, World, a_world

SORRY = "Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi, atau buka menu."
TOO_FAST = "Pesan datang terlalu cepat. Tunggu sebentar, lalu kirim lagi yang terakhir."
CANARY = "kata-kata rahasia canary"


async def damage_drafts(world: World) -> None:
    """Make every draft unreadable, as a disk error would."""
    await world.sql("update drafts set state = :junk", junk=b"\x01junk")
    world.running.kit.warm.clear()


async def test_an_error_of_ours_is_set_aside_sealed_and_the_rest_go_on(
    rina: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    world = rina.world
    sari = await world.joined("Sari")
    await say_all(rina, "/lapor", "[Penjangkauan]")
    await damage_drafts(world)
    with world.sim.together():
        sari.person.write(sari.bot, "/lapor")
        rina.person.write(rina.bot, CANARY)
        sari.person.write(sari.bot, "/menu")
    await world.quiet()
    assert rina.shown == f"{SORRY}\n[Menu]"
    assert sari.shown.startswith("Ini menu Anda")
    async with world.store() as store:
        aside = await store.quarantine.all()
    assert [(bot, error, body["message"]["text"]) for bot, _, error, body in aside] == [("staff", "Shut", CANARY)]
    assert CANARY not in caplog.text
    await rina.says("[Menu]")
    assert rina.shown.startswith("Ini menu Anda")


async def damage_invitations(world: World) -> None:
    """Make every invitation unreadable."""
    await world.sql("update invites set role = 'junk'")


async def test_who_is_still_joining_gets_the_joining_card_again_after_an_error_of_ours(world: World) -> None:
    await world.invitation(token="t0k3n")
    rina = Talk(world, "Rina")
    await rina.says("/start t0k3n")
    rina.hears()
    await damage_invitations(world)
    await rina.plays("""
        rina: [Bu Rina]
        edit: Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi.

              Selamat datang di Suar.
              Anda ingin dipanggil apa?
              [Rina] [Bu Rina]
              [Pak Rina] [Kak Rina]
              [Tulis sendiri]
    """)
    async with world.store() as store:
        assert await store.quarantine.count() == 1


async def test_when_the_card_cannot_be_shown_either_the_apology_comes_alone(world: World) -> None:
    await world.invitation(token="t0k3n")
    rina = Talk(world, "Rina")
    await rina.says("/start t0k3n")
    await rina.says("[Bu Rina]")
    rina.hears()
    await damage_invitations(world)
    await rina.plays("""
        rina: [Saya berjanji menjaga rahasia]
        bot: Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi.
    """)
    async with world.store() as store:
        assert await store.quarantine.count() == 1


async def test_of_the_help_side_nothing_is_set_aside_but_names_and_types(small_world: World) -> None:
    melati = small_world.person("Melati")
    melati.open(small_world.help)
    await small_world.quiet()
    odd = {
        "update_id": 5,
        "message": {"message_id": "odd", "chat": {"id": melati.id, "type": "private"}, "text": CANARY, "x": [CANARY]},
    }
    small_world.sim.inject(small_world.help, odd)
    await small_world.quiet()
    async with small_world.store() as store:
        ((bot, _, error, body),) = await store.quarantine.all()
    assert bot == "help"
    assert CANARY not in error
    assert body["message"] == {
        "message_id": "str", "chat": {"id": "int", "type": "str"}, "text": "str", "x": ["str"],
    }  # fmt: skip


def deep(levels: int) -> object:
    return {"x": deep(levels - 1)} if levels else CANARY


async def test_r14_what_has_no_proper_number_or_nests_too_deep_is_set_aside_and_stops_nothing(rina: Talk) -> None:
    world = rina.world
    intake = world.running.sides[0].intake
    await intake.take([{"update_id": 2**70, "message": {}}, {"message": {}}, {"update_id": "7"}, []])  # type: ignore[list-item]
    await intake.take([{"update_id": 8, "message": {"message_id": deep(900)}}])
    await say_all(rina, "/menu")
    assert rina.shown.startswith("Ini menu Anda")
    async with world.store() as store:
        aside = {number: (error, body) for _, number, error, body in await store.quarantine.all()}
    assert aside[-1] == ("Unreadable: no update_id", {"update_id": 2**70, "message": {}})
    error, body = aside[8]
    assert error == "Unreadable: message.chat is missing, not an object"
    assert CANARY not in str(body)


async def test_s9_no_token_and_no_word_of_anybody_is_ever_logged(
    rina: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="handlers")
    world = rina.world
    melati = Talk(world, "Melati", world.help)
    await say_all(rina, "/lapor", "[Penjangkauan]")
    for kind in ("5xx", "cut_before", "cut_after"):
        world.sim.faults.add(Fault(kind, times=3))
        await rina.says(CANARY)
        await melati.says(CANARY)
    world.sim.inject(world.staff, {"update_id": 9, "message": {"text": CANARY}})
    await world.quiet()
    said = " ".join(record.getMessage() + str(record.exc_text or "") for record in caplog.records)
    assert "canary" not in said
    assert str(melati.person.id) not in said


async def test_f19_a_stranger_who_floods_is_met_with_silence(tmp_path: Path, sqlite_url: str) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        world.wiring = replace(QUICK, budget=lambda _bot: Budget(stranger=Allowance(3, 0.0)))
        async with world.program():
            rina, asing = await world.joined("Rina"), Talk(world, "Asing")
            for _ in range(40):
                asing.person.write(asing.bot, "halo halo")
            await world.quiet()
            answers = [m for m in [*asing.chat.messages, *asing.chat.deleted] if m.from_bot]
            assert 1 <= len(answers) <= 3
            before = len(world.sim.calls)
            asing.person.press(asing.bot, data="x", message_id=answers[0].id)
            await world.quiet()
            assert {call.method for call in list(world.sim.calls)[before:]} <= {"getUpdates"}
            await say_all(rina, "/menu")
            assert rina.shown.startswith("Ini menu Anda")


@asynccontextmanager
async def a_strict_world(folder: Path, url: str, most: int) -> AsyncIterator[World]:
    """A world in which a member may send so much and no more. Joining takes two of it."""
    async with a_world(folder, url) as world:
        world.wiring = replace(QUICK, budget=lambda _bot: Budget(member=Allowance(most, 0.0)))
        async with world.program():
            yield world


async def test_f19_a_member_who_is_too_fast_is_told_once_and_buttons_stop_waiting(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with a_strict_world(tmp_path, sqlite_url, 5) as world:
        rina = await world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
        await rina.says("[Keluarga]")
        assert rina.shown.startswith(f"⚠ {TOO_FAST}\n\nPenjangkauan · 2 dari kira-kira 7")
        assert "Siapa yang Anda temui?" in rina.shown
        assert rina.chat.toast == TOO_FAST
        rina.hears()
        await rina.plays(f"""
            rina: [Pengguna]
            flash: {TOO_FAST}
            rina: keluarga
            rina: /menu
        """)
        answers = [call for call in world.sim.calls if call.method == "answerCallbackQuery"]
        assert len(answers) == 6, "every press is answered"


async def test_f19_who_is_joining_too_fast_is_told_on_the_joining_card(tmp_path: Path, sqlite_url: str) -> None:
    async with a_strict_world(tmp_path, sqlite_url, 1) as world:
        await world.invitation(token="t0k3n")
        rina = Talk(world, "Rina")
        for line in ("/start t0k3n", "[Bu Rina]", "[Saya berjanji menjaga rahasia]"):
            await rina.says(line)
        assert rina.shown.startswith(f"{TOO_FAST}\n\nBaik, Bu Rina.")


async def test_f24_a_loop_with_a_program_on_the_account_of_a_member_stops_by_itself(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with a_strict_world(tmp_path, sqlite_url, 10) as world:
        rina = await world.joined("Rina")
        answers = [0]
        while len(answers) < 50 and rina.chat.answer.id != answers[-1]:
            answers.append(rina.chat.answer.id)
            await rina.says(rina.shown[:100])
        assert len(answers) == 11, "eight are answered, the ninth is told, the tenth meets silence"


async def test_a_batch_that_is_handled_again_costs_its_senders_nothing(tmp_path: Path, sqlite_url: str) -> None:
    async with a_strict_world(tmp_path, sqlite_url, 5) as world:
        rina, sari = await world.joined("Rina"), await world.joined("Sari")
        await say_all(rina, "/lapor", "[Penjangkauan]")
        await damage_drafts(world)
        with world.sim.together():
            for line in ("/lapor", "/bantuan", "/menu"):
                sari.person.write(sari.bot, line)
            rina.person.write(rina.bot, "halo")
        await world.quiet()
        assert rina.shown == f"{SORRY}\n[Menu]"
        assert sari.shown.startswith("Ini menu Anda")


async def test_f24_another_bot_is_never_answered(small_world: World) -> None:
    asing = small_world.person("Asing")
    asing.open(small_world.staff)
    await small_world.quiet()
    before = len(small_world.sim.calls)
    for number in range(20):
        message = {
            "message_id": 5000 + number,
            "date": int(small_world.sim.clock.now().timestamp()),
            "chat": {"id": asing.id, "type": "private", "first_name": "Bot"},
            "from": {"id": asing.id, "is_bot": True, "first_name": "Bot"},
            "text": "halo",
        }
        small_world.sim.inject(small_world.staff, {"update_id": 100 + number, "message": message})
    await small_world.quiet()
    assert not [call for call in list(small_world.sim.calls)[before:] if call.method == "sendMessage"]


async def test_r9_nothing_is_lost_while_the_database_is_away(
    tmp_path: Path, postgres_url: str, postgres: str
) -> None:
    name = make_url(postgres_url).database
    async with a_world(tmp_path, postgres_url) as world, world.program():
        rina = await world.joined("Rina")
        await say_all(rina, "/lapor", "[Penjangkauan]", "[Hari ini]")
        await sql(postgres, f"alter database {name} allow_connections false")
        await sql(postgres, "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
        rina.does("[Keluarga]")
        await world.until(lambda: len(world.staff.queue))
        await asyncio.sleep(0.5)
        assert len(world.staff.queue) == 1, "nothing may be confirmed while it cannot be saved"
        await sql(postgres, f"alter database {name} allow_connections true")
        await world.quiet(60)
        assert "✅ Keluarga" in rina.shown


async def sql(server: str, statement: str, *values: object) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()


@pytest.fixture
async def stopped(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url) as world:
        yield world


async def test_a_missing_keyring_is_refused_when_sealed_rows_exist(stopped: World) -> None:
    async with stopped.program():
        await stopped.joined("Rina")
    stopped.settings.keys.unlink()
    with pytest.raises(Exception, match="Put the keyring back from its backup"):
        async with stopped.program():
            pass
    assert not stopped.settings.keys.exists()


async def test_a_stranger_in_a_batch_that_is_handled_again_counts_once(tmp_path: Path, sqlite_url: str) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        # One for each: Rina comes in with it, as an invited stranger.
        world.wiring = replace(QUICK, budget=lambda _bot: Budget(stranger=Allowance(1, 0.0)))
        async with world.program():
            rina, asing = await world.joined("Rina"), Talk(world, "Asing")
            await say_all(rina, "/lapor", "[Penjangkauan]")
            await damage_drafts(world)
            with world.sim.together():
                asing.person.open(asing.bot)
                rina.person.write(rina.bot, "halo")
            await world.quiet()
            assert rina.shown == f"{SORRY}\n[Menu]"
            assert asing.shown.startswith("Bot ini untuk Agen Pemulihan")
