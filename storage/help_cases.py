"""Help cases: how they stand. What was told is sealed under their keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update

from domain.help_cases import HelpCase, State
from storage.help_tables import HelpCardRow, HelpCaseRow, HelpEventRow, RestingAliasRow
from storage.sealing import Who
from storage.tables import CounterRow
from storage.work import Work

_OPEN = (State.WAITING.value, State.TAKEN.value)
RESTORED = "restored at second"
GUESS = "receipt tried in second"
HELP_CASE = tuple(
    column.label(f"help_{column.name}")
    for column in HelpCaseRow.__table__.columns
    if column.name not in {"about", "receipt"}
)


def case_of(row: Row[Any]) -> HelpCase:
    """The case in a row that was asked for with `HELP_CASE`."""
    return HelpCase(
        row.help_id,
        row.help_who,
        State(row.help_state),
        row.help_alias,
        row.help_satker,
        row.help_unit,
        row.help_taken_by,
        row.help_urgent,
        row.help_silent,
        row.help_level,
        row.help_begun_at,
        row.help_touched_at,
        row.help_asked_at,
        row.help_promised_at,
        row.help_answered_at,
        row.help_closed_at,
        row.help_muted_until,
        row.help_told_at,
    )


class HelpCases:
    """The cases of one transaction. Who may see one is decided in `storage/threads.py`."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._cards: list[dict[str, Any]] = []

    async def of(self, case: int) -> HelpCase | None:
        row = (await self._work.run(select(*HELP_CASE).where(HelpCaseRow.id == case))).first()
        return case_of(row) if row else None

    async def by_alias(self, alias: str) -> HelpCase | None:
        row = (await self._work.run(select(*HELP_CASE).where(HelpCaseRow.alias == alias))).first()
        return case_of(row) if row else None

    async def overdue(self, now: datetime, most: int) -> list[HelpCase]:
        """Open cases whose promise has passed, the oldest first; locked, so that another process takes others."""
        query = select(*HELP_CASE).where(HelpCaseRow.state.in_(_OPEN), HelpCaseRow.promised_at <= now)
        return await self._some(query.order_by(HelpCaseRow.promised_at), most)

    async def standing(self, state: State, before: datetime, most: int) -> list[HelpCase]:
        """Cases in this state in which nothing was said or done since before then; closed ones by when they were
        closed."""
        last = HelpCaseRow.closed_at if state is State.CLOSED else HelpCaseRow.touched_at
        answered = HelpCaseRow.answered_at
        query = select(*HELP_CASE).where(HelpCaseRow.state == state.value, last < before)
        if state is not State.CLOSED:
            done = exists().where(HelpEventRow.case == HelpCaseRow.id, HelpEventRow.at >= before)
            query = query.where(answered.is_(None) | (answered < before), ~done)
        return await self._some(query.order_by(HelpCaseRow.touched_at), most)

    async def _some(self, query: Any, most: int) -> list[HelpCase]:
        limited = query.limit(most)
        if self._work.locks_rows:
            limited = limited.with_for_update(skip_locked=True)
        return [case_of(row) for row in await self._work.run(limited)]

    async def keys_belong(self, store: int) -> bool:
        """Whether the keys of these cases are kept in the store of this identity; the first one is taken as ours."""
        await self._work.put_if_absent(CounterRow, [{"name": "case_keys", "value": store}])
        return await self._work.connection.scalar(_STORE) == store

    async def restored_at(self) -> datetime:
        """When these rows were put back from a backup; long ago, if they never were. Real time."""
        seconds = await self._work.connection.scalar(_RESTORED)
        return datetime.fromtimestamp(seconds or 0, UTC)

    async def note_restored(self) -> None:
        """These rows come from a backup."""
        put = self._work.insert(CounterRow).values(name=RESTORED, value=int(self._work.real.timestamp()))
        await self._work.run(put.on_conflict_do_update(index_elements=["name"], set_={"value": put.excluded.value}))

    async def hold(self, case: int) -> None:
        """Before a case is erased or moved: what is being settled of it is waited for, and what is settled later
        waits for us. So all that has arrived is known here, or is taken away there.
        """
        await self._work.run(select(HelpCaseRow.id).where(HelpCaseRow.id == case).with_for_update())

    async def change(self, case: int, **values: Any) -> None:
        """Change columns of a case."""
        await self._work.run(update(HelpCaseRow).where(HelpCaseRow.id == case).values(**values))

    async def keep_about(self, case: int, told: Mapping[str, str]) -> None:
        """What the person told when they asked, sealed."""
        await self._work.cases.load([case])
        sealed = self._work.seals(case).seal(json.dumps(dict(told)).encode(), f"help_cases.about.{case}")
        await self.change(case, about=sealed)

    async def about(self, case: int) -> dict[str, str]:
        """What the person told when they asked; empty before that. Raises `CaseGone`."""
        sealed = await self._work.connection.scalar(select(HelpCaseRow.about).where(HelpCaseRow.id == case))
        if sealed is None:
            return {}
        await self._work.cases.load([case])
        told: dict[str, str] = json.loads(self._work.seals(case).open(sealed, f"help_cases.about.{case}"))
        return told

    async def aliases(self) -> set[str]:
        """Every alias that a case bears, or that rests."""
        borne = select(HelpCaseRow.alias).where(HelpCaseRow.alias.is_not(None))
        every = borne.union(select(RestingAliasRow.alias))
        return {str(alias) for alias in (await self._work.run(every)).scalars()}

    async def wake_aliases(self, before: date) -> None:
        """What has rested since before this day may be given again."""
        await self._work.run(delete(RestingAliasRow).where(RestingAliasRow.since < before))

    # --- Receipts ---

    async def put_receipt(self, case: int, digest: bytes) -> None:
        """The receipt of a case; an earlier one is worth nothing any more."""
        await self.change(case, receipt=digest)

    async def by_receipt(self, digest: bytes) -> HelpCase | None:
        row = (await self._work.run(select(*HELP_CASE).where(HelpCaseRow.receipt == digest))).first()
        return case_of(row) if row else None

    async def may_guess(self, real: datetime) -> bool:
        """Whether a receipt may be tried in this second: one in all, whoever tries, at whatever replica."""
        second = int(real.timestamp())
        await self._work.put_if_absent(CounterRow, [{"name": GUESS, "value": 0}])
        taken = await self._work.run(
            update(CounterRow).where(CounterRow.name == GUESS, CounterRow.value < second).values(value=second)
        )
        return bool(taken.rowcount)

    async def note_event(
        self, case: int, what: str, now: datetime, person: int | None = None, other: int | None = None
    ) -> None:
        """What was done with it, by whom; `other` is the colleague whom it concerns."""
        row = {"id": self._work.ids.new(), "case": case, "what": what, "person": person, "other": other, "at": now}
        await self._work.run(insert(HelpEventRow), row)

    # --- Cards of the staff that show something of a case ---

    def note_card(self, case: int, who: Who, card: int) -> None:
        """This card shows something of the case: it is emptied when the case is erased."""
        self._cards.append({"case": case, "who": who, "card": card})

    async def flush(self) -> None:
        """Write which cards show something, in one statement."""
        if self._cards:
            await self._work.put_if_absent(HelpCardRow, self._cards)
            self._cards.clear()

    async def cards(self, case: int) -> list[tuple[Who, int]]:
        await self.flush()
        rows = await self._work.run(select(HelpCardRow).where(HelpCardRow.case == case).order_by(HelpCardRow.card))
        return [(row.who, row.card) for row in rows]

    async def forget_cards(self, case: int) -> None:
        await self._work.run(delete(HelpCardRow).where(HelpCardRow.case == case))


_RESTORED = select(CounterRow.value).where(CounterRow.name == RESTORED)
_STORE = select(CounterRow.value).where(CounterRow.name == "case_keys")
