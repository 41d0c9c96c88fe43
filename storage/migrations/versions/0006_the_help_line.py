"""The help line: cases, their messages, the survey, the audit"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_actor_at"), ["actor", "at"], unique=False)

    op.create_table(
        "doors",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_doors")),
        sa.UniqueConstraint("who", name=op.f("uq_doors_who")),
    )
    with op.batch_alter_table("doors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doors_generation"), ["generation"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("case", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case", name=op.f("pk_erasures")),
    )
    op.create_table(
        "help_counts",
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("satker", "month", "what", name=op.f("pk_help_counts")),
    )
    op.create_table(
        "traces",
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who", "message", name=op.f("pk_traces")),
    )
    with op.batch_alter_table("traces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_traces_at"), ["at"], unique=False)

    op.create_table(
        "survey_answers",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_survey_answers_satker")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_survey_answers_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answers_satker_month"), ["satker", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_survey_answers_unit_month"), ["unit", "month"], unique=False)

    op.create_table(
        "survey_links",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("satker", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("about", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_survey_links_satker")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_survey_links_unit")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_links")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("survey_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_links_about"), ["about"], unique=False)

    op.create_table(
        "help_cases",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=True),
        sa.Column("satker", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("about", sa.LargeBinary(), nullable=True),
        sa.Column("taken_by", sa.BigInteger(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("promised_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("muted_until", sa.BigInteger(), nullable=True),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["satker"], ["satkers.code"], name=op.f("fk_help_cases_satker")),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_help_cases_taken_by")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_help_cases_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_cases")),
        sa.UniqueConstraint("alias", name=op.f("uq_help_cases_alias")),
        sa.UniqueConstraint("receipt", name=op.f("uq_help_cases_receipt")),
    )
    with op.batch_alter_table("help_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_cases_satker_state"), ["satker", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_cases_state_touched_at"), ["state", "touched_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_cases_taken_by_state"), ["taken_by", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_cases_who"), ["who"], unique=False)

    op.create_table(
        "help_cards",
        sa.Column("case", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["help_cases.id"], name=op.f("fk_help_cards_case")),
        sa.PrimaryKeyConstraint("case", "who", "card", name=op.f("pk_help_cards")),
    )
    op.create_table(
        "help_events",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("other", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["help_cases.id"], name=op.f("fk_help_events_case")),
        sa.ForeignKeyConstraint(["other"], ["people.id"], name=op.f("fk_help_events_other")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_help_events_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_events")),
    )
    with op.batch_alter_table("help_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_events_case_at"), ["case", "at"], unique=False)

    op.create_table(
        "help_guests",
        sa.Column("case", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["help_cases.id"], name=op.f("fk_help_guests_case")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_help_guests_person")),
        sa.PrimaryKeyConstraint("case", "person", name=op.f("pk_help_guests")),
    )
    op.create_table(
        "help_messages",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["help_cases.id"], name=op.f("fk_help_messages_case")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_help_messages_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_messages")),
        sa.UniqueConstraint("case", "number", "version", name=op.f("uq_help_messages_case_number_version")),
    )
    with op.batch_alter_table("help_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_messages_case_at"), ["case", "at"], unique=False)

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case", sa.BigInteger(), nullable=True))
        batch_op.alter_column("person", existing_type=sa.BIGINT(), nullable=True)
        batch_op.create_index(batch_op.f("ix_drafts_case"), ["case"], unique=False)

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_files_case"), ["case"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_case"), ["case"], unique=False)
        batch_op.add_column(sa.Column("stranger", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))

    # What lies in the outbox gets a value; a new letter always brings its own.
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("stranger", server_default=None)
        batch_op.alter_column("urgent", server_default=None)

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sessions_case"), ["case"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_case"))
        batch_op.drop_column("case")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("urgent")
        batch_op.drop_column("stranger")
        batch_op.drop_index(batch_op.f("ix_outbox_case"))
        batch_op.drop_column("case")

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_files_case"))
        batch_op.drop_column("case")

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_case"))
        batch_op.alter_column("person", existing_type=sa.BIGINT(), nullable=False)
        batch_op.drop_column("case")

    with op.batch_alter_table("help_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_messages_case_at"))

    op.drop_table("help_messages")
    op.drop_table("help_guests")
    with op.batch_alter_table("help_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_events_case_at"))

    op.drop_table("help_events")
    op.drop_table("help_cards")
    with op.batch_alter_table("help_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_cases_who"))
        batch_op.drop_index(batch_op.f("ix_help_cases_taken_by_state"))
        batch_op.drop_index(batch_op.f("ix_help_cases_state_touched_at"))
        batch_op.drop_index(batch_op.f("ix_help_cases_satker_state"))

    op.drop_table("help_cases")
    with op.batch_alter_table("survey_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_links_about"))

    op.drop_table("survey_links")
    with op.batch_alter_table("survey_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answers_unit_month"))
        batch_op.drop_index(batch_op.f("ix_survey_answers_satker_month"))

    op.drop_table("survey_answers")
    with op.batch_alter_table("traces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traces_at"))

    op.drop_table("traces")
    op.drop_table("help_counts")
    op.drop_table("erasures")
    with op.batch_alter_table("doors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doors_generation"))

    op.drop_table("doors")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_actor_at"))

    op.drop_table("audit")
