"""Chats: where each stands, loaded together and saved together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from domain.people import Person
from storage.drafts import Draft, draft_of
from storage.people import PERSON, person_of
from storage.sealing import Who
from storage.tables import CardRow, DraftRow, PersonRow, SessionRow, UnitRow
from storage.work import Work

CHAT_BYTES = 8


class Place(StrEnum):
    """What the present card of a chat is."""

    NOTHING = ""
    JOINING = "joining"
    MENU = "menu"
    FORM = "form"
    SENTENCE = "sentence"  # a text now says why a report is handed back
    ASIDE = "aside"  # something else than the form that may be open: a text now is no answer to its question


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest state of the current card that Telegram has, and when that was (Telegram's clock)."""

    message_id: int
    seq: int
    at: datetime


@dataclass(slots=True)
class Session:
    """Where a chat stands. Handlers change it; what changed is saved at the end of the transaction."""

    who: Who
    bot: str
    chat: int
    language: str
    active_at: datetime
    place: Place = Place.NOTHING
    notes: dict[str, Any] = field(default_factory=dict)
    draft_id: int | None = None
    card: int = 0
    asked: int = 0
    seq: int = 0
    reachable: bool = True
    person: Person | None = None
    draft: Draft | None = None
    shown: Shown | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the person has the newest state of the current card."""
        return self.shown is not None and self.shown.seq == self.asked


class Sessions:
    """The chats of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._held: dict[Who, Session] = {}
        self._before: dict[Who, tuple[Any, ...]] = {}

    async def load(self, bot: str, chats: Mapping[Who, int], language: str) -> dict[Who, Session]:
        """The sessions of these chats, locked in key order; made anew for chats that have none."""
        await self._take_these(sorted(chats), chats)
        missing = [who for who in sorted(chats) if who not in self._held]
        if missing:
            await self._make(bot, {who: chats[who] for who in missing}, language)
            await self._take_these(missing, chats)
        return self._held

    def held(self, who: Who) -> Session:
        """A session that was loaded in this transaction."""
        return self._held[who]

    async def of(self, who: Who) -> Session | None:
        """One chat that is there already, for work that nobody asked for just now."""
        if who not in self._held:
            await self._take_these([who], {})
        return self._held.get(who)

    async def any(self) -> bool:
        """Whether there is any chat at all."""
        return await self._work.connection.scalar(select(SessionRow.who).limit(1)) is not None

    async def active_between(self, bot: str, since: datetime, until: datetime) -> list[Session]:
        """The chats that were talking with us in that time."""
        whos = select(SessionRow.who).where(
            SessionRow.bot == bot, SessionRow.active_at >= since, SessionRow.active_at <= until
        )
        found: list[Who] = sorted((await self._work.run(whos)).scalars())
        await self._take_these([who for who in found if who not in self._held], {})
        return [self._held[who] for who in found if who in self._held]

    async def flush(self) -> None:
        """Save the sessions that changed, in one statement, and then take them as they are."""
        changed = [s for who, s in self._held.items() if _columns(s) != self._before[who]]
        if changed:
            await self._work.run(_UPDATE, [self._row(session) for session in changed])
        for session in changed:
            self._before[session.who] = _columns(session)

    async def _take_these(self, whos: list[Who], chats: Mapping[Who, int]) -> None:
        await self._lock(whos)
        self._hold(await self._work.run_for(whos, "whos", _THESE), chats)

    async def _lock(self, whos: list[Who]) -> None:
        # In a statement of its own: whoever waits for the lock inside a join gets the new session, but the draft
        # and card as they were before the wait.
        if self._work.locks_rows:
            await self._work.run_for(whos, "whos", _LOCK)

    def _hold(self, rows: Iterable[Row[Any]], chats: Mapping[Who, int]) -> None:
        for row in rows:
            if row.who not in self._held:
                session = self._session(row, chats.get(row.who))
                self._held[session.who] = session
                self._before[session.who] = _columns(session)

    async def _make(self, bot: str, chats: Mapping[Who, int], language: str) -> None:
        await self._work.put_if_absent(
            SessionRow,
            [
                {
                    "who": who,
                    "bot": bot,
                    "chat": self._seal_chat(who, chat),
                    "language": language,
                    "place": Place.NOTHING.value,
                    "notes": None,
                    "draft": None,
                    "card": 0,
                    "asked": 0,
                    "seq": 0,
                    "active_at": self._work.real,
                    "reachable": True,
                }
                for who, chat in chats.items()
            ],
        )

    def _session(self, row: Row[Any], chat: int | None) -> Session:
        return Session(
            who=row.who,
            bot=row.bot,
            chat=self._open_chat(row.who, row.chat) if chat is None else chat,
            language=row.language,
            active_at=row.active_at,
            place=Place(row.place),
            notes=self._open_notes(row.who, row.notes),
            draft_id=row.session_draft,
            card=row.session_card,
            asked=row.asked,
            seq=row.seq,
            reachable=row.reachable,
            person=person_of(row) if row.person_id else None,
            draft=draft_of(row) if row.draft_id else None,
            shown=Shown(row.message_id, row.shown, row.shown_at) if row.message_id else None,
        )

    def _row(self, session: Session) -> dict[str, Any]:
        return {
            "key": session.who,
            "language": session.language,
            "place": session.place.value,
            "notes": self._seal_notes(session.who, session.notes),
            "draft": session.draft_id,
            "card": session.card,
            "asked": session.asked,
            "seq": session.seq,
            "active_at": session.active_at,
            "reachable": session.reachable,
        }

    def _seal_chat(self, who: Who, chat: int) -> bytes:
        content = chat.to_bytes(CHAT_BYTES, "big", signed=True)
        return self._work.keyring.seal(content, f"sessions.chat.{who.hex()}")

    def _open_chat(self, who: Who, sealed: bytes) -> int:
        return int.from_bytes(self._work.keyring.open(sealed, f"sessions.chat.{who.hex()}"), "big", signed=True)

    def _seal_notes(self, who: Who, notes: dict[str, Any]) -> bytes | None:
        if not notes:
            return None
        return self._work.keyring.seal(json.dumps(notes).encode(), f"sessions.notes.{who.hex()}")

    def _open_notes(self, who: Who, sealed: bytes | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        notes: dict[str, Any] = json.loads(self._work.keyring.open(sealed, f"sessions.notes.{who.hex()}"))
        return notes


def _columns(session: Session) -> tuple[Any, ...]:
    return (
        session.language,
        session.place,
        json.dumps(session.notes) if session.notes else "",
        session.draft_id,
        session.card,
        session.asked,
        session.seq,
        session.active_at,
        session.reachable,
    )


def _select() -> Any:
    # One question for everything that a turn of a conversation needs: the chat, its person, the draft that is
    # open and what the person has in front of them.
    draft = [column.label(f"draft_{column.name}") for column in DraftRow.__table__.columns]
    return (
        select(
            SessionRow.who,
            SessionRow.bot,
            SessionRow.chat,
            SessionRow.language,
            SessionRow.place,
            SessionRow.notes,
            SessionRow.draft.label("session_draft"),
            SessionRow.card.label("session_card"),
            SessionRow.asked,
            SessionRow.seq,
            SessionRow.active_at,
            SessionRow.reachable,
            *PERSON,
            *draft,
            CardRow.message_id,
            CardRow.shown,
            CardRow.shown_at,
        )
        .outerjoin(PersonRow, PersonRow.who == SessionRow.who)
        .outerjoin(UnitRow, UnitRow.code == PersonRow.unit)
        .outerjoin(DraftRow, DraftRow.id == SessionRow.draft)
        .outerjoin(CardRow, and_(CardRow.who == SessionRow.who, CardRow.card == SessionRow.card))
    )


_SELECT = _select()
_THESE = _SELECT.where(SessionRow.who.in_(bindparam("whos", expanding=True))).order_by(SessionRow.who)
_LOCK = (
    select(SessionRow.who)
    .where(SessionRow.who.in_(bindparam("whos", expanding=True)))
    .order_by(SessionRow.who)
    .with_for_update()
)
_UPDATE = (
    update(SessionRow.__table__)  # type: ignore[arg-type]
    .where(SessionRow.who == bindparam("key"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "language",
                "place",
                "notes",
                "draft",
                "card",
                "asked",
                "seq",
                "active_at",
                "reachable",
            )
        }
    )
)
