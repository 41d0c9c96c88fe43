"""What the command about posters does."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.clocks import clock_of
from bot.commands import Failed, tell, username_of, write_out
from bot.holder import new_holder
from bot.opening import open_database
from bot.rules import hotlines_of
from bot.settings import Settings
from domain.territory import zone_of
from domain.voice import load_voices
from handlers.kit import HELP
from handlers.posters import file_name, poster_of
from reports.poster import Size, draw


async def poster(settings: Settings, options: argparse.Namespace) -> None:
    """Make the poster of a unit, and print where it is."""
    today = clock_of(settings.clock)().astimezone(zone_of(options.unit)).date()
    voice, shipped = load_voices()[options.bahasa], hotlines_of(settings.rules)
    name = await username_of(settings, HELP)
    async with open_database(settings, new_holder()) as database, database.reading() as store:
        unit = await store.places.unit(options.unit)
        if unit is None:
            raise Failed(f"There is no unit {options.unit}: add it first with suar unit add.")
        made = await poster_of(store, unit, name, shipped, voice, today)
    path: Path = options.out or Path(file_name(unit))
    write_out(path, draw(made, Size(options.size)))
    print(path)
    tell("Print it, and try its code with a phone before it hangs anywhere.")
