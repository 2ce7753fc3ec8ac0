"""Which times of its lines a call tells: what a file told without times is not measured by them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("timing", sa.String(8), nullable=False, server_default="full"))


def downgrade() -> None:
    op.drop_column("calls", "timing")
