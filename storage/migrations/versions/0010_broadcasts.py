"""What a petugas tells many agents, and the mark of letters that wait while somebody is answered"""

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("card", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_broadcasts_by")),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_broadcasts_satker")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_broadcasts_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcasts_by_sent_at"), ["by", "sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcasts_finished_at"), ["finished_at"], unique=False)

    op.create_table(
        "broadcast_recipients",
        sa.Column("broadcast", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcasts.id"], name=op.f("fk_broadcast_recipients_broadcast")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_broadcast_recipients_person")),
        sa.PrimaryKeyConstraint("broadcast", "person", name=op.f("pk_broadcast_recipients")),
    )
    with op.batch_alter_table("broadcast_recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_recipients_state_at"), ["state", "at"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bulk", sa.Boolean(), nullable=True))
    outbox = sa.table("outbox", sa.column("bulk", sa.Boolean()))
    op.execute(sa.update(outbox).values(bulk=False))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("bulk", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("bulk")

    op.drop_table("broadcast_recipients")
    op.drop_table("broadcasts")
