"""What people take along in files: tables, the recap of a month, the sheet for SIRENA."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot.makers.handoff import make_handoff
from bot.makers.recap import make_recap
from bot.makers.source import Made, Source, Tell
from bot.makers.tables import make_tables
from bot.makers.taking import NotTheirs, Taking
from domain.exports import What, ask_of
from domain.orders import Order

ENDINGS = {What.XLSX: "xlsx", What.CSV: "zip"}
MAKERS: Mapping[What, Callable[[Taking, Path], Awaitable[dict[str, Any]]]] = {
    What.XLSX: make_tables,
    What.CSV: make_tables,
    What.RECAP: make_recap,
    What.HANDOFF: make_handoff,
}


async def make(source: Source, orders: Sequence[Order], tell: Tell) -> AsyncIterator[Made]:
    """One file for each order, by what its person may take along now."""
    for order in orders:
        ask = ask_of(order.spec)
        async with source.database.reading() as store:
            await store.counts.hold_still(for_change=False)
            person = await store.people.find(order.person)
            if person is None or not person.is_active:
                raise NotTheirs("whoever asked has left")
            taking = Taking(source, store, ask, person, order.at, partial(tell, order.id))
            path = source.folder / f"{order.id}.{ENDINGS.get(ask.what, 'pdf')}"
            facts = {**await MAKERS[ask.what](taking, path), "place": await taking.place()}
        yield Made(order.id, (path,), facts)
