"""The outbox: what is to be sent, saved together with the state that says it.

A letter that is put is claimed at birth by the process that puts it, which hands it to its own delivery after the
commit. If that process dies, the lease (`due`) runs out and another claims the letter.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from domain.letters import Erase, Letter, Show, What, Wipe, Withdraw, pack, unpack
from storage.sealing import Shut, Who
from storage.sessions import Session
from storage.tables import LetterRow
from storage.work import Work

LEASE = timedelta(seconds=20)


class Outbox:
    """The letters of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._put: list[tuple[Session, Letter]] = []
        self._last: dict[Who, int] = {}  # where the newest letter of each chat stands in `_put`
        self.claimed: list[tuple[str, Letter]] = []

    def show(self, session: Session, what: Show, case: int | None = None) -> None:
        """Show something on a card. A later state of the same card replaces one that has not left yet.

        `case` is the help case that somebody who works here is shown something of: its key seals the letter.
        """
        last = self._last.get(session.who)
        if last is not None and _same_card(self._put[last][1].what, what):
            case = session.case or case
            self._put[last] = (session, replace(self._put[last][1], what=what, case=case))
        else:
            self._add(session, what, case)
        if what.card == session.card:
            session.asked = session.seq

    def erase(self, session: Session, message_ids: tuple[int, ...]) -> None:
        """Delete messages from the chat."""
        self._add(session, Erase(message_ids))

    def wipe(self, session: Session, message_id: int) -> None:
        """Take a message of ours out of the chat, or empty it."""
        self._add(session, Wipe(message_id))

    def withdraw(self, session: Session, card: int) -> None:
        """Take an earlier card out of the chat."""
        self._add(session, Withdraw(card))

    def _add(self, session: Session, what: What, case: int | None = None) -> None:
        session.seq += 1
        letter = Letter(
            self._work.ids.new(),
            session.who,
            session.seq,
            session.chat,
            what,
            message_id=_known(session, what),
            case=session.case or case,
        )
        self._last[session.who] = len(self._put)
        self._put.append((session, letter))

    async def under_way(self, session: Session) -> tuple[set[int], set[int]]:
        """What has not left yet of a chat of the help bot: messages to be taken out, and cards to be shown."""
        query = select(LetterRow.id, LetterRow.body).where(
            LetterRow.who == session.who, LetterRow.case == session.case
        )
        whats: list[What] = []
        for row in await self._work.run(query):
            with suppress(Shut):  # nobody can send it either
                opened = self._work.seals(session.case).open(row.body, f"outbox.body.{row.id}")
                whats.append(unpack(opened)[1])
        whats += [letter.what for to, letter in self._put if to.who == session.who]
        leaving = {each for what in whats for each in _taken_out(what)}
        return leaving, {what.card for what in whats if isinstance(what, Show)}

    async def drop_case(self, session: Session) -> None:
        """Forget what is on its way to a chat of the help bot: its case is led elsewhere from now on."""
        await self._work.run(delete(LetterRow).where(LetterRow.who == session.who, LetterRow.case == session.case))

    async def flush(self) -> None:
        """Write the letters. Those of chats in which another process has letters wait for their turn."""
        if not self._put:
            return
        await self._work.cases.load(letter.case for _, letter in self._put)
        foreign = await self._chats_of_others({session.who for session, _ in self._put})
        foreign |= {session.who for session, _ in self._put if session.bot not in self._work.delivers}
        put = [(session, _to(session, letter)) for session, letter in self._put]
        rows = [self._row(session, letter, session.who in foreign) for session, letter in put]
        await self._work.run(_INSERT, rows)
        self.claimed += [(session.bot, letter) for session, letter in put if session.who not in foreign]
        self._put.clear()
        self._last.clear()

    async def _chats_of_others(self, whos: Collection[Who]) -> set[Who]:
        found = await self._work.run_for(sorted(whos), "whos", _OF_OTHERS, holder=self._work.holder)
        return {row.who for row in found}

    def _row(self, session: Session, letter: Letter, waits: bool) -> dict[str, Any]:
        return {
            "id": letter.id,
            "bot": session.bot,
            "who": letter.who,
            "seq": letter.seq,
            "case": letter.case,
            "stranger": letter.stranger,
            "urgent": letter.urgent,
            "bulk": letter.bulk,
            "body": self._work.seals(letter.case).seal(pack(letter.chat, letter.what), f"outbox.body.{letter.id}"),
            "holder": "" if waits else self._work.holder,
            "due": self._work.real if waits else self._work.real + LEASE,
            "tries": 0,
        }

    async def count(self, bot: str | None = None) -> int:
        """How many letters have not left yet."""
        query = select(func.count()).select_from(LetterRow)
        if bot:
            query = query.where(LetterRow.bot == bot)
        return int(await self._work.connection.scalar(query) or 0)


def _taken_out(what: What) -> tuple[int, ...]:
    if isinstance(what, Erase):
        return what.message_ids
    return (what.message_id,) if isinstance(what, Wipe) else ()


def _to(session: Session, letter: Letter) -> Letter:
    """The letter, with who its chat belongs to by the end of the transaction: somebody may have joined in it."""
    urgent = session.in_danger or (session.help is not None and session.help.urgent)
    return replace(letter, stranger=session.is_stranger, urgent=urgent, bulk=session.in_bulk)


def _known(session: Session, what: What) -> int | None:
    """The message of the current card; of older cards only the database knows."""
    if isinstance(what, Erase | Wipe) or what.card != session.card:
        return None
    return session.shown.message_id if session.shown else 0


def _same_card(earlier: What, later: Show) -> bool:
    return isinstance(earlier, Show) and earlier.card == later.card and earlier.only_edit == later.only_edit


_OF_OTHERS = select(LetterRow.who).where(
    LetterRow.who.in_(bindparam("whos", expanding=True)), LetterRow.holder != bindparam("holder")
)
_INSERT = insert(LetterRow.__table__)  # type: ignore[arg-type]
