"""The running program: everything is made here once, and passed down."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from aiohttp import web

from bot import memory
from bot.arrivals import Arrivals
from bot.budget import Budget, budget_of
from bot.clocks import clock_of, real_now
from bot.clockwork import every_job
from bot.delivery import GATHER_SECONDS, Delivery
from bot.desk import Desk
from bot.fetching import Fetching
from bot.forms import BUILT_IN, load_forms
from bot.gaps import Gaps
from bot.holder import is_dead, new_holder
from bot.intake import Intake
from bot.maker import Where, make_apart
from bot.makers import KINDS, Kind
from bot.making import Making, Work
from bot.opening import open_database
from bot.pace import Limits
from bot.polling import LONG_POLL, Polling
from bot.receipts import Receipts
from bot.rules import (
    cards_of,
    concerns_of,
    crisis_of,
    digest_of,
    faq_of,
    help_rules_of,
    hotlines_of,
    ikm_of,
    indicators_of,
    rules_of,
    stages_of,
)
from bot.settings import BadSetting, Listen, Settings, TransportName, unknown_token
from bot.shelf import Shelf
from bot.transports import prepare, transport_of
from bot.transports.errors import Busy, Refused, TelegramError, Unauthorized, Unavailable
from bot.transports.port import Transport
from bot.web import Hook, application
from domain.messages import Commands, Webhook
from domain.voice import LANGUAGES, Voice, load_voices
from handlers import help_routing
from handlers.kit import HELP, STAFF, Kit, by_chance
from handlers.routing import COMMAND_MENU
from scheduler.clock import Clock
from storage.database import Database

T = TypeVar("T")

log = logging.getLogger(__name__)

BOTS = (STAFF, HELP)
MAX_SECRET = 32
START_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds


@dataclass(frozen=True)
class Wiring:
    """What tests and benchmarks wire differently; people who run Suar cannot set these."""

    limits: Limits = field(default_factory=Limits)
    budget: Callable[[str], Budget] = budget_of
    long_poll: float = LONG_POLL
    gather: float = GATHER_SECONDS
    transport: Callable[[TransportName, str, str], Transport] = transport_of
    forms: Path = BUILT_IN
    real: Callable[[], datetime] = real_now
    holder: Callable[[], str] = new_holder
    chance: Callable[[], int] = by_chance
    tells_digests: bool = True
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    work: Callable[[Where], Work] = lambda where: partial(make_apart, where)


@dataclass
class Side:
    """One bot, with its way in and its way out."""

    bot: str
    desk: Desk
    transport: Transport
    delivery: Delivery
    intake: Intake
    gaps: Gaps
    fetching: Fetching


@dataclass
class App:
    """Everything that runs."""

    settings: Settings
    database: Database
    kit: Kit
    sides: Sequence[Side]
    clock: Clock
    wiring: Wiring
    receipts: Receipts
    making: Making | None  # where the staff bot runs
    shelf: Shelf
    pollings: list[Polling] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way out, no file on its way in, and none is being made."""
        nobody_waits = not any(side.intake.waiting for side in self.sides)
        nothing_is_made = self.making is None or self.making.is_idle
        return (
            nobody_waits
            and nothing_is_made
            and all(side.fetching.is_idle and side.delivery.is_idle for side in self.sides)
        )

    async def run(self) -> None:
        """Work until cancelled; then settle what has left."""
        try:
            async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
                for side in self.sides:
                    group.create_task(side.delivery.run())
                    group.create_task(side.intake.run())
                    group.create_task(side.fetching.run())
                group.create_task(self.receipts.run())
                group.create_task(self.shelf.run())
                if self.making is not None:
                    group.create_task(self.making.run())
                if self.settings.webhook_url:
                    await self._run_hooks(stack, group)
                else:
                    self._run_polling(group)
                await self._tell_commands()
                self.clock.start()
                memory.settle()
                self.ready.set()
                log.info("Suar is running: %s", " and ".join(f"@{self.kit.bots[side.bot]}" for side in self.sides))
        finally:
            await self.clock.stop()
            for side in self.sides:
                await side.intake.close()
                await side.delivery.settle()

    def _run_polling(self, group: asyncio.TaskGroup) -> None:
        for side in self.sides:
            polling = Polling(side.transport, self.database, side.intake, side.gaps, self.wiring.long_poll)
            self.pollings.append(polling)
            group.create_task(polling.run())

    async def _run_hooks(self, stack: AsyncExitStack, group: asyncio.TaskGroup) -> None:
        hooks = {side.bot: Hook(side.intake, side.gaps, hook_secret(self.kit, side.bot)) for side in self.sides}
        for hook in hooks.values():
            group.create_task(hook.run())
        runner = web.AppRunner(application(hooks, self.database), access_log=None)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await _listen(runner, self.settings.webhook_listen)
        for side in self.sides:
            url = f"{self.settings.webhook_url}/hook/{side.bot}"
            await _tell_webhook(side.transport, Webhook(url, hook_secret(self.kit, side.bot)))

    async def _tell_commands(self) -> None:
        for side in self.sides:
            for language in LANGUAGES:
                menu = _commands(side.bot, self.kit.voices[language])
                try:
                    await side.transport.send(Commands(menu, "" if language == LANGUAGES[0] else language))
                except TelegramError as failed:
                    log.warning("the menu of commands was not set: %s", type(failed).__name__)


