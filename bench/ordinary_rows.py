"""The rows of the two ordinary bots: SQLAlchemy as its own guide shows it, one commit for every update."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, BigInteger, event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.visit import Answers


class Base(DeclarativeBase):
    pass


class Draft(Base):
    """What a chat has answered so far."""

    __tablename__ = "drafts"

    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    touched_at: Mapped[datetime]


class Report(Base):
    """A report that was sent."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(BigInteger, index=True)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    sent_at: Mapped[datetime]


Sessions = async_sessionmaker[AsyncSession]


async def open_rows(folder: Path) -> Sessions:
    """The database, with the same care for durability as Suar's: WAL, synchronous=FULL.

    One connection: SQLite has one writer anyway, and with several they wait for each other inside SQLite, which was
    slower here.
    """
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'ordinary.db'}", pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return async_sessionmaker(engine, expire_on_commit=False)


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def keep(sessions: Sessions, chat: int, answers: Answers) -> None:
    """Save what was answered."""
    async with sessions() as session:
        draft = await session.get(Draft, chat)
        if draft is None:
            draft = Draft(chat=chat)
            session.add(draft)
        draft.answers = dict(answers)
        draft.touched_at = datetime.now(UTC)
        await session.commit()


async def send(sessions: Sessions, chat: int, answers: Answers) -> int:
    """Save the report, and drop the draft. Returns the number of the report."""
    async with sessions() as session:
        report = Report(chat=chat, answers=dict(answers), sent_at=datetime.now(UTC))
        session.add(report)
        draft = await session.get(Draft, chat)
        if draft is not None:
            await session.delete(draft)
        await session.commit()
        return report.id
