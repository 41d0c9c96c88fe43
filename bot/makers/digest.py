"""Making digests: the facts, the picture and the workbook of a place once, for all who read about it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.makers.source import Made, Source, Tell
from domain.digest import Digest, Level, Scope, packed
from domain.orders import Order
from domain.periods import Period, of_key
from domain.territory import zone_name
from domain.voice import phrase
from handlers.digest_facts import Books
from handlers.digest_made import make_digests
from handlers.digest_words import Words

log = logging.getLogger(__name__)

NAME = phrase("ringkasan")
TOGETHER = 500  # orders: what they share is read and drawn once


@dataclass(frozen=True, slots=True, order=True)
class Wanted:
    """A place in a period, as it stands on a day."""

    level: Level
    period: Period
    today: date


async def make(source: Source, orders: Sequence[Order], _tell: Tell) -> AsyncIterator[Made]:
    """All that is wanted of one level and period together; files only where somebody gets them."""
    for wanted, asked in _grouped(orders).items():
        scopes = {_scope(order) for order in asked}
        async with source.database.reading() as store:
            digests = await make_digests(store, _books(source), scopes, wanted.period, wanted.today)
        done: dict[tuple[Scope, str], tuple[Path, ...]] = {}
        for order in sorted(asked, key=lambda each: (_scope(each), each.spec["language"])):
            digest, key = digests[_scope(order)], (_scope(order), order.spec["language"])
            files: tuple[Path, ...] = ()
            if _has_files(order):
                if key not in done:
                    done[key] = _files(source, digest, order)
                files = done[key]
            yield Made(order.id, files, {"digest": packed(replace(digest, referrals=()))})


def _grouped(orders: Sequence[Order]) -> Mapping[Wanted, list[Order]]:
    groups: dict[Wanted, list[Order]] = {}
    for order in orders:
        spec = order.spec
        wanted = Wanted(Level(spec["level"]), of_key(spec["period"]), date.fromisoformat(spec["today"]))
        groups.setdefault(wanted, []).append(order)
    return groups


def _scope(order: Order) -> Scope:
    return Scope(Level(order.spec["level"]), order.spec["place"])


def _has_files(order: Order) -> bool:
    """Where words are all that is wanted, nothing is drawn; an agen's digest is words alone."""
    spec = order.spec
    return bool(spec.get("files") or (spec.get("sent") and spec["level"] != Level.UNIT))


def _books(source: Source) -> Books:
    return Books(source.digest, source.stages, source.indicators, source.ikm)


def _files(source: Source, digest: Digest, order: Order) -> tuple[Path, ...]:
    """The picture and the workbook; without one of them the other goes."""
    spec, zone = order.spec, ZoneInfo(order.spec["zone"])
    words = Words(source.voices[spec["language"]], source.digest, source.indicators)
    foot = words.foot(digest, zone_name(zone), date.fromisoformat(spec["today"]))
    folder = source.folder / str(order.id)
    folder.mkdir()
    name = f"{words.voice.plain(NAME)}-{digest.period.since}"
    made = []
    for path, write in ((folder / f"{name}.png", _draw), (folder / f"{name}.xlsx", _write)):
        try:
            write(path, words, digest, foot, order.at.astimezone(zone))
        except Exception as failed:  # the words are what matters: they go with what there is
            log.error("%s of a digest could not be made: %s", path.suffix, type(failed).__name__)
        else:
            made.append(path)
    return tuple(made)


def _draw(path: Path, words: Words, digest: Digest, foot: str, _at: datetime) -> None:
    # Here, because the bot's own process needs none of it: matplotlib takes long to load, and much memory.
    from handlers.digest_picture import chart_of  # noqa: PLC0415
    from reports.drawing import draw  # noqa: PLC0415

    path.write_bytes(draw(chart_of(words, digest, foot), lambda number: words.voice.number(str(number))))


def _write(path: Path, words: Words, digest: Digest, foot: str, at: datetime) -> None:
    from handlers.digest_book import write_book  # noqa: PLC0415

    write_book(path, words, digest, foot, at)