async def _listen(runner: web.AppRunner, at: Listen) -> None:
    try:
        await web.TCPSite(runner, at.host, at.port).start()
    except OSError as failed:
        raise BadSetting(
            f"SUAR_WEBHOOK_LISTEN: nobody can listen at {at.host}:{at.port} ({failed.strerror}): choose another."
        ) from None


async def _tell_webhook(transport: Transport, webhook: Webhook) -> None:
    try:
        await _at_start(lambda: transport.send(webhook))
    except Refused as refused:
        raise BadSetting(f"SUAR_WEBHOOK_URL: Telegram does not take it ({refused}).") from None


def _commands(bot: str, voice: Voice) -> tuple[tuple[str, str], ...]:
    menu = help_routing.COMMAND_MENU if bot == HELP else COMMAND_MENU
    return tuple((name, voice.say(about)) for name, about in menu)


def hook_secret(kit: Kit, bot: str) -> str:
    """The secret that Telegram sends along, so that a post is known to be Telegram's. The same on every replica."""
    return blake2b(f"hook:{bot}".encode(), key=kit.press_key, digest_size=MAX_SECRET).hexdigest()


# --- Making it -----------------------------------------------------------------------------------


@asynccontextmanager
async def open_app(
    settings: Settings, bots: Sequence[str] = BOTS, wiring: Wiring | None = None
) -> AsyncIterator[App]:
    """The whole program, wired and ready to run."""
    wiring = wiring or Wiring()
    holder = wiring.holder()
    now = clock_of(settings.clock)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, holder, wiring.real))
        await take_over_from_the_dead(database)
        # The libraries are imported while another process compiles the forms.
        library, _ = await asyncio.gather(
            load_forms(database, now(), *_form_folders(settings, wiring)), asyncio.to_thread(_import, settings, bots)
        )
        transports = {bot: await _transport(stack, settings, bot, wiring) for bot in bots}
        help_rules = help_rules_of(settings.rules)
        receipts = Receipts(
            database.keyring.derived("receipts"), wiring.chance, help_rules.guesses.a_second, wiring.real
        )
        kit = Kit(
            library=library,
            voices=load_voices(),
            press_key=database.keyring.press,
            chance=wiring.chance,
            bots={bot: await _username(bot, transport) for bot, transport in transports.items()},
            rules=rules_of(settings.rules),
            concerns=concerns_of(settings.rules),
            stages=stages_of(settings.rules),
            indicators=indicators_of(settings.rules),
            crisis=crisis_of(settings.rules),
            cards=cards_of(settings.rules),
            hotlines=hotlines_of(settings.rules),
            help_rules=help_rules,
            faq=faq_of(settings.rules),
            ikm=ikm_of(settings.rules),
            digest=digest_of(settings.rules),
            help_satker=settings.help_satker,
            fresh_receipt=receipts.fresh,
            keys_are_copied=settings.case_keys_copy is not None,
        )
        shelf = Shelf(database, library.local)
        await shelf.look()
        sides = [
            _side(bot, transport, database, kit, wiring, now, receipts, shelf)
            for bot, transport in transports.items()
        ]
        for side in sides:
            database.deliver_through(side.bot, side.delivery.take)
            database.fetch_through(side.bot, side.fetching.wake)
        making = _making(settings, database, wiring, sides)
        clock = Clock(database, every_job(kit, settings, tells_digests=wiring.tells_digests), now)
        yield App(settings, database, kit, sides, clock, wiring, receipts, making, shelf)


