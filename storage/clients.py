"""Clients: opened, found and listed, as far as a person reaches. What changed for them is in `client_events.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, update

from domain.access import Action, Record
from domain.clients import PRESENT, Client, Status
from domain.people import Person, Role
from storage.consents import consent_of
from storage.programme_tables import ClientRow, ConsentRow
from storage.reach import within
from storage.tables import PersonRow
from storage.work import Work

_CONSENT = [column.label(f"consent_{column.name}") for column in ConsentRow.__table__.columns]
_COLUMNS = (*ClientRow.__table__.columns, *_CONSENT, PersonRow.name.label("agent_name"), PersonRow.left_on)
_PRESENT = ClientRow.status.in_([status.value for status in PRESENT])
_STANDS = and_(ConsentRow.record, ConsentRow.withdrawn_on.is_(None))


def client_of(row: Row[Any]) -> Client:
    consent = consent_of(row, "consent_")
    consented = consent.stands and consent.covers(row.age)
    return Client(
        row.id, row.code, row.unit, row.agent, row.word, row.sex, row.age, row.door, Status(row.status),
        row.opened_on, row.number, consented, consent.contact and consented, consent.share and consented,
        consent.withdrawn_on, row.agent_name, row.left_on is not None,
    )  # fmt: skip


class Clients:
    """The clients of one transaction. Everything is asked for a person: others are not handed out."""

    def __init__(self, work: Work) -> None:
        self._work = work

    # --- Finding ---

    async def by_code(self, person: Person, code: str, action: Action = Action.SEE) -> Client | None:
        return await self._first(person, action, ClientRow.code == code)

    async def by_word(self, person: Person, word: str) -> Client | None:
        """A client of one's own, by the word that only their agent knows."""
        own = and_(func.lower(ClientRow.word) == word.lower(), ClientRow.agent == person.id)
        return await self._first(person, Action.SEE, own)

    async def find(self, person: Person, key: int, action: Action = Action.SEE) -> Client | None:
        return await self._first(person, action, ClientRow.id == key)

    async def opened_by(self, person: Person, number: str) -> Client | None:
        """The client whom this report opened."""
        return await self._first(person, Action.SEE, ClientRow.number == number)

    async def labels(self, person: Person, codes: set[str]) -> dict[str, Client]:
        """Those of these clients whom the person may see, by their codes."""
        return (
            {client.code: client for client in await self._some(person, ClientRow.code.in_(codes))} if codes else {}
        )

    async def alike(self, person: Person, sex: str, age: str) -> list[Client]:
        """The present clients of this sex and age band: somebody may be about to open one of them again."""
        return await self._some(person, _PRESENT, _STANDS, ClientRow.sex == sex, ClientRow.age == age)

    async def page(
        self, person: Person, *, unit: str | None = None, present: bool = True, first: int = 0, most: int
    ) -> list[Client]:
        """A page of those who are accompanied, or of those who no longer are."""
        query = _where(_query(person, Action.SEE), unit, present).order_by(_order(person)).offset(first).limit(most)
        return [client_of(row) for row in await self._work.run(query)]

    async def count(self, person: Person, *, unit: str | None = None, present: bool = True) -> int:
        inside = _where(_query(person, Action.SEE), unit, present).subquery()
        return int(await self._work.connection.scalar(select(func.count()).select_from(inside)) or 0)

    async def count_of(self, person: Person, agent: int) -> int:
        """How many present clients an agent accompanies."""
        query = _where(_query(person, Action.SEE), None, present=True).where(ClientRow.agent == agent)
        return int(await self._work.connection.scalar(select(func.count()).select_from(query.subquery())) or 0)

    async def counts(self, person: Person) -> dict[str, int]:
        """How many are accompanied in each unit."""
        inside = _where(_query(person, Action.SEE), None, present=True).subquery()
        query = select(inside.c.unit, func.count().label("number")).group_by(inside.c.unit)
        return {row.unit: row.number for row in await self._work.run(query)}

    # --- Opening and changing ---

    async def words_of(self, agent: int) -> set[str]:
        """The words that an agent has given, to whom they accompany and to whom they did."""
        return set((await self._work.run(select(ClientRow.word).where(ClientRow.agent == agent))).scalars())

    async def open(self, client: Client) -> Client | None:
        """A new client. None when the code or the word was given away meanwhile: draw again."""
        fresh = replace(client, id=self._work.ids.new())
        names = ClientRow.__table__.columns.keys()
        put = self._work.insert(ClientRow).values({name: getattr(fresh, name) for name in names})
        opened = await self._work.run(put.on_conflict_do_nothing().returning(ClientRow.id))
        return fresh if opened.first() is not None else None

    async def change(self, client: int, **values: Any) -> None:
        await self._work.run(update(ClientRow).where(ClientRow.id == client).values(**values))

    async def _first(self, person: Person, action: Action, condition: ColumnElement[bool]) -> Client | None:
        row = (await self._work.run(_query(person, action).where(condition))).first()
        return client_of(row) if row else None

    async def _some(self, person: Person, *conditions: ColumnElement[bool]) -> list[Client]:
        query = _query(person, Action.SEE).where(*conditions).order_by(_order(person))
        return [client_of(row) for row in await self._work.run(query)]


def _query(person: Person, action: Action) -> Select[Any]:
    """The clients with whom this person may do that."""
    may = within(person, action, Record.CLIENT, unit=ClientRow.unit, owner=ClientRow.agent)
    found = select(*_COLUMNS).join(ConsentRow, ConsentRow.client == ClientRow.id)
    return found.join(PersonRow, PersonRow.id == ClientRow.agent).where(may)


def _order(person: Person) -> Any:
    """By the word where it is known, or else by the code."""
    return ClientRow.word if person.role is Role.AGEN else ClientRow.code


def _where(query: Select[Any], unit: str | None, present: bool) -> Select[Any]:
    """Whoever withdrew their consent is in no list."""
    query = query.where(_STANDS, _PRESENT if present else ~_PRESENT)
    return query if unit is None else query.where(ClientRow.unit == unit)
