"""Referrals, and what was heard of them. The newest news says how one stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from domain.access import Action, Record
from domain.people import Person
from domain.referrals import News, Referral, standing
from storage.programme_tables import ClientRow, FacilityRow, ReferralRow, ReferralStepRow
from storage.reach import within
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral as it stands, and what the place is called where it is on the list."""

    day: date
    kind: str
    place: str
    status: str
    since: date


class Referrals:
    """The referrals of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, referral: Referral) -> None:
        """A client was referred; or the report that says so was corrected."""
        status, since = standing(referral.day, await self.news_of(referral.number))
        row = {**asdict(referral), "status": status, "status_on": since}
        await self._put(ReferralRow, row, "number")

    async def hear(self, news: News) -> None:
        """Something was heard; or the report that says so was corrected, perhaps to another referral."""
        before = await self._heard(news.number)
        await self._put(ReferralStepRow, asdict(news), "number")
        for number in {news.referral, before.referral if before is not None else news.referral}:
            await self._stand(number)

    async def news_of(self, referral: str) -> list[News]:
        """Everything that was heard of it, in the order of days."""
        query = select(ReferralStepRow).where(ReferralStepRow.referral == referral)
        rows = await self._work.run(query.order_by(ReferralStepRow.day, ReferralStepRow.at, ReferralStepRow.number))
        return [_news(row) for row in rows]

    async def client_of(self, person: Person, number: str) -> int | None:
        """Who was referred under this number, if this person may see the referral."""
        may = within(person, Action.SEE, Record.REFERRAL, unit=ReferralRow.unit, owner=ClientRow.agent)
        query = select(ReferralRow.client).join(ClientRow, ClientRow.id == ReferralRow.client)
        return await self._work.connection.scalar(query.where(ReferralRow.number == number, may))

    async def last_of(self, person: Person, client: int) -> Sent | None:
        """The last referral of a client, if this person may see it."""
        may = within(person, Action.SEE, Record.REFERRAL, unit=ReferralRow.unit, owner=ClientRow.agent)
        query = select(*ReferralRow.__table__.columns, FacilityRow.name.label("place"))
        query = query.join(ClientRow, ClientRow.id == ReferralRow.client)
        query = query.outerjoin(FacilityRow, FacilityRow.number == ReferralRow.facility)
        newest = query.where(ReferralRow.client == client, may).order_by(
            ReferralRow.day.desc(), ReferralRow.number.desc()
        )
        row = (await self._work.run(newest.limit(1))).first()
        return Sent(row.day, row.kind, row.place or "", row.status, row.status_on) if row is not None else None

    async def _heard(self, number: str) -> News | None:
        row = (await self._work.run(select(ReferralStepRow).where(ReferralStepRow.number == number))).first()
        return _news(row) if row else None

    async def _stand(self, number: str) -> None:
        sent = await self._work.connection.scalar(select(ReferralRow.day).where(ReferralRow.number == number))
        if sent is not None:
            status, since = standing(sent, await self.news_of(number))
            changed = update(ReferralRow).where(ReferralRow.number == number)
            await self._work.run(changed.values(status=status, status_on=since))

    async def _put(self, table: Any, row: dict[str, Any], key: str) -> None:
        """Insert it, or make the one that is there like it."""
        put = self._work.insert(table).values(**row)
        others = {name: value for name, value in row.items() if name != key}
        await self._work.run(put.on_conflict_do_update(index_elements=[key], set_=others))


def _news(row: Row[Any]) -> News:
    return News(**{field.name: getattr(row, field.name) for field in fields(News)})
