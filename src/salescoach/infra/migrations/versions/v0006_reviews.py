"""Reviews of ended calls, what is pending of them, and the weights of the score."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rubric_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_reviews_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_reviews_rubric_version", "reviews", ["rubric_version"])
    op.create_table(
        "review_jobs",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("job_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("by_user", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(60), nullable=True),
        sa.PrimaryKeyConstraint("call_id", name="pk_review_jobs"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_review_jobs_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_review_jobs_state", "review_jobs", ["state"])
    op.create_table(
        "review_rubric",
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_review_rubric"),
    )


def downgrade() -> None:
    op.drop_table("review_rubric")
    op.drop_index("ix_review_jobs_state", "review_jobs")
    op.drop_table("review_jobs")
    op.drop_index("ix_reviews_rubric_version", "reviews")
    op.drop_table("reviews")
