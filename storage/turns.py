"""Whose turn it is: on PostgreSQL a chat is worked on by one transaction at a time. (SQLite has one writer.)

A transaction waits for chats at its beginning only, for all together and in the order of their keys; for one that it
needs later it never waits. So two transactions never wait for each other's chats, whatever else they have locked.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, select

from storage.engines import DatabaseDown
from storage.sealing import Who
from storage.tables import SessionRow
from storage.work import Work


class Crossed(DatabaseDown):
    """Somebody else is at work on a chat that turned out to be needed, too. Begun again, it is taken in its turn."""

    def __init__(self, who: Who) -> None:
        super().__init__("somebody else is at work on the same chat")
        self.who = who


class Turns:
    """The chats that one transaction has for itself."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._ours: set[Who] = set()

    async def wait_for(self, whos: Collection[Who]) -> None:
        """Have these chats for us alone, before anything else is done."""
        # In a statement of its own: whoever waits for the lock inside a join gets the new session, but the draft
        # and card as they were before the wait.
        if self._takes_turns:
            self._ours |= {row.who for row in await self._work.run_for(sorted(whos), "whos", _WAITING)}

    async def take(self, who: Who) -> None:
        """Have this chat, too, in the middle of the work. Raises `Crossed` where we would have to wait."""
        if self._takes_turns and who not in self._ours:
            if (await self._work.run(_AT_ONCE, {"who": who})).first() is not None:
                self._ours.add(who)
            elif await self._work.connection.scalar(_ONE, {"who": who}) is not None:
                raise Crossed(who)

    @property
    def _takes_turns(self) -> bool:
        return self._work.locks_rows and not self._work.only_reads


_WAITING = (
    select(SessionRow.who)
    .where(SessionRow.who.in_(bindparam("whos", expanding=True)))
    .order_by(SessionRow.who)
    .with_for_update()
)
_ONE = select(SessionRow.who).where(SessionRow.who == bindparam("who"))
_AT_ONCE = _ONE.with_for_update(skip_locked=True)
