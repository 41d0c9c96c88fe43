"""Who wants no digests of a kind"""

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


def downgrade() -> None:
    op.drop_table("digests_refused")
