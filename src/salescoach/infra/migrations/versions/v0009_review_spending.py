"""What language models cost that reviewed calls."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_spending",
        sa.Column("job_id", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("usd", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name="pk_review_spending"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_review_spending_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_review_spending_call_id", "review_spending", ["call_id"])
    op.create_index("ix_review_spending_spent_at", "review_spending", ["spent_at"])


def downgrade() -> None:
    op.drop_table("review_spending")
