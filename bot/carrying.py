"""How a letter becomes calls: a card is edited where its message is known, and sent where it is not."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from bot.arrivals import Arrivals
from bot.transports.errors import Gone, OtherKind
from bot.transports.port import Transport
from bot.wiping import wipe
from domain.letters import Erase, Letter, Show, Wipe, Withdraw
from domain.messages import Delete, Edit, Send, Sent
from handlers.kit import HELP
from storage.cards import Arrived
from storage.database import Database

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Carrier:
    """Makes the calls of one bot's letters, one letter at a time for each chat."""

    def __init__(self, bot: str, transport: Transport, database: Database, arrivals: Arrivals) -> None:
        self._masks = bot == HELP
        self._transport = transport
        self._database = database
        self._arrivals = arrivals

    async def carry(self, letter: Letter) -> Arrived | None:
        """Bring one letter; gives the card that arrived, if one did."""
        what = letter.what
        if not await self._may_be_read(letter):
            return None
        if isinstance(what, Show):
            return await self._show(letter, what)
        if isinstance(what, Wipe):
            await wipe(self._transport, letter.chat, what.message_id)
        if isinstance(what, Erase):
            await self._delete(letter.chat, what.message_ids)
        elif isinstance(what, Withdraw):
            message_id = await self._message_id(letter, what.card)
            await self._delete(letter.chat, (message_id,) if message_id else ())
        return None

    async def _may_be_read(self, letter: Letter) -> bool:
        """Whether the case that a letter shows something of is still there, and led in this chat: it may have waited
        meanwhile. The keys need not be asked: an erasure is saved before they go.
        """
        if letter.case is None:
            return True
        async with self._database.reading() as store:
            return await store.leaving.may_be_read(letter.case, letter.who if self._masks else None)

    async def _delete(self, chat: int, message_ids: tuple[int, ...]) -> None:
        if message_ids:
            # Older than 48 hours, or gone already: nothing more can be done.
            with suppress(Gone):
                await self._transport.send(Delete(chat, message_ids))

    async def _show(self, letter: Letter, show: Show) -> Arrived | None:
        message_id = await self._message_id(letter, show.card)
        sent = await self._edit(letter, show, message_id) if message_id else None
        if sent is None and not show.only_edit:
            sent = await self._transport.send(Send(letter.chat, show.message))
        return self._arrival(letter, show.card, sent) if sent is not None else None

    async def _edit(self, letter: Letter, show: Show, message_id: int) -> Sent | None:
        try:
            return await self._transport.send(Edit(letter.chat, message_id, show.message))
        except OtherKind:
            await self._delete(letter.chat, (message_id,))  # its buttons must not stay beside the new ones
            return None
        except Gone:
            return None  # the person deleted it: a fresh one takes its place

    async def _message_id(self, letter: Letter, card: int) -> int | None:
        arrived = self._arrivals.find(letter.who, card)
        if arrived is not None:
            return arrived.message_id
        if letter.message_id is not None:
            return letter.message_id or None
        async with self._database.reading() as store:
            return await store.cards.message_of(letter.who, card, self._case(letter))

    def _case(self, letter: Letter) -> int | None:
        """The case that masks the messages of this chat: those of the help bot have one."""
        return letter.case if self._masks else None

    def _arrival(self, letter: Letter, card: int, sent: Sent) -> Arrived:
        before = self._arrivals.find(letter.who, card)
        at = sent.at or (before.at if before else LONG_AGO)
        arrived = Arrived(
            letter.who, card, letter.seq, sent.message_id, at, self._case(letter), letter.case, letter.chat
        )
        self._arrivals.note(arrived)
        return arrived
