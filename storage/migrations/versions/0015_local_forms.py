"""Forms that officers send for their satkers"""

import sqlalchemy as sa
from alembic import op

from storage.moments import UtcDateTime

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_forms",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("xml", sa.Text(), nullable=True),
        sa.Column("source_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_local_forms_satker")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_local_forms_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_forms")),
    )
    with op.batch_alter_table("local_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_forms_satker_state"), ["satker", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_local_forms_form"), ["form"], unique=False)


def downgrade() -> None:
    op.drop_table("local_forms")
