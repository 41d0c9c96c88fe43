"""What needs attention is found by unit: open tasks, and reports that nobody has looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN, UNSEEN = sa.text("state = 'open'"), sa.text("status = 'sent'")


def upgrade() -> None:
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
    op.drop_index("ix_submissions_unit_sent_at", "submissions")
    op.drop_index("ix_tasks_unit_kind_first_due", "tasks")
    op.drop_index("ix_people_unit", "people")
    op.drop_index("ix_units_satker", "units")
