"""What overseers are shown tells of nobody: not by itself, not by two digests, and not by two looks."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.makers import Kind
from domain.digest import ACTIVE, NO_RELAPSE, Digest, Level, Scope, packed
from domain.messages import Incoming, Unknown
from domain.orders import Order
from domain.people import Role
from domain.periods import Length, Period, containing
from domain.small_cells import LEAST
from handlers.chat import Chat
from handlers.digest_book import write_book
from handlers.digest_facts import Books
from handlers.digest_made import make_digests
from handlers.digest_picture import chart_of
from handlers.digest_words import Words
from tests.digests.made_up import MadeUp, person_of
from tests.programme import rows
from tests.transcript import Talk
from tests.world import AIR_MESU, BARUGA, KACE, World

OCTOBER = date(2026, 10, 5)
MONTH = containing(Length.MONTH, OCTOBER)
TODAY = date(2026, 11, 22)
BANGKA = Scope(Level.PROVINCE, "19")


def books(world: World) -> Books:
    kit = world.running.kit
    return Books(kit.digest, kit.stages, kit.indicators, kit.ikm)


async def digest(world: World, scope: Scope, period: Period = MONTH, today: date = TODAY) -> Digest:
    async with world.store() as store:
        return (await make_digests(store, books(world), [scope], period, today))[scope]


@pytest.fixture
async def counted(world: World) -> MadeUp:
    """One satker with many, one with a few in another."""
    budi = await world.joined("Budi", Role.PETUGAS)
    made = MadeUp(await person_of(world, budi))
    made.counted(AIR_MESU, OCTOBER, terjangkau=40, klien_baru__jk__L=12, klien_baru__jk__P=3)
    made.counted(KACE, OCTOBER, terjangkau=2, laporan__sosialisasi=1)
    made.counted(BARUGA, OCTOBER, terjangkau=3)
    return made


async def test_a_few_people_are_hidden_and_so_is_what_would_tell_of_them(world: World, counted: MadeUp) -> None:
    await counted.write(world)
    nation = await digest(world, Scope(Level.NATION))
    shown = {part.code: part.now["terjangkau"] for part in nation.parts}
    assert shown == {"19": None, "74": None}  # 42 and 3: with the total of 45, either would tell the other
    assert nation.whole.now["terjangkau"] == 45
    assert nation.whole.now["klien_baru.jk"] == 15  # of whom three are women, which the table of [Angka] hides


async def test_no_digest_holds_a_small_count_of_people_whatever_there_is(world: World, counted: MadeUp) -> None:
    chance = Random(4)
    names = [name for each in world.running.kit.indicators.every if each.people for name in each.counters]
    for back in range(14):
        for unit in (AIR_MESU, KACE, BARUGA):
            day = date(2026, 10, 15) - timedelta(days=29 * back)
            amounts = {name.replace(".", "__"): chance.choice([0, 1, 2, 4, 5, 30]) for name in names}
            if day != OCTOBER:
                counted.counted(unit, day, **amounts)
    for _ in range(9):
        counted.client(AIR_MESU, date(2026, 7, 3))
    await counted.write(world)
    people = {each.name for each in world.running.kit.indicators.every if each.people} | {ACTIVE, *NO_RELAPSE}
    for scope in (BANGKA, Scope(Level.NATION)):
        for period in (MONTH, MONTH.before(), containing(Length.WEEK, TODAY)):
            found = await digest(world, scope, period)
            values = [
                *(part.now for part in (found.whole, *found.parts)),
                found.whole.before,
                *dict(found.trend).values(),
            ]
            small = [(name, each[name]) for each in values for name in people & each.keys() if _is_small(each[name])]
            assert small == []
        found = await digest(world, scope, containing(Length.YEAR, TODAY))
        values = [part.now[name] for part in (found.whole, *found.parts) for name in people & part.now.keys()]
        assert [value for value in values if _is_small(value)] == []


def _is_small(value: int | None) -> bool:
    return value is not None and 0 <= value < LEAST


async def test_a_year_adds_up_only_what_its_months_have_shown(world: World, counted: MadeUp) -> None:
    for month, amount in ((6, 2), (7, 20), (8, 3)):
        counted.counted(AIR_MESU, date(2026, month, 9), terjangkau=amount)
    await counted.write(world)
    year = await digest(world, BANGKA, containing(Length.YEAR, TODAY))
    months = [await digest(world, BANGKA, containing(Length.MONTH, date(2026, month, 1))) for month in range(1, 11)]
    assert year.whole.now["terjangkau"] == sum(each.whole.now["terjangkau"] or 0 for each in months) == 62


async def test_a_month_stays_as_it_was_first_shown(world: World, counted: MadeUp) -> None:
    await counted.write(world)
    ani = await world.joined("Ani", Role.BNNP)
    await ani.says("/ringkasan")
    assert "Terjangkau 42" in ani.shown
    await world.sql("update indicator_counts set value = 41 where unit = :unit and value = 40", unit=AIR_MESU)
    await ani.says("/ringkasan")
    assert "Terjangkau 42" in ani.shown
    await ani.says("/menu")
    await ani.says("[Angka]")
    assert "Terjangkau: 42" in ani.shown


async def test_what_angka_has_shown_is_what_the_digest_shows(world: World, counted: MadeUp) -> None:
    await counted.write(world)
    ani = await world.joined("Ani", Role.BNNP)
    await ani.says("/menu")
    await ani.says("[Angka]")
    await world.sql("update indicator_counts set value = 41 where unit = :unit and value = 40", unit=AIR_MESU)
    await ani.says("/ringkasan")
    assert "Terjangkau 42" in ani.shown


async def test_who_was_about_to_get_other_counts_than_were_shown_gets_those(world: World, counted: MadeUp) -> None:
    """Two are at it at once: what is told second was worked out before the first was told."""
    await counted.write(world)
    ani = await world.joined("Ani", Role.BNNP)
    kind, facts = world.running.wiring.kinds["digest"], packed(await digest(world, BANGKA))
    stale = json.loads(json.dumps(facts).replace("42", "43"))
    await ani.says("/ringkasan")
    ani.hears()
    await give(world, ani, kind, stale)
    await world.quiet()
    (told,) = [line for line in ani.hears() if line.startswith("bot: Ringkasan Okt 2026")]
    assert "Terjangkau 42" in told


async def give(world: World, talk: Talk, kind: Kind, facts: Any) -> None:
    spec = {"level": "provinsi", "place": "19", "zone": "Asia/Jakarta", "period": MONTH.key, "today": str(TODAY)}
    async with world.running.database.transaction() as store:
        await store.turns.wait_for([world.who(talk)])
        session = await store.sessions.of(world.who(talk))
        assert session is not None
        now = world.running.clock.now()
        chat = Chat(world.running.kit, store, session, Incoming(0, session.chat, Unknown("order")), now)
        order = Order(1, "digest", 1, {**spec, "language": "id", "sent": "monthly"}, now)
        await kind.give(chat, order, (), {"digest": facts})


async def test_overseers_are_told_of_a_month_from_the_fifth_of_the_next(world: World, counted: MadeUp) -> None:
    counted.counted(AIR_MESU, date(2026, 11, 3), terjangkau=50)
    await counted.write(world)
    early = await digest(world, BANGKA, containing(Length.MONTH, date(2026, 11, 3)), date(2026, 12, 4))
    assert (early.people, early.whole.now["terjangkau"]) == (MONTH, 42)
    later = await digest(world, BANGKA, containing(Length.MONTH, date(2026, 11, 3)), date(2026, 12, 5))
    assert later.whole.now["terjangkau"] == 50


async def test_clients_and_relapses_are_told_only_roughly(world: World, counted: MadeUp) -> None:
    for number in range(33):
        client = counted.client(AIR_MESU, date(2026, 7, 3))
        if number < 4:
            counted.relapse(AIR_MESU, client, date(2026, 8, 1))
    await counted.write(world)
    found = await digest(world, BANGKA)
    assert (found.whole.now[ACTIVE], found.whole.now["tak_kambuh.3"]) == (30, 90)  # of 33, and 29 of 33


async def test_what_is_hidden_is_hidden_in_the_workbook_and_the_picture_too(
    world: World, counted: MadeUp, tmp_path: Path
) -> None:
    await counted.write(world)
    nation = await digest(world, Scope(Level.NATION))
    kit = world.running.kit
    words = Words(kit.voices["id"], kit.digest, kit.indicators)
    write_book(tmp_path / "a.xlsx", words, nation, "foot", world.running.clock.now())
    book = load_workbook(tmp_path / "a.xlsx")
    rows_ = list(book["Provinsi"].values)
    column = rows_[0].index("Terjangkau")
    assert [row[column] for row in rows_[1:]] == ["–", "–", 45]
    reached, checked = chart_of(words, nation, "foot").lines
    assert (reached.values[-1], set(reached.values[:-1]), set(checked.values)) == (45, {None}, {None})


async def test_nothing_is_frozen_for_those_who_work_with_the_records(world: World, counted: MadeUp) -> None:
    await counted.write(world)
    tuti = await world.joined("Tuti", Role.PETUGAS)
    await tuti.says("/ringkasan")
    assert await rows(world, "select count(*) from frozen_tables") == [(0,)]
