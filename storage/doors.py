"""How a chat of the help bot is found: by a keyed hash whose key lives for a week. Its id is nowhere in the clear.

What a chat is called everywhere else is chance: nothing leads from it to the account.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, select, update

from domain.help_cases import State
from storage.case_key import Generation
from storage.help_tables import DoorRow, HelpCaseRow
from storage.sealing import WHO, Who
from storage.tables import SessionRow
from storage.work import Work


@dataclass(frozen=True)
class Asked:
    """Which doors are those of families, for a flood: nobody is looked up one by one."""

    generations: tuple[Generation, ...] = ()
    hashes: frozenset[bytes] = field(default=frozenset(), repr=False)

    def has(self, bot: str, chat: int) -> bool:
        """Whether help was asked for from this chat."""
        return any(each.hash(bot, chat) in self.hashes for each in self.generations)


class Doors:
    """The doors of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def open(self, bot: str, chats: Collection[int]) -> dict[Who, int]:
        """What these chats are called; a chat that never came before gets a new name."""
        if not chats:
            return {}
        found = await self._look(bot, chats, await self._work.cases.remembered())
        missing = set(chats) - set(found.values())
        return {**found, **await self._seek(bot, sorted(missing))} if missing else found

    async def asked(self) -> Asked:
        """The doors of all chats from which help was asked for."""
        generations = await self._work.cases.generations()
        query = (
            select(DoorRow.hash)
            .join(SessionRow, SessionRow.who == DoorRow.who)
            .join(HelpCaseRow, HelpCaseRow.id == SessionRow.case)
            .where(HelpCaseRow.state != State.TOUCHED.value)
        )
        return Asked(tuple(generations), frozenset((await self._work.run(query)).scalars()))

    async def _seek(self, bot: str, chats: Collection[int]) -> dict[Who, int]:
        """The same for chats that are new, or kept under a lookup key that was not known here yet."""
        generations = await self._work.cases.generations()
        found = await self._look(bot, chats, generations)
        missing = sorted(set(chats) - set(found.values()))
        if not missing:
            return found
        newest = generations[0]
        rows = [
            {"hash": newest.hash(bot, chat), "generation": newest.number, "who": os.urandom(WHO)} for chat in missing
        ]
        await self._work.put_if_absent(DoorRow, rows)
        return await self._look(bot, chats, generations)  # another replica may have been quicker

    async def _look(self, bot: str, chats: Collection[int], generations: Sequence[Generation]) -> dict[Who, int]:
        return await self._find({each.hash(bot, chat): chat for each in generations for chat in chats})

    async def _find(self, hashes: dict[bytes, int]) -> dict[Who, int]:
        query = select(DoorRow.hash, DoorRow.who).where(DoorRow.hash.in_(sorted(hashes)))
        newest = {hashes[row.hash]: row.who for row in await self._work.run(query.order_by(DoorRow.generation))}
        return {who: chat for chat, who in newest.items()}

    async def older_than(self, generation: int, most: int) -> list[Who]:
        """Chats that are still kept under an earlier lookup key."""
        query = select(DoorRow.who).where(DoorRow.generation < generation).order_by(DoorRow.who).limit(most)
        return list((await self._work.run(query)).scalars())

    async def generations(self) -> set[int]:
        """The lookup keys that chats are kept under."""
        return set((await self._work.run(select(DoorRow.generation).distinct())).scalars())

    async def renew(self, who: Who, hashed: bytes, generation: int) -> None:
        """Keep a chat under a newer lookup key. Where it has another name there already, that is the one it is found
        by: this one leads nowhere."""
        newer = select(DoorRow.who).where(DoorRow.hash == hashed)
        if await self._work.connection.scalar(newer) is not None:
            await self.close(who)
            return
        await self._work.run(update(DoorRow).where(DoorRow.who == who).values(hash=hashed, generation=generation))

    async def close(self, who: Who) -> None:
        """Forget a chat: whoever writes from it is new."""
        await self._work.run(delete(DoorRow).where(DoorRow.who == who))
