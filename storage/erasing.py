"""Erasing a help case: its rows go at once, its key right after the commit, and the list of erasures remembers it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from storage.drafts import Drafts
from storage.files import Files
from storage.help_tables import (
    DoorRow,
    ErasureRow,
    HelpCardRow,
    HelpCaseRow,
    HelpEventRow,
    HelpGuestRow,
    HelpMessageRow,
    RestingAliasRow,
    TraceRow,
)
from storage.sealing import Who
from storage.tables import CardRow, DraftRow, DueRow, FileRow, LetterRow, SessionRow, TypedRow
from storage.typed import TypedMessages
from storage.work import Work

OF_A_CASE = (HelpMessageRow, HelpEventRow, HelpGuestRow, HelpCardRow, DraftRow, FileRow, LetterRow, TypedRow)
DUE_KINDS = "help."  # what is due about a case has a kind that begins so


class Erasing:
    """Erasing, in one transaction."""

    def __init__(self, work: Work, *collecting: Drafts | TypedMessages | Files) -> None:
        self._work = work
        self._collecting = collecting

    async def erase(self, case: int, who: Who, now: datetime) -> int:
        """Delete all rows of a case, and doom its key. Gives how many messages there were, every version counted."""
        for each in self._collecting:  # what came before in the same transaction must not be written after this
            await each.flush()
        counted = select(func.count()).select_from(HelpMessageRow).where(HelpMessageRow.case == case)
        messages = int(await self._work.connection.scalar(counted) or 0)
        for table in OF_A_CASE:
            await self._work.run(delete(table).where(table.case == case))
        await self._work.run(delete(TraceRow).where(TraceRow.who == who))
        await self._work.run(delete(DueRow).where(DueRow.subject == case, DueRow.kind.startswith(DUE_KINDS)))
        await self._let_alias_rest(case, now)
        await self._work.run(delete(HelpCaseRow).where(HelpCaseRow.id == case))
        await self._work.put_if_absent(ErasureRow, [{"case": case, "at": now}])
        self._work.cases.doom(case)
        return messages

    async def _let_alias_rest(self, case: int, now: datetime) -> None:
        """A petugas may remember it, and take another family for this one."""
        alias = await self._work.connection.scalar(select(HelpCaseRow.alias).where(HelpCaseRow.id == case))
        if alias is not None:
            await self._work.put_if_absent(RestingAliasRow, [{"alias": alias, "since": now.date()}])

    async def forget_chat(self, case: int, who: Who) -> None:
        """Forget the chat that an erased case was led in: whoever writes from there is new.

        One that has begun anew meanwhile stays.
        """
        of_case = delete(SessionRow).where(SessionRow.who == who, SessionRow.case == case)
        if (await self._work.run(of_case)).rowcount:
            await self._work.run(delete(CardRow).where(CardRow.who == who))
            await self._work.run(delete(DoorRow).where(DoorRow.who == who))

    async def all(self) -> list[tuple[int, Who]]:
        """Every case that has rows, with the chat that it is led in."""
        rows = await self._work.run(select(HelpCaseRow.id, HelpCaseRow.who).order_by(HelpCaseRow.id))
        return [(row.id, row.who) for row in rows]

    async def listed(self) -> dict[int, datetime]:
        """The cases that were erased, and when."""
        return {row.case: row.at for row in await self._work.run(select(ErasureRow))}

    async def count(self) -> int:
        """How many cases were erased."""
        return int(await self._work.connection.scalar(select(func.count()).select_from(ErasureRow)) or 0)

    async def still_there(self, cases: Collection[int]) -> list[tuple[int, Who]]:
        """Of these cases the ones that have rows: a backup was put back."""
        rows = await self._work.run_for(sorted(cases), "cases", _THERE)
        return [(row.id, row.who) for row in rows]

    async def unknown(self, cases: Collection[int]) -> list[int]:
        """Of these the ones that no row tells of."""
        known = {row.id for row in await self._work.run_for(sorted(cases), "cases", _THERE)}
        return sorted(set(cases) - known)


_THERE = select(HelpCaseRow.id, HelpCaseRow.who).where(HelpCaseRow.id.in_(bindparam("cases", expanding=True)))
