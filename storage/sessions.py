"""Chats: where each stands, loaded together and saved together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from domain.help_cases import HelpCase, State
from domain.voice import INDONESIAN
from storage.help_cases import HELP_CASE, case_of
from storage.help_tables import DoorRow, HelpCaseRow
from storage.sealing import Who
from storage.session import Place, Session, Shown
from storage.session_rows import THESE, UPDATE, SessionRows, columns
from storage.tables import CardRow, SessionRow
from storage.turns import Crossed, Turns
from storage.work import Work

__all__ = ["Place", "Session", "Sessions", "Shown"]


class Sessions:
    """The chats of one transaction."""

    def __init__(self, work: Work, turns: Turns) -> None:
        self._work = work
        self._turns = turns
        self._rows = SessionRows(work)
        self._held: dict[Who, Session] = {}
        self._before: dict[Who, tuple[Any, ...]] = {}
        self._in_chat: dict[int, Session] = {}

    async def load(
        self, bot: str, chats: Mapping[Who, int], language: str, beside: Collection[Who] = ()
    ) -> dict[Who, Session]:
        """The sessions of these chats, locked in key order; made anew for chats that have none.

        `beside` are chats of others that are known to be needed later.
        """
        await self._turns.wait_for({*chats, *beside})
        await self._read(sorted(chats), chats)
        missing = {who: chats[who] for who in sorted(chats) if who not in self._held}
        if missing:
            await self._make(bot, missing, language)
            await self._turns.wait_for(missing)
            await self._read(sorted(missing), chats)
        self._in_chat |= {chat: self._held[who] for who, chat in chats.items()}
        return self._held

    async def load_help(
        self, bot: str, chats: Mapping[Who, int], language: str, now: datetime, beside: Collection[Who] = ()
    ) -> dict[Who, Session]:
        """The same for the help bot: a chat that is new there gets a case of its own, and so does one whose key is
        gone."""
        await self._turns.wait_for({*chats, *beside})
        await self._read(sorted(chats), chats)
        missing = {who: chats[who] for who in sorted(chats) if who not in self._held}
        if missing:
            await self._have_doors(missing)
            # The staff's buttons carry the id, and the list of erasures keeps it: it must not say when somebody came.
            cases = {who: self._work.ids.by_chance() for who in missing}
            await self._begin_cases(cases, now)
            await self._make(bot, missing, language, cases)
            await self._turns.wait_for(missing)
            await self._read(sorted(missing), chats)
        self._in_chat |= {chat: self._held[who] for who, chat in chats.items()}
        return self._held

    def in_chat(self, chat: int) -> Session:
        """The session of a chat that was loaded in this transaction."""
        return self._in_chat[chat]

    def held(self, who: Who) -> Session:
        """A session that was loaded in this transaction."""
        return self._held[who]

    async def begin_anew(self, session: Session, now: datetime) -> None:
        """Give a chat of the help bot a new case, as if nobody had ever written from it."""
        fresh = self._work.ids.by_chance()
        await self._begin_cases({session.who: fresh}, now)
        session.case, session.help = fresh, await self._new_help(fresh)
        session.place, session.notes, session.draft_id, session.draft = Place.NOTHING, {}, None, None
        session.language = INDONESIAN
        await self._seal_anew(session)

    async def move_in(self, session: Session, case: HelpCase) -> None:
        """From now on this case is led in this chat."""
        await self._work.cases.load([case.id])
        session.case, session.help = case.id, replace(case, who=session.who)
        session.place, session.notes, session.draft_id, session.draft = Place.NOTHING, {}, None, None
        await self._seal_anew(session)
        await self._work.run(update(HelpCaseRow).where(HelpCaseRow.id == case.id).values(who=session.who))

    async def _seal_anew(self, session: Session) -> None:
        """What was sealed under another case is sealed under this one. Cards of before are left to be deleted."""
        sealed = self._rows.seal_chat(session.case, session.who, session.chat)
        await self._work.run(
            update(SessionRow).where(SessionRow.who == session.who).values(case=session.case, chat=sealed, notes=None)
        )
        await self._work.run(delete(CardRow).where(CardRow.who == session.who))
        session.card, session.asked, session.shown = session.card + 1, 0, None

    async def _begin_cases(self, cases: Mapping[Who, int], now: datetime) -> None:
        await self._work.cases.make(sorted(cases.values()), self._work.real)
        rows = [
            {"id": case, "who": who, "state": State.TOUCHED.value, "urgent": False, "silent": False, "level": 0,
             "begun_at": now, "touched_at": now}
            for who, case in cases.items()
        ]  # fmt: skip
        await self._work.run(insert(HelpCaseRow), rows)

    async def _new_help(self, case: int) -> HelpCase:
        row = (await self._work.run(select(*HELP_CASE).where(HelpCaseRow.id == case))).one()
        return case_of(row)

    async def of(self, who: Who) -> Session | None:
        """One chat that is there already, for work that nobody asked for just now. Raises `Crossed`."""
        if who not in self._held:
            await self._turns.take(who)
            await self._read([who], {})
        return self._held.get(who)

    async def any(self) -> bool:
        """Whether there is any chat at all."""
        return await self._work.connection.scalar(select(SessionRow.who).limit(1)) is not None

    async def active_between(self, bot: str, since: datetime, until: datetime) -> list[Session]:
        """The chats that were talking with us in that time."""
        whos = select(SessionRow.who).where(
            SessionRow.bot == bot, SessionRow.active_at >= since, SessionRow.active_at <= until
        )
        return await self.there((await self._work.run(whos)).scalars().all())

    async def there(self, whos: Collection[Who]) -> list[Session]:
        """Chats that are there already, locked in key order. Only at the beginning of a transaction."""
        fresh = sorted(who for who in whos if who not in self._held)
        await self._turns.wait_for(fresh)
        await self._read(fresh, {})
        return [self._held[who] for who in sorted(whos) if who in self._held]

    async def flush(self) -> None:
        """Save the sessions that changed, in one statement, and then take them as they are."""
        changed = [s for who, s in self._held.items() if columns(s) != self._before[who]]
        if changed:
            await self._work.run(UPDATE, [self._rows.changed(session) for session in changed])
        for session in changed:
            self._before[session.who] = columns(session)

    async def _have_doors(self, whos: Collection[Who]) -> None:
        """A chat may have been forgotten while it was waited for: it would never be found again under this name."""
        known = {row.who for row in await self._work.run_for(sorted(whos), "whos", _DOORS)}
        for who in sorted(set(whos) - known):
            raise Crossed(who)

    async def _read(self, whos: list[Who], chats: Mapping[Who, int]) -> None:
        rows = await self._work.run_for(whos, "whos", THESE)
        await self._work.cases.load(row.case for row in rows)
        self._hold([row for row in rows if row.case is None or self._work.cases.holds(row.case)], chats)

    def _hold(self, rows: Iterable[Row[Any]], chats: Mapping[Who, int]) -> None:
        for row in rows:
            if row.who not in self._held:
                session = self._rows.session(row, chats.get(row.who))
                self._held[session.who] = session
                self._before[session.who] = columns(session)

    async def _make(
        self, bot: str, chats: Mapping[Who, int], language: str, cases: Mapping[Who, int] | None = None
    ) -> None:
        """New sessions. One whose case cannot be opened any more begins anew."""
        of = cases or {}
        if of:
            await self._work.run_for(sorted(of), "whos", _FORGET)
            await self._work.run_for(sorted(of), "whos", _FORGET_CARDS)
        rows = [self._rows.fresh(bot, who, chat, language, of.get(who)) for who, chat in chats.items()]
        await self._work.put_if_absent(SessionRow, rows)


_DOORS = select(DoorRow.who).where(DoorRow.who.in_(bindparam("whos", expanding=True)))
_FORGET = delete(SessionRow).where(SessionRow.who.in_(bindparam("whos", expanding=True)))
_FORGET_CARDS = delete(CardRow).where(CardRow.who.in_(bindparam("whos", expanding=True)))
