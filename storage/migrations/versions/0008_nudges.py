"""When people are looked at, to be told what waits for them; everybody who works here is, once, after this"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nudges",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_nudges_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_nudges")),
    )
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nudges_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_nudges_looked_at"), ["looked_at"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_satker"), ["satker"], unique=False)

    people = sa.table("people", sa.column("id"), sa.column("left_on"))
    nudges = sa.table("nudges", sa.column("person"), sa.column("at", UtcDateTime()))
    now = sa.literal(datetime.now(UTC), UtcDateTime())
    everybody = sa.select(people.c.id, now).where(people.c.left_on.is_(None))
    op.execute(sa.insert(nudges).from_select(["person", "at"], everybody))


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_satker"))

    op.drop_table("nudges")
