"""The tables. Rows never leave this package; everybody else gets dataclasses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.moments import UtcDateTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def only(condition: str) -> dict[str, Any]:
    """Of an index: it holds these rows only. Queries must say the same, in the same words, to be served by it."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Table(DeclarativeBase):
    """All tables have explicit names for their constraints, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        datetime: UtcDateTime,
        bytes: LargeBinary,
        str: String,
    }


# --- Who works where -----------------------------------------------------------------------------


class SatkerRow(Table):
    """A work unit of BNN (a BNNK or BNNP) and the territory it answers for."""

    __tablename__ = "satkers"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    territory: Mapped[str]
    added_at: Mapped[datetime]


class UnitRow(Table):
    """An IBM unit: one in a desa or kelurahan. Its satker is its own field, never worked out from the code."""

    __tablename__ = "units"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"), index=True)
    prefix: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime]
    since: Mapped[date | None]  # the first day in its history; empty where nobody has written that down


class PersonRow(Table):
    """Someone who works with Suar. `who` is their chat with the staff bot."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[bytes] = mapped_column(unique=True)
    role: Mapped[str]
    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"), index=True)
    satker: Mapped[str | None] = mapped_column(ForeignKey("satkers.code"), index=True)
    territory: Mapped[str | None]
    pledged_at: Mapped[datetime]
    left_on: Mapped[date | None]
    hour: Mapped[int | None]  # at which they are told what waits for them; empty while they chose none


class InviteRow(Table):
    """An invitation. Only the hash of its token is kept."""

    __tablename__ = "invites"
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    role: Mapped[str]
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    satker: Mapped[str | None] = mapped_column(ForeignKey("satkers.code"))
    territory: Mapped[str | None]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


# --- Chats ---------------------------------------------------------------------------------------


class SessionRow(Table):
    """Where a chat stands: which card is the current one, and what it is about."""

    __tablename__ = "sessions"
    who: Mapped[bytes] = mapped_column(primary_key=True)
    bot: Mapped[str]
    chat: Mapped[bytes]  # sealed
    language: Mapped[str]
    place: Mapped[str]
    notes: Mapped[bytes | None]  # sealed
    draft: Mapped[int | None]
    card: Mapped[int]  # the current card; it may be edited
    asked: Mapped[int]  # the newest letter of that card
    seq: Mapped[int]  # the newest letter of this chat
    active_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # people's time: when somebody who works here last wrote or pressed
    reachable: Mapped[bool]
    case: Mapped[int | None]  # of the help bot: what seals this chat and all that is said in it
    __table_args__ = (Index(None, "bot", "active_at"), Index(None, "case"))


class CardRow(Table):
    """A message of ours that may be edited later. `shown` is the newest letter of it that arrived."""

    __tablename__ = "cards"
    who: Mapped[bytes] = mapped_column(primary_key=True)
    card: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int]
    shown: Mapped[int]
    shown_at: Mapped[datetime]


class TypedRow(Table):
    """Which message of a person became the answer to which question, so that an edit is understood."""

    __tablename__ = "typed"
    who: Mapped[bytes] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[int]
    question: Mapped[str]  # empty while the message is held
    text: Mapped[bytes | None]  # sealed
    at: Mapped[datetime]
    case: Mapped[int | None] = mapped_column(index=True)  # whose key seals it; empty: the keyring


# --- Forms, drafts, reports ----------------------------------------------------------------------


class FormRow(Table):
    """A form version, compiled. Never overwritten: a draft stays on the version it began with."""

    __tablename__ = "forms"
    form: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    xml: Mapped[str] = mapped_column(Text)
    source_hash: Mapped[bytes]
    added_at: Mapped[datetime]


class FormFileRow(Table):
    """A file that lies beside a form version: a list to choose from, or a picture, sound or video of a label."""

    __tablename__ = "form_files"
    form: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    __table_args__ = (ForeignKeyConstraint(["form", "version"], ["forms.form", "forms.version"]),)


class LocalFormRow(Table):
    """A form that an officer sent for their satker, and what became of it.

    Until it is published it stands here; then it is a version in `forms`, called `form`.
    """

    __tablename__ = "local_forms"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    form: Mapped[str]
    version: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    about: Mapped[str] = mapped_column(Text)  # JSON: what is told of it
    xml: Mapped[str | None] = mapped_column(Text)
    source_hash: Mapped[bytes]
    sent_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime]
    released_by: Mapped[int | None]  # the second officer, where one was needed
    published_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "satker", "state"), Index(None, "form"))


