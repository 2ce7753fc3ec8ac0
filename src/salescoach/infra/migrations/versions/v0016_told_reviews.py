"""How much of a review the history was told: its objections are those of the review."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INDEX = "ix_reviews_rubric_version_told_layout_call_id"


def upgrade() -> None:
    op.add_column(
        "reviews", sa.Column("told_layout", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index(_INDEX, "reviews", ["rubric_version", "told_layout", "call_id"])


def downgrade() -> None:
    op.drop_index(_INDEX, "reviews")
    op.drop_column("reviews", "told_layout")
