"""What is counted of reviewed calls, drills from their missed moments, and promises kept since.

The digests of calls that were reviewed earlier are written in the background, by the server.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_reviews_made_at_call_id", "reviews", ["made_at", "call_id"])
    op.create_table(
        "call_digests",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("review_made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.String(100), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("talk_ratio", sa.Float(), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=True),
        sa.Column("open_questions", sa.Integer(), nullable=True),
        sa.Column("longest_monologue_ms", sa.BigInteger(), nullable=True),
        sa.Column("patience_ms", sa.BigInteger(), nullable=True),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_call_digests"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["reviews.call_id"], name="fk_call_digests_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_call_digests_day_call_id", "call_digests", ["day", "call_id"])
    _part(
        "digest_objections",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("handling", sa.String(16), nullable=False),
        sa.Column("turn_id", sa.String(100), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("answer_turn_id", sa.String(100), nullable=True),
        sa.Column("answer_ms", sa.BigInteger(), nullable=True),
        sa.Column("script_id", sa.String(100), nullable=True),
    )
    _part(
        "digest_lines",
        sa.Column("script_id", sa.String(100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(100), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("reaction", sa.String(16), nullable=True),
        sa.Column("reaction_turn_id", sa.String(100), nullable=True),
        sa.Column("reaction_ms", sa.BigInteger(), nullable=True),
    )
    _part(
        "digest_moments",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("turn_id", sa.String(100), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "drills",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("turn_id", sa.String(100), nullable=False),
        sa.Column("line_turn_id", sa.String(100), nullable=False),
        sa.Column("opportunity", sa.Text(), nullable=False),
        sa.Column("what_to_do", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drills"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_drills_call_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_drills_call_id_turn_id", "drills", ["call_id", "turn_id"], unique=True)
    op.create_index("ix_drills_due_at", "drills", ["due_at"])
    op.create_table(
        "drill_attempts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("drill_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(8), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("compared", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drill_attempts"),
        sa.ForeignKeyConstraint(
            ["drill_id"], ["drills.id"], name="fk_drill_attempts_drill_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_drill_attempts_drill_id_at", "drill_attempts", ["drill_id", "at"])
    op.create_table(
        "kept_promises",
        sa.Column("call_id", sa.String(64), nullable=False),
        sa.Column("promise", sa.String(40), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "promise", name="pk_kept_promises"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_kept_promises_call_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("kept_promises")
    op.drop_index("ix_drill_attempts_drill_id_at", "drill_attempts")
    op.drop_table("drill_attempts")
    op.drop_index("ix_drills_due_at", "drills")
    op.drop_index("ix_drills_call_id_turn_id", "drills")
    op.drop_table("drills")
    for part in ("digest_moments", "digest_lines", "digest_objections"):
        op.drop_table(part)
    op.drop_index("ix_call_digests_day_call_id", "call_digests")
    op.drop_table("call_digests")
    op.drop_index("ix_reviews_made_at_call_id", "reviews")


def _part(name: str, *columns: sa.Column[object]) -> None:
    """Rows of a digest, by the call and the first of ``columns``."""
    op.create_table(
        name,
        sa.Column("call_id", sa.String(64), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("call_id", columns[0].name, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["call_digests.call_id"],
            name=f"fk_{name}_call_id",
            ondelete="CASCADE",
        ),
    )
