"""What needs attention: found by unit, and told to every petugas and bnnp, who are looked at after this"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN, UNSEEN = sa.text("state = 'open'"), sa.text("status = 'sent'")


LASTING = sa.text("ended_on IS NULL")


def upgrade() -> None:
    _find()
    _tell()
    people = sa.table("people", sa.column("id"), sa.column("role"), sa.column("left_on"))
    attention = sa.table("attention", sa.column("person"), sa.column("at", UtcDateTime()))
    now = sa.literal(datetime.now(UTC), UtcDateTime())
    told = sa.select(people.c.id, now).where(people.c.role.in_(("petugas", "bnnp")), people.c.left_on.is_(None))
    op.execute(sa.insert(attention).from_select(["person", "at"], told))


def _tell() -> None:
    op.create_table(
        "attention",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_attention_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_attention")),
    )
    op.create_index("ix_attention_at", "attention", ["at"])
    op.create_index("ix_attention_looked_at", "attention", ["looked_at"])
    op.create_table(
        "escalations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("rests_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_escalations_satker")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_escalations_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    op.create_index("ix_escalations_ended_on", "escalations", ["ended_on"])
    for name, column, unique in (("uq_escalations_key", "key", True), ("ix_escalations_satker", "satker", False)):
        op.create_index(
            name, "escalations", [column], unique=unique, sqlite_where=LASTING, postgresql_where=LASTING
        )


def _find() -> None:
    op.create_index("ix_units_satker", "units", ["satker"])
    op.create_index("ix_people_unit", "people", ["unit"])
    op.create_index(
        "ix_tasks_unit_kind_first_due",
        "tasks",
        ["unit", "kind", "first_due"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_submissions_unit_sent_at",
        "submissions",
        ["unit", "sent_at"],
        sqlite_where=UNSEEN,
        postgresql_where=UNSEEN,
    )


def downgrade() -> None:
    op.drop_table("escalations")
    op.drop_table("attention")
    op.drop_index("ix_submissions_unit_sent_at", "submissions")
    op.drop_index("ix_tasks_unit_kind_first_due", "tasks")
    op.drop_index("ix_people_unit", "people")
    op.drop_index("ix_units_satker", "units")
