"""One export in the making: who takes what along, and where it comes from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.makers.source import Source
from domain.access import opens_records
from domain.exports import Ask, What, home_of
from domain.people import Person, Role
from domain.territory import WIB, zone_name, zone_of
from domain.voice import INDONESIAN, Voice, phrase
from storage.exporting import Scope
from storage.store import Store

ONLY_OWN = phrase("{place}, laporan dan klien {code} saja")
Far = Callable[[int, int], Awaitable[None]]  # how much is done, and of how much


def keep(path: Path, content: bytes) -> None:
    """Write a file that is made in one go."""
    path.write_bytes(content)


class NotTheirs(Exception):
    """What was asked for is not, or no longer, for whoever asked."""


@dataclass(frozen=True)
class Taking:
    """What a maker of exports works with. `person` is None for the operator, who takes along what they name."""

    source: Source
    store: Store
    ask: Ask
    person: Person | None
    at: datetime
    far: Far

    @property
    def voice(self) -> Voice:
        return self.source.voices.get(self.ask.language, self.source.voices[INDONESIAN])

    @property
    def zone(self) -> ZoneInfo:
        place = self.ask.unit or self.ask.territory
        return self.person.zone if self.person is not None else zone_of(place) if place else WIB

    @property
    def sees_rows(self) -> bool:
        """Whether records of people go out, not only counts."""
        return self.person is None or opens_records(self.person.role)

    @property
    def scope(self) -> Scope:
        ask = self.ask
        return Scope(self.person, ask.since, ask.until, ask.unit, ask.satker, ask.territory)

    def say(self, phrase: str, **gaps: object) -> str:
        """A phrase where no HTML is read; no phrase, nothing."""
        return self.voice.plain(phrase, **gaps) if phrase else ""

    def moment(self) -> str:
        local = self.at.astimezone(self.zone)
        return f"{self.voice.dated(local.date())}, {local:%H.%M} {zone_name(self.zone)}"

    def days(self) -> str:
        """The time that this is of."""
        return f"{self.voice.dated(self.ask.since)} – {self.voice.dated(self.ask.until)}"

    async def place(self) -> str:
        """What the place is called."""
        store, ask = self.store, self.ask
        code = ask.place or (home_of(self.person) if self.person is not None else "")
        unit, satker = await store.places.unit(code), await store.places.satker(code)
        found = unit or satker
        name = found.name if found is not None else await store.territories.name(code)
        called = f"{name} ({code})" if name else code or self.say("Nasional")
        mine = self.person is not None and self.person.role is Role.AGEN and ask.what in {What.XLSX, What.CSV}
        return self.say(ONLY_OWN, place=called, code=self.person.code) if mine and self.person else called