class DraftRow(Table):
    """A form being filled in. The answers are sealed."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    case: Mapped[int | None]  # of somebody who asks for help, who is no person here
    form: Mapped[str]
    version: Mapped[str]
    revision: Mapped[int]
    status: Mapped[str]
    state: Mapped[bytes]  # sealed
    begun_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    corrects: Mapped[int | None]
    task: Mapped[int | None]  # the task that it was begun from
    client: Mapped[int | None]  # the client whom it was begun for
    __table_args__ = (
        Index(None, "person", "status"),
        Index(None, "case"),
        Index("ix_drafts_dropped", "id", **only("status = 'dropped'")),
    )


class SubmissionRow(Table):
    """A report that was sent. A correction is a new version under the same number; all versions stay."""

    __tablename__ = "submissions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str]
    version: Mapped[int]
    draft: Mapped[int] = mapped_column(unique=True)
    form: Mapped[str]
    form_version: Mapped[str]
    person: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    day: Mapped[date]
    sent_at: Mapped[datetime]
    instance: Mapped[bytes]  # sealed
    fingerprint: Mapped[str]
    client: Mapped[int | None]
    status: Mapped[str]  # of this version; only the newest one of a number is not "replaced"
    __table_args__ = (
        UniqueConstraint("number", "version"),
        Index(None, "unit", "day"),
        Index(None, "client", "day"),
        Index(None, "person", "sent_at"),
        Index(None, "unit", "sent_at", **only("status = 'sent'")),
    )


class CounterRow(Table):
    """Running numbers, such as the reports of a unit in a month."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class FileRow(Table):
    """A file that somebody sent as an answer: first to be fetched from Telegram, then kept, cleaned and sealed.

    Claiming one that is coming means to move `due` forward. `at` is real time.
    """

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bot: Mapped[str]
    who: Mapped[bytes]
    case: Mapped[int | None] = mapped_column(index=True)
    message_id: Mapped[int]
    draft: Mapped[int] = mapped_column(index=True)  # 0 for what is sent in a help thread
    question: Mapped[str]
    wanted: Mapped[str]
    album: Mapped[str]
    state: Mapped[str]
    source: Mapped[bytes | None]  # sealed: Telegram's name for it
    name: Mapped[bytes | None]  # sealed
    mime: Mapped[bytes | None]  # sealed
    content: Mapped[bytes | None]  # sealed
    size: Mapped[int]
    holder: Mapped[str]
    due: Mapped[datetime]
    tries: Mapped[int]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "bot", "state", "due"),)


# --- Queues --------------------------------------------------------------------------------------


class OrderRow(Table):
    """A file that somebody asked for, to be made in a process of its own. Claiming it means to move `due` forward."""

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    who: Mapped[bytes]
    spec: Mapped[str]  # JSON: codes, days, a language
    at: Mapped[datetime]
    card: Mapped[int | None]  # where its progress is shown
    holder: Mapped[str]
    due: Mapped[datetime]
    tries: Mapped[int]


class DoneRow(Table):
    """An update that was handled. Kept 48 hours: Telegram repeats for 24 at most."""

    __tablename__ = "updates_done"
    bot: Mapped[str] = mapped_column(primary_key=True)
    update: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)


class LetterRow(Table):
    """A letter on its way: a new state of a card. Claiming it means to move `due` forward."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bot: Mapped[str]
    who: Mapped[bytes]
    seq: Mapped[int]
    case: Mapped[int | None] = mapped_column(index=True)  # whose key seals it; empty: the keyring
    stranger: Mapped[bool]
    urgent: Mapped[bool]
    bulk: Mapped[bool]
    body: Mapped[bytes]  # sealed
    holder: Mapped[str]
    due: Mapped[datetime]
    tries: Mapped[int]
    __table_args__ = (Index(None, "bot", "due"), UniqueConstraint("who", "seq"))


class QuarantineRow(Table):
    """An update that could not be handled, kept for the operator to look at."""

    __tablename__ = "quarantine"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bot: Mapped[str]
    update: Mapped[int]
    at: Mapped[datetime]
    error: Mapped[str]
    body: Mapped[bytes]  # sealed


class DueRow(Table):
    """Something to be done at a moment of people's time. The slot makes a second one impossible."""

    __tablename__ = "due"
    slot: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[int]
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "done_at", "at"),)


class LeaseRow(Table):
    """Who may poll a bot, or tick the clock, until when (real time)."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


class IntakeRow(Table):
    """When a bot's intake last worked (real time)."""

    __tablename__ = "intakes"
    bot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
