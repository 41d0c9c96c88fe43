"""The programme: clients, what follows for them, units and their stages, what a petugas keeps, counters"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('territories',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_territories'))
    )
    op.create_table('facilities',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('satker', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('area', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('hours', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['satker'], ['satkers.code'], name=op.f('fk_facilities_satker')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_facilities'))
    )
    with op.batch_alter_table('facilities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facilities_satker'), ['satker'], unique=False)

    op.create_table('hotlines',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('satker', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('line', sa.String(), nullable=False),
    sa.Column('hours', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('coverage', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['satker'], ['satkers.code'], name=op.f('fk_hotlines_satker')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_hotlines'))
    )
    with op.batch_alter_table('hotlines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hotlines_satker'), ['satker'], unique=False)

    op.create_table('partners',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('satker', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['satker'], ['satkers.code'], name=op.f('fk_partners_satker')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_partners'))
    )
    with op.batch_alter_table('partners', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partners_satker'), ['satker'], unique=False)

    op.create_table('satker_rules',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('satker', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['satker'], ['satkers.code'], name=op.f('fk_satker_rules_satker')),
    sa.PrimaryKeyConstraint('number', 'rule', name=op.f('pk_satker_rules'))
    )
    with op.batch_alter_table('satker_rules', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_satker_rules_satker_rule_since'), ['satker', 'rule', 'since'], unique=False)

    op.create_table('findings',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('aspect', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('phase', sa.String(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_findings_unit')),
    sa.PrimaryKeyConstraint('number', 'aspect', name=op.f('pk_findings'))
    )
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_findings_unit_phase_day'), ['unit', 'phase', 'day'], unique=False)

    op.create_table('indicator_counts',
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('indicator', sa.String(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_indicator_counts_unit')),
    sa.PrimaryKeyConstraint('unit', 'day', 'indicator', name=op.f('pk_indicator_counts'))
    )
    with op.batch_alter_table('indicator_counts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_counts_indicator_day'), ['indicator', 'day'], unique=False)

    op.create_table('clients',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('agent', sa.BigInteger(), nullable=False),
    sa.Column('word', sa.String(), nullable=False),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('door', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['agent'], ['people.id'], name=op.f('fk_clients_agent')),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_clients_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clients')),
    sa.UniqueConstraint('agent', 'word', name=op.f('uq_clients_agent_word')),
    sa.UniqueConstraint('code', name=op.f('uq_clients_code')),
    sa.UniqueConstraint('number', name=op.f('uq_clients_number'))
    )
    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clients_unit_status'), ['unit', 'status'], unique=False)

    op.create_table('consents',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('agent', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('guardian', sa.String(), nullable=False),
    sa.Column('record', sa.Boolean(), nullable=False),
    sa.Column('contact', sa.Boolean(), nullable=False),
    sa.Column('share', sa.Boolean(), nullable=False),
    sa.Column('client', sa.BigInteger(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['agent'], ['people.id'], name=op.f('fk_consents_agent')),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_consents_unit')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_consents'))
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_agent_client'), ['agent', 'client'], unique=False)
        batch_op.create_index(batch_op.f('ix_consents_client'), ['client'], unique=False)

    op.create_table('duty',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('satker', sa.String(), nullable=False),
    sa.Column('person', sa.BigInteger(), nullable=False),
    sa.Column('second', sa.BigInteger(), nullable=True),
    sa.Column('days', sa.String(), nullable=False),
    sa.Column('since', sa.String(), nullable=False),
    sa.Column('until', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['people.id'], name=op.f('fk_duty_person')),
    sa.ForeignKeyConstraint(['satker'], ['satkers.code'], name=op.f('fk_duty_satker')),
    sa.ForeignKeyConstraint(['second'], ['people.id'], name=op.f('fk_duty_second')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_duty'))
    )
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_satker'), ['satker'], unique=False)

    op.create_table('reviews',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('sentence', sa.LargeBinary(), nullable=True),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('settled_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_reviews_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews'))
    )
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviews_number'), ['number'], unique=False)

    op.create_table('targets',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('year', sa.BigInteger(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_targets_by')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_targets'))
    )
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_targets_year_level_place_stage'), ['year', 'level', 'place', 'stage'], unique=False)

    op.create_table('unit_stages',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('track', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('sk_kind', sa.String(), nullable=False),
    sa.Column('sk_number', sa.String(), nullable=False),
    sa.Column('sk_on', sa.Date(), nullable=True),
    sa.Column('sk_until', sa.Date(), nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_unit_stages_by')),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_unit_stages_unit')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_unit_stages'))
    )
    with op.batch_alter_table('unit_stages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_stages_unit_day'), ['unit', 'day'], unique=False)

    op.create_table('client_events',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('client', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('before', sa.String(), nullable=False),
    sa.Column('after', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_client_events_by')),
    sa.ForeignKeyConstraint(['client'], ['clients.id'], name=op.f('fk_client_events_client')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_client_events'))
    )
    with op.batch_alter_table('client_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_client_events_client_at'), ['client', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_client_events_number'), ['number'], unique=False)

    op.create_table('referrals',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('client', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('facility', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('status_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['client'], ['clients.id'], name=op.f('fk_referrals_client')),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_referrals_unit')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_referrals'))
    )
    with op.batch_alter_table('referrals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referrals_client_status'), ['client', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_referrals_unit_status'), ['unit', 'status'], unique=False)

    op.create_table('tasks',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('slot', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('person', sa.BigInteger(), nullable=True),
    sa.Column('client', sa.BigInteger(), nullable=True),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('step', sa.BigInteger(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('first_due', sa.Date(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('done_by', sa.String(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['client'], ['clients.id'], name=op.f('fk_tasks_client')),
    sa.ForeignKeyConstraint(['person'], ['people.id'], name=op.f('fk_tasks_person')),
    sa.ForeignKeyConstraint(['unit'], ['units.code'], name=op.f('fk_tasks_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('slot', name=op.f('uq_tasks_slot'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tasks_about'), ['about'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_client_state'), ['client', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_done_by'), ['done_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_person_state_due'), ['person', 'state', 'due'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_unit_state_due'), ['unit', 'state', 'due'], unique=False)

    op.create_table('referral_steps',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('referral', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('arrived', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['referral'], ['referrals.number'], name=op.f('fk_referral_steps_referral')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_referral_steps'))
    )
    with op.batch_alter_table('referral_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_steps_referral_day'), ['referral', 'day'], unique=False)

    op.create_table('task_events',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('task', sa.BigInteger(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['people.id'], name=op.f('fk_task_events_by')),
    sa.ForeignKeyConstraint(['task'], ['tasks.id'], name=op.f('fk_task_events_task')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_events'))
    )
    with op.batch_alter_table('task_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_events_task_at'), ['task', 'at'], unique=False)

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('task', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('client', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('since', sa.Date(), nullable=True))

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_on', sa.Date(), nullable=True))

    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('client', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('status', sa.String(), nullable=False, server_default='sent'))
        batch_op.create_index(batch_op.f('ix_submissions_client_day'), ['client', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_submissions_person_sent_at'), ['person', 'sent_at'], unique=False)
    # Of a report that was corrected, only the newest version counts.
    op.execute(
        "UPDATE submissions SET status = 'replaced' WHERE version < "
        "(SELECT max(newer.version) FROM submissions newer WHERE newer.number = submissions.number)"
    )
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.alter_column('status', server_default=None)



def downgrade() -> None:
    with op.batch_alter_table('submissions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submissions_person_sent_at'))
        batch_op.drop_index(batch_op.f('ix_submissions_client_day'))
        batch_op.drop_column('status')
        batch_op.drop_column('client')

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_column('left_on')

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_column('since')

    with op.batch_alter_table('drafts', schema=None) as batch_op:
        batch_op.drop_column('client')
        batch_op.drop_column('task')

    with op.batch_alter_table('task_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_events_task_at'))

    op.drop_table('task_events')
    with op.batch_alter_table('referral_steps', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_steps_referral_day'))

    op.drop_table('referral_steps')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tasks_unit_state_due'))
        batch_op.drop_index(batch_op.f('ix_tasks_person_state_due'))
        batch_op.drop_index(batch_op.f('ix_tasks_done_by'))
        batch_op.drop_index(batch_op.f('ix_tasks_client_state'))
        batch_op.drop_index(batch_op.f('ix_tasks_about'))

    op.drop_table('tasks')
    with op.batch_alter_table('referrals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referrals_unit_status'))
        batch_op.drop_index(batch_op.f('ix_referrals_client_status'))

    op.drop_table('referrals')
    with op.batch_alter_table('client_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_client_events_number'))
        batch_op.drop_index(batch_op.f('ix_client_events_client_at'))

    op.drop_table('client_events')
    with op.batch_alter_table('unit_stages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_stages_unit_day'))

    op.drop_table('unit_stages')
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_targets_year_level_place_stage'))

    op.drop_table('targets')
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviews_number'))

    op.drop_table('reviews')
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duty_satker'))

    op.drop_table('duty')
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_client'))
        batch_op.drop_index(batch_op.f('ix_consents_agent_client'))

    op.drop_table('consents')
    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clients_unit_status'))

    op.drop_table('clients')
    with op.batch_alter_table('indicator_counts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_indicator_counts_indicator_day'))

    op.drop_table('indicator_counts')
    with op.batch_alter_table('findings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_findings_unit_phase_day'))

    op.drop_table('findings')
    with op.batch_alter_table('satker_rules', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_satker_rules_satker_rule_since'))

    op.drop_table('satker_rules')
    with op.batch_alter_table('partners', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partners_satker'))

    op.drop_table('partners')
    with op.batch_alter_table('hotlines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hotlines_satker'))

    op.drop_table('hotlines')
    with op.batch_alter_table('facilities', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facilities_satker'))

    op.drop_table('facilities')
    op.drop_table('territories')
