"""The outbox: what is to be sent, saved together with the state that says it.

A letter that is put is claimed at birth by the process that puts it, which hands it to its own delivery after the
commit. If that process dies, the lease (`due`) runs out and another claims the letter.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from sqlalchemy.orm import aliased

from domain.letters import Erase, Letter, Show, What, Wipe, Withdraw, pack, unpack
from storage.engines import DatabaseDown
from storage.help_tables import HelpCaseRow
from storage.sealing import Shut, Who
from storage.sessions import Session
from storage.tables import CardRow, LetterRow, SessionRow
from storage.work import Work

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
CHATS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """A card that Telegram took: which message it is, and Telegram's clock.

    `case` masks a message of the help bot; `shows` is the case that the card shows something of, in either bot.
    """

    who: Who
    card: int
    seq: int
    message_id: int
    at: datetime
    case: int | None = None
    shows: int | None = None
    chat: int = 0


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

    async def may_be_read(self, case: int, led_in: Who | None = None) -> bool:
        """Whether a case is still there: to erase it means that its rows go first. `led_in`: and led in this chat."""
        query = select(HelpCaseRow.id).where(HelpCaseRow.id == case)
        if led_in is not None:
            query = query.where(exists().where(SessionRow.who == led_in, SessionRow.case == case))
        return await self._work.connection.scalar(query) is not None

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
            "body": self._work.seals(letter.case).seal(pack(letter.chat, letter.what), f"outbox.body.{letter.id}"),
            "holder": "" if waits else self._work.holder,
            "due": self._work.real if waits else self._work.real + LEASE,
            "tries": 0,
        }

    async def claim(self, bot: str) -> list[Letter]:
        """Take the letters that nobody is working on, whole chats at a time, in order."""
        now = self._work.real
        chats = select(LetterRow.who).where(LetterRow.bot == bot, LetterRow.due <= now).distinct()
        whos = sorted((await self._work.run(chats.limit(CHATS_AT_ONCE))).scalars())
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
        return Letter(row.id, row.who, row.seq, chat, what, row.tries, None, row.case, row.stranger, row.urgent)

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

    async def settle(self, done: Sequence[int], arrived: Sequence[Arrived]) -> list[Arrived]:
        """These letters have left. Remember which messages the cards are.

        Gives the ones that show something of a case which was erased, or moved to another chat, meanwhile: they are
        to be taken away.
        """
        gone = await self._outlived(arrived)
        if done:  # in one order, as whoever erases has it, too
            await self._work.run(_DELETE, [{"key": key} for key in sorted(done)])
        arrived = [a for a in arrived if a not in gone]
        if arrived:
            await self._work.run(
                self._keep_newest(),
                [
                    {
                        "who": a.who,
                        "card": a.card,
                        "message_id": self._work.masked(a.case, a.message_id),
                        "shown": a.seq,
                        "shown_at": a.at,
                    }
                    for a in arrived
                ],
            )
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

    def _keep_newest(self) -> Any:
        put = self._work.insert(CardRow)
        return put.on_conflict_do_update(
            index_elements=["who", "card"],
            set_={name: getattr(put.excluded, name) for name in ("message_id", "shown", "shown_at")},
            where=CardRow.shown <= put.excluded.shown,
        )

    async def message_of(self, who: Who, card: int, case: int | None = None) -> int | None:
        """The message that a card is, if it ever arrived. `case` is the one of a chat of the help bot."""
        query = select(CardRow.message_id).where(CardRow.who == who, CardRow.card == card)
        kept = await self._work.connection.scalar(query)
        await self._work.cases.load([case])
        return self._work.unmasked(case, kept) if kept is not None else None

    async def messages_of(self, session: Session) -> list[int]:
        """All messages of ours in a chat that are known, the oldest first."""
        query = select(CardRow.message_id).where(CardRow.who == session.who).order_by(CardRow.card)
        kept = (await self._work.run(query)).scalars()
        return [self._work.unmasked(session.case, each) for each in kept]

    async def forget_cards(self, session: Session) -> None:
        """The cards of a chat are no more: what is shown next is a new message."""
        await self._work.run(delete(CardRow).where(CardRow.who == session.who))
        session.shown, session.asked = None, 0

    async def drop_chat(self, who: Who, seq: int) -> None:
        """Forget what was on its way to a chat that cannot be reached, up to this letter."""
        await self._work.run(delete(LetterRow).where(LetterRow.who == who, LetterRow.seq <= seq))

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
    return replace(letter, stranger=session.is_stranger, urgent=urgent)


def _known(session: Session, what: What) -> int | None:
    """The message of the current card; of older cards only the database knows."""
    if isinstance(what, Erase | Wipe) or what.card != session.card:
        return None
    return session.shown.message_id if session.shown else 0


def _same_card(earlier: What, later: Show) -> bool:
    return isinstance(earlier, Show) and earlier.card == later.card and earlier.only_edit == later.only_edit


_OF_LETTER = (
    *(LetterRow.id, LetterRow.who, LetterRow.seq, LetterRow.case, LetterRow.body, LetterRow.tries),
    *(LetterRow.stranger, LetterRow.urgent),
)
_OF_OTHERS = select(LetterRow.who).where(
    LetterRow.who.in_(bindparam("whos", expanding=True)), LetterRow.holder != bindparam("holder")
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
_INSERT = insert(LetterRow.__table__)  # type: ignore[arg-type]
_DELETE = delete(LetterRow.__table__).where(LetterRow.__table__.c.id == bindparam("key"))  # type: ignore[arg-type]
