"""Aliases of erased cases rest; what somebody typed says which case it belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resting_aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_resting_aliases")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("resting_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resting_aliases_since"), ["since"], unique=False)

    with op.batch_alter_table("typed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_typed_case"), ["case"], unique=False)

    typed = sa.table("typed", sa.column("who"), sa.column("case"))
    sessions = sa.table("sessions", sa.column("who"), sa.column("case"))
    of_chat = sa.select(sessions.c.case).where(sessions.c.who == typed.c.who).scalar_subquery()
    op.execute(sa.update(typed).values(case=of_chat))


def downgrade() -> None:
    with op.batch_alter_table("typed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_typed_case"))
        batch_op.drop_column("case")

    with op.batch_alter_table("resting_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resting_aliases_since"))

    op.drop_table("resting_aliases")
