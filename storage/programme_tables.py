"""The tables of the programme: clients, what follows for them, units and their stages, and what a petugas keeps.

Nothing here holds what a person wrote: words stay in the sealed reports, under the number that the rows name.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table as Table
from storage.tables import only

# --- Clients -------------------------------------------------------------------------------------


class ConsentRow(Table):
    """What somebody agreed to, before anything about them is recorded. The key is the number of the report."""

    __tablename__ = "consents"
    number: Mapped[str] = mapped_column(primary_key=True)
    agent: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    day: Mapped[date]
    age: Mapped[str]
    guardian: Mapped[str]  # empty for a grown-up
    record: Mapped[bool]
    contact: Mapped[bool]
    share: Mapped[bool]
    client: Mapped[int | None]
    withdrawn_on: Mapped[date | None]
    __table_args__ = (Index(None, "agent", "client"), Index(None, "client"))


class ClientRow(Table):
    """A client: a code, a neutral word for their agent, and no name."""

    __tablename__ = "clients"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    agent: Mapped[int] = mapped_column(ForeignKey("people.id"))
    word: Mapped[str]
    sex: Mapped[str]
    age: Mapped[str]
    door: Mapped[str]
    status: Mapped[str]
    opened_on: Mapped[date]
    number: Mapped[str] = mapped_column(unique=True)  # of the report that opened it
    __table_args__ = (UniqueConstraint("agent", "word"), Index(None, "unit", "status"))


class ClientEventRow(Table):
    """A change in the life of a client: of status, of agent, of consent. Never overwritten."""

    __tablename__ = "client_events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    what: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[str]
    __table_args__ = (Index(None, "client", "at"), Index(None, "number"))


class ReferralRow(Table):
    """A client who was sent to a place of help. The key is the number of the report."""

    __tablename__ = "referrals"
    number: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    kind: Mapped[str]
    facility: Mapped[str]
    day: Mapped[date]
    status: Mapped[str]
    status_on: Mapped[date]
    __table_args__ = (Index(None, "client", "status"), Index(None, "unit", "status"))


class ReferralStepRow(Table):
    """What was heard of a referral, and when. The key is the number of the report that says so."""

    __tablename__ = "referral_steps"
    number: Mapped[str] = mapped_column(primary_key=True)
    referral: Mapped[str] = mapped_column(ForeignKey("referrals.number"))
    status: Mapped[str]
    arrived: Mapped[str]
    day: Mapped[date]
    at: Mapped[datetime]
    __table_args__ = (Index(None, "referral", "day"),)


# --- What follows --------------------------------------------------------------------------------


class TaskRow(Table):
    """Something that is to be done by a day. The slot makes a second one impossible.

    `person` is empty for what any petugas of the satker may do. `first_due` stays when somebody puts it off.
    """

    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slot: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    person: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    client: Mapped[int | None] = mapped_column(ForeignKey("clients.id"))
    about: Mapped[str]  # the number of the report that it follows
    kind: Mapped[str]
    form: Mapped[str]
    step: Mapped[int]
    since: Mapped[date]  # the day of the activity that it follows
    due: Mapped[date]
    first_due: Mapped[date]
    state: Mapped[str]
    done_by: Mapped[str]  # the number of the report that settled or ended it
    done_on: Mapped[date | None]  # the day of the activity, not of its entry
    closed_at: Mapped[datetime | None]
    evening: Mapped[date | None]  # of which day somebody asked to be told again
    __table_args__ = (
        Index(None, "person", "state", "due"),
        Index(None, "unit", "state", "due"),
        Index(None, "client", "state"),
        Index(None, "unit", "kind", "first_due", **only("state = 'open'")),
        Index(None, "about"),
        Index(None, "done_by"),
    )


class TaskEventRow(Table):
    """What was done with a task without a report: put off, handed over, nobody met."""

    __tablename__ = "task_events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    task: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    what: Mapped[str]
    reason: Mapped[str]
    due: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    __table_args__ = (Index(None, "task", "at"),)


class NudgeRow(Table):
    """When somebody is looked at next, to be told what waits for them. Who has nothing to do has none.

    `looked_at` is when that was worked out: what lies in the future says that the clock was put back since.
    """

    __tablename__ = "nudges"
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    looked_at: Mapped[datetime | None] = mapped_column(index=True)


# --- What needs attention ------------------------------------------------------------------------


class AttentionRow(Table):
    """When somebody who answers for others is looked at next, to be told what needs their attention."""

    __tablename__ = "attention"
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    looked_at: Mapped[datetime | None] = mapped_column(index=True)


class EscalationRow(Table):
    """Something that people are told of because nobody has acted. While it lasts there is one row with its key."""

    __tablename__ = "escalations"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str]
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    since: Mapped[date]
    raised_on: Mapped[date]
    turn: Mapped[int]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    rests_until: Mapped[date | None]
    ended_on: Mapped[date | None] = mapped_column(index=True)
    __table_args__ = (
        Index("uq_escalations_key", "key", unique=True, **only("ended_on IS NULL")),
        Index(None, "satker", **only("ended_on IS NULL")),
    )


class DigestRefusedRow(Table):
    """Somebody wants no digests of a kind."""

    __tablename__ = "digests_refused"
    person: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class FrozenTableRow(Table):
    """Counts of people in a month that is over, as overseers of a place were first shown them."""

    __tablename__ = "frozen_tables"
    level: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[str] = mapped_column(Text)  # JSON: rows, columns, counts; what is hidden is null


# --- Units and satkers ---------------------------------------------------------------------------


class StageRow(Table):
    """A stage that a unit reached, from a day on. The key is the number of the report; nothing is overwritten."""

    __tablename__ = "unit_stages"
    number: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    day: Mapped[date]
    stage: Mapped[str]
    track: Mapped[str]
    evidence: Mapped[str]
    sk_kind: Mapped[str]
    sk_number: Mapped[str]
    sk_on: Mapped[date | None]
    sk_until: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    __table_args__ = (Index(None, "unit", "day"),)


class FindingRow(Table):
    """How one aspect of a unit stood when it was looked at, from 1 to 4."""

    __tablename__ = "findings"
    number: Mapped[str] = mapped_column(primary_key=True)
    aspect: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    phase: Mapped[str]
    value: Mapped[int]
    day: Mapped[date]
    __table_args__ = (Index(None, "unit", "phase", "day"),)


class SatkerRuleRow(Table):
    """What a satker decided for itself, from a day on."""

    __tablename__ = "satker_rules"
    number: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"))
    value: Mapped[str]
    since: Mapped[date]
    __table_args__ = (Index(None, "satker", "rule", "since"),)


class TerritoryRow(Table):
    """A place of Indonesia, by its code of the Ministry of Home Affairs."""

    __tablename__ = "territories"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class TargetRow(Table):
    """How many units shall reach a stage in a year. The newest report about the same thing holds."""

    __tablename__ = "targets"
    number: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    level: Mapped[str]
    place: Mapped[str]
    stage: Mapped[str]
    amount: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    __table_args__ = (Index(None, "year", "level", "place", "stage"),)


# --- Tables that a petugas keeps. Each row is the newest version of a report. ----------------------


class FacilityRow(Table):
    """A place that takes clients: a puskesmas, a clinic, a hospital."""

    __tablename__ = "facilities"
    number: Mapped[str] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    area: Mapped[str]
    phone: Mapped[str]
    hours: Mapped[str]
    active: Mapped[bool]
    checked_on: Mapped[date | None]


class PartnerRow(Table):
    """A partner for work and training."""

    __tablename__ = "partners"
    number: Mapped[str] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"), index=True)
    name: Mapped[str]
    kind: Mapped[str]
    field: Mapped[str]
    contact: Mapped[str]
    active: Mapped[bool]


class HotlineRow(Table):
    """A line to call, and where it works."""

    __tablename__ = "hotlines"
    number: Mapped[str] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"), index=True)
    name: Mapped[str]
    line: Mapped[str]
    hours: Mapped[str]
    scope: Mapped[str]
    coverage: Mapped[str]
    active: Mapped[bool]
    checked_on: Mapped[date | None]


class DutyRow(Table):
    """Who is on duty, on which days, from when to when, and who stands in."""

    __tablename__ = "duty"
    number: Mapped[str] = mapped_column(primary_key=True)
    satker: Mapped[str] = mapped_column(ForeignKey("satkers.code"), index=True)
    person: Mapped[int] = mapped_column(ForeignKey("people.id"))
    second: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    days: Mapped[str]
    since: Mapped[str]  # hours of the wall clock there, HH:MM
    until: Mapped[str]
    active: Mapped[bool]


# --- Reports -------------------------------------------------------------------------------------


class ReviewRow(Table):
    """What a petugas said of a report: verified, or returned with one answer marked and a sentence."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str]
    version: Mapped[int]
    what: Mapped[str]
    question: Mapped[str]
    sentence: Mapped[bytes | None]  # sealed
    by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "number"),)


class IndicatorRow(Table):
    """A counter: of a unit, a day and an indicator. Kept in the transaction of the report that counts."""

    __tablename__ = "indicator_counts"
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    __table_args__ = (Index(None, "indicator", "day"),)
