"""What the tests of the storage do again and again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from domain.letters import Letter, Show
from domain.messages import Message
from domain.people import Invitation, Person, Role
from storage.database import Database
from storage.drafts import Begun, Draft, Owner
from storage.sessions import Session
from storage.store import Store
from storage.submissions import Sending, Submission
from tests.world import AIR_MESU

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
RINA, SARI = 7_000_000_001, 7_000_000_002


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **step: float) -> None:
        self.now += timedelta(**step)


async def session_of(database: Database, store: Store, chat: int = RINA, bot: str = "staff") -> Session:
    who = database.keyring.who(bot, chat)
    return (await store.sessions.load(bot, {who: chat}, "id"))[who]


async def put(database: Database, *texts: str, chat: int = RINA, bot: str = "staff") -> None:
    """Put letters into the outbox, each on a card of its own."""
    async with database.transaction() as store:
        session = await session_of(database, store, chat, bot)
        for text in texts:
            session.card += 1
            store.outbox.show(session, Show(session.card, Message(text)))


async def claim(database: Database, bot: str = "staff") -> list[str]:
    """The texts of the letters that this process gets."""
    return [text_of(letter) for letter in await claim_letters(database, bot)]


async def claim_letters(database: Database, bot: str = "staff") -> list[Letter]:
    async with database.transaction() as store:
        return await store.leaving.claim(bot)


def text_of(letter: Letter) -> str:
    assert isinstance(letter.what, Show)
    return letter.what.message.text


async def join(database: Database, chat: int = RINA, unit: str = AIR_MESU) -> Person:
    """Somebody joins as an agent."""
    who = database.keyring.who("staff", chat)
    async with database.transaction() as store:
        await session_of(database, store, chat)
        await store.people.add(who, "Bu Rina", Invitation(Role.AGEN, unit=unit), NOON)
        person = await store.people.by_who(who)
    assert person is not None
    return person


async def begin(store: Store, person: Person, state: bytes = b"{}", corrects: int | None = None) -> Draft:
    return store.drafts.begin(Owner(person.id), "penjangkauan", "1", state, NOON, Begun(corrects=corrects))


async def report(store: Store, person: Person, draft: Draft | None = None, prefix: str = "AMT") -> Submission:
    """Send a report, of a new draft unless one is given."""
    sending = Sending(prefix, AIR_MESU, date(2026, 11, 22), b"<data/>", "0" * 64)
    return await store.submissions.add(draft or await begin(store, person), sending, date(2026, 11, 22), NOON)
