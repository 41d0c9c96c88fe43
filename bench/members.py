"""People who joined long ago, for what needs many of them: a petugas, and the agents of one unit."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.people import Invitation, Role
from handlers.kit import STAFF
from storage.database import Database

ABOUT = "--members"
PETUGAS = 0
A_MORNING = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)  # 09.05 WIB: nobody is told anything at night


def member(number: int) -> int:
    """The chat of somebody; number 0 is the petugas."""
    return 8_000_000_000 + number


async def join(database: Database, agents: int, unit: str, satker: str) -> None:
    """Write them down at once."""
    chats = {database.keyring.who(STAFF, member(number)): member(number) for number in range(agents + 1)}
    async with database.transaction() as store:
        await store.sessions.load(STAFF, chats, "id")
        for number, who in enumerate(chats):
            invitation = Invitation(Role.AGEN, unit=unit) if number else Invitation(Role.PETUGAS, satker=satker)
            await store.people.add(who, f"Rina {number}", invitation, A_MORNING)
