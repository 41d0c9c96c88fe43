"""Who wants no digests of a kind, and tables that stay as they were first shown"""

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests_refused",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_digests_refused_person")),
        sa.PrimaryKeyConstraint("person", "kind", name=op.f("pk_digests_refused")),
    )
    op.create_table(
        "frozen_tables",
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", "month", "indicator", name=op.f("pk_frozen_tables")),
    )


def downgrade() -> None:
    op.drop_table("frozen_tables")
    op.drop_table("digests_refused")
