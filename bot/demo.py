"""The demo: both bots, a stand-in for Telegram with a web page, and a small world to try things in."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, Wiring, open_app
from bot.budget import BOUNDLESS, Budget
from bot.clocks import write_clock
from bot.living import Life, Resident
from bot.pace import UNLIMITED
from bot.sample import CAST, DEEDS, FAMILIES, FREE_PLACE, PLACES, SATKERS, STRANGERS, UNITS, Character
from bot.settings import Settings
from handlers.invitations import invite, link
from scheduler.digests import pass_over
from simulator import Bot, Person, Simulator

STAFF_TOKEN = "1001:demo-staff"  # noqa: S105  # of the simulator, not of Telegram
HELP_TOKEN = "1002:demo-help"  # noqa: S105
ZONE = ZoneInfo("Asia/Jakarta")
# Weeks pass in seconds: nobody is slowed down while they do.
IN_A_HURRY = Wiring(
    limits=UNLIMITED, budget=lambda _bot: Budget(BOUNDLESS, BOUNDLESS), gather=0.002, tells_digests=False
)


async def run_demo(folder: Path, port: int) -> None:
    """Serve the demo until it is stopped."""
    settings = _settings(folder)
    work = asyncio.ensure_future(_demo(settings, port))
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, work.cancel)
    with suppress(asyncio.CancelledError):
        await work


async def _demo(settings: Settings, port: int) -> None:
    """The weeks before today first, by the simulator's clock; then the page."""
    sim = Simulator()
    staff = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot", name="Suar")
    helper = sim.add_bot(token=HELP_TOKEN, username="ruang_tanya_bot", name="Ruang Tanya")
    sim.clock.on_move(lambda _step: _set_clock(sim, settings))
    async with sim.serve(port=port) as url:
        settings = replace(settings, telegram_api=url)
        sim.clock.move(-DEEDS[0].ago - timedelta(days=1))
        print("Suar demo: its people live through their last weeks, which takes about ten seconds …", flush=True)
        async with _running(settings, IN_A_HURRY) as app:
            spare = await _live(app, sim, staff, helper)
        async with _running(settings, Wiring()):
            _tell(url, link(staff.username, spare))
            await _let_time_pass(sim, settings)


@asynccontextmanager
async def _running(settings: Settings, wiring: Wiring) -> AsyncIterator[App]:
    async with open_app(settings, wiring=wiring) as app, asyncio.TaskGroup() as group:
        work = group.create_task(app.run())
        await app.ready.wait()
        yield app
        work.cancel()


def _settings(folder: Path) -> Settings:
    """A world of its own, begun anew each time: the stand-in for Telegram remembers nothing either."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("suar.db", "suar.db-wal", "suar.db-shm", "keys.json", "case-keys.db", "audit.anchors", "clock"):
        (folder / name).unlink(missing_ok=True)
    return Settings(
        staff_token=STAFF_TOKEN,
        help_token=HELP_TOKEN,
        database_url=f"sqlite:///{folder / 'suar.db'}",
        keys=folder / "keys.json",
        clock=folder / "clock",
        help_satker=SATKERS[0].code,  # danger is told somebody before the area is known
    )


async def _let_time_pass(sim: Simulator, settings: Settings) -> None:
    while True:
        _set_clock(sim, settings)
        await asyncio.sleep(1.0)


def _set_clock(sim: Simulator, settings: Settings) -> None:
    """When the page moves the time, people's time moves along at once."""
    if settings.clock is not None:
        write_clock(settings.clock, sim.clock.now())


# --- The people ----------------------------------------------------------------------------------


async def _live(app: App, sim: Simulator, staff: Bot, helper: Bot) -> str:
    """Everybody joins, and lives up to today. Gives an invitation that nobody has used."""
    today = datetime.now(ZONE)
    invitations = await _prepare(app)
    people = {character.name: sim.add_person(character.name, language="id") for character in CAST}
    await asyncio.gather(*(_join(sim, staff, people[each.name], each, invitations[each.name]) for each in CAST))
    members = {name: Resident(person, staff) for name, person in people.items()}
    families = {name: Resident(sim.add_person(name, language="id"), helper) for name in FAMILIES}
    life = Life(sim, members | families, today)
    for deed in DEEDS:
        await life.does(deed)
    sim.clock.move(-sim.clock.offset)
    await pass_over(app.database, app.kit.digest, app.clock.now())
    for job in app.clock.jobs:  # what they are reminded of comes before they tidy up
        await app.clock.tick(job)
    await sim.until(lambda: app.is_idle, timeout=20.0)
    for member in members.values():
        await life.tidies_up(member)
    for name in STRANGERS:
        sim.add_person(name, language="id")
    async with app.database.transaction() as store:
        spare = app.kit.token()
        await invite(store, spare, FREE_PLACE, None, app.clock.now())
    return spare


async def _prepare(app: App) -> Mapping[str, str]:
    """Satkers, units and invitations, made as an operator makes the first ones."""
    invitations, now = {each.name: app.kit.token() for each in CAST}, app.clock.now()
    async with app.database.transaction() as store:
        for satker in SATKERS:
            await store.places.add_satker(satker, now)
        await store.territories.put(PLACES)
        for code, name, of in UNITS:
            await store.places.add_unit(code, name, of, now)
        for character in CAST:
            await invite(store, invitations[character.name], character.invitation, None, now)
    return invitations


async def _join(sim: Simulator, staff: Bot, person: Person, character: Character, token: str) -> None:
    person.open(staff, start=token)
    for label in (character.called, "Saya berjanji menjaga rahasia"):
        await sim.until(lambda label=label: label in sim.chat(staff, person).answer.labels)  # type: ignore[misc]
        person.press(staff, label)
    await sim.until(lambda: "Bantuan" in sim.chat(staff, person).answer.labels)


def _tell(url: str, invitation: str) -> None:
    print(f"\nSuar demo: {url}\n")
    print("  They have joined already and worked for some weeks; choose one of them on the page:")
    for character in CAST:
        print(f"    {character.name}: {character.about}")
    print("  A family waits for an answer: be Budi, and open [Permintaan bantuan].")
    print("  Sari is invited as an agent. Open this as her:")
    print(f"  {url}/?person=Sari&bot=suar_staf_bot&start={invitation.partition('=')[2]}")
    print("  Families talk with Ruang Tanya. Melati has not written yet; Dahlia has an answer to read:")
    print(f"  {url}/?person=Melati&bot=ruang_tanya_bot")
    print(f"  {url}/?person=Dahlia&bot=ruang_tanya_bot")
    print("  The page moves the time, and can make Telegram fail. Ctrl+C stops.\n")
    sys.stdout.flush()
