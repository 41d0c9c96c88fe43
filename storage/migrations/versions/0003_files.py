"""Files that people send as answers"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('files',
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('bot', sa.String(), nullable=False),
    sa.Column('who', sa.LargeBinary(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('draft', sa.BigInteger(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('wanted', sa.String(), nullable=False),
    sa.Column('album', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=True),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('mime', sa.LargeBinary(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('due', sa.BigInteger(), nullable=False),
    sa.Column('tries', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files'))
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_files_draft'), ['draft'], unique=False)
        batch_op.create_index(batch_op.f('ix_files_bot_state_due'), ['bot', 'state', 'due'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_files_bot_state_due'))
        batch_op.drop_index(batch_op.f('ix_files_draft'))

    op.drop_table('files')
