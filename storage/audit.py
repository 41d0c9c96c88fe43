"""Who saw, changed or exported what: codes, never contents. Rows are only added, to one chain (`chain.py`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import column, func, insert, select

from storage.chain import START, Entry, link_of
from storage.help_tables import AuditRow
from storage.moments import microseconds
from storage.tables import PersonRow
from storage.work import Work

PURPOSE = "audit"  # of the key that is derived from the keyring
CODE = re.compile(r"\S{1,80}")
TURN = 0x5375617241756469  # any number that nobody else locks


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was done. `once_since`: only if it was not noted since then already."""

    at: datetime
    actor: int | None
    action: str
    record: str
    subject: str
    once_since: datetime | None = None

    @property
    def deed(self) -> tuple[int | None, str, str, str]:
        return self.actor, self.action, self.record, self.subject


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the audit, for the operator. `actor` is a code; empty for Suar itself."""

    number: int
    at: datetime
    actor: str
    action: str
    record: str
    subject: str


def of_case(digest: bytes) -> str:
    """How a help case is named here: by a value under its own key, which says nothing once that is destroyed."""
    return f"case:{digest[:8].hex()}"


class Audit:
    """The audit of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._noted: list[Noted] = []

    def note(
        self,
        actor: int | None,
        action: str,
        record: str,
        subject: str,
        at: datetime | None = None,
        *,
        once_since: datetime | None = None,
    ) -> None:
        """Somebody (None: Suar itself) did this. `subject` is a code; what could be words of people is refused."""
        if not CODE.fullmatch(subject):
            raise ValueError("the audit takes codes only")
        self._noted.append(Noted(at or self._work.real, actor, str(action), str(record), subject, once_since))

    async def flush(self) -> None:
        """Add what was noted to the chain: at the very end of a transaction, since until it ends nobody else can."""
        noted, self._noted = self._noted, []
        fresh = await self._not_yet(noted) if noted else []
        if not fresh:
            return
        if self._work.locks_rows:  # on SQLite there is one writer anyway
            await self._work.run(select(func.pg_advisory_xact_lock(TURN)))
        number, link = await self.head()
        key, rows = self._work.keyring.derived(PURPOSE), []
        for each in fresh:
            number += 1
            link = link_of(key, link, Entry(number, microseconds(each.at), *each.deed))
            rows.append(_row(number, each, link))
        await self._work.run(insert(AuditRow), rows)

    async def _not_yet(self, noted: Sequence[Noted]) -> list[Noted]:
        """What is new: of what is noted once only, nothing that was noted already."""
        fresh: dict[Any, Noted] = {}
        for index, each in enumerate(noted):
            if each.once_since is None:
                fresh[index] = each
            elif each.deed not in fresh and not await self._is_known(each, each.once_since):
                fresh[each.deed] = each
        return list(fresh.values())

    async def _is_known(self, noted: Noted, since: datetime) -> bool:
        same = (
            AuditRow.actor == noted.actor,
            AuditRow.action == noted.action,
            AuditRow.record == noted.record,
            AuditRow.subject == noted.subject,
        )
        query = select(AuditRow.number).where(*same, AuditRow.at >= since).limit(1)
        return await self._work.connection.scalar(query) is not None

    # --- Reading ---

    async def head(self) -> tuple[int, bytes]:
        """The number and the link of the last row."""
        query = select(AuditRow.number, AuditRow.link).order_by(AuditRow.number.desc()).limit(1)
        row = (await self._work.run(query)).first()
        return (row.number, row.link) if row is not None else (0, START)

    async def count(self) -> int:
        return int(await self._work.connection.scalar(select(func.count()).select_from(AuditRow)) or 0)

    async def portion(self, after: Any, most: int) -> list[Entry]:
        """Some rows as they are, in the order of their numbers; the first ones after None."""
        further = [] if after is None else [column("number") > after]
        query = select(*_RAW).select_from(AuditRow.__table__).where(*further).order_by(column("number"))
        return [_entry(row) for row in await self._work.run(query.limit(most))]

    async def lines(self, since: datetime, subject: str | None, after: int, most: int) -> list[Line]:
        """Some rows for the operator to read: since a moment, about one subject or all."""
        query = select(*AuditRow.__table__.columns, PersonRow.code).outerjoin(
            PersonRow, PersonRow.id == AuditRow.actor
        )
        query = query.where(AuditRow.at >= since, AuditRow.number > after)
        if subject is not None:
            query = query.where(AuditRow.subject == subject)
        found = await self._work.run(query.order_by(AuditRow.number).limit(most))
        return [Line(row.number, row.at, row.code or "", row.action, row.record, row.subject) for row in found]


# As the driver gives them: what somebody put in the place of a moment or a link must be seen, not stumbled over.
_RAW: Any = tuple(column(name) for name in ("number", "at", "actor", "action", "record", "subject", "link"))


def _entry(row: Any) -> Entry:
    return Entry(*row)


def _row(number: int, noted: Noted, link: bytes) -> dict[str, Any]:
    return {
        "number": number,
        "at": noted.at,
        "actor": noted.actor,
        "action": noted.action,
        "record": noted.record,
        "subject": noted.subject,
        "link": link,
    }
