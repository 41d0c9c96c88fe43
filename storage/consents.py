"""What people agreed to, before anything about them is recorded."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, select, update

from domain.access import Action, Record
from domain.clients import Consent
from domain.people import Person
from storage.programme_tables import ConsentRow
from storage.reach import within
from storage.work import Work

_FIELDS = tuple(field.name for field in fields(Consent))


def consent_of(row: Row[Any], prefix: str = "") -> Consent:
    """The consent in a row that was asked for with this prefix before each column."""
    return Consent(**{name: row._mapping[prefix + name] for name in _FIELDS})


class Consents:
    """The consents of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, person: Person, number: str) -> Consent | None:
        """A consent from which this person may open a client."""
        may = within(person, Action.ADD, Record.CLIENT, unit=ConsentRow.unit, owner=ConsentRow.agent)
        row = (await self._work.run(select(ConsentRow).where(ConsentRow.number == number, may))).first()
        return consent_of(row) if row else None

    async def day_of(self, client: int) -> date | None:
        """When a client agreed, if that stands."""
        stands = (ConsentRow.client == client, ConsentRow.record, ConsentRow.withdrawn_on.is_(None))
        return await self._work.connection.scalar(select(ConsentRow.day).where(*stands))

    async def put(self, consent: Consent) -> None:
        """Keep it as it is said now. Whose it is, and whether it was withdrawn, a correction does not touch."""
        said = {name: getattr(consent, name) for name in ("day", "age", "guardian", "record", "contact", "share")}
        row = {"number": consent.number, "agent": consent.agent, "unit": consent.unit, **said}
        put = self._work.insert(ConsentRow).values(**row, client=None, withdrawn_on=None)
        await self._work.run(put.on_conflict_do_update(index_elements=["number"], set_=said))

    async def drop(self, number: str) -> None:
        """Forget one that nobody was opened by."""
        await self._work.run(delete(ConsentRow).where(ConsentRow.number == number, ConsentRow.client.is_(None)))

    async def use(self, number: str, client: int) -> None:
        """This client stands on this consent, and on no other."""
        await self._work.run(
            update(ConsentRow).where(ConsentRow.client == client, ConsentRow.number != number).values(client=None)
        )
        await self._work.run(update(ConsentRow).where(ConsentRow.number == number).values(client=client))

    async def withdraw(self, client: int, day: date | None) -> None:
        """The client took it back on that day; without a day, they did not."""
        await self._work.run(update(ConsentRow).where(ConsentRow.client == client).values(withdrawn_on=day))