def _making(settings: Settings, database: Database, wiring: Wiring, sides: Sequence[Side]) -> Making | None:
    """What members order is made where their bot runs."""
    desk = next((side.desk for side in sides if side.bot == STAFF), None)
    if desk is None:
        return None
    where = Where(settings.database_url, str(settings.keys), str(settings.rules) if settings.rules else None)
    making = Making(desk, wiring.work(where), wiring.kinds)
    database.make_through(making.wake)
    return making


def _form_folders(settings: Settings, wiring: Wiring) -> tuple[Path, ...]:
    """Ours, and those that the operator puts beside them or in their place."""
    return (wiring.forms, settings.forms) if settings.forms is not None else (wiring.forms,)


async def _transport(stack: AsyncExitStack, settings: Settings, bot: str, wiring: Wiring) -> Transport:
    transport = wiring.transport(settings.library(bot), settings.token(bot), settings.telegram_api)
    stack.push_async_callback(transport.close)
    return transport


async def _username(bot: str, transport: Transport) -> str:
    try:
        return (await _at_start(transport.me)).username
    except Unauthorized:
        raise BadSetting(unknown_token(bot)) from None


async def _at_start(call: Callable[[], Awaitable[T]]) -> T:
    """Ask Telegram a few times: after a power cut the network may be later than we are."""
    for pause in START_PAUSES:
        try:
            return await call()
        except (Unavailable, Busy) as away:
            log.warning("Telegram does not answer yet (%s)", type(away).__name__)
            await asyncio.sleep(pause)
    return await call()


def _import(settings: Settings, bots: Sequence[str]) -> None:
    for bot in bots:
        prepare(settings.library(bot))


def _side(
    bot: str,
    transport: Transport,
    database: Database,
    kit: Kit,
    wiring: Wiring,
    now: Callable[[], datetime],
    receipts: Receipts,
    shelf: Shelf,
) -> Side:
    desk = Desk(bot, database, kit, Arrivals(), now)
    delivery = Delivery(bot, transport, database, desk.arrivals, wiring.limits, wiring.gather)
    intake = Intake(desk, transport, delivery, wiring.budget(bot), receipts if bot == HELP else None, shelf)
    return Side(bot, desk, transport, delivery, intake, Gaps(desk, wiring.real), Fetching(desk, transport))


async def take_over_from_the_dead(database: Database) -> None:
    """Free at once what a killed process on this machine still holds."""
    async with database.transaction() as store:
        letters, files = await store.leaving.holders(), await store.files.holders()
        holders = {*letters, *files, *await store.leases.holders(), *await store.orders.holders()}
        dead = [holder for holder in holders if is_dead(holder, database.holder)]
        if dead:
            await store.leaving.free(dead)
            await store.files.free(dead)
            await store.leases.free(dead)
            await store.orders.free(dead)


async def run(settings: Settings, bots: Sequence[str] = BOTS) -> None:
    """Run until the operator stops it."""
    async with open_app(settings, bots) as app:
        work = asyncio.ensure_future(app.run())
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, work.cancel)
        try:
            await work
        except asyncio.CancelledError:
            log.info("Suar has stopped; nothing is lost")
