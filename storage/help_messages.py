"""The messages of help cases, sealed under their keys. An edit is another version; all versions stay.

A message whose pictures are still on their way has its place already, and is seen by nobody before they are here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update

from domain.help_cases import HelpMessage, Sender
from storage.help_tables import HelpCaseRow, HelpMessageRow
from storage.work import Work

COMING = "coming"  # the kind of a message whose pictures are on their way


class HelpMessages:
    """The messages of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(
        self,
        case: int,
        sender: Sender,
        text: str,
        now: datetime,
        *,
        person: int | None = None,
        kind: str = "text",
        file: int | None = None,
        message_id: int = 0,
    ) -> HelpMessage:
        """A new message of the case, with the next number."""
        await self._work.run(_CASE, {"case": case})  # two who write at once get two numbers
        newest = select(func.max(HelpMessageRow.number)).where(HelpMessageRow.case == case)
        number = int(await self._work.connection.scalar(newest) or 0) + 1
        fresh = HelpMessage(
            self._work.ids.new(), case, number, 1, sender, person, kind, text, file, message_id, now, None
        )
        await self._write(fresh)
        return fresh

    async def edit(self, message: HelpMessage, text: str, now: datetime) -> HelpMessage:
        """What the message says now. What it said before stays."""
        fresh = HelpMessage(
            self._work.ids.new(), message.case, message.number, message.version + 1, message.sender, message.person,
            message.kind, text, message.file, message.message_id, now, None,
        )  # fmt: skip
        await self._write(fresh)
        return fresh

    async def of(self, case: int) -> list[HelpMessage]:
        """All versions of all messages, in order. Raises `CaseGone`."""
        query = select(HelpMessageRow).where(HelpMessageRow.case == case, _IS_HERE)
        rows = await self._work.run(query.order_by(HelpMessageRow.number, HelpMessageRow.version))
        await self._work.cases.load([case])
        return [self._message(row) for row in rows]

    async def newest_of(self, case: int, number: int) -> HelpMessage | None:
        """The newest version of one message."""
        query = select(HelpMessageRow).where(HelpMessageRow.case == case, HelpMessageRow.number == number, _IS_HERE)
        row = (await self._work.run(query.order_by(HelpMessageRow.version.desc()).limit(1))).first()
        await self._work.cases.load([case])
        return self._message(row) if row else None

    async def by_message(
        self, case: int, message_id: int, *senders: Sender, person: int | None = None
    ) -> HelpMessage | None:
        """The newest version of what one of these wrote in that message of their chat.

        The messages of different chats have the same numbers: of those who work here, `person` says whose it is.
        """
        await self._work.cases.load([case])
        wrote = [each.value for each in senders or Sender]
        masked = self._work.masked(case, message_id, staff=Sender.FAMILY.value not in wrote)
        query = select(HelpMessageRow).where(
            HelpMessageRow.case == case, HelpMessageRow.message == masked, HelpMessageRow.sender.in_(wrote)
        )
        if person is not None:
            query = query.where(HelpMessageRow.person == person)
        row = (await self._work.run(query.order_by(HelpMessageRow.version.desc()).limit(1))).first()
        return self._message(row) if row else None

    async def unseen(self, case: int, sender: Sender) -> list[HelpMessage]:
        """What this side wrote and the other has not opened yet, in the newest versions."""
        query = select(HelpMessageRow).where(
            HelpMessageRow.case == case,
            HelpMessageRow.sender == sender.value,
            HelpMessageRow.seen_at.is_(None),
            _IS_HERE,
        )
        rows = await self._work.run(query.order_by(HelpMessageRow.number, HelpMessageRow.version))
        await self._work.cases.load([case])
        return list({row.number: self._message(row) for row in rows}.values())

    async def see(self, case: int, sender: Sender, now: datetime) -> None:
        """The other side has opened what this side wrote."""
        await self._work.run(
            update(HelpMessageRow)
            .where(
                HelpMessageRow.case == case,
                HelpMessageRow.sender == sender.value,
                HelpMessageRow.seen_at.is_(None),
                _IS_HERE,
            )
            .values(seen_at=now)
        )

    # --- What is on its way ---

    async def is_coming(self, case: int, number: int) -> bool:
        """Whether the pictures of this message are on their way."""
        found = select(HelpMessageRow.id).where(*_coming(case, number)).limit(1)
        return await self._work.connection.scalar(found) is not None

    async def arrive(self, case: int, number: int, kind: str, file: int) -> HelpMessage | None:
        """What was on its way is here, and seen from now on. None where it was so before."""
        came = update(HelpMessageRow).where(*_coming(case, number)).values(kind=kind, file=file)
        return await self.newest_of(case, number) if (await self._work.run(came)).rowcount else None

    async def come_without(self, case: int, number: int) -> HelpMessage | None:
        """No picture of it ever comes: what was said with them stays, if anything was."""
        if not (
            await self._work.run(update(HelpMessageRow).where(*_coming(case, number)).values(kind="text"))
        ).rowcount:
            return None
        message = await self.newest_of(case, number)
        if message is not None and not message.text:
            await self._work.run(
                delete(HelpMessageRow).where(HelpMessageRow.case == case, HelpMessageRow.number == number)
            )
            return None
        return message

    async def forget_chat(self, case: int) -> None:
        """The case is led in another chat: none of its messages is what the family wrote before."""
        await self._work.cases.load([case])
        none = self._work.masked(case, 0)
        theirs = (HelpMessageRow.case == case, HelpMessageRow.sender == Sender.FAMILY.value)
        await self._work.run(update(HelpMessageRow).where(*theirs).values(message=none))

    async def count(self, case: int) -> int:
        query = select(func.count()).select_from(HelpMessageRow).where(HelpMessageRow.case == case)
        return int(await self._work.connection.scalar(query) or 0)

    async def _write(self, message: HelpMessage) -> None:
        await self._work.cases.load([message.case])
        sealed = self._work.seals(message.case).seal(message.text.encode(), _place(message.id))
        row = {
            "id": message.id,
            "case": message.case,
            "number": message.number,
            "version": message.version,
            "sender": message.sender.value,
            "person": message.person,
            "kind": message.kind,
            "body": sealed,
            "file": message.file,
            "message": self._work.masked(message.case, message.message_id, staff=_is_staffs(message.sender)),
            "at": message.at,
            "seen_at": None,
        }
        await self._work.run(insert(HelpMessageRow), row)

    def _message(self, row: Any) -> HelpMessage:
        text = self._work.seals(row.case).open(row.body, _place(row.id)).decode()
        message_id = self._work.unmasked(row.case, row.message, staff=_is_staffs(Sender(row.sender)))
        return HelpMessage(
            row.id, row.case, row.number, row.version, Sender(row.sender), row.person, row.kind, text, row.file,
            message_id, row.at, row.seen_at,
        )  # fmt: skip


_IS_HERE = HelpMessageRow.kind != COMING


def _coming(case: int, number: int) -> tuple[ColumnElement[bool], ...]:
    return (HelpMessageRow.case == case, HelpMessageRow.number == number, HelpMessageRow.kind == COMING)


def _is_staffs(sender: Sender) -> bool:
    """Whether its message id is of a chat of somebody who works here."""
    return sender is not Sender.FAMILY


def _place(key: int) -> str:
    return f"help_messages.body.{key}"


_CASE = select(HelpCaseRow.id).where(HelpCaseRow.id == bindparam("case")).with_for_update(key_share=True)
