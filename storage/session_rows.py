"""How a chat is kept: one question gives all that a turn of a conversation needs, and what is sealed is opened."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from domain.voice import INDONESIAN
from storage.drafts import draft_of
from storage.help_cases import HELP_CASE, case_of
from storage.help_tables import HelpCaseRow
from storage.people import PERSON, person_of
from storage.sealing import Who
from storage.session import Place, Session, Shown
from storage.tables import CardRow, DraftRow, PersonRow, SessionRow, UnitRow
from storage.work import Work

CHAT_BYTES = 8
LANGUAGE = "language"


class SessionRows:
    """Rows of chats as sessions, and back."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def fresh(self, bot: str, who: Who, chat: int, language: str, case: int | None) -> dict[str, Any]:
        """The row of a chat that comes for the first time."""
        return {
            "who": who,
            "bot": bot,
            "chat": self.seal_chat(case, who, chat),
            "case": case,
            "language": language,
            "place": Place.NOTHING.value,
            "notes": None,
            "draft": None,
            "card": 0,
            "asked": 0,
            "seq": 0,
            "active_at": self._work.real,
            "seen_at": None,
            "reachable": True,
        }

    def session(self, row: Row[Any], chat: int | None) -> Session:
        notes = self._open_notes(row.case, row.who, row.notes)
        return Session(
            who=row.who,
            bot=row.bot,
            chat=self._open_chat(row.case, row.who, row.chat) if chat is None else chat,
            language=notes.pop(LANGUAGE, row.language),
            active_at=row.active_at,
            place=Place(row.place),
            notes=notes,
            draft_id=row.session_draft,
            card=row.session_card,
            asked=row.asked,
            seq=row.seq,
            seen_at=row.seen_at,
            reachable=row.reachable,
            case=row.case,
            help=case_of(row) if row.help_id else None,
            person=person_of(row) if row.person_id else None,
            draft=draft_of(row) if row.draft_id else None,
            shown=self._shown(row) if row.message_id else None,
        )

    def _shown(self, row: Row[Any]) -> Shown:
        return Shown(self._work.unmasked(row.case, row.message_id), row.shown, row.shown_at)

    def changed(self, session: Session) -> dict[str, Any]:
        of_help = session.case is not None  # which language somebody chose may tell who they are
        notes = {**session.notes, LANGUAGE: session.language} if of_help else session.notes
        return {
            "key": session.who,
            "language": INDONESIAN if of_help else session.language,
            "place": session.place.value,
            "notes": self._seal_notes(session.case, session.who, notes),
            "draft": session.draft_id,
            "card": session.card,
            "asked": session.asked,
            "seq": session.seq,
            "active_at": session.active_at,
            "seen_at": session.seen_at,
            "reachable": session.reachable,
        }

    def seal_chat(self, case: int | None, who: Who, chat: int) -> bytes:
        content = chat.to_bytes(CHAT_BYTES, "big", signed=True)
        return self._work.seals(case).seal(content, f"sessions.chat.{who.hex()}")

    def _open_chat(self, case: int | None, who: Who, sealed: bytes) -> int:
        opened = self._work.seals(case).open(sealed, f"sessions.chat.{who.hex()}")
        return int.from_bytes(opened, "big", signed=True)

    def _seal_notes(self, case: int | None, who: Who, notes: dict[str, Any]) -> bytes | None:
        if not notes:
            return None
        return self._work.seals(case).seal(json.dumps(notes).encode(), f"sessions.notes.{who.hex()}")

    def _open_notes(self, case: int | None, who: Who, sealed: bytes | None) -> dict[str, Any]:
        if sealed is None:
            return {}
        notes: dict[str, Any] = json.loads(self._work.seals(case).open(sealed, f"sessions.notes.{who.hex()}"))
        return notes


def columns(session: Session) -> tuple[Any, ...]:
    """What of it is saved when it changes."""
    return (
        session.language,
        session.place,
        json.dumps(session.notes) if session.notes else "",
        session.draft_id,
        session.card,
        session.asked,
        session.seq,
        session.active_at,
        session.seen_at,
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
            SessionRow.seen_at,
            SessionRow.reachable,
            SessionRow.case,
            *PERSON,
            *HELP_CASE,
            *draft,
            CardRow.message_id,
            CardRow.shown,
            CardRow.shown_at,
        )
        .outerjoin(PersonRow, PersonRow.who == SessionRow.who)
        .outerjoin(UnitRow, UnitRow.code == PersonRow.unit)
        .outerjoin(HelpCaseRow, HelpCaseRow.id == SessionRow.case)
        .outerjoin(DraftRow, DraftRow.id == SessionRow.draft)
        .outerjoin(CardRow, and_(CardRow.who == SessionRow.who, CardRow.card == SessionRow.card))
    )


THESE = _select().where(SessionRow.who.in_(bindparam("whos", expanding=True))).order_by(SessionRow.who)
UPDATE = (
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
                "seen_at",
                "reachable",
            )
        }
    )
)
