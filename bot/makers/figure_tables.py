"""The indicators of an export: by unit where records are opened, else as overseers see them, without small counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.makers.taking import Taking
from domain.exports import month_of, months_between
from domain.figures import table_of
from domain.indicator_rules import Indicator
from domain.people import Person, Role, Unit
from handlers import export_words as words
from handlers.figures import BY
from reports.columns import Cell, Column, Kind
from storage.counts import By

if TYPE_CHECKING:
    from bot.makers.tables import Book


async def write_indicators(taking: Taking, book: Book, units: Sequence[Unit]) -> int:
    """The indicators that the chat shows, by unit and month."""
    sheet = book.sheet(taking.say(words.INDICATORS), _columns(taking))
    names, called, written = {unit.code: unit.name for unit in units}, _called(taking), 0
    async for counted in taking.store.exporting.monthly(taking.scope, units, sorted(called)):
        label, level = called[counted.indicator]
        cells = (counted.month, counted.unit, names.get(counted.unit, ""), label, level)
        sheet.write((*cells, counted.total, counted.indicator))
        written += 1
    return written


async def write_figures(taking: Taking, book: Book) -> int:
    """Month by month the tables that the chat shows, in the same cuts: no others may be given out (decision 13)."""
    person = taking.person
    if person is None:
        raise LookupError("figures are hidden from somebody")
    sheet, written = book.sheet(taking.say(words.INDICATORS), _columns(taking)), 0
    by, today = BY[person.role], taking.at.astimezone(taking.zone).date()
    places = await _places(taking, person, by)
    months = [month for month in months_between(taking.ask.since, taking.ask.until) if month_of(month)[1] < today]
    for done, month in enumerate(months, 1):
        first, last = month_of(month)
        sums = await taking.store.counts.sums(person, by, first, last, taking.source.indicators.counters)
        for indicator in taking.source.indicators.every if sums else ():
            for cells in _rows(taking, indicator, places, sums, month):
                sheet.write(cells)
                written += 1
        await taking.far(done, len(months))
    return written


def _rows(
    taking: Taking, indicator: Indicator, places: Mapping[str, str], sums: Mapping[tuple[str, str], int], month: date
) -> list[tuple[Cell, ...]]:
    """An indicator in a month: a row for each place and level, and those of all together."""
    table = table_of(indicator, tuple(places), sums, hides=True)
    label, whole = indicator.labels[taking.voice.language], taking.say(words.WHOLE)
    levels = [level[taking.voice.language] for level in indicator.levels.values()]
    heads = [*((code, name) for code, name in places.items()), ("", whole)]
    found: list[tuple[Cell, ...]] = []
    for (code, name), counts in zip(heads, table.counts, strict=True):
        parts = zip([*levels, whole], [*indicator.counters, indicator.name], counts, strict=True) if levels else ()
        every = list(parts) or [("", indicator.name, counts[-1])]
        found += [(f"{month:%Y-%m}", code, name, label, level, count, counter) for level, counter, count in every]
    return found


async def _places(taking: Taking, person: Person, by: By) -> Mapping[str, str]:
    """Every place that an overseer reaches, as the chat lists them."""
    listed = await taking.store.datasets.of(person, "satker.csv", taking.at.astimezone(taking.zone).date())
    satkers = [dict(zip(listed.columns, row, strict=True)) for row in listed.rows]
    if by is By.SATKER or person.role is Role.BNNP:
        return {row["name"]: row["label"] for row in satkers}
    provinces = sorted({row["territory"][:2] for row in satkers})
    names = await taking.store.territories.names(provinces)
    return {province: names.get(province, province) for province in provinces}


def _columns(taking: Taking) -> list[Column]:
    return [
        Column(taking.say(title), Kind.WHOLE if name == "total" else Kind.TEXT, taking.say(meaning))
        for name, (title, meaning) in words.INDICATOR_COLUMNS.items()
    ]


def _called(taking: Taking) -> dict[str, tuple[str, str]]:
    """What the counters are called: their indicator, and its level."""
    language = taking.voice.language
    found: dict[str, tuple[str, str]] = {}
    for indicator in taking.source.indicators.every:
        levels = [level[language] for level in indicator.levels.values()] or [""]
        found |= {
            name: (indicator.labels[language], level) for name, level in zip(indicator.counters, levels, strict=True)
        }
    return found
