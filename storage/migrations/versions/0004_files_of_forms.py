"""Files that lie beside a form: lists, pictures, sounds"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('form_files',
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['form', 'version'], ['forms.form', 'forms.version'], name=op.f('fk_form_files_form_version')),
    sa.PrimaryKeyConstraint('form', 'version', 'name', name=op.f('pk_form_files'))
    )


def downgrade() -> None:
    op.drop_table('form_files')
