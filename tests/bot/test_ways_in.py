"""The same report, logged with each library, by polling and by webhook."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from bot.app import hook_secret
from bot.settings import Listen
from bot.web import LARGEST_UPDATE, SECRET_HEADER
from tests.handlers.test_penjangkauan import UP_TO_THE_NOTE, say_all
from tests.transcript import Talk
from tests.world import World, a_world


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["aiogram", "ptb"])
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def hooks(port: int) -> dict[str, object]:
    return {"webhook_url": f"http://127.0.0.1:{port}", "webhook_listen": Listen("127.0.0.1", port)}


@pytest.fixture
async def wired(tmp_path: Path, database_url: str, library: str, way: str) -> AsyncIterator[World]:
    """Both bots on one library, by one of the ways in."""
    settings: dict[str, object] = {"staff_transport": library, "help_transport": library}
    if way == "webhook":
        settings |= hooks(free_port())
    async with a_world(tmp_path, database_url, **settings) as made, made.program():
        yield made


async def test_a_report_is_logged_from_the_invitation_to_the_receipt(wired: World) -> None:
    rina = await wired.joined("Rina")
    await say_all(rina, *UP_TO_THE_NOTE, "Ibunya ramah", "[Kirim]")
    assert rina.shown.startswith("✅ Tercatat. Nomor AMT-2611-0001, Minggu 22 Nov, 19.05 WIB.")
    melati = Talk(wired, "Melati", wired.help)
    await melati.says("halo")
    assert melati.shown.startswith("Halo.")
    methods = {call.method for call in wired.sim.calls}
    assert ("getUpdates" in methods) == (not wired.settings.webhook_url)
    async with wired.store() as store:
        assert await store.quarantine.count() == 0


@pytest.fixture
async def hooked(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with a_world(tmp_path, sqlite_url, **hooks(free_port())) as made, made.program():
        yield made


def update(world: World, number: int, text: str) -> dict[str, object]:
    rina = world.person("Rina")
    who = {"id": rina.id, "first_name": "Rina"}
    now = int(world.sim.clock.now().timestamp())
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": now,
            "chat": {**who, "type": "private"},
            "from": {**who, "is_bot": False},
            "text": text,
        },
    }


async def post(world: World, body: object, **headers: str) -> int:
    url = f"{world.settings.webhook_url}/hook/staff"
    async with aiohttp.ClientSession() as session:
        given = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with session.post(url, headers=headers, **given) as answer:  # type: ignore[arg-type]
            return answer.status


async def test_s8_a_post_without_the_right_secret_is_refused(hooked: World) -> None:
    right = hook_secret(hooked.running.kit, "staff")
    wrong = [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: right[:-1]}, {SECRET_HEADER: right + "0"}]
    wrong.append({SECRET_HEADER: hook_secret(hooked.running.kit, "help")})
    for headers in wrong:
        assert await post(hooked, update(hooked, 1, "/start"), **headers) == 403
    assert not [call for call in hooked.sim.calls if call.method == "sendMessage"]
    async with hooked.store() as store:
        assert not await store.sessions.any()


async def test_s8_a_post_that_is_no_update_or_too_large_is_refused(hooked: World) -> None:
    right = {SECRET_HEADER: hook_secret(hooked.running.kit, "staff")}
    assert await post(hooked, b"no json", **right) == 400
    assert await post(hooked, b"[" * 20_000, **right) == 400
    assert await post(hooked, [1, 2], **right) == 400
    assert await post(hooked, {"update_id": "x"}, **right) == 400
    assert await post(hooked, b"x" * (LARGEST_UPDATE + 1), **right) in {400, 413}


async def test_a_post_is_answered_once_its_update_is_saved(hooked: World) -> None:
    right = {SECRET_HEADER: hook_secret(hooked.running.kit, "staff")}
    assert await post(hooked, update(hooked, 5, "/start"), **right) == 200
    async with hooked.store() as store:
        assert await store.sessions.any()


async def test_f1_a_post_that_telegram_repeats_is_done_once(hooked: World) -> None:
    hooked.person("Rina").open(hooked.staff)
    await hooked.quiet()
    before = sum(call.method == "sendMessage" for call in hooked.sim.calls)
    right = {SECRET_HEADER: hook_secret(hooked.running.kit, "staff")}
    answers = await asyncio.gather(*(post(hooked, update(hooked, 7, "halo"), **right) for _ in range(5)))
    await hooked.quiet()
    assert answers == [200] * 5
    assert sum(call.method == "sendMessage" for call in hooked.sim.calls) == before + 1


async def test_an_unknown_hook_is_not_there(hooked: World) -> None:
    url = f"{hooked.settings.webhook_url}/hook/other"
    async with aiohttp.ClientSession() as session, session.post(url, json={}) as answer:
        assert answer.status == 404


async def test_the_health_page_tells_whether_the_database_answers(hooked: World) -> None:
    url = f"{hooked.settings.webhook_url}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert await answer.json() == {"database": "ok"}


async def test_going_back_from_webhook_to_polling_takes_the_webhook_away(tmp_path: Path, sqlite_url: str) -> None:
    async with a_world(tmp_path, sqlite_url) as world:
        async with world.program(**hooks(free_port())):
            rina = await world.joined("Rina")
        async with world.program():
            await say_all(rina, "/menu")
            assert rina.shown.startswith("Ini menu Anda")


async def test_a_stop_answers_the_posts_that_still_wait(tmp_path: Path, postgres_url: str) -> None:
    """Telegram sends them again; a post that hung would hold up its person for a minute."""
    async with a_world(tmp_path, postgres_url, **hooks(free_port())) as world:
        async with world.program() as app:
            right = {SECRET_HEADER: hook_secret(app.kit, "staff")}
            blocker = await asyncpg.connect(postgres_url)
            await blocker.execute("begin; lock table updates_done")
            waiting = asyncio.ensure_future(post(world, update(world, 9, "halo"), **right))
            await world.until(lambda: any(side.intake.busy for side in app.sides))
        assert await asyncio.wait_for(waiting, 10) == 503
        await blocker.close()
