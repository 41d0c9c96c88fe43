"""Clients and what they agreed to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from domain.access import Action, Record
from domain.clients import Client, Status
from domain.people import Person
from storage.programme_tables import ClientRow, ConsentRow
from storage.reach import within
from storage.work import Work

_COLUMNS = (
    *ClientRow.__table__.columns,
    ConsentRow.record,
    ConsentRow.contact,
    ConsentRow.share,
    ConsentRow.withdrawn_on,
)


def client_of(row: Row[Any]) -> Client:
    stands = row.record and row.withdrawn_on is None
    return Client(
        row.id, row.code, row.unit, row.agent, row.word, row.sex, row.age, row.door, Status(row.status),
        row.opened_on, row.number, stands, row.contact and stands, row.share and stands,
    )  # fmt: skip


class Clients:
    """The clients of one transaction. Everything is asked for a person: others are not handed out."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def by_code(self, person: Person, code: str, action: Action = Action.SEE) -> Client | None:
        return await self._first(person, action, ClientRow.code == code)

    async def find(self, person: Person, key: int, action: Action = Action.SEE) -> Client | None:
        return await self._first(person, action, ClientRow.id == key)

    async def _first(self, person: Person, action: Action, condition: Any) -> Client | None:
        may = within(person, action, Record.CLIENT, unit=ClientRow.unit, owner=ClientRow.agent)
        query = select(*_COLUMNS).join(ConsentRow, ConsentRow.client == ClientRow.id).where(condition, may)
        row = (await self._work.run(query)).first()
        return client_of(row) if row else None
