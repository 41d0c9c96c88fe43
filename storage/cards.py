"""Which message of Telegram each card of a chat is, as far as it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from storage.sealing import Who
from storage.sessions import Session
from storage.tables import CardRow
from storage.work import Work


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


class Cards:
    """The cards of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def keep(self, arrived: Sequence[Arrived]) -> None:
        """Remember which messages these are, unless a newer state of the card was told before."""
        if arrived:
            await self._work.run(self._keep_newest(), [self._row(each) for each in arrived])

    def _row(self, arrived: Arrived) -> dict[str, Any]:
        return {
            "who": arrived.who,
            "card": arrived.card,
            "message_id": self._work.masked(arrived.case, arrived.message_id),
            "shown": arrived.seq,
            "shown_at": arrived.at,
        }

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

    async def forget(self, session: Session) -> None:
        """The cards of a chat are no more: what is shown next is a new message."""
        await self._work.run(delete(CardRow).where(CardRow.who == session.who))
        session.shown, session.asked = None, 0
