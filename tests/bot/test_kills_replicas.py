"""R3: two programs behind one webhook on one PostgreSQL, one of them killed again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from socket import socket

from aiohttp import ClientError, ClientSession, web

from tests.bot.test_kills import HANGING, REPORTS_A_KILL, Nursery, Trial, a_nursery, a_trial, check


class Balancer:
    """What stands before the replicas: any of those that run gets the next post."""

    def __init__(self, chance: Random) -> None:
        self.ports: list[int] = []
        self._chance = chance

    async def pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        for port in self._chance.sample(self.ports, len(self.ports)):
            try:
                async with (
                    ClientSession() as session,
                    session.post(f"http://127.0.0.1:{port}{request.path}", data=body, headers=headers) as answer,
                ):
                    return web.Response(status=answer.status)
            except (ClientError, OSError):
                continue
        return web.Response(status=502)


@asynccontextmanager
async def a_balancer(chance: Random) -> AsyncIterator[tuple[Balancer, str]]:
    balancer = Balancer(chance)
    application = web.Application()
    application.router.add_post("/{path:.*}", balancer.pass_on)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield balancer, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def start(trial: Trial, nursery: Nursery, balancer: Balancer, url: str, port: int) -> int:
    child = await nursery.start(**trial.settings, webhook_url=url, webhook_listen=["127.0.0.1", port])
    if port not in balancer.ports:
        balancer.ports.append(port)
    return child


async def play(trial: Trial, nursery: Nursery, balancer: Balancer, url: str, ports: list[int], kills: int) -> None:
    async with asyncio.timeout(HANGING * (1 + kills)), asyncio.TaskGroup() as group:
        trial.work(group, nursery, kills)
        running = [await start(trial, nursery, balancer, url, port) for port in ports]
        while nursery.kills < kills:
            await trial.a_moment_to_kill(nursery.kills)
            which = trial.chance.randrange(len(ports))
            await nursery.kill(running[which])
            running[which] = await start(trial, nursery, balancer, url, ports[which])


def two_ports() -> list[int]:
    """Two that nobody listens on."""
    with socket() as one, socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return [one.getsockname()[1], other.getsockname()[1]]


async def test_r3_two_replicas_lose_nothing_and_do_nothing_twice_while_they_are_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    async with (
        a_nursery() as nursery,
        a_trial(tmp_path, postgres_url, seed=5) as trial,
        a_balancer(trial.chance) as (balancer, url),
    ):
        await play(trial, nursery, balancer, url, two_ports(), kills=10)
        await check(trial)
    assert nursery.kills == 10
    assert trial.reports >= 10 * REPORTS_A_KILL
