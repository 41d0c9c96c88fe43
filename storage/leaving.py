"""Letters on their way out: claimed by the process that sends them, and settled when they have left."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, cast, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from domain.letters import Letter, unpack
from storage.cards import Arrived, Cards
from storage.engines import DatabaseDown
from storage.help_tables import HelpCaseRow
from storage.outbox import LEASE
from storage.sealing import Shut, Who
from storage.tables import LetterRow, SessionRow
from storage.work import Work

log = logging.getLogger(__name__)

CHATS_AT_ONCE = 200


class Leaving:
    """The letters that this process sends, in one transaction."""

    def __init__(self, work: Work, cards: Cards) -> None:
        self._work = work
        self._cards = cards

    async def claim(self, bot: str) -> list[Letter]:
        """Take the letters that nobody is working on, whole chats at a time, in order."""
        now = self._work.real
        chats = select(LetterRow.who).where(LetterRow.bot == bot, LetterRow.due <= now).group_by(LetterRow.who)
        replies_first = chats.order_by(func.min(cast(LetterRow.bulk, Integer)))
        whos = sorted((await self._work.run(replies_first.limit(CHATS_AT_ONCE))).scalars())
        if whos and self._work.locks_rows:
            locked = select(SessionRow.who).where(SessionRow.who.in_(whos)).order_by(SessionRow.who)
            whos = list((await self._work.run(locked.with_for_update(skip_locked=True))).scalars())
        if not whos:
            return []
        earlier = aliased(LetterRow)
        in_work = exists().where(earlier.who == LetterRow.who, earlier.seq < LetterRow.seq, earlier.due > now)
        taken = await self._work.run(
            update(LetterRow)
            .where(LetterRow.who.in_(whos), LetterRow.due <= now, ~in_work)
            .values(due=now + LEASE, holder=self._work.holder, tries=LetterRow.tries + 1)
            .returning(*_OF_LETTER)
            .execution_options(synchronize_session=False)
        )
        rows = taken.all()
        gone = await self._of_erased_cases(rows)
        if gone:
            await self._work.run(_DELETE, [{"key": key} for key in sorted(gone)])
        letters = self._opened([row for row in rows if row.id not in gone])
        return sorted(letters, key=lambda letter: letter.seq)

    async def _of_erased_cases(self, rows: Sequence[Any]) -> set[int]:
        """The letters that nobody can read any more; none as long as the keys cannot be asked for."""
        try:
            await self._work.cases.load(row.case for row in rows)
        except DatabaseDown:
            return set()
        return {row.id for row in rows if row.case is not None and not self._work.cases.holds(row.case)}

    def _opened(self, rows: Sequence[Any]) -> list[Letter]:
        """The letters that can be read now. The others wait, and hold up nobody else's."""
        letters = []
        for row in rows:
            try:
                letters.append(self._letter(row))
            except Shut:
                log.warning("a letter cannot be opened: it waits")
        return letters

    def _letter(self, row: Any) -> Letter:
        chat, what = unpack(self._work.seals(row.case).open(row.body, f"outbox.body.{row.id}"))
        marks = row.stranger, row.urgent, row.bulk
        return Letter(row.id, row.who, row.seq, chat, what, row.tries, None, row.case, *marks)

    async def look(self, bot: str, held: Collection[int], age: timedelta) -> tuple[bool, list[int]]:
        """Whether letters wait for somebody, and which of the held ones are close to the end of their lease."""
        now = self._work.real
        waiting = select(LetterRow.id).where(LetterRow.bot == bot, LetterRow.due <= now).limit(1)
        forgotten = await self._work.connection.scalar(waiting) is not None
        aging = select(LetterRow.id).where(
            LetterRow.bot == bot, LetterRow.holder == self._work.holder, LetterRow.due <= now + age
        )
        ours = set(held)
        return forgotten, [key for key in (await self._work.run(aging)).scalars() if key in ours]

    async def free(self, holders: Collection[str]) -> None:
        """These processes are gone: what they held can be taken at once."""
        await self._work.run_for(holders, "holders", _FREE, now=self._work.real)

    async def holders(self) -> list[str]:
        """The processes that hold letters."""
        return list((await self._work.run(select(LetterRow.holder).distinct())).scalars())

    async def renew(self, letters: Collection[int]) -> None:
        """Keep what this process still holds, such as letters that wait for a rate limit."""
        await self._work.run_for(letters, "keys", _RENEW, until=self._work.real + LEASE)

    async def may_be_read(self, case: int, led_in: Who | None = None) -> bool:
        """Whether a case is still there: to erase it means that its rows go first. `led_in`: and led in this chat."""
        query = select(HelpCaseRow.id).where(HelpCaseRow.id == case)
        if led_in is not None:
            query = query.where(exists().where(SessionRow.who == led_in, SessionRow.case == case))
        return await self._work.connection.scalar(query) is not None

    async def settle(self, done: Sequence[int], arrived: Sequence[Arrived]) -> list[Arrived]:
        """These letters have left. Remember which messages the cards are.

        Gives the ones that show something of a case which was erased, or moved to another chat, meanwhile: they are
        to be taken away.
        """
        gone = await self._outlived(arrived)
        if done:  # in the order in which they were put, as whoever else changes several of them
            await self._work.run(_DELETE, [{"key": key} for key in sorted(done)])
        await self._cards.keep([each for each in arrived if each not in gone])
        return gone

    async def _outlived(self, arrived: Sequence[Arrived]) -> list[Arrived]:
        """What shows something of a case that was erased, or is led elsewhere by now.

        The others stay as they are until this is saved: whoever erases or moves one waits (`HelpCases.hold`).
        """
        await self._work.cases.load(a.case for a in arrived)
        shown = {case for a in arrived if (case := a.shows or a.case) is not None}
        there = {row.id for row in await self._work.run_for(sorted(shown), "cases", _STILL_THERE)}
        whos = {a.who for a in arrived if a.case is not None}
        rows = await self._work.run_for(sorted(whos), "whos", _LED)
        led = {(row.who, row.case) for row in rows if self._work.cases.holds(row.case)}
        return [
            a
            for a in arrived
            if (a.shows or a.case) not in {None, *there} or (a.case is not None and (a.who, a.case) not in led)
        ]

    async def drop_chat(self, who: Who, seq: int) -> None:
        """Forget what was on its way to a chat that cannot be reached, up to this letter."""
        await self._work.run(delete(LetterRow).where(LetterRow.who == who, LetterRow.seq <= seq))


_OF_LETTER = (
    *(LetterRow.id, LetterRow.who, LetterRow.seq, LetterRow.case, LetterRow.body, LetterRow.tries),
    *(LetterRow.stranger, LetterRow.urgent, LetterRow.bulk),
)
_STILL_THERE = (
    select(HelpCaseRow.id)
    .where(HelpCaseRow.id.in_(bindparam("cases", expanding=True)))
    .order_by(HelpCaseRow.id)
    .with_for_update(read=True, key_share=True)
)
_LED = select(SessionRow.who, SessionRow.case).where(SessionRow.who.in_(bindparam("whos", expanding=True)))
_FREE = (
    update(LetterRow)
    .where(LetterRow.holder.in_(bindparam("holders", expanding=True)))
    .values(due=bindparam("now"), holder="")
)
_RENEW = update(LetterRow).where(LetterRow.id.in_(bindparam("keys", expanding=True))).values(due=bindparam("until"))
_DELETE = delete(LetterRow.__table__).where(LetterRow.__table__.c.id == bindparam("key"))  # type: ignore[arg-type]
