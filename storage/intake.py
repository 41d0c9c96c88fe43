"""What intake keeps: which updates are done, what could not be handled, and who may poll."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from domain.retention import period
from storage.tables import DoneRow, IntakeRow, LeaseRow, QuarantineRow
from storage.work import Work

KEPT = period("updates_done")  # 48 hours: Telegram repeats an update for 24 at most


class Updates:
    """The updates that were handled, so that none is handled twice.

    Promised: an update whose id was done less than 48 hours ago is a repetition, and is not handled again; one whose
    id was done earlier is another update, and is handled, whether or not the old mark is still there. Telegram
    numbers anew only after a week without updates, so a new one never bears an id of the last 48 hours. That rests
    on Telegram: another bot's token, or another Bot API server, put under the same bot of ours within 48 hours may
    bring an id that counts as done, by a chance of one in some two thousand million for each id that is kept.
    """

    def __init__(self, work: Work) -> None:
        self._work = work

    async def take(self, bot: str, updates: Sequence[int]) -> set[int]:
        """Mark these as done. Returns the ones that were not done before."""
        done = await self._work.run(
            self._put_or_renew().returning(DoneRow.update),
            [{"bot": bot, "update": number, "at": self._work.real} for number in sorted(set(updates))],
        )
        return set(done.scalars())

    def _put_or_renew(self) -> Any:
        put = self._work.insert(DoneRow)
        return put.on_conflict_do_update(
            index_elements=["bot", "update"],
            set_={"at": put.excluded.at},
            where=DoneRow.at < self._work.real - KEPT,
        )

    async def forget(self) -> int:
        """Drop the marks that mean nothing any more."""
        before = self._work.real - KEPT
        gone = await self._work.run(delete(DoneRow).where(DoneRow.at < before))
        return gone.rowcount


class Quarantine:
    """Updates that could not be handled, sealed."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, bot: str, number: int, error: str, body: dict[str, Any]) -> None:
        key = self._work.ids.new()
        await self._work.run(
            self._work.insert(QuarantineRow).values(
                id=key,
                bot=bot,
                update=number,
                at=self._work.real,
                error=error,
                body=self._work.keyring.seal(json.dumps(body).encode(), f"quarantine.body.{key}"),
            )
        )

    async def all(self) -> list[tuple[str, int, str, dict[str, Any]]]:
        """What is there: bot, update, error and body, the oldest first."""
        rows = await self._work.run(select(QuarantineRow).order_by(QuarantineRow.id))
        return [(row.bot, row.update, row.error, self._open(row)) for row in rows]

    async def count(self) -> int:
        return int(await self._work.connection.scalar(select(func.count()).select_from(QuarantineRow)) or 0)

    async def forget(self, before: datetime) -> None:
        """Drop what came before then."""
        await self._work.run(delete(QuarantineRow).where(QuarantineRow.at < before))

    def _open(self, row: Any) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self._work.keyring.open(row.body, f"quarantine.body.{row.id}"))
        return body


class Leases:
    """Things that only one process may do at a time."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def take(self, name: str, length: timedelta) -> bool:
        """Take or keep a lease. False while somebody else has it."""
        await self._work.put_if_absent(
            LeaseRow, [{"name": name, "holder": self._work.holder, "until": self._work.real + length}]
        )
        taken = await self._work.run(
            update(LeaseRow)
            .where(
                LeaseRow.name == name,
                (LeaseRow.holder == self._work.holder) | (LeaseRow.until <= self._work.real),
            )
            .values(holder=self._work.holder, until=self._work.real + length)
        )
        return bool(taken.rowcount)

    async def holders(self) -> list[str]:
        """The processes that have leases."""
        return list((await self._work.run(select(LeaseRow.holder).distinct())).scalars())

    async def free(self, holders: Sequence[str]) -> None:
        """These processes are gone: what they had can be taken at once."""
        await self._work.run_for(holders, "holders", _FREE)

    async def release(self, name: str) -> None:
        await self._work.run(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == self._work.holder))


class Intakes:
    """When each bot's intake last worked."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def last(self, bot: str) -> datetime | None:
        return await self._work.connection.scalar(select(IntakeRow.at).where(IntakeRow.bot == bot))

    async def beat(self, bot: str) -> None:
        """The intake works now."""
        put = self._work.insert(IntakeRow).values(bot=bot, at=self._work.real)
        await self._work.run(put.on_conflict_do_update(index_elements=["bot"], set_={"at": put.excluded.at}))


_FREE = delete(LeaseRow).where(LeaseRow.holder.in_(bindparam("holders", expanding=True)))
