"""Orders that wait, or are being made: claimed with a lease, like letters. What is given is dropped."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from domain.orders import Order, Spec
from storage.sealing import Who
from storage.sessions import Session
from storage.tables import OrderRow
from storage.work import Work

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order that this process makes, and the chat that it is for."""

    order: Order
    who: Who


class Orders:
    """The orders of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._put: dict[int, dict[str, Any]] = {}
        self.were_put = False

    # --- Asking ---

    def put(self, session: Session, kind: str, spec: Spec, now: datetime, card: int | None = None) -> int:
        """Have something made for whoever this chat belongs to. Gives the number of the order."""
        if session.person is None:
            raise LookupError("only members order something")
        key = self._work.ids.new()
        self._put[key] = {
            "id": key,
            "kind": kind,
            "person": session.person.id,
            "who": session.who,
            "spec": json.dumps(spec, sort_keys=True),
            "at": now,
            "card": card,
            "holder": "",
            "due": self._work.real,
            "tries": 0,
        }
        return key

    def show_on(self, key: int, card: int) -> None:
        """Where the progress of an order that was just put is shown."""
        self._put[key]["card"] = card

    async def flush(self) -> None:
        """Write what was ordered, in one statement."""
        if self._put:
            await self._work.run(insert(OrderRow.__table__), list(self._put.values()))  # type: ignore[arg-type]
            self._put.clear()
            self.were_put = True

    async def count_of(self, person: int, kind: str) -> int:
        """How many of a kind are on their way to this person."""
        await self.flush()
        query = select(func.count()).where(OrderRow.person == person, OrderRow.kind == kind)
        return int(await self._work.connection.scalar(query) or 0)

    # --- Making ---

    async def wait(self) -> bool:
        """Whether there is something to make."""
        return await self._work.connection.scalar(self._due().limit(1)) is not None

    async def claim(self, kinds: dict[str, int]) -> list[Claimed]:
        """Take orders of one kind that nobody is working on, the oldest first, as many as are made together of it.

        What has failed before is made by itself, so that it spoils no others.
        """
        first = (await self._work.run(self._due(OrderRow.kind, OrderRow.tries))).first()
        if first is None:
            return []
        most = kinds.get(first.kind, 1) if first.tries == 0 else 1
        alike = self._due().where(OrderRow.kind == first.kind, OrderRow.tries == first.tries).limit(most)
        if self._work.locks_rows:
            alike = alike.with_for_update(skip_locked=True)
        keys = list((await self._work.run(alike)).scalars())
        taken = await self._work.run(
            update(OrderRow)
            .where(OrderRow.id.in_(keys))
            .values(due=self._work.real + LEASE, holder=self._work.holder, tries=OrderRow.tries + 1)
            .returning(OrderRow.__table__)
            .execution_options(synchronize_session=False)
        )
        return [Claimed(_order(row), row.who) for row in sorted(taken.all(), key=lambda row: row.id)]

    async def keep(self, keys: Collection[int]) -> set[int]:
        """We are still at these; gives those that are ours and wanted."""
        held = update(OrderRow).where(self._ours(keys)).values(due=self._work.real + LEASE)
        kept = await self._work.run(held.returning(OrderRow.id).execution_options(synchronize_session=False))
        return set(kept.scalars())

    async def take(self, key: int) -> bool:
        """It is given now. False when it was taken back, or another process is at it."""
        gone = await self._work.run(delete(OrderRow).where(self._ours([key])))
        return gone.rowcount == 1

    async def later(self, keys: Collection[int], wait: timedelta) -> None:
        """Nothing came of these: to be tried again then, by whoever has time."""
        await self._release(keys, due=self._work.real + wait)

    async def give_back(self, keys: Collection[int]) -> None:
        """We make these no more: somebody may take them up at once, as if we had not begun."""
        await self._release(keys, due=self._work.real, tries=OrderRow.tries - 1)

    async def _release(self, keys: Collection[int], **values: Any) -> None:
        await self._work.run(update(OrderRow).where(self._ours(keys)).values(holder="", **values))

    async def take_back(self, key: int, person: int) -> int | None:
        """Whoever asked wants it no more; gives the card of its progress. None when it is no more on its way."""
        gone = delete(OrderRow).where(OrderRow.id == key, OrderRow.person == person).returning(OrderRow.card)
        row = (await self._work.run(gone)).first()
        return row.card if row is not None else None

    async def holders(self) -> list[str]:
        """The processes that make something."""
        return list((await self._work.run(select(OrderRow.holder).distinct())).scalars())

    async def free(self, holders: Collection[str]) -> None:
        """These processes are gone: what they were at can be taken up at once."""
        gone = or_(*(OrderRow.holder == holder for holder in holders))
        await self._work.run(update(OrderRow).where(gone).values(due=self._work.real, holder=""))

    def _due(self, *columns: Any) -> Any:
        query = select(*(columns or (OrderRow.id,))).where(OrderRow.due <= self._work.real)
        return query.order_by(OrderRow.id)

    def _ours(self, keys: Collection[int]) -> ColumnElement[bool]:
        return OrderRow.id.in_(keys) & (OrderRow.holder == self._work.holder)


def _order(row: Any) -> Order:
    return Order(row.id, row.kind, row.person, json.loads(row.spec), row.at, row.card, row.tries)
