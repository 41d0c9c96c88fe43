"""Which message of a person became which answer, so that an edit of it is understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from storage.sealing import Who
from storage.sessions import Session
from storage.tables import TypedRow
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Typed:
    """A message, and the answers that it became, alone or with others. One that is held has no question yet."""

    message_id: int
    draft: int
    questions: tuple[str, ...]
    text: str


class TypedMessages:
    """The messages of one transaction. They are kept as long as they may be edited."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._noted: dict[tuple[Who, int], tuple[Session, Typed]] = {}

    def note(self, session: Session, typed: Typed) -> None:
        """Remember what became of a message; what is said last counts."""
        self._noted[session.who, typed.message_id] = (session, typed)

    async def find(self, session: Session, message_id: int) -> Typed | None:
        await self.flush()
        kept = self._work.masked(session.case, message_id)
        query = select(TypedRow.__table__).where(TypedRow.who == session.who, TypedRow.message_id == kept)
        row = (await self._work.run(query)).first()
        return self._typed(session, row) if row else None

    async def since(self, session: Session, first: Typed) -> list[Typed]:
        """This message and the later ones of the same answer, in the order in which they were written."""
        await self.flush()
        same = (TypedRow.who == session.who, TypedRow.draft == first.draft)
        query = (
            select(TypedRow.__table__)
            .where(*same, TypedRow.question == _refs(first.questions))
            .where(TypedRow.message_id >= self._work.masked(session.case, first.message_id))
            .order_by(TypedRow.message_id)
        )
        return [self._typed(session, row) for row in await self._work.run(query)]

    async def move(self, draft: int, moved: Mapping[str, str]) -> None:
        """Questions have other refs now, or none: what became their answers is remembered under the new ones."""
        await self.flush()
        rows = await self._work.run(select(TypedRow.__table__).where(TypedRow.draft == draft))
        for row in rows.all():
            fresh = tuple(moved.get(ref, ref) for ref in row.question.split())
            mine = (TypedRow.who == row.who, TypedRow.message_id == row.message_id)
            if not all(fresh):
                await self._work.run(delete(TypedRow).where(*mine))
            elif _refs(fresh) != row.question:
                await self._work.run(update(TypedRow).where(*mine).values(question=_refs(fresh)))

    async def forget(self, before: datetime) -> None:
        """Telegram lets people edit for 48 hours."""
        await self._work.run(delete(TypedRow).where(TypedRow.at < before))

    async def forget_draft(self, draft: int) -> None:
        """Nothing is known any more of what somebody typed into this draft."""
        await self.flush()
        await self._work.run(delete(TypedRow).where(TypedRow.draft == draft))

    async def forget_chat(self, who: Who) -> None:
        """Nothing is known any more of what somebody typed in this chat."""
        await self.flush()
        await self._work.run(delete(TypedRow).where(TypedRow.who == who))

    async def flush(self) -> None:
        """Write what was noted, in one statement."""
        if not self._noted:
            return
        put = self._work.insert(TypedRow)
        changed = {name: getattr(put.excluded, name) for name in ("draft", "question", "text")}
        newest = put.on_conflict_do_update(index_elements=["who", "message_id"], set_=changed)
        await self._work.run(newest, [self._row(*noted) for noted in self._noted.values()])
        self._noted.clear()

    def _row(self, session: Session, typed: Typed) -> dict[str, Any]:
        kept = self._work.masked(session.case, typed.message_id)
        text = json.dumps(typed.text).encode()
        return {
            "who": session.who,
            "message_id": kept,
            "draft": typed.draft,
            "question": _refs(typed.questions),
            "text": self._work.seals(session.case).seal(text, _place(session.who, kept)),
            "at": self._work.real,
            "case": session.case,
        }

    def _typed(self, session: Session, row: Row[Any]) -> Typed:
        # Messages of before 0002 have no text.
        sealed = row.text and self._work.seals(session.case).open(row.text, _place(row.who, row.message_id))
        message_id = self._work.unmasked(session.case, row.message_id)
        return Typed(message_id, row.draft, tuple(row.question.split()), json.loads(sealed) if sealed else "")


def _refs(questions: tuple[str, ...]) -> str:
    return " ".join(questions)


def _place(who: Who, message_id: int) -> str:
    return f"typed.text.{who.hex()}.{message_id}"
