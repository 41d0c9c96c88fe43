"""Files that people sent as answers: to be fetched, or here. What they are and hold is sealed.

A file belongs to a draft and, once that is sent, to its report. Which of them still are answers, the draft knows: its
answers hold their names, and a name holds the key of its row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal, select, update

from domain.files import Wanted, key_of
from storage.drafts import DROPPED
from storage.sealing import Seals, Who
from storage.sessions import Session
from storage.tables import DraftRow, FileRow
from storage.work import Work

COMING = "coming"
KEPT = "kept"
FAILED = "failed"

# Longer than fetching the largest file and working on it may take.
LEASE = timedelta(minutes=5)
# What is due at once is due since a while: a clock that is put back a little must not hide it.
AT_ONCE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that is to be fetched. `source` is Telegram's name for it."""

    id: int
    who: Who
    draft: int
    question: str
    wanted: Wanted
    source: str
    tries: int
    at: datetime
    case: int | None = None
    album: str = ""  # in a help thread: the number of the message that it belongs to


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is here."""

    id: int
    draft: int
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file ready to be kept. Sealing a large one takes a while: it is done before the transaction."""

    name: bytes
    mime: bytes
    content: bytes
    size: int


def seal(seals: Seals, key: int, name: str, mime: str, content: bytes) -> Sealed:
    return Sealed(
        seals.seal(name.encode(), _place("name", key)),
        seals.seal(mime.encode(), _place("mime", key)),
        seals.seal(content, _place("content", key)),
        len(content),
    )


