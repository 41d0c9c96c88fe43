"""Hours that people choose, evenings that they put something off to, and when they were last there

Drafts that were thrown away have an index of their own: their files are looked for every hour.
"""

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DROPPED = sa.text("status = 'dropped'")


def upgrade() -> None:
    op.add_column("people", sa.Column("hour", sa.BigInteger(), nullable=True))
    op.add_column("sessions", sa.Column("seen_at", UtcDateTime(), nullable=True))
    op.add_column("tasks", sa.Column("evening", sa.Date(), nullable=True))
    op.create_index("ix_drafts_dropped", "drafts", ["id"], sqlite_where=DROPPED, postgresql_where=DROPPED)


def downgrade() -> None:
    op.drop_index("ix_drafts_dropped", table_name="drafts")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_column("evening")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("seen_at")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("hour")
