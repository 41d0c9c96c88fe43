"""Chats: where each stands, loaded together and saved together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, insert, select, update

from domain.help_cases import HelpCase, State
from domain.people import Person
from domain.voice import INDONESIAN
from storage.drafts import Draft, draft_of
from storage.engines import DatabaseDown
from storage.help_cases import HELP_CASE, case_of
from storage.help_tables import DoorRow, HelpCaseRow
from storage.people import PERSON, person_of
from storage.sealing import Who
from storage.tables import CardRow, DraftRow, PersonRow, SessionRow, UnitRow
from storage.work import Work

CHAT_BYTES = 8
LANGUAGE = "language"


class Place(StrEnum):
    """What the present card of a chat is."""

    NOTHING = ""
    JOINING = "joining"
    MENU = "menu"
    FORM = "form"
    SENTENCE = "sentence"  # a text now says why a report is handed back
    THREAD = "thread"  # a text now goes to somebody who asked for help, or to whoever answers
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
    case: int | None = None  # of the help bot: what seals all that is said here
    help: HelpCase | None = None
    person: Person | None = None
    draft: Draft | None = None
    shown: Shown | None = None
    in_danger: bool = False  # their words of this moment point to danger: what is said to them does not wait

    @property
    def is_stranger(self) -> bool:
        """Whether nothing ties us to whoever writes here: nobody who joined or is about to, or who asked for help."""
        if self.help is not None:
            return not self.help.was_asked
        return self.person is None and self.place is not Place.JOINING

    @property
    def is_shown(self) -> bool:
        """Whether the person has the newest state of the current card."""
        return self.shown is not None and self.shown.seq == self.asked


class Crossed(DatabaseDown):
    """Somebody else is at work on a chat that turned out to be needed, too. Begun again, it is taken in its turn."""

    def __init__(self, who: Who) -> None:
        super().__init__("somebody else is at work on the same chat")
        self.who = who


class Sessions:
    """The chats of one transaction.

    It waits for chats at its beginning only, for all together and in key order; for one that it needs later it never
    waits. So two transactions never wait for each other's chats, whatever else they have locked.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._locked: set[Who] = set()
        self._held: dict[Who, Session] = {}
        self._before: dict[Who, tuple[Any, ...]] = {}
        self._in_chat: dict[int, Session] = {}

    async def load(
        self, bot: str, chats: Mapping[Who, int], language: str, beside: Collection[Who] = ()
    ) -> dict[Who, Session]:
        """The sessions of these chats, locked in key order; made anew for chats that have none.

        `beside` are chats of others that are known to be needed later.
        """
        await self.wait_for({*chats, *beside})
        await self._read(sorted(chats), chats)
        missing = {who: chats[who] for who in sorted(chats) if who not in self._held}
        if missing:
            await self._make(bot, missing, language)
            await self.wait_for(missing)
            await self._read(sorted(missing), chats)
        self._in_chat |= {chat: self._held[who] for who, chat in chats.items()}
        return self._held

    async def load_help(
        self, bot: str, chats: Mapping[Who, int], language: str, now: datetime, beside: Collection[Who] = ()
    ) -> dict[Who, Session]:
        """The same for the help bot: a chat that is new there gets a case of its own, and so does one whose key is
        gone."""
        await self.wait_for({*chats, *beside})
        await self._read(sorted(chats), chats)
        missing = {who: chats[who] for who in sorted(chats) if who not in self._held}
        if missing:
            await self._have_doors(missing)
            # The staff's buttons carry the id, and the list of erasures keeps it: it must not say when somebody came.
            cases = {who: self._work.ids.by_chance() for who in missing}
            await self._begin_cases(cases, now)
            await self._make(bot, missing, language, cases)
            await self.wait_for(missing)
            await self._read(sorted(missing), chats)
        self._in_chat |= {chat: self._held[who] for who, chat in chats.items()}
        return self._held

    def in_chat(self, chat: int) -> Session:
        """The session of a chat that was loaded in this transaction."""
        return self._in_chat[chat]

    def held(self, who: Who) -> Session:
        """A session that was loaded in this transaction."""
        return self._held[who]

    async def begin_anew(self, session: Session, now: datetime) -> None:
        """Give a chat of the help bot a new case, as if nobody had ever written from it."""
        fresh = self._work.ids.by_chance()
        await self._begin_cases({session.who: fresh}, now)
        session.case, session.help = fresh, await self._new_help(fresh)
        session.place, session.notes, session.draft_id, session.draft = Place.NOTHING, {}, None, None
        session.language = INDONESIAN
        await self._seal_anew(session)

    async def move_in(self, session: Session, case: HelpCase) -> None:
        """From now on this case is led in this chat."""
        await self._work.cases.load([case.id])
        session.case, session.help = case.id, replace(case, who=session.who)
        session.place, session.notes, session.draft_id, session.draft = Place.NOTHING, {}, None, None
        await self._seal_anew(session)
        await self._work.run(update(HelpCaseRow).where(HelpCaseRow.id == case.id).values(who=session.who))

    async def _seal_anew(self, session: Session) -> None:
        """What was sealed under another case is sealed under this one. Cards of before are left to be deleted."""
        sealed = self._seal_chat(session.case, session.who, session.chat)
        await self._work.run(
            update(SessionRow).where(SessionRow.who == session.who).values(case=session.case, chat=sealed, notes=None)
        )
        await self._work.run(delete(CardRow).where(CardRow.who == session.who))
        session.card, session.asked, session.shown = session.card + 1, 0, None

    async def _begin_cases(self, cases: Mapping[Who, int], now: datetime) -> None:
        await self._work.cases.make(sorted(cases.values()), self._work.real)
        rows = [
            {"id": case, "who": who, "state": State.TOUCHED.value, "urgent": False, "silent": False, "level": 0,
             "begun_at": now, "touched_at": now}
            for who, case in cases.items()
        ]  # fmt: skip
        await self._work.run(insert(HelpCaseRow), rows)

    async def _new_help(self, case: int) -> HelpCase:
        row = (await self._work.run(select(*HELP_CASE).where(HelpCaseRow.id == case))).one()
        return case_of(row)

    async def of(self, who: Who) -> Session | None:
        """One chat that is there already, for work that nobody asked for just now. Raises `Crossed`."""
        if who not in self._held:
            await self._lock_now(who)
            await self._read([who], {})
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
        fresh = [who for who in found if who not in self._held]
        await self.wait_for(fresh)
        await self._read(fresh, {})
        return [self._held[who] for who in found if who in self._held]

    async def flush(self) -> None:
        """Save the sessions that changed, in one statement, and then take them as they are."""
        changed = [s for who, s in self._held.items() if _columns(s) != self._before[who]]
        if changed:
            await self._work.run(_UPDATE, [self._row(session) for session in changed])
        for session in changed:
            self._before[session.who] = _columns(session)

    async def wait_for(self, whos: Collection[Who]) -> None:
        """Have these chats for us alone, before anything else is done."""
        # In a statement of its own: whoever waits for the lock inside a join gets the new session, but the draft
        # and card as they were before the wait.
        if self._locks:
            self._locked |= {row.who for row in await self._work.run_for(sorted(whos), "whos", _LOCK)}

    async def _lock_now(self, who: Who) -> None:
        if self._locks and who not in self._locked:
            if (await self._work.run(_LOCK_NOW, {"who": who})).first() is not None:
                self._locked.add(who)
            elif await self._work.connection.scalar(_ANY, {"who": who}) is not None:
                raise Crossed(who)

    @property
    def _locks(self) -> bool:
        return self._work.locks_rows and not self._work.only_reads

    async def _have_doors(self, whos: Collection[Who]) -> None:
        """A chat may have been forgotten while it was waited for: it would never be found again under this name."""
        known = {row.who for row in await self._work.run_for(sorted(whos), "whos", _DOORS)}
        for who in sorted(set(whos) - known):
            raise Crossed(who)

    async def _read(self, whos: list[Who], chats: Mapping[Who, int]) -> None:
        rows = await self._work.run_for(whos, "whos", _THESE)
        await self._work.cases.load(row.case for row in rows)
        self._hold([row for row in rows if row.case is None or self._work.cases.holds(row.case)], chats)

    def _hold(self, rows: Iterable[Row[Any]], chats: Mapping[Who, int]) -> None:
        for row in rows:
            if row.who not in self._held:
                session = self._session(row, chats.get(row.who))
                self._held[session.who] = session
                self._before[session.who] = _columns(session)

    async def _make(
        self, bot: str, chats: Mapping[Who, int], language: str, cases: Mapping[Who, int] | None = None
    ) -> None:
        """New sessions. One whose case cannot be opened any more begins anew."""
        of = cases or {}
        if of:
            await self._work.run_for(sorted(of), "whos", _FORGET)
            await self._work.run_for(sorted(of), "whos", _FORGET_CARDS)
        await self._work.put_if_absent(
            SessionRow,
            [
                {
                    "who": who,
                    "bot": bot,
                    "chat": self._seal_chat(of.get(who), who, chat),
                    "case": of.get(who),
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
            reachable=row.reachable,
            case=row.case,
            help=case_of(row) if row.help_id else None,
            person=person_of(row) if row.person_id else None,
            draft=draft_of(row) if row.draft_id else None,
            shown=self._shown(row) if row.message_id else None,
        )

    def _shown(self, row: Row[Any]) -> Shown:
        return Shown(self._work.unmasked(row.case, row.message_id), row.shown, row.shown_at)

    def _row(self, session: Session) -> dict[str, Any]:
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
            "reachable": session.reachable,
        }

    def _seal_chat(self, case: int | None, who: Who, chat: int) -> bytes:
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


_SELECT = _select()
_THESE = _SELECT.where(SessionRow.who.in_(bindparam("whos", expanding=True))).order_by(SessionRow.who)
_FORGET = delete(SessionRow).where(SessionRow.who.in_(bindparam("whos", expanding=True)))
_FORGET_CARDS = delete(CardRow).where(CardRow.who.in_(bindparam("whos", expanding=True)))
_DOORS = select(DoorRow.who).where(DoorRow.who.in_(bindparam("whos", expanding=True)))
_LOCK = (
    select(SessionRow.who)
    .where(SessionRow.who.in_(bindparam("whos", expanding=True)))
    .order_by(SessionRow.who)
    .with_for_update()
)
_ANY = select(SessionRow.who).where(SessionRow.who == bindparam("who"))
_LOCK_NOW = _ANY.with_for_update(skip_locked=True)
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
