"""The demo: both bots, a stand-in for Telegram with a web page, and a small world to try things in."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bot.app import App, Wiring, open_app
from bot.clocks import write_clock
from bot.settings import Settings
from domain.people import Invitation, Role, Satker
from handlers.invitations import invite, link
from simulator import Bot, Person, Simulator

STAFF_TOKEN = "1001:demo-staff"  # noqa: S105  # of the simulator, not of Telegram
HELP_TOKEN = "1002:demo-help"  # noqa: S105

AIR_MESU = "19.04.03.2004"
BARUGA = "74.71.05.1002"


@dataclass(frozen=True)
class Character:
    """Somebody of the sample world who has joined already."""

    name: str
    called: str
    invitation: Invitation


CAST = (
    Character("Budi", "Pak Budi", Invitation(Role.PETUGAS, satker="BNNK-PGK")),
    Character("Rina", "Bu Rina", Invitation(Role.AGEN, unit=AIR_MESU)),
    Character("Joko", "Pak Joko", Invitation(Role.AGEN, unit=AIR_MESU)),
    Character("Wati", "Kak Wati", Invitation(Role.AGEN, unit=BARUGA)),
)


async def run_demo(folder: Path, port: int) -> None:
    """Serve the demo until it is stopped."""
    settings = _settings(folder)
    sim = Simulator()
    staff = sim.add_bot(token=STAFF_TOKEN, username="suar_staf_bot", name="Suar")
    sim.add_bot(token=HELP_TOKEN, username="ruang_tanya_bot", name="Ruang Tanya")
    _follow_clock(sim, settings)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with sim.serve(port=port) as url, open_app(replace(settings, telegram_api=url), wiring=Wiring()) as app:
        running = [asyncio.ensure_future(work) for work in (app.run(), _let_time_pass(sim, settings), stop.wait())]
        try:
            await app.ready.wait()
            _tell(url, await _people_the_world(app, sim, staff))
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for work in running:
                work.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def _settings(folder: Path) -> Settings:
    """A world of its own, begun anew each time: the stand-in for Telegram remembers nothing either."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("suar.db", "suar.db-wal", "suar.db-shm", "keys.json", "clock"):
        (folder / name).unlink(missing_ok=True)
    return Settings(
        staff_token=STAFF_TOKEN,
        help_token=HELP_TOKEN,
        database_url=f"sqlite:///{folder / 'suar.db'}",
        keys=folder / "keys.json",
        clock=folder / "clock",
    )


def _follow_clock(sim: Simulator, settings: Settings) -> None:
    """When the page moves the time, people's time moves along at once."""
    _set_clock(sim, settings)
    sim.clock.on_move(lambda _step: _set_clock(sim, settings))


async def _let_time_pass(sim: Simulator, settings: Settings) -> None:
    while True:
        _set_clock(sim, settings)
        await asyncio.sleep(1.0)


def _set_clock(sim: Simulator, settings: Settings) -> None:
    if settings.clock is not None:
        write_clock(settings.clock, sim.clock.now())


# --- The people ----------------------------------------------------------------------------------


async def _people_the_world(app: App, sim: Simulator, staff: Bot) -> str:
    """Satkers, units and people, made the way that real ones are. Gives an invitation that nobody has used."""
    async with app.database.transaction() as store:
        now = app.clock.now()
        await store.places.add_satker(Satker("BNNK-PGK", "BNNK Pangkalpinang", "19.71"), now)
        await store.places.add_satker(Satker("BNNP-SULTRA", "BNNP Sulawesi Tenggara", "74"), now)
        await store.places.add_unit(AIR_MESU, "Air Mesu Timur", "BNNK-PGK", now)
        await store.places.add_unit(BARUGA, "Baruga", "BNNP-SULTRA", now)
        tokens = [app.kit.token() for _ in CAST]
        for character, token in zip(CAST, tokens, strict=True):
            await invite(store, token, character.invitation, None, now)
        spare = app.kit.token()
        await invite(store, spare, Invitation(Role.AGEN, unit=AIR_MESU), None, now)
    for character, token in zip(CAST, tokens, strict=True):
        await _join(sim, staff, sim.add_person(character.name, language="id"), character, token)
    sim.add_person("Sari", language="id")
    sim.add_person("Melati", language="id")
    return link(staff.username, spare)


async def _join(sim: Simulator, staff: Bot, person: Person, character: Character, token: str) -> None:
    person.open(staff, start=token)
    for label in (character.called, "Saya berjanji menjaga rahasia"):
        await sim.until(lambda label=label: label in sim.chat(staff, person).answer.labels)  # type: ignore[misc]
        person.press(staff, label)
    await sim.until(lambda: "Bantuan" in sim.chat(staff, person).answer.labels)


def _tell(url: str, invitation: str) -> None:
    people = ", ".join(f"{character.name} ({character.invitation.role})" for character in CAST)
    print(f"\nSuar demo: {url}\n")
    print(f"  {people} have joined already: choose one of them on the page.")
    print("  Sari is invited as an agent. Open this as her:")
    print(f"  {url}/?person=Sari&bot=suar_staf_bot&start={invitation.partition('=')[2]}")
    print("  Melati is a family member: she talks with Ruang Tanya.")
    print("  The page moves the time, and can make Telegram fail. Ctrl+C stops.\n")
    sys.stdout.flush()
