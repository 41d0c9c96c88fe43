"""What a person wrote in the chat with the help bot: which messages can still be deleted there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.help_tables import TraceRow
from storage.sessions import Session
from storage.work import Work

# Telegram deletes what is younger than 48 hours, and of several none where one is older. Minutes pass until then.
# See https://core.telegram.org/bots/api#deletemessages
DELETABLE = timedelta(hours=47, minutes=45)


class Traces:
    """The traces of one transaction. `at` is real time: it is Telegram that counts the hours."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def note(self, session: Session, message_id: int) -> None:
        """The person wrote this."""
        masked = self._work.masked(session.case, message_id)
        row = {"who": session.who, "message": masked, "at": self._work.real}
        await self._work.put_if_absent(TraceRow, [row])

    async def deletable(self, session: Session) -> list[int]:
        """The person's messages that Telegram still lets us delete."""
        since = self._work.real - DELETABLE
        query = select(TraceRow.message).where(TraceRow.who == session.who, TraceRow.at > since)
        kept = (await self._work.run(query.order_by(TraceRow.message))).scalars()
        return [self._work.unmasked(session.case, masked) for masked in kept]

    async def clear(self, session: Session) -> None:
        await self._work.run(delete(TraceRow).where(TraceRow.who == session.who))

    async def forget(self, before: datetime) -> None:
        """Drop what cannot be deleted any more."""
        await self._work.run(delete(TraceRow).where(TraceRow.at < before))