class Files:
    """The files of one transaction."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._asked: list[dict[str, Any]] = []
        self._tidied: dict[int, tuple[frozenset[int], frozenset[str]]] = {}
        self.asked_of: set[str] = set()  # the bots that have something to fetch

    async def move(self, draft: int, moved: Mapping[str, str]) -> None:
        """Questions have other refs now, or none: what is on its way to one that is gone is given up."""
        await self.flush()
        coming = (FileRow.draft == draft, FileRow.state == COMING)
        rows = await self._work.run(select(FileRow.id, FileRow.question).where(*coming))
        for row in rows.all():
            fresh = moved.get(row.question, row.question)
            if not fresh:
                await self.drop(row.id)
            elif fresh != row.question:
                await self._work.run(update(FileRow).where(FileRow.id == row.id).values(question=fresh))

    # --- Asking for one ---

    def ask(
        self,
        session: Session,
        draft: int,
        question: str,
        wanted: Wanted,
        source: str,
        *,
        message_id: int,
        album: str = "",
        case: int | None = None,
    ) -> None:
        """Have a file fetched as the answer to a question. One asked for earlier, but not here yet, is given up.

        `case` is the help case that somebody who works here sends it to.
        """
        key, case = self._work.ids.new(), session.case or case
        self._asked.append(
            {
                "id": key,
                "bot": session.bot,
                "who": session.who,
                "case": case,
                "message_id": self._work.masked(case, message_id, staff=session.case is None),
                "draft": draft,
                "question": question,
                "wanted": wanted.value,
                "album": album,
                "state": COMING,
                "source": self._work.seals(case).seal(source.encode(), _place("source", key)),
                "name": None,
                "mime": None,
                "content": None,
                "size": 0,
                "holder": "",
                "due": self._work.real - AT_ONCE,
                "tries": 0,
                "at": self._work.real,
            }
        )
        self.asked_of.add(session.bot)

    async def is_coming(self, who: Who, wanted: Wanted) -> bool:
        """Whether something of this kind is on its way from a chat."""
        await self.flush()
        query = select(FileRow.id).where(FileRow.who == who, FileRow.wanted == wanted.value, FileRow.state == COMING)
        return await self._work.connection.scalar(query.limit(1)) is not None

    async def has_album(self, draft: int, album: str) -> bool:
        """Whether a piece of this album is an answer already, or on its way to become one."""
        await self.flush()
        query = select(FileRow.id).where(FileRow.draft == draft, FileRow.album == album, FileRow.state != FAILED)
        return await self._work.connection.scalar(query.limit(1)) is not None

    async def awaits(self, case: int, album: str) -> bool:
        """Whether a piece of this album, sent in a help case, is still on its way."""
        await self.flush()
        query = select(FileRow.id).where(*_of_album(case, album), FileRow.state == COMING).limit(1)
        return await self._work.connection.scalar(query) is not None

    async def pieces(self, case: int, album: str) -> list[int]:
        """Those that are here, in the order in which they were sent."""
        await self.flush()
        query = select(FileRow.id).where(*_of_album(case, album), FileRow.state == KEPT)
        return list((await self._work.run(query.order_by(FileRow.id))).scalars())

    # --- Fetching ---

    async def waits(self, bot: str) -> bool:
        """Whether there is something to fetch."""
        return await self._work.connection.scalar(self._due(bot).limit(1)) is not None

    async def claim(self, bot: str, most: int) -> list[Coming]:
        """Take some that nobody is working on, the oldest first."""
        due = self._due(bot).order_by(FileRow.id).limit(most)
        if self._work.locks_rows:
            due = due.with_for_update(skip_locked=True)
        keys = list((await self._work.run(due)).scalars())
        taken = await self._work.run(
            update(FileRow)
            .where(FileRow.id.in_(keys))
            .values(due=self._work.real + LEASE, holder=self._work.holder, tries=FileRow.tries + 1)
            .returning(*_OF_COMING)
            .execution_options(synchronize_session=False)
        )
        rows = taken.all()
        await self._work.cases.load(row.case for row in rows)
        readable = [row for row in rows if row.case is None or self._work.cases.holds(row.case)]
        for row in rows:
            if row not in readable:  # its case was erased
                await self.drop(row.id)
        return sorted((self._coming(row) for row in readable), key=lambda coming: coming.id)

    def _due(self, bot: str) -> Any:
        return select(FileRow.id).where(FileRow.bot == bot, FileRow.state == COMING, FileRow.due <= self._work.real)

    def _coming(self, row: Any) -> Coming:
        source = self._work.seals(row.case).open(row.source, _place("source", row.id)).decode()
        wanted = Wanted(row.wanted)
        return Coming(
            row.id, row.who, row.draft, row.question, wanted, source, row.tries, row.at, row.case, row.album
        )

    async def is_ours(self, key: int) -> bool:
        """Whether this process still has to fetch it: it may have been given up, or gone to another process."""
        query = select(FileRow.id).where(
            FileRow.id == key, FileRow.state == COMING, FileRow.holder == self._work.holder
        )
        if self._work.locks_rows:
            query = query.with_for_update()
        return await self._work.connection.scalar(query) is not None

    async def later(self, key: int, wait: timedelta) -> None:
        """It cannot be fetched now: to be tried again then, by whoever has time."""
        await self._change(key, due=self._work.real + wait, holder="")

    async def keep(self, key: int, sealed: Sealed) -> None:
        """It is here."""
        await self._change(
            key, state=KEPT, source=None, name=sealed.name, mime=sealed.mime, content=sealed.content, size=sealed.size
        )

    async def fail(self, key: int) -> None:
        """It will never be here."""
        await self._change(key, state=FAILED, source=None)

    async def drop(self, key: int) -> None:
        """Nobody wants it any more."""
        await self._work.run(delete(FileRow).where(FileRow.id == key))

    async def _change(self, key: int, **values: Any) -> None:
        await self._work.run(update(FileRow).where(FileRow.id == key).values(**values))

    async def holders(self) -> list[str]:
        """The processes that fetch something."""
        return list(
            (await self._work.run(select(FileRow.holder).distinct().where(FileRow.state == COMING))).scalars()
        )

    async def free(self, holders: Collection[str]) -> None:
        """These processes are gone: what they wanted to fetch can be taken at once."""
        await self._work.run_for(holders, "holders", _FREE, now=self._work.real)

    # --- Keeping ---

    def keep_only(self, draft: int, names: Collection[str], coming: Collection[str] = ()) -> None:
        """These names are the answers of the draft now, and these questions wait for a file: the rest goes."""
        keys = frozenset(key for key in map(key_of, names) if key is not None)
        self._tidied[draft] = (keys, frozenset(coming))

    async def find(self, name: str) -> Kept | None:
        """The file that goes by this name in the answers."""
        await self.flush()
        query = select(FileRow.__table__).where(FileRow.id == key_of(name), FileRow.state == KEPT)
        row = (await self._work.run(query)).first()
        if row is None:
            return None
        await self._work.cases.load([row.case])
        return self._kept(row)

    async def of(self, key: int) -> Kept | None:
        """A file that is here. Raises `CaseGone`."""
        await self.flush()
        row = (
            await self._work.run(select(FileRow.__table__).where(FileRow.id == key, FileRow.state == KEPT))
        ).first()
        if row is None:
            return None
        await self._work.cases.load([row.case])
        return self._kept(row)

    async def forget_case(self, case: int) -> None:
        """The files of a help case go with it."""
        await self.flush()
        await self._work.run(delete(FileRow).where(FileRow.case == case))

    async def count(self, state: str | None = None) -> int:
        await self.flush()
        query = select(func.count()).select_from(FileRow)
        return int(await self._work.connection.scalar(query.where(FileRow.state == state) if state else query) or 0)

    async def forget(self, before: datetime) -> int:
        """Drop what failed before then, and what belongs to drafts that were thrown away."""
        # Written out, not as a parameter: only so do the databases know that the index of these drafts is enough.
        dropped = select(DraftRow.id).where(DraftRow.status == literal(DROPPED, literal_execute=True))
        over = (FileRow.state == FAILED) & (FileRow.at < before)
        gone = await self._work.run(delete(FileRow).where(over | FileRow.draft.in_(dropped)))
        return gone.rowcount

    async def flush(self) -> None:
        """Write what is to be fetched, and delete what is no answer any more."""
        if self._asked:
            asked, self._asked = self._asked, []
            await self._work.run(_INSERT, asked)
            for row in asked:
                await self._give_up_earlier(row)
        tidied, self._tidied = self._tidied, {}
        for draft, (keys, coming) in tidied.items():
            await self._tidy(draft, keys, coming)

    async def _give_up_earlier(self, row: dict[str, Any]) -> None:
        same = (FileRow.draft == row["draft"]) & (FileRow.question == row["question"]) & (FileRow.state == COMING)
        await self._work.run(delete(FileRow).where(same, FileRow.id < row["id"]))

    async def _tidy(self, draft: int, keys: frozenset[int], coming: frozenset[str]) -> None:
        no_answer = (FileRow.state == KEPT) & FileRow.id.not_in(keys)
        no_more_awaited = (FileRow.state == COMING) & FileRow.question.not_in(coming)
        await self._work.run(delete(FileRow).where(FileRow.draft == draft, no_answer | no_more_awaited))

    def _kept(self, row: Any) -> Kept:
        def opened(column: str) -> bytes:
            return self._work.seals(row.case).open(getattr(row, column), _place(column, row.id))

        return Kept(row.id, row.draft, opened("name").decode(), opened("mime").decode(), opened("content"))


def _of_album(case: int, album: str) -> tuple[ColumnElement[bool], ...]:
    return (FileRow.case == case, FileRow.album == album)


_OF_COMING = (
    *(FileRow.id, FileRow.who, FileRow.draft, FileRow.question, FileRow.wanted, FileRow.source, FileRow.tries),
    FileRow.at,
    FileRow.case,
    FileRow.album,
)
_FREE = (
    update(FileRow)
    .where(FileRow.holder.in_(bindparam("holders", expanding=True)), FileRow.state == COMING)
    .values(due=bindparam("now"), holder="")
)
_INSERT = insert(FileRow.__table__)  # type: ignore[arg-type]


def _place(column: str, key: int) -> str:
    return f"files.{column}.{key}"
