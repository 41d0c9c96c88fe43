"""Satkers and units all over Indonesia, in its three zones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from string import ascii_uppercase

from bench.population.writing import Writer
from domain.stages import Stage
from domain.territory import PROVINCES
from storage.programme_tables import StageRow
from storage.tables import SatkerRow, UnitRow

SATKERS = 207
UNITS = 2_000
TWO_YEARS = 730  # days
HISTORIES = (  # how far units have come, and how often
    ((Stage.MAPPED,), 3),
    ((Stage.MAPPED, Stage.ADVOCACY), 3),
    ((Stage.MAPPED, Stage.DECREED), 4),
    ((Stage.MAPPED, Stage.DECREED, Stage.OPERATIONAL), 8),
    ((Stage.MAPPED, Stage.DECREED, Stage.OPERATIONAL, Stage.SUSTAINED), 2),
)


@dataclass(frozen=True)
class Place:
    """A satker."""

    code: str
    name: str
    territory: str


@dataclass(frozen=True)
class Post:
    """A unit. `number` says on which days of the week its people go out."""

    code: str
    prefix: str
    satker: str
    number: int
    since: date


def satkers() -> list[Place]:
    """One of each province, and the others of its districts."""
    provinces = sorted(PROVINCES)
    found = [Place(f"BNNP-{province}", f"BNNP {province}", province) for province in provinces]
    for number in range(SATKERS - len(provinces)):
        district = f"{provinces[number % len(provinces)]}.{71 + number // len(provinces)}"
        found.append(Place(f"BNNK-{district.replace('.', '')}", f"BNNK {district}", district))
    return found


def units(places: Sequence[Place], count: int, today: date) -> list[Post]:
    """Dealt out to the satkers in turn."""
    return [_unit(places[number % len(places)], number, today) for number in range(count)]


def _unit(place: Place, number: int, today: date) -> Post:
    district = place.territory if "." in place.territory else f"{place.territory}.01"
    village = f"{district}.{1 + number // SATKERS:02}.{2001 + number % 9}"
    return Post(village, _prefix(number), place.code, number, today - timedelta(days=TWO_YEARS + number % 90))


def _prefix(number: int) -> str:
    first, rest = divmod(number, len(ascii_uppercase) ** 2)
    return ascii_uppercase[first] + "".join(ascii_uppercase[each] for each in divmod(rest, len(ascii_uppercase)))


def put_places(writer: Writer, places: Sequence[Place], posts: Sequence[Post], now: datetime) -> None:
    for place in places:
        writer.put(SatkerRow, code=place.code, name=place.name, territory=place.territory, added_at=now)
    for post in posts:
        writer.put(
            UnitRow, code=post.code, name=f"Desa {post.prefix}", satker=post.satker, prefix=post.prefix,
            added_at=now, since=post.since,
        )  # fmt: skip


def put_stages(writer: Writer, posts: Sequence[Post], by: dict[str, int], now: datetime, chance: Random) -> None:
    """How each unit came to where it is; some decrees end soon. `by`: a petugas of each satker."""
    histories, weights = zip(*HISTORIES, strict=True)
    for post in posts:
        for number, (stage, day) in enumerate(
            _dated(chance.choices(histories, weights)[0], post, now.date(), chance)
        ):
            decreed = stage is Stage.DECREED
            writer.put(
                StageRow, number=f"{post.satker}-{post.prefix}-S{number}", unit=post.code, day=day, stage=stage.value,
                track="reguler", evidence="", sk_kind="lurah" if decreed else "", at=now, by=by[post.satker],
                sk_number=f"140/{post.number}" if decreed else "", sk_on=day if decreed else None,
                sk_until=day + timedelta(days=TWO_YEARS + post.number % 120) if decreed else None,
            )  # fmt: skip


def _dated(history: Sequence[Stage], post: Post, today: date, chance: Random) -> Iterator[tuple[Stage, date]]:
    day = post.since
    for stage in history:
        yield stage, day
        day = min(today, day + timedelta(days=chance.randint(20, 150)))
