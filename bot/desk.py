"""The desk of one bot: what it takes to open a person's chat. Messages are taken at it, and gaps looked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.arrivals import Arrivals
from domain.messages import Incoming, Outgoing
from domain.voice import INDONESIAN
from handlers.chat import Chat
from handlers.kit import HELP, Kit
from storage.database import Database
from storage.doors import Asked
from storage.sealing import Who
from storage.sessions import Session
from storage.store import Store


@dataclass(frozen=True)
class Desk:
    """One bot, with what its handlers work with. `now` is people's time."""

    bot: str
    database: Database
    kit: Kit
    arrivals: Arrivals
    now: Callable[[], datetime]

    def _who(self, chat: int) -> Who:
        return self.database.keyring.who(self.bot, chat)

    async def load(self, store: Store, chats: Iterable[int], beside: Collection[Who] = ()) -> None:
        """Have these chats at hand, with one question for all. `beside`: sessions of others that will be needed."""
        if self.bot == HELP:
            found = await store.doors.open(self.bot, set(chats))
            sessions = await store.sessions.load_help(self.bot, found, INDONESIAN, self.now(), beside)
        else:
            whos = {self._who(chat): chat for chat in chats}
            sessions = await store.sessions.load(self.bot, whos, INDONESIAN, beside)
        for session in sessions.values():
            self.arrivals.refresh(session)

    async def asked(self) -> Asked:
        """From which chats of the help bot somebody has asked for help."""
        async with self.database.reading() as store:
            return await store.doors.asked()

    def open(self, store: Store, session: Session, incoming: Incoming, at_once: list[Outgoing]) -> Chat:
        """A chat, for one message. What is to be answered at once is collected in `at_once`."""
        return Chat(self.kit, store, session, incoming, self.now(), at_once)
