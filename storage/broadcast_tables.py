"""The tables of what a petugas tells many agents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table as Table


class BroadcastRow(Table):
    """A message to many: to the agents of a satker, or of one unit. `card` shows its petugas how far it is."""

    __tablename__ = "broadcasts"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    text: Mapped[bytes]  # sealed
    sent_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)  # nobody waits for it any more
    card: Mapped[int]
    shown: Mapped[int]  # how many still waited when the card was shown last
    shown_at: Mapped[datetime]  # real time
    __table_args__ = (Index(None, "by", "sent_at"),)


class RecipientRow(Table):
    """Somebody whom a message to many is for. They are told at most once: the row leaves `waiting` for good."""

    __tablename__ = "broadcast_recipients"
    broadcast: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    state: Mapped[str]
    at: Mapped[datetime]  # not before
    card: Mapped[int | None]  # what they were told on
    seq: Mapped[int | None]  # its letter
    __table_args__ = (Index(None, "state", "at"),)
