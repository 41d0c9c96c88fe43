"""Agents, petugas and overseers, each with a chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bench.population.places import Place, Post
from bench.population.writing import Writer
from domain.people import Role
from domain.territory import zone_of
from storage.sealing import Keyring
from storage.session_rows import CHAT_BYTES
from storage.tables import CounterRow, PersonRow, SessionRow

FIRST_CHAT = 7_000_000_000
FIRST_PERSON = 1_000
PETUGAS_A_SATKER = 2
NAMES = ("Rina", "Sari", "Dewi", "Wati", "Putri", "Joko", "Budi", "Agus", "Hendra", "Dedi", "Yani", "Ratna", "Tono")


@dataclass
class Agent:
    """An agent at work: their clients are added as they are opened."""

    id: int
    post: Post
    clients: list[int] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.post.code)


class Staff:
    """Everybody who works here, in the order in which they joined: so their chats are numbered."""

    def __init__(self, writer: Writer, keyring: Keyring, now: datetime) -> None:
        self._writer, self._keyring, self._now = writer, keyring, now
        self._joined = 0
        self._codes: Counter[str] = Counter()

    def join(
        self, role: Role, at: str, *, unit: str | None = None, satker: str | None = None, place: str | None = None
    ) -> int:
        """`at` begins their code, such as AMT for AMT-03."""
        number = self._joined
        self._joined += 1
        self._codes[at] += 1
        who = self._keyring.who("staff", FIRST_CHAT + number)
        self._writer.put(
            PersonRow, id=FIRST_PERSON + number, who=who, role=role.value, name=_called(number),
            code=f"{at}-{self._codes[at]:02}", unit=unit, satker=satker, territory=place, pledged_at=self._now,
            left_on=None,
        )  # fmt: skip
        chat = (FIRST_CHAT + number).to_bytes(CHAT_BYTES, "big", signed=True)
        self._writer.put(
            SessionRow, who=who, bot="staff", chat=self._keyring.seal(chat, f"sessions.chat.{who.hex()}"),
            language="id", place="", notes=None, draft=None, card=0, asked=0, seq=0, active_at=self._now,
            reachable=True, case=None,
        )  # fmt: skip
        return FIRST_PERSON + number

    def count_codes(self) -> None:
        """Whoever joins next gets the next code."""
        for at, count in self._codes.items():
            self._writer.put(CounterRow, name=f"people:{at}", value=count)


def _called(number: int) -> str:
    return f"{'Bu' if number % 2 else 'Pak'} {NAMES[number % len(NAMES)]}"


def put_agents(staff: Staff, posts: Sequence[Post], count: int) -> list[Agent]:
    """Dealt out to the units in turn: the first has the first chat."""
    dealt = (posts[number % len(posts)] for number in range(count))
    return [Agent(staff.join(Role.AGEN, post.prefix, unit=post.code), post) for post in dealt]


def put_officers(staff: Staff, places: Iterable[Place]) -> dict[str, int]:
    """The petugas, the overseers of the provinces, and pusat; gives one petugas of each satker."""
    officers: dict[str, int] = {}
    provinces: set[str] = set()
    for place in places:
        for _ in range(PETUGAS_A_SATKER):
            officers[place.code] = staff.join(Role.PETUGAS, place.code, satker=place.code, place=place.territory)
        provinces.add(place.territory[:2])
    for province in sorted(provinces):
        staff.join(Role.BNNP, province, place=province)
    staff.join(Role.PUSAT, "PUSAT")
    return officers
