"""The tables of the help line, of the survey and of the audit.

What identifies somebody or was written by them is sealed under the key of their case, which is kept elsewhere
(`storage/case_keys.py`): without it the rows cannot be read, by whomever.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table as Table

# SQLite numbers its rows in the order in which they came, unless it is told not to.
WITHOUT_ORDER = {"sqlite_with_rowid": False}


class DoorRow(Table):
    """How a chat of the help bot is found again: by a keyed hash, never by its id.

    The key of a generation is destroyed a week later; until then the hash is made anew under the next one.
    """

    __tablename__ = "doors"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(index=True)
    who: Mapped[bytes] = mapped_column(unique=True)


class HelpCaseRow(Table):
    """A case: somebody who looked, or who asked for help. `about` is what they told when they asked."""

    __tablename__ = "help_cases"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[bytes] = mapped_column(index=True)  # the chat that it is led in
    state: Mapped[str]
    alias: Mapped[str | None] = mapped_column(unique=True)
    satker: Mapped[str | None] = mapped_column(ForeignKey("satkers.code"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    about: Mapped[bytes | None]  # sealed under the case
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    urgent: Mapped[bool]
    silent: Mapped[bool]  # no messages are wanted
    level: Mapped[int]  # how far it was escalated
    told_at: Mapped[datetime | None]  # when that was
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]  # by when an answer was promised; empty once it was given
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    muted_until: Mapped[datetime | None]
    receipt: Mapped[bytes | None] = mapped_column(unique=True)  # Argon2id
    __table_args__ = (
        Index(None, "satker", "state"),
        Index(None, "taken_by", "state"),
        Index(None, "state", "touched_at"),
    )


class HelpMessageRow(Table):
    """One message of a case. An edit is another version of the same `number`; both stay."""

    __tablename__ = "help_messages"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case: Mapped[int] = mapped_column(ForeignKey("help_cases.id"))
    number: Mapped[int]
    version: Mapped[int]
    sender: Mapped[str]
    person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    body: Mapped[bytes]  # sealed under the case
    file: Mapped[int | None]
    message: Mapped[int]  # Telegram's message, masked under the case; 0 where there is none
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("case", "number", "version"), Index(None, "case", "at"))


class HelpCardRow(Table):
    """A card in the chat of somebody who works here that shows something of a case."""

    __tablename__ = "help_cards"
    case: Mapped[int] = mapped_column(ForeignKey("help_cases.id"), primary_key=True)
    who: Mapped[bytes] = mapped_column(primary_key=True)
    card: Mapped[int] = mapped_column(primary_key=True)


class HelpEventRow(Table):
    """What was done with a case, by whom. No words of anybody."""

    __tablename__ = "help_events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case: Mapped[int] = mapped_column(ForeignKey("help_cases.id"))
    what: Mapped[str]
    person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    other: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "case", "at"),)


class HelpGuestRow(Table):
    """A colleague who was asked about a case, and may look at it until it is closed."""

    __tablename__ = "help_guests"
    case: Mapped[int] = mapped_column(ForeignKey("help_cases.id"), primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime]


class TraceRow(Table):
    """A message that the person wrote in a chat of the help bot, as long as it can be deleted there."""

    __tablename__ = "traces"
    who: Mapped[bytes] = mapped_column(primary_key=True)
    message: Mapped[int] = mapped_column(primary_key=True)  # masked under the case
    at: Mapped[datetime] = mapped_column(index=True)


class ErasureRow(Table):
    """A case that was erased: its key is gone, or goes now. Kept, so that a restored backup is erased again."""

    __tablename__ = "erasures"
    case: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class RestingAliasRow(Table):
    """The alias of a case that was erased, and the day: nobody else is called so for a while. No more is kept."""

    __tablename__ = "resting_aliases"
    alias: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column(index=True)
    __table_args__ = (WITHOUT_ORDER,)


class HelpCountRow(Table):
    """A bare counter: how often something happened at a satker in a month."""

    __tablename__ = "help_counts"
    satker: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class AuditRow(Table):
    """Who saw, changed or exported what. `link` seals the row and all before it."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[int | None]
    action: Mapped[str]
    record: Mapped[str]
    subject: Mapped[str]
    link: Mapped[bytes]
    __table_args__ = (Index(None, "actor", "at"),)


class SurveyLinkRow(Table):
    """A link to the survey, used once. Only the hash of its token is kept; nothing leads from it to an answer."""

    __tablename__ = "survey_links"
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    about: Mapped[bytes]  # a keyed hash of client or case and period: one link each
    expires_at: Mapped[datetime]
    used: Mapped[bool]
    __table_args__ = (Index(None, "about"), WITHOUT_ORDER)


class SurveyAnswerRow(Table):
    """What somebody answered. The key is random: it tells nothing about when, so nothing about who."""

    __tablename__ = "survey_answers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    month: Mapped[date]
    marks: Mapped[str]  # nine digits, 1 to 4
    service: Mapped[str]
    sex: Mapped[str]
    age: Mapped[str]
    words: Mapped[bytes | None]  # sealed
    __table_args__ = (Index(None, "satker", "month"), Index(None, "unit", "month"), WITHOUT_ORDER)
