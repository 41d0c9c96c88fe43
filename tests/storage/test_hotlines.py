"""The lines that satkers keep: each is told only where it works."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Connection

from storage.database import Database
from storage.hotlines import Hotlines
from storage.programme_tables import HotlineRow
from storage.tables import SatkerRow
from tests.storage.hands import NOON

SATKERS = {"CITY": "19.71", "KAB": "19.01", "PROVINCE": "51"}
DAY = date(2026, 11, 22)


def line(name: str, satker: str, coverage: str, number: str = "", **others: Any) -> Any:
    known = {"hours": "24 jam", "scope": "medis darurat", "active": True, "checked_on": DAY, "line": number or name}
    return insert(HotlineRow).values(number=name, name=name, satker=satker, coverage=coverage, **{**known, **others})


LINES = [
    line("national", "KAB", "nasional"),
    line("babel", "KAB", "provinsi"),
    line("city", "CITY", "satker"),
    line("bali", "PROVINCE", "satker"),
    line("old", "CITY", "satker", active=False),
    line("never", "CITY", "", "7"),
]


async def keep(database: Database, *statements: Any) -> None:
    def work(connection: Connection) -> None:
        for code, territory in SATKERS.items():
            connection.execute(insert(SatkerRow).values(code=code, name=code, territory=territory, added_at=NOON))
        for statement in statements:
            connection.execute(statement)

    await database.run_sync(work)


async def names(database: Database, area: str) -> list[str]:
    async with database.reading() as store:
        return [each.name for each in await Hotlines(store.places._work).lines_for_area(area)]


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("19.71", ["city", "babel", "national"]),
        ("19.71.01", ["city", "babel", "national"]),
        ("19.01", ["babel", "national"]),
        ("19", ["babel", "national"]),  # of a province, what works in one of its towns only is not told
        ("51.02", ["bali", "national"]),
        ("51", ["bali", "national"]),
        ("11", ["national"]),
        ("", ["national"]),
    ],
)
async def test_a_line_is_told_where_it_works(database: Database, area: str, told: list[str]) -> None:
    await keep(database, *LINES)
    assert await names(database, area) == told


async def test_a_line_that_several_keep_is_told_once_by_the_nearest_and_last_checked(database: Database) -> None:
    await keep(
        database,
        line("far", "PROVINCE", "nasional", "119 ext 8", checked_on=None),
        line("newer", "KAB", "nasional", "119 EXT. 8", checked_on=date(2026, 11, 1)),
        line("ambulance", "KAB", "nasional", "119"),
        line("ours", "CITY", "satker", "119"),
    )
    assert await names(database, "19.71") == ["ours", "newer"]
    assert await names(database, "51") == ["ambulance", "newer"]
