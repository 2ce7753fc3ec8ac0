"""A line that was corrected keeps what was heard beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("heard_text", sa.Text(), nullable=True))
    op.add_column("turns", sa.Column("heard_speaker", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("turns", "heard_speaker")
    op.drop_column("turns", "heard_text")
